"""The forms of the shared list of measures."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, RadioField, SelectField

from tracker.domain.measures import (
    NAME_LENGTH,
    UNIT_LENGTH,
    Counting,
    Direction,
    MeasureKind,
    Split,
)
from tracker.forms import Line, TrackerForm, offered, required
from tracker.measure_labels import COUNTINGS, DIRECTIONS, SPLITS


class WordsForm(TrackerForm):
    """What is counted, and in what, in both languages of the register."""

    name_sv = Line(lazy_gettext("What is counted, in Swedish"), NAME_LENGTH, required())
    name_en = Line(lazy_gettext("What is counted, in English"), NAME_LENGTH, required())
    unit_sv = Line(lazy_gettext("Counted in, in Swedish"), UNIT_LENGTH, required())
    unit_en = Line(lazy_gettext("Counted in, in English"), UNIT_LENGTH, required())

    def kind(self) -> MeasureKind:
        """What the form says, once it is validated."""
        return MeasureKind(
            name_sv=self.name_sv.data,
            name_en=self.name_en.data,
            unit_sv=self.unit_sv.data,
            unit_en=self.unit_en.data,
        )


class SharedMeasureForm(WordsForm):
    """A measure that all may choose; how it is counted cannot be changed afterwards."""

    direction = RadioField(lazy_gettext("Which way should the number go?"), [required()])
    counting = RadioField(lazy_gettext("What does each number say?"), [required()])
    split = SelectField(
        lazy_gettext("Is the number divided?"),
        [required()],
        description=lazy_gettext("Only where it is asked for: it is more work for all who count."),
    )
    is_summed = BooleanField(
        lazy_gettext("The numbers of initiatives can be added up"),
        description=lazy_gettext("Not shares and averages."),
    )

    def offer(self) -> None:
        """Fill in what can be chosen."""
        self.direction.choices = offered((code.value, str(DIRECTIONS[code])) for code in Direction)
        self.counting.choices = offered((code.value, str(COUNTINGS[code])) for code in Counting)
        self.split.choices = offered((code.value, str(SPLITS[code])) for code in Split)

    def kind(self) -> MeasureKind:
        """What the form says, once it is validated."""
        return MeasureKind(
            name_sv=self.name_sv.data,
            name_en=self.name_en.data,
            unit_sv=self.unit_sv.data,
            unit_en=self.unit_en.data,
            direction=Direction(self.direction.data),
            counting=Counting(self.counting.data),
            split=Split(self.split.data),
            is_summed=self.is_summed.data,
        )


def blank_form() -> SharedMeasureForm:
    """The form of a new shared measure."""
    usual = {"direction": Direction.MORE, "counting": Counting.EACH_TIME, "split": Split.NONE}
    form = SharedMeasureForm(data={**usual, "is_summed": True})
    form.offer()
    return form
