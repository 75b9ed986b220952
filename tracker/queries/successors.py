"""Answers what goes on after an initiative, by the rule of `tracker.domain.successors`."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from tracker.access.actors import Actor
from tracker.access.touchpoint_sight import are_listed
from tracker.access.visibility import is_visible
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


@dataclass(frozen=True, slots=True)
class FollowerRow:
    """An initiative that goes on after another."""

    public_id: uuid.UUID
    title: str


def find_follower(actor: Actor, ended: InitiativePage) -> FollowerRow | None:
    """What goes on after an initiative, the latest registered; None where nothing is known to."""
    tied = _tied_to(ended.id)
    query = (
        select(
            Initiative.public_id,
            Initiative.title,
            Initiative.phase,
            Initiative.end_on,
            ids_of(InitiativePlace.place_id, Initiative.id).label("places"),
            ids_of(InitiativeGoalArea.goal_area_id, Initiative.id).label("goal_areas"),
        )
        .where(
            or_(
                Initiative.lead_organisation_id == ended.organisation_id,
                *(Initiative.id.in_(select(side)) for side in tied),
            ),
            or_(Initiative.end_on.is_(None), Initiative.end_on > ended.end_on),
            Initiative.id != ended.id,
            is_visible(actor),
        )
        .order_by(Initiative.id.desc())
    )
    own = Record(
        None,
        ended.phase,
        ended.end_on,
        frozenset(str(row.id) for row in ended.places),
        frozenset(str(row.id) for row in ended.goal_areas),
    )
    for row in read(query):
        after = Record(None, row.phase, row.end_on, _ids(row.places), _ids(row.goal_areas))
        if not what_differs(own, after):
            return FollowerRow(row.public_id, row.title)
    return None


def _ids(text: str | None) -> frozenset[str]:
    return frozenset(text.split(",") if text else ())


def _tied_to(initiative_id: int) -> list[Any]:
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
