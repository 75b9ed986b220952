"""The forms of periods and rhythms."""

from datetime import date

from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from tracker.domain.reporting_periods import PeriodKind, Rhythm
from tracker.forms import Day, Paragraph, TrackerForm, WholeNumber, offered, required
from tracker.reporting_labels import PERIOD_KINDS
from tracker.services.reporting_periods import PeriodContent

MOST_DAYS = 730


class PeriodForm(TrackerForm):
    """A period that reports are to be handed in for."""

    year = SelectField(lazy_gettext("Year"), [required()], coerce=int)
    kind = SelectField(lazy_gettext("Part of the year"), [required()])
    opens_on = Day(lazy_gettext("Opens"), InputRequired(lazy_gettext("Fill this in.")))
    due_on = Day(lazy_gettext("Reports in by"), InputRequired(lazy_gettext("Fill this in.")))

    def offer(self, today: date) -> None:
        """Fill in what can be chosen: this year and those beside it."""
        years = range(today.year - 1, today.year + 2)
        self.year.choices = [(year, str(year)) for year in years]
        self.kind.choices = offered((kind.value, str(PERIOD_KINDS[kind])) for kind in PeriodKind)

    def content(self) -> PeriodContent:
        """What the form says, once it is validated."""
        assert self.opens_on.data is not None
        assert self.due_on.data is not None
        return PeriodContent(
            year=self.year.data,
            kind=PeriodKind(self.kind.data),
            opens_on=self.opens_on.data,
            due_on=self.due_on.data,
        )


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


class ReopenForm(TrackerForm):
    """Why a locked period is opened again."""

    reason = Paragraph(lazy_gettext("Why is it opened again?"))
