"""What the two sides and the coordinators say about a touchpoint; it stays with the pair."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.database import read, transaction
from tracker.domain.touchpoint_decisions import Answer, Side
from tracker.domain.verbs import Verb
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import Initiative, Touchpoint, TouchpointMessage
from tracker.services import touchpoint_notices
from tracker.services.personal_data import refuse_personal_data
from tracker.services.touchpoint_pairs import Pair, load_pair


def answer(actor: Actor, public_id: uuid.UUID, wanted: Answer, *, now: datetime) -> None:
    """Say for one's own side that one talks already, or that the two are not the same.

    Raises:
        NotFoundError, NotAllowedError.
    """
    with transaction():
        pair = load_pair(actor, public_id, Permission.ANSWER_TOUCHPOINT)
        _say(actor, pair, _own_side(actor, pair), answer=wanted, now=now)
        pair.record(actor, Verb.TOUCHPOINT_ANSWERED, at=now)


def set_aside(
    actor: Actor, initiative_id: uuid.UUID, others: Sequence[uuid.UUID], *, now: datetime
) -> None:
    """Keep that whoever registered an initiative said of some that they are not the same thing."""
    ends = aliased(Initiative), aliased(Initiative)
    wanted = (initiative_id, *others)
    query = (
        select(Touchpoint.public_id)
        .join(ends[0], ends[0].id == Touchpoint.one_id)
        .join(ends[1], ends[1].id == Touchpoint.other_id)
        .where(*(end.public_id.in_(wanted) for end in ends))
        .where(or_(*(end.public_id == initiative_id for end in ends)))
    )
    for public_id in read(query).scalars().all() if others else ():
        answer(actor, public_id, Answer.NOT_THE_SAME, now=now)


def write(actor: Actor, public_id: uuid.UUID, body: str, *, now: datetime) -> None:
    """Write to the other side and the coordinators; a coordinator writes to both sides.

    A side that may not see the other one writes to the coordinators alone.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError, RefusedError: `message_empty`.
    """
    refuse_personal_data({"body": body})
    if not body.strip():
        raise RefusedError("message_empty", "body")
    with transaction():
        pair = load_pair(actor, public_id, Permission.SEE_TOUCHPOINT)
        reviews = may_somewhere(actor, Permission.REVIEW_TOUCHPOINTS)
        side = None if reviews else _own_side(actor, pair)
        _say(actor, pair, side, body=body.strip(), now=now)
        pair.record(actor, Verb.TOUCHPOINT_WRITTEN, at=now)
        touchpoint_notices.tell_written(actor, pair, now=now)


def _own_side(actor: Actor, pair: Pair) -> Side:
    return pair.sides_of(actor)[0]


def _say(
    actor: Actor,
    pair: Pair,
    side: Side | None,
    *,
    now: datetime,
    answer: Answer | None = None,
    body: str = "",
) -> None:
    """Keep what is said for a side, or, with None, for the coordinators."""
    db.session.add(
        TouchpointMessage(
            touchpoint_id=pair.touchpoint.id,
            person_id=actor.person_id,
            organisation_id=pair.of(side).lead_organisation_id if side else None,
            answer=answer,
            body=body,
            created_at=now,
        )
    )
