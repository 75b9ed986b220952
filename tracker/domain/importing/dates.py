"""Read a point in time as people in Swedish offices write it; everything becomes a span.

"2025-01-31" is a span of one day, "januari 2025" of a month, "VT 2025" of half a year. A start
takes the first day of the span, an end the last. Periods from–to are read by `periods`.
"""

import math
import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from tracker.domain.importing.date_shapes import (
    ImpossibleDateError,
    Span,
    month_span,
    span_by_shape,
)
from tracker.domain.importing.findings import FaultCause, RemarkCause
from tracker.domain.importing.grid import Cell, as_text
from tracker.domain.importing.outcomes import Note, Reading, UnreadableValueError

EARLIEST_YEAR, LATEST_YEAR = 1950, 2100
_EXCEL_EPOCH = date(1899, 12, 30)
_EXAMPLE = "2025-01-31"

_NO_DATE = frozenset(
    {"",
        "-", "--", "---", "?", "??", "x", ".", "/", "n/a", "na", "ej", "inget", "ingen", "none",
        "null", "tbd", "tba", "tills vidare", "tillsvidare", "lopande", "pagaende", "pagar",
        "fortlopande", "kontinuerligt", "oklart", "okant", "ej bestamt", "ej beslutat", "ej klart",
        "ej satt", "ej angivet", "saknas", "inte bestamt", "vet ej", "vet inte",
        "until further notice", "ongoing", "continuous", "permanent", "unknown", "not set",
        "open ended", "open-ended", "open", "aterkommande", "inget slutdatum", "utan slutdatum",
        "utan slut", "ej faststallt", "ej aktuellt", "inte klart", "obestamt",
        "ordinarie verksamhet", "standigt", "alltid", "aret runt", "hela tiden", "arligen",
        "varje ar", "arligt", "varje termin",
        "veckovis", "manadsvis", "varje vecka", "varje manad", "yearly", "every year",}
)  # fmt: skip
_LETTERS = str.maketrans("åäöáéüÅÄÖ", "aaoaeuaao")
_APOSTROPHES = str.maketrans("", "", "'´’‘`")
_DASHES = re.compile("\\s*[\u2010-\u2015\u2212]\\s*")
_WEEKDAY = re.compile(
    r"^(?:man|tis|ons|tors?|fre|lor|son|mon|tue|wed|thu|fri|sat|sun)"
    r"(?:dag(?:en)?|day|s|sday|nesday|rsday|urday)?\.?,? +(?=\d|den )"
)
_BEFORE = re.compile(
    r"^(?:ca|cirka|c:a|circa|omkring|runt|prel|preliminart|tidigast|senast|den|sedan|since|about"
    r"|fr\.? ?o\.? ?m\.?|fran(?: och med)?|from|t\.? ?o\.? ?m\.?|till(?: och med)?|until"
    r"|start(?:ar|ade|at)?|slut(?:ar|ade)?|beraknat?|planerat?|pagar|pagaende|pagatt|borja(?:r|de)"
    r"|avsluta(?:d|s|des)|klart?|gallde|galler|infor|ongoing|started|ended)\.?:? +(?=[\da-z])"
)
_DAY_NUMBER = re.compile(r"^[2-6]\d{4}(?:[.,]\d+)?$")
_CLOCK = re.compile(
    r"[t ,]+(?:kl(?:ockan)?\.? ?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?"
    r"(?: ?(?:z|[+-]\d{2}:?\d{2}))?$"
)


def read_start(cell: Cell) -> Reading[date | None]:
    """Read the day something begins: the first day of what the cell says.

    Gives None for an empty cell and for words that say it is not set.

    Raises:
        UnreadableValueError: DATE_UNREADABLE, DATE_IMPOSSIBLE or DATE_IMPLAUSIBLE.
    """
    span = read_span(cell)
    return _noted(span, span.first if span else None, cell)


def read_end(cell: Cell) -> Reading[date | None]:
    """Read the day something ends: the last day of what the cell says, None for open ends.

    Raises:
        UnreadableValueError: DATE_UNREADABLE, DATE_IMPOSSIBLE or DATE_IMPLAUSIBLE.
    """
    span = read_span(cell)
    return _noted(span, span.last if span else None, cell)


def read_span(cell: Cell) -> Span | None:
    """Read the days a cell stands for; None for no date.

    Raises:
        UnreadableValueError: nothing that can be read as a time.
    """
    match cell:
        case None:
            return None
        case bool():
            raise UnreadableValueError(
                FaultCause.DATE_UNREADABLE, as_text(cell), suggestions=(_EXAMPLE,)
            )
        case datetime():
            return _calendar_day(cell.date())
        case date():
            return _calendar_day(cell)
        case int() | float():
            return _number(cell)
        case str():
            return _text(cell)
        case _:
            raise UnreadableValueError(
                FaultCause.DATE_UNREADABLE, as_text(cell), suggestions=(_EXAMPLE,)
            )


def plain(text: str) -> str:
    """Give a text of time in small letters, without accents, odd dashes and double spaces."""
    lowered = text.lower().translate(_LETTERS)
    return " ".join(_DASHES.sub("-", lowered).translate(_APOSTROPHES).split())


def is_no_date(words: str) -> bool:
    """Whether a plain text says that there is no date, or none yet."""
    return words.strip(" .()") in _NO_DATE or words in _NO_DATE


def span_of(words: str) -> Span | None:
    """Read a plain text as one point in time; None when it is none.

    Raises:
        UnreadableValueError: the shape of a date, but no such day.
    """
    try:
        return _span(words)
    except ImpossibleDateError as cause:
        hint = (cause.nearest.isoformat(),) if cause.nearest else (_EXAMPLE,)
        raise UnreadableValueError(FaultCause.DATE_IMPOSSIBLE, words, suggestions=hint) from cause


def _noted(span: Span | None, value: date | None, cell: Cell) -> Reading[date | None]:
    if span is None or value is None:
        return Reading(None)
    if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise UnreadableValueError(
            FaultCause.DATE_IMPLAUSIBLE, as_text(cell), suggestions=(_EXAMPLE,)
        )
    shown = as_text(cell)
    if span.is_ambiguous:
        return Reading(value, (Note(RemarkCause.DATE_AMBIGUOUS, shown, value.isoformat()),))
    if span.is_approximate:
        return Reading(value, (Note(RemarkCause.DATE_APPROXIMATE, shown, value.isoformat()),))
    return Reading(value)


def _calendar_day(day: date) -> Span:
    """Take a date cell; a bare year typed into one shows as a day of summer 1905."""
    typed = (day - _EXCEL_EPOCH).days
    if EARLIEST_YEAR <= typed <= LATEST_YEAR:
        return month_span(typed, 1, 12)
    return Span(day, day)


def _number(number: float) -> Span | None:
    """Read a number: a year, yyyymmdd, yymmdd, yyyymm, or the day number of a spreadsheet."""
    whole = int(number) if math.isfinite(number) else -1
    if number == 0:
        return None
    if 18264 <= number < 73416 and len(str(whole)) == 5:  # 1950 to 2100
        day = _EXCEL_EPOCH + timedelta(days=whole)
        return Span(day, day)
    if whole == number and whole > 0:
        return _text(str(whole))
    raise UnreadableValueError(FaultCause.DATE_UNREADABLE, as_text(number), suggestions=(_EXAMPLE,))


@lru_cache(maxsize=20_000)
def _text(text: str) -> Span | None:
    words = plain(text)
    if is_no_date(words):
        return None
    span = span_of(words) or _day_number(words)
    if span is None:
        raise UnreadableValueError(FaultCause.DATE_UNREADABLE, text, suggestions=(_EXAMPLE,))
    return span


def _day_number(words: str) -> Span | None:
    """Read the day number of a spreadsheet that was kept as a text."""
    if not _DAY_NUMBER.match(words):
        return None
    day = _EXCEL_EPOCH + timedelta(days=int(words[:5]))
    return Span(day, day, is_ambiguous=True)


def _span(words: str) -> Span | None:
    words = _WEEKDAY.sub("", words)
    while (shorter := _BEFORE.sub("", words, count=1)) != words:
        words = shorter
    words = words.strip(" .,;:()*")
    impossible: ImpossibleDateError | None = None
    for candidate in dict.fromkeys((words, _CLOCK.sub("", words))):
        try:
            span = span_by_shape(candidate)
        except ImpossibleDateError as error:
            impossible = impossible or error
        else:
            if span:
                return span
    if impossible:
        raise impossible
    return None
