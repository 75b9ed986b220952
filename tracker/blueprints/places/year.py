"""A year of a place as bars: where each initiative begins and ends among the months."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tracker import formats
from tracker.domain.lifecycle import LANE_OF, Lane
from tracker.queries.places import NamedInitiative

WIDTH, ROW_HEIGHT, HEAD_HEIGHT = 720, 26, 26
_KINDS = {Lane.ONGOING: "on", Lane.COMPLETED: "done"}


class Bar(NamedTuple):
    """A bar in the drawing; `period` says in words what it shows."""

    row: NamedInitiative
    x: float
    y: int
    width: float
    kind: str
    colour_code: str
    period: str


class Year(NamedTuple):
    """The drawing of a year: its bars, where the months begin, and where today is."""

    number: int
    bars: list[Bar]
    months: list[tuple[float, date]]
    today_x: float
    height: int


def year_of(rows: Iterable[tuple[NamedInitiative, str]], today: date) -> Year:
    """Lay initiatives out over the year of `today`; each comes with the code of its goal area."""
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    days = (last - first).days + 1

    def x_of(day: date) -> float:
        return round((day - first).days * WIDTH / days, 1)

    bars = []
    for at, (row, colour_code) in enumerate(rows):
        begins = max(first, row.start_on or first)
        ends = min(last, row.end_on or last)
        x = x_of(begins)
        width = max(4.0, round(x_of(ends) + WIDTH / days - x, 1))
        kind = _KINDS.get(LANE_OF[row.phase], "plan")
        y = HEAD_HEIGHT + at * ROW_HEIGHT
        bars.append(Bar(row, x, y, width, kind, colour_code, _period(row)))
    months = [
        (x_of(date(today.year, month, 1)), date(today.year, month, 1)) for month in range(1, 13)
    ]
    return Year(today.year, bars, months, x_of(today), HEAD_HEIGHT + len(bars) * ROW_HEIGHT + 4)


def _period(row: NamedInitiative) -> str:
    return f"{formats.short_date(row.start_on) or '…'} – {formats.short_date(row.end_on) or '…'}"
