"""The forms of a measure: of the initiative's own wording, or from the shared list."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from tracker.domain.measures import (
    MOST,
    NAME_LENGTH,
    PARTS,
    UNIT_LENGTH,
    Counting,
    Direction,
    Part,
    Split,
)
from tracker.domain.roles import PartnerStanding
from tracker.forms import Day, Line, Paragraph, TrackerForm, WholeNumber, offered, required
from tracker.languages import page_language
from tracker.measure_labels import COUNTINGS, DIRECTIONS, SPLITS, part_name
from tracker.queries.initiatives import InitiativePage
from tracker.queries.measures import MeasureRow
from tracker.queries.same_effort import SameNumber
from tracker.services.measure_values import ValueContent
from tracker.services.measures import MeasureContent, MeasureWording


class MeasureForm(TrackerForm):
    """What is the initiative's own of a measure from the shared list."""

    baseline = WholeNumber(
        lazy_gettext("Where do you begin?"),
        MOST,
        description=lazy_gettext("The number before you started. Leave empty if nobody knows."),
    )
    target = WholeNumber(lazy_gettext("Where do you want to come?"), MOST)
    owner = SelectField(
        lazy_gettext("Whose number is it?"),
        [required()],
        description=lazy_gettext(
            "One organisation, so that the same people are never counted twice."
        ),
    )
    told_in = SelectField(
        lazy_gettext("Do you count the same people as another initiative?"),
        [Optional()],
        description=lazy_gettext("Then the number is told there, and counts once."),
    )
    cannot_be_measured = BooleanField(lazy_gettext("It cannot be measured yet"))
    missing = Paragraph(
        lazy_gettext("What is missing before it can be measured?"),
        description=lazy_gettext(
            "For example a list at the door, or a question to those who come."
        ),
    )

    def offer_ties(self, same: Sequence[SameNumber]) -> None:
        """Fill in where the number may be told already; where nowhere, that is not asked."""
        own = [("", str(lazy_gettext("No, the number is ours alone")))]
        others = [(str(row.public_id), f"{row.title} ({row.owner_name})") for row in same]
        self.told_in.choices = offered([*own, *others])
        if not same:
            del self.told_in

    def offer(self, initiative: InitiativePage) -> None:
        """Fill in who can own the numbers: those who lead the initiative and take part in it."""
        owners = [(str(initiative.organisation_public_id), initiative.organisation_name)]
        owners += [
            (str(row.organisation_public_id), row.organisation_name)
            for row in initiative.partners
            if row.standing is PartnerStanding.ACCEPTED
        ]
        self.owner.choices = offered(owners)

    def content(self) -> MeasureContent:
        """What the form says, once it is validated."""
        return MeasureContent(
            wording=self.wording(),
            baseline=self.baseline.data,
            target=self.target.data,
            cannot_be_measured=self.cannot_be_measured.data,
            missing=self.missing.data,
            told_in=self._told_in(),
            owner=uuid.UUID(self.owner.data),
            language=page_language().tag,
        )

    def _told_in(self) -> uuid.UUID | None:
        chosen = self.told_in.data if "told_in" in self else None
        return uuid.UUID(chosen) if chosen else None

    def wording(self) -> MeasureWording | None:
        """What is counted: the shared list says."""
        return None


class OwnMeasureForm(MeasureForm):
    """A measure that the organisation words itself."""

    name = Line(lazy_gettext("What do you count?"), NAME_LENGTH, required())
    unit = Line(
        lazy_gettext("In what?"),
        UNIT_LENGTH,
        required(),
        description=lazy_gettext("For example people, hours or per cent."),
    )
    direction = RadioField(lazy_gettext("Which way should it go?"), [required()])
    counting = RadioField(lazy_gettext("What does one number say?"), [required()])
    split = SelectField(
        lazy_gettext("Shall the number be divided?"),
        [required()],
        description=lazy_gettext("Only where somebody has asked you for it."),
    )

    def offer(self, initiative: InitiativePage) -> None:
        """Fill in what can be chosen."""
        super().offer(initiative)
        self.direction.choices = offered((code.value, str(DIRECTIONS[code])) for code in Direction)
        self.counting.choices = offered((code.value, str(COUNTINGS[code])) for code in Counting)
        self.split.choices = offered((code.value, str(SPLITS[code])) for code in Split)

    def wording(self) -> MeasureWording:
        """What is counted, and how."""
        return MeasureWording(
            name=self.name.data,
            unit=self.unit.data,
            direction=Direction(self.direction.data),
            counting=Counting(self.counting.data),
            split=Split(self.split.data),
        )


class ValueForm(TrackerForm):
    """A number of a measure; the fields of its parts are added by `value_form`."""

    number = WholeNumber(lazy_gettext("The number"), MOST)
    measured_on = Day(
        lazy_gettext("Up to which day?"), InputRequired(lazy_gettext("Fill this in."))
    )
    asked: Sequence[Part] = ()

    def part_fields(self) -> list[Any]:
        """The fields of the parts that are asked for."""
        return [self[part.value] for part in self.asked]

    def validate(self, extra_validators: Any = None) -> bool:
        """Want a number, or its parts."""
        is_sound: bool = super().validate(extra_validators)
        if is_sound and self.number.data is None and not self._parts():
            self.add_error("number", gettext("Fill this in."))
            return False
        return is_sound

    def _parts(self) -> dict[Part, int]:
        told = {part: self[part.value].data for part in self.asked}
        return {part: number for part, number in told.items() if number is not None}

    def content(self) -> ValueContent:
        """What the form says, once it is validated; parts alone add up to the number."""
        assert self.measured_on.data is not None
        parts = self._parts()
        number = self.number.data
        return ValueContent(
            number=sum(parts.values()) if number is None else number,
            measured_on=self.measured_on.data,
            parts=parts,
        )


def value_form(measure: MeasureRow, *, today: date) -> ValueForm:
    """The form of a number, with a field for each part where it is divided."""
    asked = PARTS[measure.split]
    fields: dict[str, Any] = {part.value: WholeNumber(part_name(part), MOST) for part in asked}
    own = type("OwnValueForm", (ValueForm,), {**fields, "asked": asked})
    form: ValueForm = own(data={"measured_on": today})
    return form


def blank_form(
    initiative: InitiativePage, same: Sequence[SameNumber] = (), *, is_own: bool
) -> MeasureForm:
    """The form of a new measure; `same` are those that it may be the same number as."""
    values = {"owner": str(initiative.organisation_public_id)}
    return _form(initiative, values, same, is_own=is_own)


def filled_form(
    initiative: InitiativePage, measure: MeasureRow, same: Sequence[SameNumber] = ()
) -> MeasureForm:
    """The form of a measure as it stands."""
    names = (
        "name", "unit", "direction", "counting", "split", "baseline", "target",
        "cannot_be_measured", "missing",
    )  # fmt: skip
    values = {name: getattr(measure, name) for name in names}
    values |= {"owner": str(measure.owner_id), "told_in": str(measure.told_in_id or "")}
    return _form(initiative, values, same, is_own=measure.is_own)


def _form(
    initiative: InitiativePage,
    values: Mapping[str, Any],
    same: Sequence[SameNumber],
    *,
    is_own: bool,
) -> MeasureForm:
    usual = {"direction": Direction.MORE, "counting": Counting.EACH_TIME, "split": Split.NONE}
    form = (OwnMeasureForm if is_own else MeasureForm)(data={**usual, **values})
    form.offer(initiative)
    form.offer_ties(same)
    return form
