"""Read ages out of a cell: "10-15 år", "årskurs 4–6", "65+", "under 18", "högstadiet"."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tracker.domain.importing.dates import plain
from tracker.domain.importing.findings import FaultCause, RemarkCause
from tracker.domain.importing.grid import Cell, as_text
from tracker.domain.importing.outcomes import Note, Reading, UnreadableValueError

OLDEST = 120
_SCHOOL_START = 6  # in year n of school most are n + 6 years old when it begins, n + 7 when it ends
_NOTHING = frozenset({"", "-", "?", "ej angivet", "n/a", "oklart", "saknas", "x"})
_ALL = frozenset(
    {"alla", "alla aldrar", "samtliga", "alla invanare", "all ages", "all", "everyone"}
)
_STAGES = {
    "forskola": (1, 5), "forskolan": (1, 5), "forskolebarn": (1, 5), "forskolealder": (1, 5),
    "lagstadiet": (7, 10), "lagstadie": (7, 10), "mellanstadiet": (10, 13),
    "mellanstadie": (10, 13),
    "hogstadiet": (13, 16), "hogstadie": (13, 16), "gymnasiet": (16, 19), "gymnasie": (16, 19),
    "grundskola": (6, 16), "grundskolan": (6, 16), "vuxna": (18, 64), "vuxen": (18, 64),
    "adults": (18, 64), "seniorer": (65, None), "aldre": (65, None), "pensionarer": (65, None),
    "seniors": (65, None), "ungdomar": (13, 19), "tonaringar": (13, 19), "teenagers": (13, 19),
    "barn": (0, 12), "children": (0, 12), "unga vuxna": (18, 29), "young adults": (18, 29),
    "spadbarn": (0, 1), "smabarn": (0, 5), "skolbarn": (6, 12), "barn och unga": (0, 19),
    "barn och ungdomar": (0, 19), "unga": (13, 29), "forskoleklass": (6, 7),
}  # fmt: skip
_NUMBER = r"(\d{1,3})"
_YEARS = r"(?: ?(?:ar(?:ingar|iga)?|years?(?: olds?)?|y|-?aringar|:?e|arsaldern))?"
_GRADE = r"(?:ak|arskurs(?:erna|er)?|arsk|klass(?:erna)?|grade|grades|year)\.? ?"
_BETWEEN = r" ?(?:-|till|to|och|,) ?"
_GRADES = re.compile(rf"^(?:{_GRADE}(?:f|\d)|f)(?:{_BETWEEN}(?:{_GRADE})?\d)?$")
_GRADE_NUMBERS = re.compile(r"\bf(?!\w)|\d")
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_DAY = re.compile(rf"^(\d{{1,2}})-({'|'.join(_MONTHS)})$")
_FROM_TO = re.compile(rf"^(?:mellan |aldern |alder )?{_NUMBER}{_YEARS}{_BETWEEN}{_NUMBER}{_YEARS}$")
_FROM = re.compile(
    rf"^(?:(?:fran|from|over|minst|aldre an|fr\.? ?o\.? ?m\.?|>|>=|≥) ?{_NUMBER}{_YEARS}"
    rf"|{_NUMBER}{_YEARS} ?(?:\+|-$|och uppat|och aldre|uppat|och over|eller aldre"
    rf"|or older|and over)"
    rf"(?: ?ar)?)$"
)
_TO = re.compile(
    rf"^(?:(?:under|upp till|hogst|till|yngre an|max|t\.? ?o\.? ?m\.?|<|<=|≤|up to)"
    rf" ?{_NUMBER}{_YEARS}"
    rf"|-{_NUMBER}{_YEARS}|{_NUMBER}{_YEARS} (?:och yngre|och under|eller yngre|or younger))$"
)
_ONE = re.compile(rf"^{_NUMBER}{_YEARS}$")
_PEOPLE = re.compile(
    r"^(?:barn|unga|ungdomar|flickor|pojkar|tjejer|killar|vuxna|aldern?|personer)(?: och \w+)? "
)
_INSIDE = re.compile(r"(?<![\d-])(\d{1,2})\s?(?:-|till)\s?(\d{1,3})\s?(?:ar\b|aringar|-?aringar)")


@dataclass(frozen=True, slots=True)
class Ages:
    """The ages somebody is meant for, both ends included; None is open at that end."""

    youngest: int | None
    oldest: int | None


def read_ages(cell: Cell) -> Reading[Ages | None]:
    """Read an age or a range of ages; None for an empty cell.

    A spreadsheet that took "10-15" for a date is understood, with a remark.

    Raises:
        UnreadableValueError: AGES_UNREADABLE.
    """
    words = plain(as_text(cell)).strip(" .")
    if isinstance(cell, date):  # Excel made the 6th of December of "6-12"
        return _of_day(cell.month, cell.day, cell)
    if match := _DAY.match(words):  # and wrote it so when the list was saved as text
        return _of_day(_MONTHS.index(match[2]) + 1, int(match[1]), cell)
    if words in _NOTHING:
        return Reading(None)
    found = _read(words)
    if found is None:
        raise UnreadableValueError(
            FaultCause.AGES_UNREADABLE, as_text(cell), suggestions=("10–15", "65+")
        )
    return Reading(found)


def _of_day(month: int, day: int, cell: Cell) -> Reading[Ages | None]:
    ages = Ages(*sorted((month, day)))
    shown = f"{ages.youngest}–{ages.oldest}"
    return Reading(ages, (Note(RemarkCause.READ_AS, as_text(cell), shown),))


def ages_within(text: str) -> Ages | None:
    """Find a range of ages inside a longer text, as in "ungdomar 13–19 år på Norrby"."""
    match = _INSIDE.search(plain(text))
    return _range(int(match[1]), int(match[2])) if match else None


@lru_cache(maxsize=4096)
def _read(words: str) -> Ages | None:
    if words in _ALL:
        return Ages(0, None)
    if words in _STAGES:
        return Ages(*_STAGES[words])
    if _GRADES.match(words):
        grades = [int(grade.replace("f", "0")) for grade in _GRADE_NUMBERS.findall(words)]
        return _range(grades[0] + _SCHOOL_START, grades[-1] + _SCHOOL_START + 1)
    if match := _FROM_TO.match(words):
        return _range(int(match[1]), int(match[2]))
    if match := _FROM.match(words):
        return _range(int(match[1] or match[2]), None)
    if match := _TO.match(words):
        below = words.startswith(("under", "yngre", "<")) and not words.startswith("<=")
        return _range(0, int(match[1] or match[2] or match[3]) - below)
    if match := _ONE.match(words):
        return _range(int(match[1]), int(match[1]))
    return _several(words)


def _several(words: str) -> Ages | None:
    """Read "barn 6-12 år" by its figures, and "6-9, 10-12" as one range."""
    bare = _PEOPLE.sub("", words)
    if bare != words:
        return _read(bare)
    parts = [part for part in re.split(r" ?[,;/&\n] ?| och | samt ", words) if part]
    if len(parts) < 2:
        return None
    found = [_read(part) for part in parts]
    known = [ages for ages in found if ages]
    if len(known) != len(parts):
        return None
    youngest = min(ages.youngest or 0 for ages in known)
    ends = [ages.oldest for ages in known]
    return Ages(youngest, None if None in ends else max(end for end in ends if end is not None))


def _range(youngest: int, oldest: int | None) -> Ages | None:
    if oldest is not None and oldest < youngest:
        return None
    return Ages(youngest, oldest) if (oldest or youngest) <= OLDEST else None
