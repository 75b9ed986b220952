"""What a place's page tells, counted from the columns of its initiatives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tracker.domain.coverage import ACTIVE, LANES, Span, lanes_on
from tracker.domain.lifecycle import LANE_PHASES, Lane
from tracker.domain.register_facts import Facts, Marks, Mask, Tag

SHOWN_IN_STRAND = 5
SHOWN_IN_YEAR = 14
SHOWN_AS_NEW = 6
SHOWN_ORGANISATIONS = 24
CHANGED_SINCE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Strand:
    """What is done for one goal area: ids of the first to show, and how many there are by lane."""

    by_lane: Mapping[Lane, int]
    ids: tuple[int, ...]

    @property
    def active(self) -> int:
        """How many are active."""
        return sum(self.by_lane[lane] for lane in ACTIVE)


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """All that is counted for a place.

    `strands` are in the order of the goal areas asked for, `goals_without` are places in the list of
    goals that nothing active works towards. `organisations` are (id, active initiatives) of those
    that answer for most. `came` and `ended` are ids; `year` are
    ids of what goes on this year, each with the place of its first goal area in the list.
    """

    active: int
    organisation_total: int
    strands: tuple[Strand, ...]
    goals_without: tuple[int, ...]
    organisations: tuple[tuple[int, int], ...]
    year: tuple[tuple[int, int | None], ...]
    came: tuple[int, ...]
    came_total: int
    ended: tuple[int, ...]
    ended_total: int


def figures_of(
    facts: Facts, *, areas: Sequence[int], goals: Sequence[int], today: date
) -> PlaceFigures:
    """Count a place's initiatives; `areas` and `goals` are ids of those that are shown."""
    lanes = lanes_on(facts, Span(today, today), today=today)
    active = np.asarray(np.logical_or.reduce([lanes[lane] for lane in ACTIVE]))
    of_areas = facts.marks(Tag.GOAL_AREA, [frozenset({area}) for area in areas])
    of_goals = facts.marks(Tag.GOAL, [frozenset({goal}) for goal in goals])
    since = today - timedelta(days=CHANGED_SINCE_DAYS)
    came = active & (facts.registered > since.toordinal())
    is_over = facts.in_phases(LANE_PHASES[Lane.COMPLETED])
    ended = is_over & (facts.last_days > since.toordinal()) & (facts.last_days <= today.toordinal())
    organisations = _most(facts, active)
    return PlaceFigures(
        active=int(active.sum()),
        organisation_total=len(np.unique(facts.organisations[active])),
        strands=strands_of(facts, of_areas, lanes),
        goals_without=tuple(at for at in range(len(goals)) if not (of_goals[:, at] & active).any()),
        organisations=tuple(organisations[:SHOWN_ORGANISATIONS]),
        year=_year(facts, of_areas, today),
        came=_ids(facts, came)[:SHOWN_AS_NEW],
        came_total=int(came.sum()),
        ended=_ids(facts, ended)[:SHOWN_AS_NEW],
        ended_total=int(ended.sum()),
    )


def strands_of(facts: Facts, marks: Marks, lanes: Mapping[Lane, Mask]) -> tuple[Strand, ...]:
    """A strand for each column of marks."""
    return tuple(_strand(facts, marks, at, lanes) for at in range(marks.shape[1]))


def _strand(facts: Facts, of_areas: Marks, at: int, lanes: Mapping[Lane, Mask]) -> Strand:
    here = of_areas[:, at]
    ids: list[int] = []
    for lane in (Lane.ONGOING, Lane.PLANNED, Lane.PAUSED, Lane.IDEA):
        ids += _ids(facts, here & lanes[lane])[: SHOWN_IN_STRAND - len(ids)]
    return Strand({lane: int((here & lanes[lane]).sum()) for lane in LANES}, tuple(ids))


def _year(facts: Facts, of_areas: Marks, today: date) -> tuple[tuple[int, int | None], ...]:
    """What goes on this year, goal area by goal area so that their threads lie together."""
    goes_on = facts.going_on(date(today.year, 1, 1), date(today.year, 12, 31))
    first_area = np.where(of_areas.any(axis=1), of_areas.argmax(axis=1), of_areas.shape[1])
    area_of = dict(zip(facts.ids.tolist(), first_area.tolist(), strict=True))
    latest = _ids(facts, goes_on)[:SHOWN_IN_YEAR]
    rows = sorted((area_of[each], each) for each in latest)
    return tuple((each, area if area < of_areas.shape[1] else None) for area, each in rows)


def _ids(facts: Facts, mask: Mask) -> tuple[int, ...]:
    """The ids of some, what was changed last first."""
    found = np.flatnonzero(mask)
    latest = found[np.lexsort((-facts.ids[found], -facts.changed[found]))]
    return tuple(int(each) for each in facts.ids[latest])


def _most(facts: Facts, active: Mask) -> list[tuple[int, int]]:
    owners, counts = np.unique(facts.organisations[active], return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return [(int(owners[at]), int(counts[at])) for at in order]
