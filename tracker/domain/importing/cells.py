"""Read one cell as the field its column is, and remember it: lists repeat the same values."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tracker.domain.importing.ages import Ages, ages_within, read_ages
from tracker.domain.importing.amounts import read_money
from tracker.domain.importing.cell_lists import names_of, tags_of
from tracker.domain.importing.dates import read_end, read_start
from tracker.domain.importing.fields import TAG_FIELDS, ImportField
from tracker.domain.importing.findings import FaultCause, RemarkCause
from tracker.domain.importing.folding import fold
from tracker.domain.importing.grid import Cell, as_text
from tracker.domain.importing.mappings import ColumnMapping, UnknownValues
from tracker.domain.importing.outcomes import Note, Reading, Refusal, UnreadableValueError
from tracker.domain.importing.periods import read_period
from tracker.domain.importing.proposals import OrganisationReference
from tracker.domain.importing.ticks import is_ticked, named_by
from tracker.domain.importing.values import (
    read_links,
    read_organisation_number,
    read_person_name,
    read_phase,
    read_register_id,
    read_text,
    read_visibility,
)
from tracker.domain.importing.vocabulary import Likeness, Match, TermIndex, Vocabulary

_READERS: dict[ImportField, Callable[[Cell], Reading[Any]]] = {
    ImportField.START_ON: read_start,
    ImportField.END_ON: read_end,
    ImportField.PERIOD: read_period,
    ImportField.PHASE: read_phase,
    ImportField.VISIBILITY: read_visibility,
    ImportField.AGES: read_ages,
    ImportField.LINKS: read_links,
    ImportField.ORGANISATION_NUMBER: read_organisation_number,
    ImportField.REGISTER_ID: read_register_id,
    ImportField.CONTACT_NAME: read_person_name,
}
_SUGGESTED_AT_MOST = 400
_ROLE = re.compile(r"^(?P<name>.+?)\s*\((?P<role>[^()]+)\)$")
_NOTHING_NAMED = frozenset({"", "ingen", "inga", "x", "n a", "saknas", "ej aktuellt", "none"})
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class TextLimits:
    """The longest texts the register takes, in characters; what its own form takes, too."""

    title: int = 200
    description: int = 5_000
    purpose: int = 5_000
    contact_name: int = 120
    diarienummer: int = 60
    external_id: int = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a cell gave: a value of its field's kind, notes, and faults in parts of it."""

    value: Any = None
    notes: tuple[Note, ...] = ()
    faults: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Tags:
    """Codes that a cell named, and ages that stood among them."""

    codes: tuple[str, ...]
    ages: Ages | None = None


class CellReader:
    """Reads cells for one run over a list, remembering what it has read.

    Suggestions for unknown values cost time, so after some hundred different ones of a field
    the rest go without.
    """

    def __init__(self, vocabulary: Vocabulary, limits: TextLimits) -> None:
        self._vocabulary = vocabulary
        self._limits = limits
        self._seen: dict[tuple[object, ...], Outcome] = {}
        self._suggested: dict[TermIndex, int] = {}

    def read(self, cell: Cell, column: ColumnMapping, field: ImportField) -> Outcome:
        """Read a cell as the given field."""
        place = (column.key, field, column.unit, column.unknown_values, type(cell), cell)
        outcome = self._seen.get(place)
        if outcome is None:
            outcome = self._seen[place] = self._read(cell, column, field)
        return outcome

    def _read(self, cell: Cell, column: ColumnMapping, field: ImportField) -> Outcome:
        try:
            if field in TAG_FIELDS:
                return self._tags(as_text(cell), column, field)
            if field is ImportField.BUDGET_SEK:
                return _outcome(read_money(cell, column.unit))
            return _outcome(self._reader_of(field)(cell))
        except UnreadableValueError as fault:
            return Outcome(faults=(fault.refusal,))

    def _reader_of(self, field: ImportField) -> Callable[[Cell], Reading[Any]]:
        match field:
            case ImportField.LEAD_ORGANISATION:
                return self._lead
            case ImportField.PARTNERS:
                return self._partners
            case _ if field in _READERS:
                return _READERS[field]
            case _:
                return lambda cell: read_text(cell, longest=getattr(self._limits, field, 20_000))

    def _lead(self, cell: Cell) -> Reading[OrganisationReference | None]:
        name = " ".join(as_text(cell).split())
        if fold(name) in _NOTHING_NAMED:
            return Reading(None)
        return self._organisation(name)

    def _partners(self, cell: Cell) -> Reading[tuple[OrganisationReference, ...]]:
        index = self._vocabulary.organisation_index
        found: list[OrganisationReference] = []
        notes: list[Note] = []
        for part in names_of(as_text(cell), index.is_named):
            if fold(part) in _NOTHING_NAMED:
                continue
            name, role = self._role(" ".join(part.split()))
            reading = self._organisation(name, role)
            found.append(reading.value)
            notes.extend(reading.notes)
        return Reading(tuple(dict.fromkeys(found)), tuple(notes))

    def _role(self, text: str) -> tuple[str, str]:
        match = _ROLE.match(text)
        role = self._vocabulary.role_index.find(match["role"]) if match else None
        return (match["name"], role.codes[0]) if match and role else (text, "")

    def _organisation(self, name: str, role: str = "") -> Reading[OrganisationReference]:
        if len(name) > _LONGEST_NAME:
            raise UnreadableValueError(FaultCause.TEXT_TOO_LONG, name, limit=_LONGEST_NAME)
        index = self._vocabulary.organisation_index
        match = index.find(name)
        if match and match.likeness is Likeness.NAME:
            return Reading(OrganisationReference(match.names[0], match.codes[0], role_code=role))
        near = self._suggestions(index, name)
        note = Note(RemarkCause.ORGANISATION_UNKNOWN, name, suggestions=near)
        return Reading(OrganisationReference(name, role_code=role), (note,))

    def _tags(self, text: str, column: ColumnMapping, field: ImportField) -> Outcome:
        index = self._vocabulary.indexes[field]
        tick = is_ticked(text)
        if tick is not None and (ticked := named_by(column.key, index)):
            text = ticked if tick else ""
        codes: dict[str, str] = {}
        ages: Ages | None = None
        notes: list[Note] = []
        unknown: list[str] = []
        for part in tags_of(text, index.is_named):
            match = index.find(part)
            if field is ImportField.TARGET_GROUPS:
                ages = ages or _ages_of(part, is_matched=match is not None)
            if match:
                codes.update(dict.fromkeys(match.codes, part))
                notes.extend(_read_as(part, match))
            elif fold(part) not in _NOTHING_NAMED and ages is None:
                unknown.append(part)
        value = Tags(self._narrowed(codes), ages)
        if unknown and column.unknown_values is UnknownValues.LEAVE_OUT:
            near = self._suggestions(index, unknown[0]) if len(unknown) == 1 else ()
            left_out = "; ".join(unknown)[:200]
            notes.append(Note(RemarkCause.UNKNOWN_TAG_LEFT_OUT, left_out, suggestions=near))
            return Outcome(value, tuple(notes))
        return Outcome(value, tuple(notes), tuple(self._unknown(p, index) for p in unknown))

    def _unknown(self, part: str, index: TermIndex) -> Refusal:
        near = self._suggestions(index, part)
        return Refusal(FaultCause.UNKNOWN_TAG, part[:200], near)

    def _narrowed(self, codes: dict[str, str]) -> tuple[str, ...]:
        """Drop the whole municipality where "Borås" only completes an address in it."""
        whole = self._vocabulary.whole_place
        if len(codes) > 1 and whole in codes and fold(codes[whole]).startswith("boras"):
            return tuple(code for code in codes if code != whole)
        return tuple(codes)

    def _suggestions(self, index: TermIndex, text: str) -> tuple[str, ...]:
        count = self._suggested.get(index, 0)
        if count >= _SUGGESTED_AT_MOST or len(index.terms) * count > 25_000:
            return ()
        self._suggested[index] = count + 1
        return index.suggestions(text)


def _outcome(reading: Reading[Any]) -> Outcome:
    return Outcome(reading.value, reading.notes)


def _read_as(part: str, match: Match) -> list[Note]:
    if match.likeness is Likeness.NAME:
        return []
    return [Note(RemarkCause.READ_AS, part[:200], ", ".join(match.names))]


def _ages_of(part: str, *, is_matched: bool) -> Ages | None:
    """Find ages in a target group: inside its text, or as the whole of what names no group."""
    found = ages_within(part)
    if found or is_matched:
        return found
    try:
        return read_ages(part).value
    except UnreadableValueError:
        return None
