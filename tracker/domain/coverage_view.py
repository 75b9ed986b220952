"""What somebody wants to see of the coverage: which rows and columns, and which days.

The address is the state; what cannot be read is what is usual, so that no link ever fails.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from tracker.domain.coverage import Span

MOST_OPENED = 6
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)


class Rows(StrEnum):
    """What the rows stand for."""

    PLACE = "place"
    GOAL = "goal"


class Columns(StrEnum):
    """What the columns stand for."""

    GOAL_AREA = "goal_area"
    GOAL = "goal"
    TARGET_GROUP = "target_group"
    EFFORT_TYPE = "effort_type"


OFFERED = {
    Rows.PLACE: tuple(Columns),
    Rows.GOAL: (Columns.TARGET_GROUP, Columns.EFFORT_TYPE),
}
"""Which columns can stand beside which rows; the first is the usual one."""


class Arguments(Protocol):
    """A query string: one or many values by name."""

    def getlist(self, key: str, /) -> list[str]:
        """All values of one name."""


@dataclass(frozen=True, slots=True)
class CoverageView:
    """`opened` are codes of places whose parts are shown; `is_spread` counts what is done in the
    whole municipality in every place; `then` is the day to compare with.
    """

    rows: Rows = Rows.PLACE
    columns: Columns = Columns.GOAL_AREA
    opened: tuple[str, ...] = ()
    is_spread: bool = False
    since: date | None = None
    until: date | None = None
    then: date | None = None

    @classmethod
    def from_arguments(cls, arguments: Arguments) -> "CoverageView":
        """Read what an address asks for."""

        def first(name: str) -> str:
            given = arguments.getlist(name)
            return given[0] if given else ""

        rows = Rows(first("rows")) if first("rows") in list(Rows) else Rows.PLACE
        asked = first("columns")
        columns = Columns(asked) if asked in OFFERED[rows] else OFFERED[rows][0]
        since, until = _day(first("since")), _day(first("until"))
        if since and until and since > until:
            since, until = until, since
        opened = dict.fromkeys(code[:40] for code in arguments.getlist("open"))
        return cls(
            rows=rows,
            columns=columns,
            opened=tuple(opened)[:MOST_OPENED],
            is_spread=bool(first("spread")),
            since=since,
            until=until,
            then=_day(first("then")),
        )

    def to_arguments(self) -> list[tuple[str, str]]:
        """Write it as the pairs of a query string; what is usual is left out."""
        chosen = [
            ("rows", "" if self.rows is Rows.PLACE else self.rows.value),
            ("columns", "" if self.columns is OFFERED[self.rows][0] else self.columns.value),
            *(("open", code) for code in self.opened),
            ("spread", "1" if self.is_spread else ""),
            ("since", _text(self.since)),
            ("until", _text(self.until)),
            ("then", _text(self.then)),
        ]
        return [(name, text) for name, text in chosen if text]

    def span(self, today: date) -> Span:
        """The days that are looked at: today, one day, or a period."""
        one = self.since or self.until or today
        return Span(self.since or one, self.until or one)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _EARLIEST <= day <= _LATEST else None


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
