"""Says which initiatives soon end while nothing goes on after them.

The rule: an ongoing or closing initiative ends within so many days, and no other one follows it.
Another one follows where it is neither completed nor cancelled, has no end or a later one (whether
it runs already or begins afterwards), shares a place and a goal area with it, and belongs to the
same organisation or is tied to it by a settled touchpoint. So the end may be meant; the list asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tracker.domain.lifecycle import Phase
from tracker.domain.register_facts import NO_DAY, Facts, Ids, Mask, Tag

WARNED_BEFORE = timedelta(days=90)
"""So long before an end it is time to ask what comes after."""

_OVER = (Phase.COMPLETED, Phase.CANCELLED)


@dataclass(frozen=True, slots=True)
class Record:
    """What the rule looks at, of one initiative; an organisation, places and goal areas by any key."""

    organisation: object
    phase: Phase
    end_on: date | None
    places: frozenset[str]
    goal_areas: frozenset[str]


def what_differs(ended: Record, after: Record) -> tuple[str, ...]:
    """In which fields the one falls short of following the other; none where it follows."""
    last, ends = ended.end_on or date.max, after.end_on or date.max
    follows = {
        "organisation": after.organisation == ended.organisation,
        "places": bool(after.places & ended.places),
        "goal_areas": bool(after.goal_areas & ended.goal_areas),
        "end_on": ends > last,
        "phase": after.phase not in _OVER,
    }
    return tuple(name for name, holds in follows.items() if not holds)


def is_near_end(end_on: date | None, *, today: date) -> bool:
    """Whether it has ended, or ends so soon that it is time to say what comes after."""
    return end_on is not None and end_on <= today + WARNED_BEFORE


def ending(facts: Facts, *, today: date) -> Mask:
    """Which run now and end from today on, within the time of warning."""
    runs = facts.in_phases((Phase.ONGOING, Phase.CLOSING))
    last = (today + WARNED_BEFORE).toordinal()
    return runs & (facts.ends != NO_DAY) & (facts.ends >= today.toordinal()) & (facts.ends <= last)


def without_successor(facts: Facts, ties: Iterable[tuple[int, int]], *, today: date) -> Ids:
    """The ids of those that end soon and that nothing follows, the earliest end first.

    Args:
        ties: pairs of ids of initiatives that a settled touchpoint ties together.
    """
    soon = np.flatnonzero(ending(facts, today=today))
    places, goal_areas = _marks(facts, Tag.PLACE), _marks(facts, Tag.GOAL_AREA)
    live = ~facts.in_phases(_OVER)
    last_days = np.where(facts.ends == NO_DAY, date.max.toordinal(), facts.ends)

    def followed(ended: Ids, others: Ids) -> Mask:
        is_later = last_days[others][None, :] > facts.ends[ended][:, None]
        is_alike = _share(places, ended, others) & _share(goal_areas, ended, others)
        found = is_later & is_alike
        return np.asarray(found.any(axis=1), dtype=bool)

    is_followed = np.zeros(len(facts), dtype=bool)
    by_owner = np.argsort(facts.organisations, kind="stable")
    owners = facts.organisations[by_owner]
    for organisation in np.unique(facts.organisations[soon]):
        of_it = by_owner[slice(*np.searchsorted(owners, [organisation, organisation + 1]))]
        ended = soon[facts.organisations[soon] == organisation]
        is_followed[ended] |= followed(ended, of_it[live[of_it]])
    for one, other in _rows_of(facts, ties):
        for ended, after in ((one, other), (other, one)):
            if not live[after]:
                continue
            is_followed[ended] |= followed(np.array([ended]), np.array([after]))[0]
    left = soon[~is_followed[soon]]
    ordered: Ids = facts.ids[left[np.lexsort((facts.ids[left], facts.ends[left]))]]
    return ordered


def _marks(facts: Facts, tag: Tag) -> NDArray[np.float32]:
    pairs = facts.tagged[tag]
    codes, column = np.unique(pairs[:, 1], return_inverse=True)
    marks = np.zeros((len(facts), len(codes)), dtype=np.float32)
    marks[np.searchsorted(facts.ids, pairs[:, 0]), column] = 1
    return marks


def _share(marks: NDArray[np.float32], ones: Ids, others: Ids) -> Mask:
    shared: Mask = marks[ones] @ marks[others].T > 0
    return shared


def _rows_of(facts: Facts, ties: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    at = {int(row_id): row for row, row_id in enumerate(facts.ids)}
    return [(at[one], at[other]) for one, other in ties if one in at and other in at]
