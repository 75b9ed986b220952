"""Answers which touchpoints wait for the coordinators, and how many.

Counts stop at a thousand: what lies beyond is never leafed through, and counting it would cost
more than the list. They are kept under the register's state.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.access.touchpoint_sight import ONE, OTHER, are_listed, is_seen, sight_of
from tracker.database import read
from tracker.domain.touchpoint_decisions import Decision, TouchpointKind, TouchpointState
from tracker.domain.touchpoint_reasons import reasons_between
from tracker.domain.touchpoint_selection import TouchpointSelection, WorklistOrder
from tracker.domain.touchpoints.ranking import Strength, strength_of
from tracker.domain.touchpoints.reasons import Reason
from tracker.models import (
    Initiative,
    InitiativeFingerprint,
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativePlace,
    Organisation,
    Touchpoint,
    TouchpointDecision,
)
from tracker.queries.reference import Reference
from tracker.queries.register import StateRow

ROWS_PER_PAGE = 25
MOST_COUNTED = 1000
ONE_LEAD = aliased(Organisation, name="one_lead")
OTHER_LEAD = aliased(Organisation, name="other_lead")


def _print_of(initiative_id: Any) -> Any:
    query = select(InitiativeFingerprint.packed)
    return query.where(InitiativeFingerprint.initiative_id == initiative_id).scalar_subquery()


PRINTS = (
    _print_of(Touchpoint.one_id).label("one_print"),
    _print_of(Touchpoint.other_id).label("other_print"),
)
"""Columns with the fingerprints of the two, from which it is told why they meet."""


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """A touchpoint in the list; `since` is when it was found, or came back."""

    public_id: uuid.UUID
    one_title: str
    one_organisation: str
    other_title: str
    other_organisation: str
    kind: TouchpointKind
    strength: Strength
    reasons: tuple[Reason, ...]
    since: datetime
    is_reopened: bool
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class BatchRow:
    """What was decided in one go and still stands."""

    decision: Decision
    count: int


def joined(*columns: Any) -> Select[*tuple[Any, ...]]:
    """A statement over touchpoints with their two initiatives, as `ONE` and `OTHER`."""
    return (
        select(*columns)
        .select_from(Touchpoint)
        .join(ONE, ONE.id == Touchpoint.one_id)
        .join(OTHER, OTHER.id == Touchpoint.other_id)
    )


def list_worklist(
    actor: Actor, selection: TouchpointSelection, *, page: int, reference: Reference
) -> Sequence[WorklistRow]:
    """One page of the list, `ROWS_PER_PAGE` rows; nobody but coordinators is shown any."""
    query = (
        joined(
            Touchpoint.public_id,
            ONE.title.label("one_title"),
            ONE_LEAD.name.label("one_organisation"),
            OTHER.title.label("other_title"),
            OTHER_LEAD.name.label("other_organisation"),
            Touchpoint.kind,
            Touchpoint.chance,
            *PRINTS,
            Touchpoint.found_at,
            Touchpoint.reopened_at,
            _standing_decision(),
        )
        .join(ONE_LEAD, ONE_LEAD.id == ONE.lead_organisation_id)
        .join(OTHER_LEAD, OTHER_LEAD.id == OTHER.lead_organisation_id)
        .where(*_leafing(_conditions(actor, selection, reference), selection))
        .order_by(*_order(selection.order))
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    )
    return [_row(row) for row in read(query)]


def _leafing(
    conditions: list[ColumnElement[bool]], selection: TouchpointSelection
) -> list[ColumnElement[bool]]:
    """The conditions, so written that nearly all that waits is leafed through from the newest on.

    No database is then tempted to gather it all by an index of strength, and to sort it.
    """
    if selection.order is WorklistOrder.STRONGEST or selection.state is TouchpointState.SETTLED:
        return conditions
    return [case((condition, 1), else_=0) == 1 for condition in conditions]


def _standing_decision() -> ColumnElement[Any]:
    return (
        select(TouchpointDecision.decision)
        .where(
            TouchpointDecision.touchpoint_id == Touchpoint.id,
            TouchpointDecision.undone_at.is_(None),
        )
        .order_by(TouchpointDecision.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("decision")
    )


def _order(order: WorklistOrder) -> tuple[Any, ...]:
    if order is WorklistOrder.NEWEST:
        return (Touchpoint.id.desc(),)
    return (Touchpoint.chance.desc(), Touchpoint.id.desc())


def _row(row: Any) -> WorklistRow:
    return WorklistRow(
        public_id=row.public_id,
        one_title=row.one_title,
        one_organisation=row.one_organisation,
        other_title=row.other_title,
        other_organisation=row.other_organisation,
        kind=row.kind,
        strength=strength_of(row.chance),
        reasons=reasons_between(row.one_print, row.other_print),
        since=row.reopened_at or row.found_at,
        is_reopened=row.reopened_at is not None,
        decision=row.decision,
    )


def count_worklist(
    actor: Actor, selection: TouchpointSelection, *, reference: Reference, state: StateRow
) -> int:
    """How many fit a selection, at most one more than `MOST_COUNTED`."""
    if not may_somewhere(actor, Permission.REVIEW_TOUCHPOINTS):
        return 0
    unordered = replace(selection, order=WorklistOrder.STRONGEST)
    kept = _kept_count(state.content_hash, state.touchpoint_revision, unordered)
    if not kept:
        some = (
            joined(Touchpoint.id)
            .where(*_conditions(actor, unordered, reference))
            .limit(MOST_COUNTED + 1)
            .subquery()
        )
        kept.append(read(select(func.count()).select_from(some)).scalar_one())
    return kept[0]


@lru_cache(maxsize=1024)
def _kept_count(_content_hash: str, _revision: int, _selection: TouchpointSelection) -> list[int]:
    return []


def count_waiting(actor: Actor, *, reference: Reference, state: StateRow) -> int:
    """How many wait for a decision; 0 for those who do not decide."""
    return count_worklist(actor, TouchpointSelection(), reference=reference, state=state)


def find_next_waiting(actor: Actor, chance: float, row_id: int) -> uuid.UUID | None:
    """The one that waits after another, in the order of the list; else the first that waits."""
    if not may_somewhere(actor, Permission.REVIEW_TOUCHPOINTS):
        return None
    is_later = tuple_(Touchpoint.chance, Touchpoint.id) < tuple_(literal(chance), literal(row_id))
    waiting = joined(Touchpoint.public_id).where(
        Touchpoint.is_current.is_(True),
        Touchpoint.state == TouchpointState.WAITING,
        Touchpoint.id != row_id,
        are_listed(),
    )
    order = _order(WorklistOrder.STRONGEST)
    found = read(waiting.where(is_later).order_by(*order).limit(1)).scalar_one_or_none()
    return found or read(waiting.order_by(*order).limit(1)).scalar_one_or_none()


def find_batch(actor: Actor, batch: uuid.UUID) -> BatchRow | None:
    """What the actor has decided in one go, as far as it stands."""
    query = (
        select(TouchpointDecision.decision, func.count().label("decided"))
        .where(
            TouchpointDecision.batch == batch,
            TouchpointDecision.made_by_id == actor.person_id,
            TouchpointDecision.undone_at.is_(None),
        )
        .group_by(TouchpointDecision.decision)
    )
    row = read(query).first()
    return BatchRow(row.decision, row.decided) if row else None


def _conditions(
    actor: Actor, selection: TouchpointSelection, reference: Reference
) -> list[ColumnElement[bool]]:
    if not may_somewhere(actor, Permission.REVIEW_TOUCHPOINTS):
        return [false()]
    return [*_of_state(selection.state, actor), *_filters(selection, reference)]


def _of_state(state: TouchpointState, actor: Actor) -> list[ColumnElement[bool]]:
    """What is settled stays in its list when the two no longer meet, or have become one."""
    known = Touchpoint.state == state
    if state is TouchpointState.SETTLED:
        return [Touchpoint.is_current.in_((True, False)), known, is_seen(sight_of(actor))]
    return [Touchpoint.is_current.is_(True), known, are_listed()]


def _filters(selection: TouchpointSelection, reference: Reference) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if selection.goal_area:
        ids = [row.id for row in reference.goal_areas.values() if row.code == selection.goal_area]
        chosen.append(_one_is_tagged(InitiativeGoalArea, InitiativeGoalArea.goal_area_id, ids))
    if selection.goal:
        ids = [row.id for row in reference.goals.values() if row.code == selection.goal]
        chosen.append(_one_is_tagged(InitiativeGoal, InitiativeGoal.goal_id, ids))
    if selection.place:
        place = reference.place(selection.place)
        ids = list(place.inside_ids) if place else []
        chosen.append(_one_is_tagged(InitiativePlace, InitiativePlace.place_id, ids))
    if selection.organisation:
        chosen.append(_one_is_led_by(selection.organisation))
    if selection.kind:
        is_known = selection.kind in list(TouchpointKind)
        chosen.append(Touchpoint.kind == selection.kind if is_known else false())
    return chosen


def _one_is_tagged(table: Any, column: Any, ids: list[int]) -> ColumnElement[bool]:
    tagged = select(table.initiative_id).where(column.in_(ids))
    return or_(Touchpoint.one_id.in_(tagged), Touchpoint.other_id.in_(tagged))


def _one_is_led_by(public_id: str) -> ColumnElement[bool]:
    try:
        wanted = uuid.UUID(public_id)
    except ValueError:
        return false()
    led = (
        select(Initiative.id)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Organisation.public_id == wanted)
    )
    return or_(Touchpoint.one_id.in_(led), Touchpoint.other_id.in_(led))
