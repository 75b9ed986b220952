"""The report form: two minutes on a phone, on its own page and first on the start page."""

import secrets
import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired

from tracker import formats, labels
from tracker.domain.languages import LANGUAGES
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.measures import MOST
from tracker.domain.reporting_periods import PeriodQuestion, ReportDue
from tracker.forms import Day, Paragraph, TrackerForm, WholeNumber, clean, offered, required
from tracker.languages import page_language
from tracker.measure_labels import COUNTINGS
from tracker.queries.measures import MeasureRow
from tracker.services.status_reports import Answer, ReportContent, answer_field

NOTHING_NEW_BUTTON = "nothing_new"
MOST_PEOPLE = 1_000_000


class ReportForm(TrackerForm):
    """How it goes; one choice and one sentence are enough."""

    condition = RadioField(lazy_gettext("How is it going?"), [required()])
    phase = SelectField(labels.FIELDS["phase"], [required()])
    happened = Paragraph(
        lazy_gettext("What has happened since last time?"),
        description=lazy_gettext("One sentence is enough. Write no names of people."),
    )
    obstacles = Paragraph(lazy_gettext("What gets in the way?"))
    needs = Paragraph(
        lazy_gettext("What do you need?"),
        description=lazy_gettext("For example two adults on Tuesdays, or a room."),
    )
    people_reached = WholeNumber(
        lazy_gettext("About how many people took part?"),
        MOST_PEOPLE,
        description=lazy_gettext("Leave empty if you cannot count yet."),
    )
    reported_on = Day(
        lazy_gettext("Which day is the report about?"),
        InputRequired(lazy_gettext("Fill this in.")),
    )
    language = SelectField(lazy_gettext("Which language do you write in?"), [required()])
    submission_key = HiddenField(filters=[clean])
    asked: Sequence[MeasureRow] = ()
    due: ReportDue | None = None
    questions: Sequence[PeriodQuestion] = ()

    def offer(self) -> None:
        """Fill in what can be chosen."""
        self.condition.choices = offered(
            (condition.value, str(labels.CONDITIONS[condition]))
            for condition in Condition
            if condition is not Condition.NOT_ASSESSED
        )
        self.language.choices = offered(written_languages())
        self.phase.choices = offered((phase.value, str(labels.PHASES[phase])) for phase in Phase)

    def measure_fields(self) -> list[Any]:
        """The fields of the measures that are asked for."""
        return [self[_field_name(measure)] for measure in self.asked]

    def numbers(self) -> dict[uuid.UUID, int]:
        """What is told of measures, by their public ids; those left empty are not told."""
        told = zip(self.asked, self.measure_fields(), strict=True)
        return {row.public_id: field.data for row, field in told if field.data is not None}

    def answer_fields(self) -> list[Any]:
        """The fields of the questions of the period that waits for the report."""
        return [self[answer_field(question.public_id.hex)] for question in self.questions]

    def answers(self) -> list[Answer]:
        """What is answered; questions left empty are not answered."""
        told = zip(self.questions, self.answer_fields(), strict=True)
        return [
            Answer(question.public_id.hex, question.text, field.data)
            for question, field in told
            if field.data
        ]

    def content(self, *, is_nothing_new: bool) -> ReportContent:
        """What the form says, once it is validated."""
        assert self.reported_on.data is not None
        return ReportContent(
            condition=Condition(self.condition.data),
            phase=Phase(self.phase.data),
            happened=self.happened.data,
            obstacles=self.obstacles.data,
            needs=self.needs.data,
            people_reached=self.people_reached.data,
            answers=self.answers(),
            is_nothing_new=is_nothing_new,
            language=self.language.data,
            reported_on=self.reported_on.data,
        )


def written_languages() -> Iterable[tuple[str, str]]:
    """Tags and names of languages to write in; plain Swedish is written as Swedish is."""
    names: dict[str, str] = {}
    for language in LANGUAGES.values():
        names.setdefault(language.tag, language.name)
    return names.items()


def _field_name(measure: MeasureRow) -> str:
    return f"measure_{measure.public_id.hex}"


def _number_field(measure: MeasureRow) -> WholeNumber:
    last = ""
    if measure.last_number is not None and measure.last_on is not None:
        last = gettext(
            "Last time: %(number)s, %(day)s.",
            number=formats.number(measure.last_number),
            day=formats.long_date(measure.last_on),
        )
    hint = f"{measure.unit.capitalize()}. {COUNTINGS[measure.counting]}. {last}".strip()
    return WholeNumber(measure.name, MOST, description=hint)


def _questions_of(due: ReportDue | None) -> list[PeriodQuestion]:
    """Those asked now, and one that was replaced while somebody was answering it."""
    if due is None or due.period is None:
        return []
    return [
        question
        for question in due.period.questions
        if question.is_current or answer_field(question.public_id.hex) in request.form
    ]


def blank_report(
    *,
    phase: Phase,
    condition: Condition,
    today: date,
    measures: Sequence[MeasureRow] = (),
    due: ReportDue | None = None,
) -> ReportForm:
    """The form as it opens: how it was last time, and today; or what was sent, in a POST.

    Args:
        measures: those whose numbers are asked for, each in a field of its own.
        due: what is waited for; the questions of its period get fields too.
    """
    questions = _questions_of(due)
    fields: dict[str, Any] = {_field_name(row): _number_field(row) for row in measures}
    fields |= {answer_field(row.public_id.hex): Paragraph(row.text) for row in questions}
    known = condition is not Condition.NOT_ASSESSED
    values = {
        "phase": phase.value,
        "condition": condition.value if known else Condition.ON_PLAN.value,
        "reported_on": today,
        "language": page_language().tag,
        "submission_key": secrets.token_urlsafe(24),
    }
    own = type(
        "OwnReportForm",
        (ReportForm,),
        {**fields, "asked": measures, "due": due, "questions": questions},
    )
    form: ReportForm = own(data=values)
    form.offer()
    return form
