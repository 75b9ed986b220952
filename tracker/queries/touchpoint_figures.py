"""Answers what has come of the touchpoints: how many at which goal and place, and how they ended.

A touchpoint is counted at every goal and place that one of its two initiatives has, as the list is
filtered. All of it is kept under the register's state.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.access.touchpoint_sight import ONE, OTHER, are_listed, is_counted
from tracker.database import read
from tracker.domain.register_facts import Facts, Marks
from tracker.domain.roles import PlaceKind
from tracker.domain.touchpoint_crossings import count_crossings, count_pairs
from tracker.domain.touchpoint_decisions import Decision, TouchpointState
from tracker.models import (
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativePlace,
    Touchpoint,
    TouchpointDecision,
)
from tracker.queries.reference import Reference
from tracker.queries.register import StateRow
from tracker.queries.touchpoint_worklist import ONE_LEAD, OTHER_LEAD, joined

MOST_COOPERATIONS = 100
MOST_DECISIONS = 10_000
SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class CellRow:
    """How many touchpoints wait and are settled at one goal (or goal area) and one place."""

    waiting: int
    settled: int


Pair = tuple[int, int]
Cells = Mapping[tuple[int, int], CellRow]
"""By id of the goal or goal area, and id of the place."""


@dataclass(frozen=True, slots=True)
class CooperationRow:
    """Two initiatives that have begun to work together."""

    public_id: uuid.UUID
    titles: tuple[str, str]
    organisations: tuple[str, str]
    since: datetime
    follow_up_on: date | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures; `median_days` is None while nothing has been decided."""

    by_state: Mapping[TouchpointState, int]
    by_decision: Mapping[Decision, int]
    median_days: float | None
    of_areas: Cells
    of_goals: Cells
    cooperations: Sequence[CooperationRow]

    @property
    def total(self) -> int:
        """All that have been found and still meet, or are settled."""
        return sum(self.by_state.values())


def get_overview(actor: Actor, *, reference: Reference, state: StateRow) -> Overview:
    """All figures; counted anew once something has changed."""
    reviews = may_somewhere(actor, Permission.REVIEW_TOUCHPOINTS)
    reads = may_somewhere(actor, Permission.SEE_TOUCHPOINT_FIGURES)
    kept = _kept(state.content_hash, state.touchpoint_revision, reviews, reads)
    if not kept:
        kept.append(_count(actor, reference))
    return kept[0]


@lru_cache(maxsize=8)
def _kept(_content_hash: str, _revision: int, _reviews: bool, _reads: bool) -> list[Overview]:  # noqa: FBT001
    return []


def _count(actor: Actor, reference: Reference) -> Overview:
    seen = is_counted(actor)
    pairs, decided, places = _pairs(seen), _decided(seen), _placed(reference)
    return Overview(
        by_state={state: len(found) for state, found in pairs.items()},
        by_decision={each: sum(row.decision is each for row in decided) for each in Decision},
        median_days=median(map(_days, decided)) if decided else None,
        of_areas=_cells(pairs, InitiativeGoalArea.goal_area_id, places),
        of_goals=_cells(pairs, InitiativeGoal.goal_id, places),
        cooperations=_cooperations(seen),
    )


def _counts() -> ColumnElement[bool]:
    return or_(Touchpoint.is_current.is_(True), Touchpoint.state == TouchpointState.SETTLED)


def _pairs(seen: ColumnElement[bool]) -> Mapping[TouchpointState, Sequence[Pair]]:
    query = joined(Touchpoint.state, Touchpoint.one_id, Touchpoint.other_id).where(_counts(), seen)
    found: dict[TouchpointState, list[Pair]] = {state: [] for state in TouchpointState}
    for row in read(query):
        found[row.state].append((row.one_id, row.other_id))
    return found


def _decided(seen: ColumnElement[bool]) -> Sequence[Any]:
    return read(
        joined(
            TouchpointDecision.decision,
            TouchpointDecision.stands_since,
            Touchpoint.found_at,
            Touchpoint.reopened_at,
        )
        .join(TouchpointDecision, TouchpointDecision.touchpoint_id == Touchpoint.id)
        .where(*_stands(), seen)
        .order_by(TouchpointDecision.id.desc())
        .limit(MOST_DECISIONS)
    ).all()


def _stands() -> tuple[ColumnElement[bool], ...]:
    return (
        TouchpointDecision.undone_at.is_(None),
        TouchpointDecision.stands_since.is_not(None),
        Touchpoint.state == TouchpointState.SETTLED,
    )


def _days(row: Any) -> float:
    """From when it was found, or came back, to when the decision stood."""
    came_back = row.reopened_at is not None and row.reopened_at <= row.stands_since
    begun = row.reopened_at if came_back else row.found_at
    days: float = (row.stands_since - begun).total_seconds() / SECONDS_A_DAY
    return days


def _cells(
    pairs: Mapping[TouchpointState, Sequence[Pair]], tag: Any, places: Sequence[Pair]
) -> Cells:
    query = select(tag.class_.initiative_id, tag.label("tag_id"))
    tagged = [(row.initiative_id, row.tag_id) for row in read(query)]
    waiting, settled = (
        count_crossings(pairs[state], tagged, places)
        for state in (TouchpointState.WAITING, TouchpointState.SETTLED)
    )
    return {
        key: CellRow(waiting.get(key, 0), settled.get(key, 0))
        for key in waiting.keys() | settled.keys()
    }


def _placed(reference: Reference) -> list[Pair]:
    """Each initiative with every place that it has, and those that lie around it."""
    around: dict[int, list[int]] = {}
    for place_id, shown_id in _around(reference):
        around.setdefault(place_id, []).append(shown_id)
    query = select(InitiativePlace.initiative_id, InitiativePlace.place_id)
    return [
        (row.initiative_id, shown_id)
        for row in read(query).all()
        for shown_id in around.get(row.place_id, ())
    ]


def _around(reference: Reference) -> list[tuple[int, int]]:
    """Each place with those it is counted at; the whole municipality is counted where it is named."""
    return [
        (inside, place.id)
        for place in reference.places.values()
        for inside in (
            [place.id] if place.kind is PlaceKind.MUNICIPALITY else sorted(place.inside_ids)
        )
    ]


def _cooperations(seen: ColumnElement[bool]) -> Sequence[CooperationRow]:
    query = (
        joined(
            Touchpoint.public_id,
            ONE.title.label("one_title"),
            OTHER.title.label("other_title"),
            ONE_LEAD.name.label("one_organisation"),
            OTHER_LEAD.name.label("other_organisation"),
            TouchpointDecision.stands_since,
            TouchpointDecision.follow_up_on,
        )
        .join(TouchpointDecision, TouchpointDecision.touchpoint_id == Touchpoint.id)
        .join(ONE_LEAD, ONE_LEAD.id == ONE.lead_organisation_id)
        .join(OTHER_LEAD, OTHER_LEAD.id == OTHER.lead_organisation_id)
        .where(*_stands(), TouchpointDecision.decision == Decision.COOPERATE, seen)
        .order_by(TouchpointDecision.stands_since.desc(), TouchpointDecision.id.desc())
        .limit(MOST_COOPERATIONS)
    )
    return [
        CooperationRow(
            public_id=row.public_id,
            titles=(row.one_title, row.other_title),
            organisations=(row.one_organisation, row.other_organisation),
            since=row.stands_since,
            follow_up_on=row.follow_up_on,
        )
        for row in read(query)
    ]


MOST_PAIRS = 5_000
"""Beyond so many that wait, nobody reads how they spread: they are not counted by cell."""


def count_waiting_cells(
    actor: Actor, facts: Facts, rows: Marks, columns: Marks, *, state: StateRow
) -> NDArray[np.int64] | None:
    """How many touchpoints wait for the coordinators at each crossing of rows and columns.

    A touchpoint is counted where one of its two initiatives carries the row, and one the column.

    Args:
        rows: which of the initiatives of `facts` carry each row, as `Facts.marks` says it.

    Returns: None for those who do not review touchpoints, and where more wait than are counted.
    """
    if not may_somewhere(actor, Permission.REVIEW_TOUCHPOINTS):
        return None
    pairs = _kept_pairs(state.content_hash, state.touchpoint_revision)
    if not pairs:
        waiting = joined(Touchpoint.one_id, Touchpoint.other_id).where(
            Touchpoint.is_current.is_(True),
            Touchpoint.state == TouchpointState.WAITING,
            are_listed(),
        )
        pairs.append([(row.one_id, row.other_id) for row in read(waiting.limit(MOST_PAIRS + 1))])
    if len(pairs[0]) > MOST_PAIRS:
        return None
    return count_pairs(facts, pairs[0], rows, columns)


@lru_cache(maxsize=2)
def _kept_pairs(_content_hash: str, _revision: int) -> list[list[Pair]]:
    return []
