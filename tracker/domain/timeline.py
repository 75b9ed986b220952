"""Lays initiatives out over months: which months are shown, where days fall, and how rows are ordered.

Every month is as wide as any other, so that the lines between months stand evenly. Shares are
parts of the width, from 0 at the first day shown to 1 after the last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tracker.domain.lifecycle import Phase
from tracker.domain.register_facts import NO_DAY, PHASES, Facts, Ids, Mask

ROWS_PER_PAGE = 420
"""So many keep a page below 150 kB with names, dates and bars."""
FIRST_YEAR, LAST_YEAR = 1990, 2150
_EPOCH = date(1970, 1, 1).toordinal()


class Zoom(StrEnum):
    """How wide a stretch of time is shown; a line is drawn for each of these."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Grouping(StrEnum):
    """What the rows stand under."""

    GOAL_AREA = "goal_area"
    PLACE = "place"
    ORGANISATION = "organisation"


_STEPS = {Zoom.MONTH: 1, Zoom.QUARTER: 3, Zoom.YEAR: 12}
_LENGTHS = {Zoom.MONTH: 12, Zoom.QUARTER: 36, Zoom.YEAR: 96}


@dataclass(frozen=True, slots=True)
class Window:
    """The months shown; `first` counts months from year 0."""

    zoom: Zoom
    first: int

    @classmethod
    def around(cls, zoom: Zoom, today: date) -> "Window":
        """The window that shows today after a quarter of its width."""
        return cls(zoom, 0)._begun_at(today.year * 12 + today.month - 1 - _LENGTHS[zoom] // 4)

    @classmethod
    def from_month(cls, zoom: Zoom, text: str, today: date) -> "Window":
        """The window that begins with a month such as 2026-11; else the one around today."""
        year, _dash, month = text.partition("-")
        is_read = all(part.isascii() and part.isdigit() for part in (year, month))
        if not (is_read and len(year) == 4 and 1 <= int(month[:2]) <= 12):
            return cls.around(zoom, today)
        return cls(zoom, 0)._begun_at(int(year) * 12 + int(month[:2]) - 1)

    def _begun_at(self, month: int) -> "Window":
        step = _STEPS[self.zoom]
        latest = LAST_YEAR * 12 - self.months
        return replace(self, first=min(max(month // step * step, FIRST_YEAR * 12), latest))

    @property
    def months(self) -> int:
        """How many months are shown."""
        return _LENGTHS[self.zoom]

    @property
    def first_day(self) -> date:
        """The first day shown."""
        return _first_of(self.first)

    @property
    def end(self) -> date:
        """The day after the last one shown."""
        return _first_of(self.first + self.months)

    @property
    def ticks(self) -> list[date]:
        """The first day of each month, quarter or year shown."""
        months = range(self.first, self.first + self.months, _STEPS[self.zoom])
        return [_first_of(month) for month in months]

    def moved(self, halves: int) -> "Window":
        """The window that many halves of its width later."""
        return self._begun_at(self.first + halves * self.months // 2)

    def at_zoom(self, zoom: Zoom, today: date) -> "Window":
        """The window of another width that shows today where this one does, or begins alike."""
        shows_today = self.first_day <= today < self.end
        return Window.around(zoom, today) if shows_today else Window(zoom, 0)._begun_at(self.first)

    def shares(self, days: Ids) -> NDArray[np.float64]:
        """Where days begin, as parts of the width; days outside are below 0 or above 1."""
        given = (days - _EPOCH).astype("datetime64[D]")
        month = given.astype("datetime64[M]")
        first = month.astype("datetime64[D]")
        length = ((month + 1).astype("datetime64[D]") - first).astype(np.int64)
        number = month.astype(np.int64) + 1970 * 12
        within = (given - first).astype(np.int64) / length
        shares: NDArray[np.float64] = (number - self.first + within) / self.months
        return shares

    def share(self, day: date) -> float:
        """Where one day begins."""
        return float(self.shares(np.array([day.toordinal()]))[0])


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in thousandths of the width. `start` and `end` are the days given, where they are.

    `is_open` bars have no end; an end that has passed unsaid is taken to be the last change.
    """

    left: int
    width: int
    phase: Phase
    start: date | None
    end: date | None
    is_open: bool


def is_undated(facts: Facts) -> Mask:
    """Which have neither a first nor a last day."""
    undated: Mask = (facts.starts == NO_DAY) & (facts.ends == NO_DAY)
    return undated


def is_within(facts: Facts, window: Window) -> Mask:
    """Which have dates, and run, ran or will run some day of a window."""
    begun = facts.first_days < window.end.toordinal()
    lasts = facts.last_days >= window.first_day.toordinal()
    within: Mask = begun & lasts & ~is_undated(facts)
    return within


def order_lines(facts: Facts, pairs: Ids, *, within: Mask, groups: int) -> Ids:
    """The lines as pairs of an initiative's place among the facts and its group's place.

    They stand group by group, the earliest begun first; those in no group stand last.

    Args:
        pairs: the same pairs, in any order.
        within: which initiatives are shown.
        groups: how many groups there are; the number itself stands for no group.
    """
    alone = np.ones(len(facts), dtype=bool)
    alone[pairs[:, 0]] = False
    rest = np.flatnonzero(alone)
    every = np.concatenate([pairs, np.column_stack([rest, np.full(len(rest), groups)])])
    shown = every[within[every[:, 0]]]
    rows, group = shown[:, 0], shown[:, 1]
    ordered: Ids = shown[np.lexsort((facts.ids[rows], facts.first_days[rows], group))]
    return ordered


def pairs_by_tag(facts: Facts, pairs: Ids, places: Mapping[int, int]) -> Ids:
    """Pairs of an initiative's id and a tag's id, as pairs of places; unknown tags are left out."""
    if not places or not len(pairs):
        return np.zeros((0, 2), dtype=np.int64)
    place_of = np.full(max(int(pairs[:, 1].max()), *places) + 1, -1, dtype=np.int64)
    for tag, place in places.items():
        place_of[tag] = place
    found = np.column_stack([np.searchsorted(facts.ids, pairs[:, 0]), place_of[pairs[:, 1]]])
    known: Ids = found[found[:, 1] >= 0]
    return known


def make_bars(facts: Facts, rows: Sequence[int], window: Window) -> list[Bar]:
    """The bars of some initiatives, cut off at the edges of the window."""
    at = np.array(rows, dtype=np.int64)
    lasts = np.minimum(facts.last_days[at] + 1, date.max.toordinal())
    lefts = np.clip(window.shares(facts.first_days[at]), 0, 1)
    rights = np.clip(window.shares(lasts), 0, 1)
    left = np.rint(lefts * 1000).astype(np.int64)
    width = np.maximum(np.rint(rights * 1000).astype(np.int64) - left, 4)
    return [
        Bar(
            int(x), int(w), PHASES[facts.phases[row]], _day(facts.starts[row]),
            _day(facts.ends[row]), bool(facts.last_days[row] == date.max.toordinal()),
        )
        for x, w, row in zip(left, width, at, strict=True)
    ]  # fmt: skip


def _day(ordinal: np.int64) -> date | None:
    return None if ordinal == NO_DAY else date.fromordinal(int(ordinal))
