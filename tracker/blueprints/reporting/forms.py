"""The forms of periods and rhythms."""

from datetime import date

from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from tracker.domain.reporting_periods import PeriodKind, Rhythm, Schedule
from tracker.forms import Day, Paragraph, TrackerForm, WholeNumber, offered, required
from tracker.reporting_labels import PERIOD_KINDS
from tracker.services.reporting_periods import PeriodContent

MOST_DAYS = 730
MOST_DAYS_OF_REMINDER = 60


class DaysForm(TrackerForm):
    """When a period opens and falls due, and when people are reminded."""

    opens_on = Day(lazy_gettext("Opens"), InputRequired(lazy_gettext("Fill this in.")))
    due_on = Day(lazy_gettext("Reports in by"), InputRequired(lazy_gettext("Fill this in.")))
    remind_before = WholeNumber(
        lazy_gettext("Remind this many days before"),
        MOST_DAYS_OF_REMINDER,
        description=lazy_gettext("Leave empty for no reminder then."),
    )
    remind_on_day = BooleanField(lazy_gettext("Remind on the last day"))
    remind_after = WholeNumber(
        lazy_gettext("Remind this many days after"),
        MOST_DAYS_OF_REMINDER,
        description=lazy_gettext("Leave empty for no reminder then."),
    )

    def content_of(self, year: int, kind: PeriodKind) -> PeriodContent:
        """What the form says of a part of a year, once it is validated."""
        assert self.opens_on.data is not None
        assert self.due_on.data is not None
        schedule = Schedule(
            self.remind_before.data, self.remind_on_day.data, self.remind_after.data
        )
        return PeriodContent(
            year=year,
            kind=kind,
            opens_on=self.opens_on.data,
            due_on=self.due_on.data,
            schedule=schedule,
        )


class PeriodForm(DaysForm):
    """A period that reports are to be handed in for."""

    year = SelectField(lazy_gettext("Year"), [required()], coerce=int)
    kind = SelectField(lazy_gettext("Part of the year"), [required()])

    def offer(self, today: date) -> None:
        """Fill in what can be chosen: this year and those beside it."""
        years = range(today.year - 1, today.year + 2)
        self.year.choices = [(year, str(year)) for year in years]
        self.kind.choices = offered((kind.value, str(PERIOD_KINDS[kind])) for kind in PeriodKind)

    def content(self) -> PeriodContent:
        """What the form says, once it is validated."""
        return self.content_of(self.year.data, PeriodKind(self.kind.data))


class RhythmForm(TrackerForm):
    """What is asked of a family of organisations."""

    wants_tertials = BooleanField(lazy_gettext("Each tertial"))
    wants_year = BooleanField(lazy_gettext("For the whole year"))
    every_days = WholeNumber(
        lazy_gettext("Besides, at most this many days apart"),
        MOST_DAYS,
        description=lazy_gettext("Leave empty to ask in the periods only."),
    )

    def rhythm(self) -> Rhythm:
        """What the form says."""
        return Rhythm(self.wants_tertials.data, self.wants_year.data, self.every_days.data or None)


class QuestionsForm(TrackerForm):
    """What the reports of a period are asked."""

    questions = Paragraph(
        lazy_gettext("Questions, one on each line"),
        description=lazy_gettext(
            "Five at the most. A question that you change becomes a new one; "
            "what was answered to the old one is kept."
        ),
    )

    def texts(self) -> list[str]:
        """The questions, each once."""
        lines = (line.strip() for line in self.questions.data.splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class ReopenForm(TrackerForm):
    """Why a locked period is opened again."""

    reason = Paragraph(lazy_gettext("Why is it opened again?"))
