"""Deciding about touchpoints: a coordinator suggests or decides, both sides say yes, all can be undone.

A cooperation or a merger stands only once both sides have said yes; the other decisions stand at
once. Every decision stands in the history of both initiatives.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import transaction
from tracker.domain.touchpoint_decisions import WANTS_BOTH, Decision, Side, TouchpointState
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Touchpoint, TouchpointDecision
from tracker.services import mergers, touchpoint_notices
from tracker.services.initiatives import organisation_named
from tracker.services.personal_data import refuse_personal_data
from tracker.services.touchpoint_pairs import (
    Pair,
    load_pair,
    lock_initiatives_of,
    record_on_both,
)

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be decided.

    `owner` is the organisation that follows it up, None for the coordinators; `keeps` is the
    initiative that a merger goes on in.
    """

    decision: Decision
    keeps: Side = Side.ONE
    note: str = ""
    owner: uuid.UUID | None = None
    follow_up_on: date | None = None


def decide(
    actor: Actor, public_id: uuid.UUID, wish: Wish, *, version: int, now: datetime
) -> uuid.UUID:
    """Decide about one touchpoint, or suggest what wants a yes from both sides.

    Returns the batch, by which it can be undone.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError, StaleVersionError,
        RefusedError: `reason_needed`, `other_side_not_told`, `merged_already`.
    """
    _check(actor, wish)
    batch = uuid.uuid4()
    with transaction():
        pair = load_pair(actor, public_id, Permission.REVIEW_TOUCHPOINTS)
        pair.check_version(version)
        _decide(actor, pair, wish, batch=batch, now=now)
    return batch


def decide_many(
    actor: Actor, public_ids: Sequence[uuid.UUID], wish: Wish, *, now: datetime
) -> uuid.UUID:
    """Decide the same about several touchpoints that wait, all of them or none.

    Returns the batch, by which they can be undone together.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError,
        RefusedError: `reason_needed`, `other_side_not_told`, `not_waiting`, `too_many`.
    """
    _check(actor, wish)
    if len(public_ids) > MOST_AT_ONCE:
        raise RefusedError("too_many")
    batch = uuid.uuid4()
    with transaction():
        lock_initiatives_of(public_ids)
        for public_id in sorted(set(public_ids)):
            pair = load_pair(actor, public_id, Permission.REVIEW_TOUCHPOINTS)
            if pair.touchpoint.state is not TouchpointState.WAITING:
                raise RefusedError("not_waiting", "touchpoint")
            _decide(actor, pair, wish, batch=batch, now=now)
    return batch


def _check(actor: Actor, wish: Wish) -> None:
    demand_somewhere(actor, Permission.REVIEW_TOUCHPOINTS)
    refuse_personal_data({"note": wish.note})
    if wish.decision is Decision.NOT_RELEVANT and not wish.note.strip():
        raise RefusedError("reason_needed", "note")


def _decide(actor: Actor, pair: Pair, wish: Wish, *, batch: uuid.UUID, now: datetime) -> None:
    wants_both = wish.decision in WANTS_BOTH
    if wants_both and not pair.sides_see_each_other:
        raise RefusedError("other_side_not_told", "decision")
    _end_standing(pair, now=now)
    decision = TouchpointDecision(
        touchpoint_id=pair.touchpoint.id,
        decision=wish.decision,
        keeps=wish.keeps,
        note=wish.note.strip(),
        owner_id=organisation_named(wish.owner).id if wish.owner else None,
        follow_up_on=wish.follow_up_on,
        made_by_id=actor.person_id,
        made_at=now,
        stands_since=None if wants_both else now,
        batch=batch,
    )
    db.session.add(decision)
    pair.turn(TouchpointState.SUGGESTED if wants_both else TouchpointState.SETTLED)
    verb = Verb.TOUCHPOINT_SUGGESTED if wants_both else Verb.TOUCHPOINT_DECIDED
    record_on_both(actor, verb, pair, decision, at=now)
    if wants_both:
        touchpoint_notices.tell_suggested(actor, pair, decision, now=now)


def _end_standing(pair: Pair, *, now: datetime) -> None:
    """A new decision takes the place of one that stands or waits; what was merged stays merged."""
    for decision in standing_of(pair.touchpoint):
        if _is_merger(decision):
            raise RefusedError("merged_already")
        decision.undone_at = now


def _is_merger(decision: TouchpointDecision) -> bool:
    return decision.decision is Decision.MERGE and decision.stands_since is not None


def standing_of(touchpoint: Touchpoint) -> Sequence[TouchpointDecision]:
    """The decision that stands or waits for a yes, if there is one."""
    return db.session.scalars(
        select(TouchpointDecision).where(
            TouchpointDecision.touchpoint_id == touchpoint.id,
            TouchpointDecision.undone_at.is_(None),
        )
    ).all()


def answer(actor: Actor, decision_id: uuid.UUID, *, is_accepted: bool, now: datetime) -> uuid.UUID:
    """Say yes or no to a suggested cooperation or merger, for one's own side or sides.

    Returns the touchpoint's public id.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `answered_already`.
    """
    with transaction():
        decision = _named(decision_id)
        [public_id] = _public_ids([decision.touchpoint_id])
        pair = load_pair(actor, public_id, Permission.ANSWER_TOUCHPOINT)
        db.session.refresh(decision)
        sides = [side for side in pair.sides_of(actor) if _answer_of(decision, side) is None]
        if decision.undone_at is not None or decision.stands_since is not None or not sides:
            raise RefusedError("answered_already")
        for side in sides:
            setattr(decision, f"{side.value}_answer", is_accepted)
        verb = Verb.TOUCHPOINT_AGREED if is_accepted else Verb.TOUCHPOINT_DECLINED
        record_on_both(actor, verb, pair, decision, at=now)
        if not is_accepted:
            decision.undone_at = now
            pair.turn(TouchpointState.WAITING)
        elif decision.one_answer and decision.other_answer:
            _stand(actor, pair, decision, now=now)
        touchpoint_notices.tell_answered(actor, pair, is_accepted=is_accepted, now=now)
        return pair.touchpoint.public_id


def _answer_of(decision: TouchpointDecision, side: Side) -> bool | None:
    answered: bool | None = getattr(decision, f"{side.value}_answer")
    return answered


def _stand(actor: Actor, pair: Pair, decision: TouchpointDecision, *, now: datetime) -> None:
    decision.stands_since = now
    pair.turn(TouchpointState.SETTLED)
    record_on_both(actor, Verb.TOUCHPOINT_DECIDED, pair, decision, at=now)
    if decision.decision is Decision.MERGE:
        mergers.merge(actor, pair, decision, now=now)


def undo(actor: Actor, batch: uuid.UUID, *, now: datetime) -> list[uuid.UUID]:
    """Take back what was decided in one go; what was suggested is no longer asked.

    A merger is not undone here, but with `mergers.undo`. Returns the touchpoints' public ids.

    Raises:
        NotFoundError: nothing of it stands.
        NotAllowedError, RefusedError: `merged_already`.
    """
    demand_somewhere(actor, Permission.REVIEW_TOUCHPOINTS)
    with transaction():
        decisions = db.session.scalars(
            select(TouchpointDecision)
            .where(TouchpointDecision.batch == batch, TouchpointDecision.undone_at.is_(None))
            .order_by(TouchpointDecision.id)
        ).all()
        if not decisions:
            raise NotFoundError
        if any(map(_is_merger, decisions)):
            raise RefusedError("merged_already")
        lock_initiatives_of(_public_ids(decision.touchpoint_id for decision in decisions))
        return [_undo(actor, decision, now=now) for decision in decisions]


def _undo(actor: Actor, decision: TouchpointDecision, *, now: datetime) -> uuid.UUID:
    [public_id] = _public_ids([decision.touchpoint_id])
    pair = load_pair(actor, public_id, Permission.REVIEW_TOUCHPOINTS)
    decision.undone_at = now
    pair.turn(TouchpointState.WAITING)
    record_on_both(actor, Verb.TOUCHPOINT_UNDONE, pair, decision, at=now)
    return public_id


def release(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Tell a side that may not see the other one that a registered initiative touches its own.

    Nothing is said of the other one but that it is there.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `released_already`.
    """
    with transaction():
        pair = load_pair(actor, public_id, Permission.REVIEW_TOUCHPOINTS)
        if pair.sides_see_each_other or pair.touchpoint.released_at is not None:
            raise RefusedError("released_already")
        pair.touchpoint.released_at = now
        pair.touchpoint.version += 1
        pair.record(actor, Verb.TOUCHPOINT_RELEASED, at=now)
        touchpoint_notices.tell_released(actor, pair, now=now)


def _named(decision_id: uuid.UUID) -> TouchpointDecision:
    decision: TouchpointDecision | None = db.session.scalars(
        select(TouchpointDecision).where(TouchpointDecision.public_id == decision_id)
    ).one_or_none()
    if decision is None:
        raise NotFoundError
    return decision


def _public_ids(row_ids: Iterable[int]) -> Sequence[uuid.UUID]:
    query = select(Touchpoint.public_id).where(Touchpoint.id.in_(list(row_ids)))
    return db.session.scalars(query).all()
