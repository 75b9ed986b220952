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

from sqlalchemy import ColumnElement, Integer, case, column, func, or_, select, union, values

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.access.touchpoint_sight import ONE, OTHER, is_counted
from tracker.database import read
from tracker.domain.roles import PlaceKind
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
    kept = _kept(state.head_hash, state.touchpoint_revision, reviews, reads)
    if not kept:
        kept.append(_count(actor, reference))
    return kept[0]


@lru_cache(maxsize=8)
def _kept(_head_hash: str, _revision: int, _reviews: bool, _reads: bool) -> list[Overview]:  # noqa: FBT001
    return []


def _count(actor: Actor, reference: Reference) -> Overview:
    seen = is_counted(actor)
    of_areas = _cells(seen, InitiativeGoalArea, InitiativeGoalArea.goal_area_id, reference)
    decided = _decided(seen)
    return Overview(
        by_state=_by_state(seen),
        by_decision={each: sum(row.decision is each for row in decided) for each in Decision},
        median_days=median(map(_days, decided)) if decided else None,
        of_areas=of_areas,
        of_goals=_cells(seen, InitiativeGoal, InitiativeGoal.goal_id, reference)
        if of_areas
        else {},
        cooperations=_cooperations(seen),
    )


def _counts() -> ColumnElement[bool]:
    return or_(Touchpoint.is_current.is_(True), Touchpoint.state == TouchpointState.SETTLED)


def _by_state(seen: ColumnElement[bool]) -> Mapping[TouchpointState, int]:
    query = (
        joined(Touchpoint.state, func.count().label("found"))
        .where(_counts(), seen)
        .group_by(Touchpoint.state)
    )
    found = {row.state: row.found for row in read(query)}
    return {state: found.get(state, 0) for state in TouchpointState}


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


def _cells(seen: ColumnElement[bool], table: Any, tag: Any, reference: Reference) -> Cells:
    counted = (
        joined(
            Touchpoint.id,
            Touchpoint.one_id,
            Touchpoint.other_id,
            case((Touchpoint.state == TouchpointState.SETTLED, 1), else_=0).label("is_settled"),
        )
        .where(_counts(), Touchpoint.state != TouchpointState.SUGGESTED, seen)
        .cte("counted")
    )
    goals = _tagged(counted, table, tag).cte("goals")
    places = _placed(counted, reference).cte("places")
    query = (
        select(
            goals.c.tag_id.label("goal_id"),
            places.c.tag_id.label("place_id"),
            func.count().label("found"),
            func.sum(counted.c.is_settled).label("settled"),
        )
        .select_from(counted)
        .join(goals, goals.c.id == counted.c.id)
        .join(places, places.c.id == counted.c.id)
        .group_by(goals.c.tag_id, places.c.tag_id)
    )
    return {
        (row.goal_id, row.place_id): CellRow(row.found - int(row.settled), int(row.settled))
        for row in read(query)
    }


def _tagged(counted: Any, table: Any, tag: Any) -> Any:
    """Each touchpoint once with every tag that one of its two has."""
    return union(
        *(
            select(counted.c.id, tag.label("tag_id")).join(table, table.initiative_id == initiative)
            for initiative in (counted.c.one_id, counted.c.other_id)
        )
    )


def _placed(counted: Any, reference: Reference) -> Any:
    """Each touchpoint once with every place that one of its two has, or that lies around it."""
    around = (
        values(column("place_id", Integer), column("shown_id", Integer), name="around")
        .data(_around(reference))
        .cte("around")
    )
    return union(
        *(
            select(counted.c.id, around.c.shown_id.label("tag_id"))
            .join(InitiativePlace, InitiativePlace.initiative_id == initiative)
            .join(around, around.c.place_id == InitiativePlace.place_id)
            for initiative in (counted.c.one_id, counted.c.other_id)
        )
    )


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
