"""Answers which touchpoints to show where people already are: at an initiative, and at the start."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, or_, select, union_all

from tracker.access.actors import Actor
from tracker.access.touchpoint_sight import (
    ONE,
    OTHER,
    SideFacts,
    Sight,
    is_seen,
    shown_sides,
    sight_of,
)
from tracker.database import read
from tracker.domain.touchpoint_decisions import Decision, Side, TouchpointKind, TouchpointState
from tracker.domain.touchpoint_reasons import reasons_between
from tracker.domain.touchpoints.ranking import Strength, strength_of
from tracker.domain.touchpoints.reasons import Reason
from tracker.models import Initiative, Touchpoint, TouchpointDecision, TouchpointMessage
from tracker.queries.register import StateRow
from tracker.queries.touchpoint_worklist import ONE_LEAD, OTHER_LEAD, PRINTS, joined

MOST_AT_INITIATIVE = 5
MOST_NEW = 3
MOST_ASKED = 50


@dataclass(frozen=True, slots=True)
class OtherRow:
    """The other one of a touchpoint; nothing but `public_id` and `own_title` where it may not be seen."""

    public_id: uuid.UUID
    own_title: str
    title: str
    organisation_name: str
    kind: TouchpointKind | None
    strength: Strength | None
    reasons: tuple[Reason, ...]
    state: TouchpointState


@dataclass(frozen=True, slots=True)
class StartRows:
    """What waits for a yes or a no from the actor's organisations, and strong new ones."""

    asked: tuple[OtherRow, ...]
    new: tuple[OtherRow, ...]


_COLUMNS = (
    Touchpoint.public_id,
    Touchpoint.kind,
    Touchpoint.chance,
    Touchpoint.state,
    *PRINTS,
    *(
        column
        for side, initiative, lead in ((Side.ONE, ONE, ONE_LEAD), (Side.OTHER, OTHER, OTHER_LEAD))
        for column in (
            initiative.id.label(f"{side}_id"),
            initiative.title.label(f"{side}_title"),
            initiative.visibility.label(f"{side}_visibility"),
            initiative.lead_organisation_id.label(f"{side}_organisation_id"),
            initiative.merged_into_id.label(f"{side}_merged_into_id"),
            lead.name.label(f"{side}_organisation_name"),
        )
    ),
)


def _pairs() -> Any:
    return (
        joined(*_COLUMNS)
        .join(ONE_LEAD, ONE_LEAD.id == ONE.lead_organisation_id)
        .join(OTHER_LEAD, OTHER_LEAD.id == OTHER.lead_organisation_id)
    )


def list_at(actor: Actor, initiative_id: int) -> Sequence[OtherRow]:
    """The strongest that an initiative has now, without those that are of no relevance."""
    found = read(_at(sight_of(actor)), {"initiative_id": initiative_id}).all()
    return [
        _other(actor, row, Side.ONE if row.one_id == initiative_id else Side.OTHER) for row in found
    ]


@lru_cache(maxsize=256)
def _at(sight: Sight) -> Any:
    wanted: Any = bindparam("initiative_id")
    irrelevant = exists().where(
        TouchpointDecision.touchpoint_id == Touchpoint.id,
        TouchpointDecision.decision == Decision.NOT_RELEVANT,
        TouchpointDecision.undone_at.is_(None),
        Touchpoint.state == TouchpointState.SETTLED,
    )
    return (
        _pairs()
        .where(
            Touchpoint.id.in_(_ids_at(wanted)),
            case((Touchpoint.is_current, 1), else_=0)
            == 1,  # lest all current ones are leafed through
            is_seen(sight),
            ~irrelevant,
        )
        .order_by(Touchpoint.chance.desc(), Touchpoint.id.desc())
        .limit(MOST_AT_INITIATIVE)
    )


def _ids_at(initiative_id: Any) -> Any:
    """All touchpoints of an initiative, found by index from each side."""
    return union_all(
        *(
            select(Touchpoint.id).where(column == initiative_id)
            for column in (Touchpoint.one_id, Touchpoint.other_id)
        )
    )


def list_for_start(actor: Actor, *, state: StateRow) -> StartRows:
    """What concerns the actor's own organisations; read anew once something has changed."""
    if not actor.organisation_ids:
        return StartRows((), ())
    kept = _kept(state.content_hash, state.touchpoint_revision, actor.organisation_ids)
    if not kept:
        kept.append(_for_start(actor))
    return kept[0]


@lru_cache(maxsize=1024)
def _kept(_content_hash: str, _revision: int, _organisation_ids: frozenset[int]) -> list[StartRows]:
    return []


def _for_start(actor: Actor) -> StartRows:
    own = Sight(reviews=False, organisation_ids=actor.organisation_ids)
    rows = [_other(actor, row, _own_side(actor, row)) for row in read(_of_organisations(own)).all()]
    return StartRows(
        asked=tuple(row for row in rows if row.state is TouchpointState.SUGGESTED),
        new=tuple(row for row in rows if row.strength is Strength.STRONG and _is_new(row))[
            :MOST_NEW
        ],
    )


def _is_new(row: OtherRow) -> bool:
    return row.state is TouchpointState.WAITING


def _own_side(actor: Actor, row: Any) -> Side:
    return Side.ONE if row.one_organisation_id in actor.organisation_ids else Side.OTHER


@lru_cache(maxsize=256)
def _of_organisations(own: Sight) -> Any:
    """Suggestions that the organisations have not answered, and the strongest that wait."""
    asked = (
        _pairs()
        .join(TouchpointDecision, TouchpointDecision.touchpoint_id == Touchpoint.id)
        .where(
            Touchpoint.state == TouchpointState.SUGGESTED,
            TouchpointDecision.undone_at.is_(None),
            TouchpointDecision.stands_since.is_(None),
            or_(_unanswered(own, Side.ONE), _unanswered(own, Side.OTHER)),
            is_seen(own),
        )
        .order_by(TouchpointDecision.id)
        .limit(MOST_ASKED)
        .subquery()
    )
    waiting = (
        _pairs()
        .where(
            Touchpoint.is_current.is_(True),
            Touchpoint.state == TouchpointState.WAITING,
            Touchpoint.id.in_(_ids_of(own)),
            ~_said(own),
            is_seen(own),
        )
        .order_by(Touchpoint.chance.desc(), Touchpoint.id.desc())
        .limit(MOST_NEW)
        .subquery()
    )
    return union_all(select(asked), select(waiting))


def _unanswered(own: Sight, side: Side) -> ColumnElement[bool]:
    initiative = ONE if side is Side.ONE else OTHER
    answer = TouchpointDecision.one_answer if side is Side.ONE else TouchpointDecision.other_answer
    return and_(initiative.lead_organisation_id.in_(sorted(own.organisation_ids)), answer.is_(None))


def _ids_of(own: Sight) -> Any:
    """All touchpoints of the organisations, found by index from each side."""
    led = select(Initiative.id).where(
        Initiative.lead_organisation_id.in_(sorted(own.organisation_ids))
    )
    return union_all(
        *(
            select(Touchpoint.id).where(column.in_(led))
            for column in (Touchpoint.one_id, Touchpoint.other_id)
        )
    )


def _said(own: Sight) -> ColumnElement[bool]:
    return exists().where(
        TouchpointMessage.touchpoint_id == Touchpoint.id,
        TouchpointMessage.organisation_id.in_(sorted(own.organisation_ids)),
    )


def _other(actor: Actor, row: Any, own: Side) -> OtherRow:
    other = own.opposite
    is_shown = other in shown_sides(actor, {side: _facts(row, side) for side in Side})
    return OtherRow(
        public_id=row.public_id,
        own_title=getattr(row, f"{own}_title"),
        title=getattr(row, f"{other}_title") if is_shown else "",
        organisation_name=getattr(row, f"{other}_organisation_name") if is_shown else "",
        kind=row.kind if is_shown else None,
        strength=strength_of(row.chance) if is_shown else None,
        reasons=reasons_between(row.one_print, row.other_print) if is_shown else (),
        state=row.state,
    )


def _facts(row: Any, side: Side) -> SideFacts:
    merged = (row.one_merged_into_id, row.other_merged_into_id)
    return SideFacts(
        organisation_id=getattr(row, f"{side}_organisation_id"),
        visibility=getattr(row, f"{side}_visibility"),
        is_merged=any(each is not None for each in merged),
    )
