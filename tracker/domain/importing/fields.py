"""The fields of an initiative that a column may hold, and the headers they go by.

`EXPORT_HEADERS` is the promise between export and import: what the export writes as header in
either language is read back without asking.
"""

import re
from enum import StrEnum
from functools import lru_cache

from tracker.domain.export_columns import HEADERS
from tracker.domain.importing.folding import fold
from tracker.domain.importing.header_words import HEADER_WORDS, OTHER_HEADERS, PERSONAL_HEADERS


class ImportField(StrEnum):
    """What a column of a list can be to us."""

    REGISTER_ID = "register_id"
    EXTERNAL_ID = "external_id"
    TITLE = "title"
    DESCRIPTION = "description"
    PURPOSE = "purpose"
    LEAD_ORGANISATION = "lead_organisation"
    ORGANISATION_KIND = "organisation_kind"
    ORGANISATION_NUMBER = "organisation_number"
    PARTNERS = "partners"
    GOAL_AREAS = "goal_areas"
    GOALS = "goals"
    PLACES = "places"
    TARGET_GROUPS = "target_groups"
    AGES = "ages"
    EFFORT_TYPES = "effort_types"
    WORKING_GROUPS = "working_groups"
    START_ON = "start_on"
    END_ON = "end_on"
    PERIOD = "period"
    PHASE = "phase"
    VISIBILITY = "visibility"
    REACH = "reach"
    FUNDING = "funding"
    BUDGET_SEK = "budget_sek"
    CONTACT_NAME = "contact_name"
    LINKS = "links"
    DIARIENUMMER = "diarienummer"
    NOTES = "notes"


class MoneyUnit(StrEnum):
    """In what a column of money is counted, as its header says."""

    SEK = "sek"
    THOUSANDS = "thousands"
    MILLIONS = "millions"
    FOREIGN = "foreign"


EXPORT_HEADERS: dict[ImportField, tuple[str, str]] = {
    ImportField(column.value): pair
    for column, pair in HEADERS.items()
    if column.value in set(ImportField)
}

SEVERAL_COLUMNS = frozenset(
    {
        ImportField.DESCRIPTION,
        ImportField.PARTNERS,
        ImportField.GOAL_AREAS,
        ImportField.GOALS,
        ImportField.PLACES,
        ImportField.TARGET_GROUPS,
        ImportField.EFFORT_TYPES,
        ImportField.WORKING_GROUPS,
        ImportField.FUNDING,
        ImportField.LINKS,
        ImportField.NOTES,
    }
)

TAG_FIELDS = frozenset(
    {
        ImportField.GOAL_AREAS,
        ImportField.GOALS,
        ImportField.PLACES,
        ImportField.TARGET_GROUPS,
        ImportField.EFFORT_TYPES,
        ImportField.WORKING_GROUPS,
        ImportField.FUNDING,
        ImportField.ORGANISATION_KIND,
        ImportField.REACH,
    }
)

_UNITS = (
    (
        re.compile(r"\b(?:mnkr|mkr|msek|milj(?:oner)?(?: kr(?:onor)?)?|million(?:s)?)\b"),
        MoneyUnit.MILLIONS,
    ),
    (
        re.compile(r"\b(?:tkr|tsek|ksek|kkr|tusen(?:tal)?(?: kr(?:onor)?)?|thousand(?:s)?)\b"),
        MoneyUnit.THOUSANDS,
    ),
    (re.compile(r"\b(?:eur|euro|usd|nok|dkk|gbp|dollar)\b"), MoneyUnit.FOREIGN),
    (re.compile(r"\b(?:sek|kr|kronor)\b"), MoneyUnit.SEK),
)
_NUMBERED = re.compile(r"(?<=[a-z]) ?\d{1,2}$")
_BRACKETED = re.compile(r"\([^)]*\)|\[[^]]*\]")


def _headers_by_words() -> dict[str, ImportField]:
    known = {fold(h): field for field, pair in EXPORT_HEADERS.items() for h in pair}
    for field in ImportField:
        known.setdefault(fold(field.value), field)
        for words in HEADER_WORDS.get(field.value, ()):
            known.setdefault(fold(words), field)
    return known


_KNOWN = _headers_by_words()
_OTHER = frozenset(fold(words) for words in OTHER_HEADERS)
_PERSONAL = frozenset(fold(words) for words in PERSONAL_HEADERS)


@lru_cache(maxsize=4096)
def known_field(header: str) -> ImportField | None:
    """Give the field a header is a known name of, its brackets, unit and numbering aside."""
    for words in _readings(header):
        if words in _KNOWN:
            return _KNOWN[words]
    return ImportField.BUDGET_SEK if fold(header) in {"tkr", "mnkr", "kr", "sek"} else None


@lru_cache(maxsize=4096)
def field_within(header: str) -> ImportField | None:
    """Give the field that some words of a longer header name, the longest run of words first."""
    words = fold(header).split()
    if len(words) < 2 or len(words) > 12 or any(r in _OTHER for r in _readings(header)):
        return None
    for length in range(len(words) - 1, 0, -1):
        for at in range(len(words) - length + 1):
            run = " ".join(words[at : at + length])
            if len(run) > 3 and run in _KNOWN:
                return _KNOWN[run]
    return None


@lru_cache(maxsize=4096)
def is_header_word(header: str) -> bool:
    """Whether a text is something that columns are called, ours or not."""
    if known_field(header) is not None or is_personal(header):
        return True
    return any(words in _OTHER for words in _readings(header))


def is_export_header(header: str) -> ImportField | None:
    """Give the field whose header in our own export this is, in either language."""
    words = fold(header)
    for field, pair in EXPORT_HEADERS.items():
        if words in (fold(pair[0]), fold(pair[1])):
            return field
    return None


def is_personal(header: str) -> bool:
    """Whether a column by its header holds phone numbers, addresses or the like of persons."""
    return any(words in _PERSONAL for words in _readings(header))


def unit_of(header: str) -> MoneyUnit | None:
    """Give the unit of money that a header names, if any."""
    words = fold(header)
    return next((unit for pattern, unit in _UNITS if pattern.search(words)), None)


def _readings(header: str) -> list[str]:
    """Give the folded header, then without brackets, unit, numbering, and its last part."""
    whole = fold(header)
    plain = fold(_BRACKETED.sub(" ", header))
    unitless = plain
    for pattern, _ in _UNITS:
        unitless = " ".join(pattern.sub(" ", unitless).split())
    unitless = unitless.removeprefix("i ").removesuffix(" i")
    parts = [whole, plain, unitless, _NUMBERED.sub("", unitless)]
    if ": " in header:
        parts.append(fold(header.rsplit(": ", 1)[1]))
        parts.append(fold(header.split(": ", 1)[0]))
    return [words for words in dict.fromkeys(parts) if words]
