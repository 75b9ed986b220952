"""The shapes a date can have in a text: which pattern, and which days it stands for.

Texts come plain: small letters, no accents (å is a), single spaces, one kind of dash. The first
shape that fits and names real days wins.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january", "feb febr februari february", "mar mars march",
            "apr april", "maj may mai", "jun juni june", "jul juli july",
            "aug augusti august", "sep sept september", "okt oct oktober october",
            "nov november", "dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_TERMS = {
    "vt": (1, 6), "var": (1, 6), "varen": (1, 6), "varterminen": (1, 6), "vartermin": (1, 6),
    "spring": (1, 6), "spring term": (1, 6), "sommar": (6, 8), "sommaren": (6, 8), "summer": (6, 8),
    "ht": (8, 12), "host": (8, 12), "hosten": (8, 12), "hostterminen": (8, 12),
    "hosttermin": (8, 12),
    "autumn": (8, 12), "autumn term": (8, 12), "fall": (8, 12),
    "forsta halvaret": (1, 6), "1 a halvaret": (1, 6), "andra halvaret": (7, 12),
    "2 a halvaret": (7, 12), "h1": (1, 6), "h2": (7, 12), "first half of": (1, 6),
    "second half of": (7, 12), "borjan av": (1, 4), "i borjan av": (1, 4), "early": (1, 4),
    "mitten av": (5, 8), "slutet av": (9, 12), "i slutet av": (9, 12), "late": (9, 12),
    "start av": (1, 4), "hela": (1, 12), "hela aret": (1, 12), "helar": (1, 12), "ar": (1, 12),
    "aret": (1, 12), "kalenderaret": (1, 12), "year": (1, 12), "under": (1, 12), "slut": (9, 12),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """The days a text stands for; one day is a span whose ends are the same."""

    first: date
    last: date
    is_ambiguous: bool = False
    is_approximate: bool = False


class ImpossibleDateError(Exception):
    """The text has the shape of a date but there is no such day; `nearest` is the last real one."""

    def __init__(self, nearest: date | None) -> None:
        super().__init__(nearest)
        self.nearest = nearest


def span_by_shape(words: str) -> Span | None:
    """Give the days a plain text stands for, None when it has no shape of a date.

    Raises:
        ImpossibleDateError: it has, but there is no such day.
    """
    impossible: ImpossibleDateError | None = None
    for pattern, reader in _SHAPES:
        match = pattern.fullmatch(words)
        if match is None:
            continue
        try:
            span = reader(match)
        except ImpossibleDateError as error:
            impossible = impossible or error
        else:
            if span:
                return span
    if impossible:
        raise impossible
    return None


def month_span(year: int, first: int, last: int) -> Span:
    """Give the span from the first day of one month to the last day of another."""
    _day(year, first, 1)
    end = _day(year, last, 1).replace(day=calendar.monthrange(year, last)[1])
    return Span(date(year, first, 1), end, is_approximate=True)


def full_year(digits: str) -> int:
    """Give the year that two or four digits mean: 70 to 99 are of the last century."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= 70 else 2000)


def is_month(word: str) -> bool:
    """Whether a plain word names a month, in Swedish or English, in full or abbreviated."""
    return word in _MONTHS


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as cause:
        nearest = None
        if 1 <= month <= 12 and 1 <= year <= 9999 and 28 < day <= 31:
            nearest = date(year, month, calendar.monthrange(year, month)[1])
        raise ImpossibleDateError(nearest) from cause


def _one(year: int, month: int, day: int, *, is_ambiguous: bool = False) -> Span:
    exact = _day(year, month, day)
    return Span(exact, exact, is_ambiguous)


def _year_first(m: re.Match[str]) -> Span:
    return _one(int(m["y"]), int(m["m"]), int(m["d"]))


def _two_digit_triplet(m: re.Match[str]) -> Span:
    """Read 25-01-31 the Swedish way (year first), 31-01-25 as it can only be.

    Two digits are an early year far more often than one after 2030.
    """
    a, b, c = m["a"], m["b"], m["c"]
    readings = [_day_or_none(a, b, c), _day_or_none(c, b, a)]
    real = [day for day in readings if day]
    if not real:
        return _one(full_year(a), int(b), int(c))
    near = [day for day in real if day.year < 2030] or real
    return Span(near[0], near[0], is_ambiguous=len(set(near)) > 1)


def _day_or_none(year: str, month: str, day: str) -> date | None:
    try:
        return _day(full_year(year), int(month), int(day))
    except ImpossibleDateError:
        return None


def _packed(m: re.Match[str]) -> Span:
    """Read 250131; 202501 is a month when its middle cannot be one."""
    digits = m[0]
    year, month = int(digits[:4]), int(digits[4:])
    try:
        short = _day(full_year(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ImpossibleDateError:
        if 1950 <= year <= 2100 and 1 <= month <= 12:
            return month_span(year, month, month)
        raise
    return Span(short, short, is_ambiguous=1950 <= year <= 2100 and 1 <= month <= 12)


def _day_first(m: re.Match[str]) -> Span:
    """Read 31/1 2025: Swedish order, but 1/31/2025 can only be American."""
    day, month, year = int(m["d"]), int(m["m"]), full_year(m["y"])
    if month > 12 >= day and m["s"] == m["t"]:
        return _one(year, day, month, is_ambiguous=True)
    unsure = m["s"] == m["t"] and m["s"] in "/-" and day <= 12 and month <= 12 and day != month
    return _one(year, month, day, is_ambiguous=unsure)


def _named_month(m: re.Match[str]) -> Span | None:
    month = _MONTHS.get(m["m"])
    if month is None:
        return None
    if m.re.groupindex.get("d"):
        return _one(full_year(m["y"]), month, int(m["d"]))
    return month_span(full_year(m["y"]), month, month)


def _numbered_month(m: re.Match[str]) -> Span:
    return month_span(int(m["y"]), int(m["m"]), int(m["m"]))


def _term(m: re.Match[str]) -> Span | None:
    months = _TERMS.get(m["t"].replace(":", " ").strip(" .-"))
    return month_span(full_year(m["y"]), *months) if months else None


def _winter(m: re.Match[str]) -> Span:
    last = full_year(m["y"])
    end = calendar.monthrange(last, 2)[1]
    return Span(_day(last - 1, 12, 1), _day(last, 2, end), is_approximate=True)


def _part_of_year(m: re.Match[str]) -> Span:
    parts = 4 if m["k"].startswith(("q", "k")) else 3
    months = 12 // parts
    number = int(m["n"])
    if not 1 <= number <= parts:
        raise ImpossibleDateError(None)
    return month_span(full_year(m["y"]), (number - 1) * months + 1, number * months)


def _week(m: re.Match[str]) -> Span:
    try:
        monday = date.fromisocalendar(full_year(m["y"]), int(m["w"]), 1)
    except ValueError as cause:
        raise ImpossibleDateError(None) from cause
    return Span(monday, monday + timedelta(days=6), is_approximate=True)


def _school_year(m: re.Match[str]) -> Span:
    first, last = full_year(m["y"]), full_year(m["z"])
    if last != first + 1:
        raise ImpossibleDateError(None)
    return Span(_day(first, 8, 1), _day(last, 6, 30), is_approximate=True)


def _year(m: re.Match[str]) -> Span:
    return month_span(int(m["y"]), 1, 12)


_YEAR = r"(?P<y>\d{4}|\d{2})"
_FULL_YEAR = r"(?P<y>(?:19|20|21)\d{2})"
_ORDINAL = r"(?::[ae]|e|a|st|nd|rd|th)?\.?"

_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Span | None]], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"(?P<y>\d{4})[-/. ](?P<m>\d{1,2})[-/. ](?P<d>\d{1,2})", _year_first),
        (r"(?P<y>(?:19|20|21)\d{2})(?P<m>\d{2})(?P<d>\d{2})", _year_first),
        (r"\d{6}", _packed),
        (r"(?P<a>\d{2})-(?P<b>\d{2})-(?P<c>\d{2})", _two_digit_triplet),
        (rf"(?P<d>\d{{1,2}})(?P<s>[/.-]) ?(?P<m>\d{{1,2}})(?P<t>[/.,]? ?-? ?){_YEAR}", _day_first),
        (
            rf"(?P<d>\d{{1,2}}){_ORDINAL} ?(?:of )?-?(?P<m>[a-z]{{3,}})\.?,? ?-?{_YEAR}",
            _named_month,
        ),
        (r"(?P<m>[a-z]{3,})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})", _named_month),
        (rf"(?P<m>[a-z]{{3,}})\.?,? ?[-/]?{_YEAR}", _named_month),
        (rf"{_FULL_YEAR}[ -/]+(?P<m>[a-z]{{3,}})\.?", _named_month),
        (rf"{_FULL_YEAR}[ -/]+(?P<m>[a-z]{{3,}})\.? (?P<d>\d{{1,2}})", _named_month),
        (rf"{_FULL_YEAR}[-/.](?P<m>\d{{1,2}})", _numbered_month),
        (rf"(?P<m>\d{{1,2}})[-/.]{_FULL_YEAR}", _numbered_month),
        (rf"v(?:ecka|\.)? ?(?P<w>\d{{1,2}})(?:[ ,/-]+|, ?ar ){_YEAR}", _week),
        (rf"week (?P<w>\d{{1,2}})[ ,/-]+{_YEAR}", _week),
        (rf"{_FULL_YEAR}[ -]*(?:v(?:ecka|\.)?|week|w) ?(?P<w>\d{{1,2}})", _week),
        (r"v ?(?P<y>\d{2})(?P<w>\d{2})", _week),
        (
            rf"(?P<k>q|kv|kvartal|quarter|t|tertial) ?\.?(?P<n>\d)[ ,/-]*(?:ar )?{_YEAR}",
            _part_of_year,
        ),
        (rf"{_FULL_YEAR}[ ,/-]*(?P<k>q|kv|kvartal|t|tertial) ?\.?(?P<n>\d)", _part_of_year),
        (rf"(?P<t>[a-z12][a-z12: ]*?)[ ./-]*{_YEAR}", _term),
        (rf"{_FULL_YEAR}[ ./-]*(?P<t>[a-z][a-z12 ]*)", _term),
        (rf"(?:vintern?|winter) ?{_YEAR}", _winter),
        (rf"(?:vintern?|winter) ?(?:\d{{2}}|\d{{4}})[/-]{_YEAR}", _winter),
        (
            r"(?:lasaret|lasar|la|school year)\.? ?(?P<y>\d{4}|\d{2})[/-](?P<z>\d{4}|\d{2})",
            _school_year,
        ),
        (r"(?P<y>(?:19|20)\d{2})/(?P<z>\d{2})", _school_year),
        (rf"{_FULL_YEAR}", _year),
    )
)
