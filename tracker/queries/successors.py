"""Answers what goes on after an initiative, by the rule of `tracker.domain.successors`."""

import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, Integer, bindparam, or_, select

from tracker.access.actors import Actor
from tracker.access.touchpoint_sight import are_listed
from tracker.access.visibility import Scope, is_in_scope, scope_of
from tracker.database import read
from tracker.domain.successors import Record, what_differs
from tracker.domain.touchpoint_decisions import Decision, TouchpointState
from tracker.models import (
    Initiative,
    InitiativeGoalArea,
    InitiativePlace,
    Touchpoint,
    TouchpointDecision,
)
from tracker.queries.initiatives import InitiativePage
from tracker.queries.tags import ids_of
from tracker.queries.touchpoint_worklist import joined

_ENDED: Any = bindparam("ended_id", type_=Integer)


@dataclass(frozen=True, slots=True)
class FollowerRow:
    """An initiative that goes on after another."""

    public_id: uuid.UUID
    title: str


def find_follower(actor: Actor, ended: InitiativePage) -> FollowerRow | None:
    """What goes on after an initiative, the latest registered; None where nothing is known to."""
    own = Record(
        None,
        ended.phase,
        ended.end_on,
        frozenset(str(row.id) for row in ended.places),
        frozenset(str(row.id) for row in ended.goal_areas),
    )
    about = {
        "ended_id": ended.id,
        "ended_on": ended.end_on,
        "organisation_id": ended.organisation_id,
    }
    for row in read(_later(scope_of(actor)), about):
        after = Record(None, row.phase, row.end_on, _ids(row.places), _ids(row.goal_areas))
        if not what_differs(own, after):
            return FollowerRow(row.public_id, row.title)
    return None


@lru_cache(maxsize=256)
def _later(scope: Scope) -> Any:
    """What ends later, of the same organisation or of one that is tied to it."""
    tied = (Initiative.id.in_(select(side)) for side in _tied_to(_ENDED))
    return (
        select(
            Initiative.public_id,
            Initiative.title,
            Initiative.phase,
            Initiative.end_on,
            ids_of(InitiativePlace.place_id, Initiative.id).label("places"),
            ids_of(InitiativeGoalArea.goal_area_id, Initiative.id).label("goal_areas"),
        )
        .where(
            or_(Initiative.lead_organisation_id == bindparam("organisation_id"), *tied),
            or_(Initiative.end_on.is_(None), Initiative.end_on > bindparam("ended_on", type_=Date)),
            Initiative.id != _ENDED,
            is_in_scope(scope),
        )
        .order_by(Initiative.id.desc())
    )


def _ids(text: str | None) -> frozenset[str]:
    return frozenset(text.split(",") if text else ())


def _tied_to(initiative_id: Any) -> list[Any]:
    """Those that their organisations are to do something about together with it."""
    is_together = select(TouchpointDecision.touchpoint_id).where(
        TouchpointDecision.undone_at.is_(None),
        TouchpointDecision.decision != Decision.NOT_RELEVANT,
    )
    sides = ((Touchpoint.one_id, Touchpoint.other_id), (Touchpoint.other_id, Touchpoint.one_id))
    return [
        joined(there.label("id"))
        .where(
            here == initiative_id,
            Touchpoint.state == TouchpointState.SETTLED,
            Touchpoint.id.in_(is_together),
            are_listed(),
        )
        .subquery()
        .c.id
        for here, there in sides
    ]
