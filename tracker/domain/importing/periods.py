"""Read a period from–to out of one cell: "2024–2026", "jan–maj 2025", "VT25 – tills vidare"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tracker.domain.importing.date_shapes import Span, full_year, is_month
from tracker.domain.importing.dates import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    is_no_date,
    plain,
    read_span,
    span_of,
)
from tracker.domain.importing.findings import FaultCause, RemarkCause
from tracker.domain.importing.grid import Cell, as_text
from tracker.domain.importing.outcomes import Note, Reading, UnreadableValueError

_EXAMPLES = ("2025-01-31 – 2025-06-30", "2025–2026")
_SEPARATORS = re.compile(
    r" (?:till(?: och med)?|t\.? ?o\.? ?m\.?|to|until|through|thru|tills) "
    r"|\s*--+\s*|\s+-\s+|\s+-|-\s+|-|\s+/\s+|/"
)
_ONLY_FROM = re.compile(
    r"^(?:(?:lopande|pagaende|pagar|pagatt|ongoing) )?"
    r"(?:fr\.? ?o\.? ?m\.?|fran(?: och med)?|from|sedan|since|startar?|start)\.?:? +(?P<when>.+)$"
)
_ONLY_TO = re.compile(
    r"^(?:t\.? ?o\.? ?m\.?|till(?: och med)?|until|slutar?|slut"
    r"|senast|fram till)\.?:? +(?P<when>.+)$"
)
_OPEN_END = re.compile(
    r"^(?P<when>.+?)(?:\s*-\s*$|,? (?:och )?(?:framat"
    r"|tills ?vidare|pagaende|pagar|lopande|onwards)$"
    r"|,? fr\.? ?o\.? ?m\.?$)"
)
_LABEL = re.compile(r"^(?:period|tid|tidsperiod|projekttid|aren|ar|mellan|between)[: ] *(?=\S)")
_YEAR_AT_END = re.compile(r"(?:^|[ /.-]|(?<=[a-z]))(\d{4}|(?<=[a-z/ -])\d{2})$")
_WEEK = re.compile(r"(?:v|vecka|week|veckorna|v\.) ?\d{1,2}$")
_MONTH_AT_END = re.compile(r"[ /]([a-z]{3,}|\d{1,2})\.?[ /-]*(?:\d{4}|\d{2})$")


@dataclass(frozen=True, slots=True)
class Period:
    """A first and a last day; None is not set or open."""

    start_on: date | None
    end_on: date | None


def read_period(cell: Cell) -> Reading[Period]:
    """Read the first and last day out of one cell.

    Raises:
        UnreadableValueError: PERIOD_UNREADABLE, DATE_IMPOSSIBLE, DATE_IMPLAUSIBLE or
            END_BEFORE_START.
    """
    if not isinstance(cell, str):
        span = read_span(cell)
        return _checked(_of(span), span, cell)
    period, span = _read(cell)
    return _checked(period, span, cell)


@lru_cache(maxsize=20_000)
def _read(text: str) -> tuple[Period, Span | None]:
    words = _LABEL.sub("", plain(text))
    if is_no_date(words):
        return Period(None, None), None
    fault: UnreadableValueError | None = None
    for reader in (_single, _open, _from_to):
        try:
            found = reader(words)
        except UnreadableValueError as cause:
            fault = fault or cause
        else:
            if found:
                return found
    raise fault or UnreadableValueError(FaultCause.PERIOD_UNREADABLE, text, suggestions=_EXAMPLES)


def _single(words: str) -> tuple[Period, Span] | None:
    if _ONLY_FROM.match(words) or _ONLY_TO.match(words):
        return None
    span = span_of(words)
    return (_of(span), span) if span else None


def _open(words: str) -> tuple[Period, Span] | None:
    for pattern in (_OPEN_END, _ONLY_FROM):
        match = pattern.match(words)
        span = span_of(match["when"]) if match else None
        if span:
            return Period(span.first, None), span
    match = _ONLY_TO.match(words)
    span = span_of(match["when"]) if match else None
    return (Period(None, span.last), span) if span else None


def _from_to(words: str) -> tuple[Period, Span] | None:
    fault: UnreadableValueError | None = None
    for left, right in _splits(words):
        try:
            found = _pair(left, right)
        except UnreadableValueError as cause:
            fault = fault or cause
            continue
        if found:
            return found
    if fault:
        raise fault
    return None


def _splits(words: str) -> Iterator[tuple[str, str]]:
    """Give every way to part the text in two, the clearest separators first."""
    matches = list(_SEPARATORS.finditer(words))
    matches.sort(key=lambda m: (len(m[0].strip()) < 2, m[0] == m[0].strip(), "/" in m[0]))
    for match in matches:
        left, right = words[: match.start()].strip(), words[match.end() :].strip()
        if left and right:
            yield left, right


def _pair(left: str, right: str) -> tuple[Period, Span] | None:
    week = _WEEK.match(left)
    if week and right[:1].isdecimal():
        right = f"v {right.replace(',', '')}"
    last = None if is_no_date(right) else _whole(right, left)
    if last is None and not is_no_date(right):
        return None
    for completed in _completed(left, right):
        first = span_of(completed)
        if first:
            both = Span(first.first, (last or first).last, *_flags(first, last))
            return Period(first.first, last.last if last else None), both
    return None


def _whole(right: str, left: str) -> Span | None:
    """Read the end, whose year may be short ("2024-26") or only with the start ("nov 24 - dec")."""
    if re.fullmatch(r"\d{2}", right) and re.fullmatch(r"\d{4}", left):
        return span_of(str(full_year(right)))
    span = span_of(right)
    year = _YEAR_AT_END.search(left)
    if span is None and year:
        return span_of(f"{right} {year[1]}")
    return span


def _completed(left: str, right: str) -> Iterator[str]:
    """Give the start as it stands, then with the year, then with month and year of the end."""
    year = _YEAR_AT_END.search(right)
    month = _MONTH_AT_END.search(right)
    if not re.fullmatch(r"\d{1,2}\.?", left):
        yield left
    if year:
        yield f"{left} {year[1]}"
        if left[:1].isdecimal() and right.startswith(("v", "q", "kv")) is False and month:
            yield (
                f"{left} {month[1]} {year[1]}"
                if is_month(month[1])
                else f"{left}/{month[1]} {year[1]}"
            )


def _flags(first: Span, last: Span | None) -> tuple[bool, bool]:
    ambiguous = first.is_ambiguous or bool(last and last.is_ambiguous)
    return ambiguous, first.is_approximate or bool(last and last.is_approximate)


def _of(span: Span | None) -> Period:
    return Period(span.first, span.last) if span else Period(None, None)


def _checked(period: Period, span: Span | None, cell: Cell) -> Reading[Period]:
    start, end = period.start_on, period.end_on
    shown = as_text(cell)
    if start and end and end < start:
        suggestion = (f"{end.isoformat()} – {start.isoformat()}",)
        raise UnreadableValueError(FaultCause.END_BEFORE_START, shown, suggestions=suggestion)
    if any(day and not EARLIEST_YEAR <= day.year <= LATEST_YEAR for day in (start, end)):
        raise UnreadableValueError(FaultCause.DATE_IMPLAUSIBLE, shown, suggestions=_EXAMPLES)
    if span is None or not (span.is_ambiguous or span.is_approximate):
        return Reading(period)
    cause = RemarkCause.DATE_AMBIGUOUS if span.is_ambiguous else RemarkCause.DATE_APPROXIMATE
    read_as = f"{start.isoformat() if start else ''} – {end.isoformat() if end else ''}".strip()
    return Reading(period, (Note(cause, shown, read_as),))
