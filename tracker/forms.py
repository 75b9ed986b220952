"""What all forms share: shape is checked here, rules of the field in the services.

A refusal from a service is put back on its field, so that nothing typed is lost.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    Email,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import HiddenInput

from tracker import formats, refusals
from tracker.errors import (
    MissingFieldsError,
    PersonalDataError,
    RefusedError,
    TooManyAttemptsError,
)

LONG_TEXT = 5000
DAY_FORMATS = ["%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d.%m.%Y"]
YEARS = range(1900, 2101)
LONGEST_NUMBER = 15
_BESIDE_FIGURES = re.compile(
    r"\s|(?<=\d)[.,](?=\d{3}(?:\D|$))|(?:kr|sek|kronor|:-|,-|st|år)\.?\s*$", re.IGNORECASE
)


class TrackerForm(FlaskForm):  # type: ignore[misc]
    """The base of every form."""

    def accept(self, deed: Callable[[], Any]) -> bool:
        """Carry out a deed; a refusal becomes an error on the form. Says whether it was done."""
        try:
            deed()
        except RefusedError as refused:
            self.refuse(refused)
        except MissingFieldsError as missing:
            for name in missing.field_names:
                self.add_error(name, refusals.missing())
        except PersonalDataError as personal:
            for name, findings in personal.findings.items():
                self.add_error(name, refusals.personal_data(findings))
        else:
            return True
        return False

    def refuse(self, refused: RefusedError) -> None:
        """Put the sentence of a refusal where it belongs."""
        self.add_error(refused.field_name, refusals.refusal(refused.code))

    def ask_for_patience(self, too_many: TooManyAttemptsError) -> None:
        """Say how long to wait before the next try."""
        self.add_error(
            None,
            gettext("Wait %(time)s, then try again.", time=formats.wait(too_many.retry_after_s)),
        )

    def add_error(self, name: str | None, sentence: str) -> None:
        """Put a sentence on a field, or on the whole form."""
        if name is not None and name in self._fields:
            field = self._fields[name]
            field.errors = [*field.errors, sentence]
        else:
            self.form_errors.append(sentence)


def offered(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """What a field offers, from pairs of value and label."""
    return [SelectChoice(value, label) for value, label in pairs]


def none_first(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """What a field offers where nothing may be chosen by accident: nothing, and then the pairs."""
    return offered([("", gettext("Choose")), *pairs])


def required() -> DataRequired:
    """Something must be filled in."""
    return DataRequired(lazy_gettext("Fill this in."))


def at_most(length: int) -> Length:
    """A text of at most so many characters."""
    return Length(max=length, message=lazy_gettext("Write at most %(max)d characters."))


def email_shape() -> Email:
    """Something that can be an e-mail address."""
    return Email(lazy_gettext("Write an e-mail address, for example anna@example.se."))


def clean(text: str | None) -> str | None:
    """Take away blanks around a text, and NUL characters that no database keeps."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip() if text else text


class Line(StringField):  # type: ignore[misc]
    """One line of text."""

    def __init__(self, label: Any, length: int, *validators: Any, **kwargs: Any) -> None:
        filters = (clean, lambda text: " ".join(text.split()) if text else "")
        super().__init__(label, [at_most(length), *validators], filters=filters, **kwargs)


class Paragraph(TextAreaField):  # type: ignore[misc]
    """Several lines of text."""

    def __init__(self, label: Any, *validators: Any, **kwargs: Any) -> None:
        filters = (clean, lambda text: text or "")
        super().__init__(label, [at_most(LONG_TEXT), *validators], filters=filters, **kwargs)


class Day(DateField):  # type: ignore[misc]
    """A day, written as 2026-12-01 or as Swedes also write it."""

    data: date | None

    def __init__(self, label: Any, *validators: Any, **kwargs: Any) -> None:
        super().__init__(label, list(validators) or [Optional()], format=DAY_FORMATS, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day.

        Raises:
            ValueError: with a sentence that shows how.
        """
        written = [text.strip() for text in valuelist]
        try:
            super().process_formdata(written)
        except ValueError:
            self.data = None
        is_empty = not any(written)
        if not is_empty and (self.data is None or self.data.year not in YEARS):
            self.data = None
            raise ValueError(lazy_gettext("Write the day as 2026-12-01."))


class WholeNumber(IntegerField):  # type: ignore[misc]
    """A whole number from 0, written with or without blanks: 1250000, 1 250 000 or 1 250 000 kr."""

    data: int | None

    def __init__(self, label: Any, most: int, **kwargs: Any) -> None:
        sentence = lazy_gettext("Write a number between 0 and %(max)s.")
        within = NumberRange(0, most, message=sentence)
        super().__init__(label, [Optional(), within], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number.

        Raises:
            ValueError: with a sentence that shows how.
        """
        self.data = None
        text = _BESIDE_FIGURES.sub("", valuelist[0]) if valuelist else ""
        if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER:
            self.data = int(text)
        elif valuelist and valuelist[0].strip():
            raise ValueError(lazy_gettext("Write a whole number with figures, for example 1500."))


class Choices(SelectMultipleField):  # type: ignore[misc]
    """Any number of choices, as checkboxes."""

    def pre_validate(self, form: object) -> None:
        """Refuse what is not on the list.

        Raises:
            ValidationError: with a sentence.
        """
        known = {choice.value for choice in self.choices}
        if not set(self.data or ()) <= known:
            raise ValidationError(refusals.refusal("unknown_choice"))


class Version(IntegerField):  # type: ignore[misc]
    """The version that a form was opened with; what cannot be read is older than any."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isdecimal() and len(text) < 10 else 0

    def renew(self, version: int) -> None:
        """Let the form be saved over what stands now, as its reader has seen both."""
        self.data, self.raw_data = version, None
