"""What a text is made for, and the text itself: a field for each part and each initiative."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Field, Form, SelectField, TextAreaField

from tracker.blueprints.year_texts.document import Section
from tracker.blueprints.year_texts.drafts import HEADINGS, HINTS, KINDS
from tracker.domain.languages import LANGUAGES
from tracker.domain.year_texts import (
    AFTER,
    BEFORE,
    LONGEST_PART,
    YearTextKind,
    likely_year,
    parts_of,
)
from tracker.forms import Line, TrackerForm, at_most, clean, offered, required
from tracker.languages import list_language
from tracker.queries.year_texts import OrganisationYear

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class YearChoice:
    """What a text is made for, and in which language."""

    year: int
    kind: YearTextKind
    language: str


class YearChoiceForm(Form):  # type: ignore[misc]
    """Which year, what for, and in which language; what cannot be read is what is likely."""

    year = SelectField(lazy_gettext("Which year?"))
    kind = SelectField(lazy_gettext("What is the text for?"))
    language = SelectField(lazy_gettext("Which language?"))

    def offer(self, years: Sequence[int], *, today: date) -> None:
        """Fill in what can be chosen."""
        offers = {
            "year": [(str(year), str(year)) for year in years],
            "kind": [(kind.value, str(label)) for kind, label in KINDS.items()],
            "language": [(row.code.value, row.name) for row in LANGUAGES.values() if row.is_full],
        }
        likely = {
            "year": str(likely_year(today)),
            "kind": YearTextKind.ANNUAL.value,
            "language": list_language(),
        }
        for name, pairs in offers.items():
            field, known = self[name], [value for value, _label in pairs]
            field.choices = offered(pairs)
            if field.data not in known:
                field.data = likely[name] if likely[name] in known else known[0]

    def choice(self) -> YearChoice:
        """What is chosen, once it is offered."""
        return YearChoice(
            int(self.year.data), YearTextKind(self.kind.data), str(self.language.data)
        )


class LongText(TextAreaField):  # type: ignore[misc]
    """A part of a text, which may be long."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        filters = (clean, lambda text: text or "")
        super().__init__(label, [at_most(LONGEST_PART)], filters=filters, **kwargs)


class YearTextForm(TrackerForm):
    """The text; fields of its parts and of each initiative are added by `text_form`."""

    title = Line(lazy_gettext("Title"), LONGEST_TITLE, required())
    with_figures = BooleanField(lazy_gettext("With the figures of the year"))
    kind: YearTextKind = YearTextKind.ANNUAL
    found: OrganisationYear | None = None

    def parts_before(self) -> list[Field]:
        """The fields that come before what is told of each initiative."""
        return [self[part.value] for part in BEFORE[self.kind]]

    def parts_after(self) -> list[Field]:
        """The fields that come after it."""
        return [self[part.value] for part in AFTER[self.kind]]

    def initiatives(self) -> list[tuple[Field, Field]]:
        """Of each initiative, whether it is told of, and its text."""
        rows = self.found.initiatives if self.found else ()
        return [
            (self[f"with_{row.public_id.hex}"], self[f"text_{row.public_id.hex}"]) for row in rows
        ]

    def left_out(self) -> frozenset[str]:
        """The initiatives that are not told of."""
        return frozenset(
            told.name.removeprefix("with_") for told, _text in self.initiatives() if not told.data
        )

    def sections(self) -> list[Section]:
        """The sections that something is written in, in the order they are read."""
        told = [(text.label.text, text.data) for told, text in self.initiatives() if told.data]
        before, after = (
            [(field.label.text, field.data) for field in fields]
            for fields in (self.parts_before(), self.parts_after())
        )
        return [Section(str(head), text) for head, text in (*before, *told, *after) if text.strip()]


def text_form(kind: YearTextKind, found: OrganisationYear, **values: object) -> YearTextForm:
    """The form of one year and use; `values` is the draft, by the name of the field."""
    fields: dict[str, object] = {"kind": kind, "found": found}
    for part in parts_of(kind):
        fields[part.value] = LongText(HEADINGS[part], description=HINTS.get(part, ""))
    for row in found.initiatives:
        key = row.public_id.hex
        fields[f"with_{key}"] = BooleanField(gettext("Tell of %(title)s", title=row.title))
        fields[f"text_{key}"] = LongText(row.title)
    own = type("OwnYearTextForm", (YearTextForm,), fields)
    form: YearTextForm = own(data={"with_figures": True, **values})
    return form
