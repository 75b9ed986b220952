"""Counts where something is done and where nothing is: a cross table of initiatives.

Rows and columns are groups of tags; an initiative stands in every cell where it carries a tag of the
row and one of the column, and is counted once there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tracker.domain.lifecycle import LANE_PHASES, Lane
from tracker.domain.register_facts import Facts, Marks, Mask

Counts = NDArray[np.int64]
LANES = tuple(Lane)
ACTIVE = (Lane.IDEA, Lane.PLANNED, Lane.ONGOING, Lane.PAUSED)
"""A cell with none of these is a gap."""

CROWDED_FROM = 5
"""So many that run at the same time for the same people in one cell make it crowded."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are looked at, the first and last among them."""

    first: date
    last: date

    def is_day(self, day: date) -> bool:
        """Whether it is that day alone."""
        return self.first == self.last == day


@dataclass(frozen=True, slots=True)
class Counted:
    """A cross table. `by_lane` is indexed by lane (in the order of `LANES`), row and column.

    `organisations` counts those that answer for something active in a cell. `crowd` is the largest
    number that runs for one group of people there, `crowd_of` the place of that group among the groups.
    """

    by_lane: Counts
    organisations: Counts
    crowd: Counts
    crowd_of: Counts

    def of(self, lane: Lane) -> Counts:
        """The counts of one lane, by row and column."""
        counts: Counts = self.by_lane[LANES.index(lane)]
        return counts

    @property
    def active(self) -> Counts:
        """How many are active, by row and column."""
        total: Counts = self.by_lane[[LANES.index(lane) for lane in ACTIVE]].sum(axis=0)
        return total

    @property
    def gaps(self) -> Mask:
        """Which cells are gaps."""
        return self.active == 0


def lanes_on(facts: Facts, span: Span, *, today: date) -> dict[Lane, Mask]:
    """Which initiatives stand in which lane.

    Today it is the phase that their organisations gave. Over any other days their dates decide: what
    was known by then and had not begun is planned, what had ended is completed.
    """
    if span.is_day(today):
        return {lane: facts.in_phases(LANE_PHASES[lane]) for lane in LANES}
    is_meant = ~facts.in_phases((*LANE_PHASES[Lane.IDEA], LANE_PHASES[Lane.COMPLETED][1]))
    runs = facts.going_on(span.first, span.last)
    is_known = facts.registered <= span.last.toordinal()
    is_to_come = is_meant & is_known & (facts.first_days > span.last.toordinal())
    is_over = is_meant & (facts.last_days < span.first.toordinal())
    nothing = np.zeros(len(facts), dtype=bool)
    return {
        Lane.IDEA: nothing,
        Lane.PLANNED: is_to_come,
        Lane.ONGOING: runs,
        Lane.PAUSED: nothing,
        Lane.COMPLETED: is_over,
    }


def count_cells(
    facts: Facts, rows: Marks, columns: Marks, *, lanes: dict[Lane, Mask], groups: Marks
) -> Counted:
    """Count all cells; `groups` marks the groups of people that crowding is counted for."""
    by_lane = np.stack([_crossed(rows, columns, lanes[lane]) for lane in LANES])
    active = np.logical_or.reduce([lanes[lane] for lane in ACTIVE])
    crowd, crowd_of = _crowds(rows, columns, groups, lanes[Lane.ONGOING])
    return Counted(by_lane, _organisations(facts, rows, columns, active), crowd, crowd_of)


def came_and_ended(
    facts: Facts, rows: Marks, columns: Marks, *, then: Span, now: Span
) -> tuple[Counts, Counts]:
    """How many run now that did not then, and the other way round, by row and column."""
    ran, runs = facts.going_on(then.first, then.last), facts.going_on(now.first, now.last)
    return _crossed(rows, columns, runs & ~ran), _crossed(rows, columns, ran & ~runs)


def _crossed(rows: Marks, columns: Marks, mask: Mask) -> Counts:
    product = rows[mask].astype(np.float32).T @ columns[mask].astype(np.float32)
    return np.rint(product).astype(np.int64)


def _organisations(facts: Facts, rows: Marks, columns: Marks, active: Mask) -> Counts:
    counted = np.zeros((rows.shape[1], columns.shape[1]), dtype=np.int64)
    owners, owner = np.unique(facts.organisations, return_inverse=True)
    for column in range(columns.shape[1]):
        chosen = active & columns[:, column]
        at, row = np.nonzero(rows[chosen])
        seen = np.zeros((rows.shape[1], max(1, len(owners))), dtype=bool)
        seen[row, owner[chosen][at]] = True
        counted[:, column] = seen.sum(axis=1)
    return counted


def _crowds(rows: Marks, columns: Marks, groups: Marks, running: Mask) -> tuple[Counts, Counts]:
    shape = (rows.shape[1], columns.shape[1])
    crowd, crowd_of = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    if not groups.shape[1]:
        return crowd, crowd_of
    for column in range(columns.shape[1]):
        by_group = _crossed(rows, groups, running & columns[:, column])
        crowd_of[:, column] = by_group.argmax(axis=1)
        crowd[:, column] = by_group.max(axis=1)
    return crowd, crowd_of


@dataclass(frozen=True, slots=True)
class Experienced:
    """An organisation that does or has done the same: how many, and the nearest row it is in."""

    organisation_id: int
    initiatives: int
    nearest: int


def experienced(
    facts: Facts, rows: Marks, column: Mask, *, order: Sequence[int], most: int
) -> list[Experienced]:
    """Who works with a column, from the nearest row on; `order` names the rows by nearness.

    Those with more of it come first where two are as near.
    """
    found: dict[int, Experienced] = {}
    for row in order:
        owners, counts = np.unique(facts.organisations[rows[:, row] & column], return_counts=True)
        for at in np.argsort(-counts, kind="stable"):
            owner = int(owners[at])
            if owner not in found:
                found[owner] = Experienced(owner, int(counts[at]), row)
        if len(found) >= most:
            break
    return list(found.values())[:most]
