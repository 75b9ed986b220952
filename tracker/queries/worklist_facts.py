"""Answers what a coordinator sees in the register's facts: ends that nothing follows, and new gaps.

Both are worked out once for each state of the register, and kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, demand_somewhere, may
from tracker.access.touchpoint_sight import ONE, OTHER, are_listed
from tracker.access.visibility import Scope, is_visible, scope_of
from tracker.database import read
from tracker.domain.gaps import active_counts, new_gaps
from tracker.domain.local_time import local_day
from tracker.domain.register_facts import Facts, Tag
from tracker.domain.roles import PlaceKind
from tracker.domain.selection import Selection
from tracker.domain.successors import WARNED_BEFORE, without_successor
from tracker.domain.touchpoint_decisions import Decision, TouchpointState
from tracker.domain.verbs import Verb
from tracker.domain.worklist import ROWS_SHOWN, WorkKind, was_asked_lately
from tracker.models import (
    Initiative,
    InitiativePlace,
    Organisation,
    Touchpoint,
    TouchpointDecision,
)
from tracker.queries.reference import GoalAreaRow, PlaceRow, Reference, is_current
from tracker.queries.register import StateRow
from tracker.queries.register_facts import chosen_facts
from tracker.queries.tags import ids_of, rows_of
from tracker.queries.touchpoint_worklist import joined
from tracker.queries.worklist import Waiting, WorkRow, asked_about

WEAVE_ROWS = 10


@dataclass(frozen=True, slots=True)
class GapRow:
    """A place and a goal area where nothing is registered any longer, and since when."""

    place: PlaceRow
    goal_area: GoalAreaRow
    since: date


@dataclass(frozen=True, slots=True)
class Weave:
    """How many are active, by place (a row) and goal area (in the order of `goal_areas`); 0 is a gap."""

    goal_areas: tuple[GoalAreaRow, ...]
    rows: tuple[tuple[PlaceRow, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class FoundInFacts:
    """The ids of those that end without a successor, the earliest first; new gaps; and the weave."""

    ending_ids: tuple[int, ...]
    gaps: tuple[GapRow, ...]
    weave: Weave


def find_in_facts(
    actor: Actor, *, reference: Reference, state: StateRow, today: date
) -> FoundInFacts:
    """What the facts say.

    Raises:
        NotAllowedError
    """
    demand_somewhere(actor, Permission.COORDINATE)
    kept = _kept(state.content_hash, scope_of(actor), reference, today)
    if not kept:
        facts = chosen_facts(Selection(), actor, reference=reference, state=state, today=today)
        kept.append(_find(facts, reference, today))
    return kept[0]


@lru_cache(maxsize=64)
def _kept(
    _content_hash: str, _scope: Scope, _reference: Reference, _today: date
) -> list[FoundInFacts]:
    return []


def _find(facts: Facts, reference: Reference, today: date) -> FoundInFacts:
    ids = without_successor(facts, _ties(today), today=today)
    places = [
        row
        for row in reference.places.values()
        if row.kind is PlaceKind.DISTRICT and is_current(row, today)
    ]
    areas = [row for row in reference.goal_areas.values() if is_current(row, today)]
    rows = facts.marks(Tag.PLACE, [frozenset(row.inside_ids) for row in places])
    columns = facts.marks(Tag.GOAL_AREA, [frozenset({row.id}) for row in areas])
    counts = active_counts(facts, rows, columns, today=today)
    return FoundInFacts(
        ending_ids=tuple(int(row_id) for row_id in ids),
        gaps=tuple(
            GapRow(places[gap.row], areas[gap.column], gap.since)
            for gap in new_gaps(facts, rows, columns, today=today)
        ),
        weave=Weave(tuple(areas), tuple(_shown(places, counts))),
    )


def _shown(
    places: Sequence[PlaceRow], counts: Sequence[Sequence[int]]
) -> list[tuple[PlaceRow, tuple[int, ...]]]:
    """The focus districts, then those where most is done."""
    found = [(place, tuple(of_place)) for place, of_place in zip(places, counts, strict=True)]
    found.sort(key=lambda row: (not row[0].is_focus, -sum(row[1])))
    return found[:WEAVE_ROWS]


def _ties(today: date) -> list[tuple[int, int]]:
    """Pairs that their organisations are to do something about together, of which one ends soon."""
    last = today + WARNED_BEFORE
    is_together = select(TouchpointDecision.touchpoint_id).where(
        TouchpointDecision.undone_at.is_(None),
        TouchpointDecision.decision != Decision.NOT_RELEVANT,
    )
    query = joined(Touchpoint.one_id, Touchpoint.other_id).where(
        Touchpoint.state == TouchpointState.SETTLED,
        Touchpoint.id.in_(is_together),
        or_(ONE.end_on.between(today, last), OTHER.end_on.between(today, last)),
        are_listed(),
    )
    return [(row.one_id, row.other_id) for row in read(query)]


def list_endings(
    actor: Actor,
    ids: Sequence[int],
    *,
    first: int = 0,
    most: int = ROWS_SHOWN,
    reference: Reference,
    now: datetime,
) -> Waiting:
    """Some of those that end without a successor, and how many these are in all.

    Raises:
        NotAllowedError
    """
    demand_somewhere(actor, Permission.COORDINATE)
    shown = ids[first : first + most]
    asked = asked_about(shown, Verb.ENDING_ASKED)
    found = read(_endings(actor, shown)).all() if shown else []
    rows = [
        replace(
            _ending(row, asked, reference, now=now),
            may_follow=may(
                actor, Permission.EDIT_INITIATIVE, Subject(row.organisation_id, row.is_municipal)
            ),
        )
        for row in found
    ]
    return Waiting(tuple(rows), len(ids))


def _endings(actor: Actor, ids: Sequence[int]) -> Any:
    return (
        select(
            Initiative.id,
            Initiative.public_id,
            Initiative.title,
            Organisation.id.label("organisation_id"),
            Organisation.is_municipal,
            Organisation.name.label("organisation_name"),
            Initiative.start_on,
            Initiative.created_at,
            Initiative.end_on,
            ids_of(InitiativePlace.place_id, Initiative.id).label("place_ids"),
        )
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Initiative.id.in_(ids), is_visible(actor))
        .order_by(Initiative.end_on, Initiative.id)
    )


def _ending(
    row: Any, asked: Mapping[int, datetime], reference: Reference, *, now: datetime
) -> WorkRow:
    asked_at = asked.get(row.id)
    return WorkRow(
        kind=WorkKind.ENDINGS,
        id=row.id,
        public_id=row.public_id,
        title=row.title,
        organisation_name=row.organisation_name,
        places=rows_of(reference, "places", row.place_ids),
        since=row.start_on or local_day(row.created_at),
        until=row.end_on,
        asked_on=local_day(asked_at) if asked_at else None,
        may_be_asked=not was_asked_lately(asked_at, now=now),
    )
