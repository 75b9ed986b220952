"""Answers what was decided about a touchpoint, and what the two sides and the coordinators say.

Two sides that do not both see each other read what they and the coordinators write, not one another.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.database import read
from tracker.domain.touchpoint_decisions import Answer, Decision, Side
from tracker.models import (
    InitiativeMerger,
    Organisation,
    Person,
    TouchpointDecision,
    TouchpointMessage,
)
from tracker.queries.touchpoints import PairPage

MOST_DECISIONS = 50
MOST_MESSAGES = 200


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What was decided or suggested.

    `owner_name` is None where the coordinators follow it up. `answers` are those of the sides,
    None while nobody has answered. `merger_id` is there where the two have become one and it
    has not been undone.
    """

    public_id: uuid.UUID
    batch: uuid.UUID
    decision: Decision
    keeps: Side
    note: str
    owner_name: str | None
    follow_up_on: date | None
    made_at: datetime
    answers: Mapping[Side, bool | None]
    stands_since: datetime | None
    undone_at: datetime | None
    merger_id: uuid.UUID | None
    merged_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        """Whether a yes is still waited for."""
        return self.undone_at is None and self.stands_since is None

    def waits_for(self, sides: Iterable[Side]) -> bool:
        """Whether one of these sides has not answered yet."""
        return self.is_waiting and any(self.answers[side] is None for side in sides)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """Something said; `organisation_name` is None for the coordinators.

    `person_name` is None for those who may not know it, empty where the person is erased.
    """

    person_name: str | None
    organisation_name: str | None
    is_own: bool
    answer: Answer | None
    body: str
    created_at: datetime


def list_decisions(actor: Actor, pair: PairPage) -> Sequence[DecisionRow]:
    """What was decided, latest first; nothing for a side that may not see the other one."""
    if not pair.is_whole or not (pair.own or _reviews(actor)):
        return []
    found = read(_DECISIONS, {"touchpoint_id": pair.id, "limit": MOST_DECISIONS})
    return [
        DecisionRow(
            public_id=row.public_id,
            batch=row.batch,
            decision=row.decision,
            keeps=row.keeps,
            note=row.note,
            owner_name=row.owner_name,
            follow_up_on=row.follow_up_on,
            made_at=row.made_at,
            answers={Side.ONE: row.one_answer, Side.OTHER: row.other_answer},
            stands_since=row.stands_since,
            undone_at=row.undone_at,
            merger_id=row.merger_id,
            merged_at=row.merged_at,
        )
        for row in found
    ]


def _decisions() -> Any:
    is_merger = and_(
        InitiativeMerger.touchpoint_id == TouchpointDecision.touchpoint_id,
        InitiativeMerger.undone_at.is_(None),
        TouchpointDecision.decision == Decision.MERGE,
        TouchpointDecision.undone_at.is_(None),
    )
    return (
        select(
            TouchpointDecision.public_id,
            TouchpointDecision.batch,
            TouchpointDecision.decision,
            TouchpointDecision.keeps,
            TouchpointDecision.note,
            Organisation.name.label("owner_name"),
            TouchpointDecision.follow_up_on,
            TouchpointDecision.made_at,
            TouchpointDecision.one_answer,
            TouchpointDecision.other_answer,
            TouchpointDecision.stands_since,
            TouchpointDecision.undone_at,
            InitiativeMerger.public_id.label("merger_id"),
            InitiativeMerger.merged_at,
        )
        .outerjoin(Organisation, Organisation.id == TouchpointDecision.owner_id)
        .outerjoin(InitiativeMerger, is_merger)
        .where(TouchpointDecision.touchpoint_id == bindparam("touchpoint_id"))
        .order_by(TouchpointDecision.id.desc())
        .limit(bindparam("limit"))
    )


_DECISIONS = _decisions()


def list_messages(actor: Actor, pair: PairPage) -> Sequence[MessageRow]:
    """What is said, first to last; the latest `MOST_MESSAGES` of it."""
    reviews = _reviews(actor)
    if not (pair.own or reviews):
        return []
    reads_all = reviews or pair.is_told is None
    found = read(_MESSAGES, {"touchpoint_id": pair.id, "limit": MOST_MESSAGES}).all()
    return [
        MessageRow(
            person_name=row.person_name if reviews or is_own else None,
            organisation_name=row.organisation_name,
            is_own=is_own,
            answer=row.answer,
            body=row.body,
            created_at=row.created_at,
        )
        for row in reversed(found)
        for is_own in [_is_own(actor, row.organisation_id)]
        if reads_all or is_own or row.organisation_id is None
    ]


def _messages() -> Any:
    return (
        select(
            Person.name.label("person_name"),
            TouchpointMessage.organisation_id,
            Organisation.name.label("organisation_name"),
            TouchpointMessage.answer,
            TouchpointMessage.body,
            TouchpointMessage.created_at,
        )
        .join(Person, Person.id == TouchpointMessage.person_id)
        .outerjoin(Organisation, Organisation.id == TouchpointMessage.organisation_id)
        .where(TouchpointMessage.touchpoint_id == bindparam("touchpoint_id"))
        .order_by(TouchpointMessage.id.desc())
        .limit(bindparam("limit"))
    )


_MESSAGES = _messages()


def _is_own(actor: Actor, organisation_id: int | None) -> bool:
    if organisation_id is None:
        return _reviews(actor)
    return organisation_id in actor.organisation_ids


def _reviews(actor: Actor) -> bool:
    return may_somewhere(actor, Permission.REVIEW_TOUCHPOINTS)
