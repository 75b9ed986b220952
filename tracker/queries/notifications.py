"""Answers what somebody has been told, and of what they are mailed."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.database import read
from tracker.domain.mails import MailTemplate
from tracker.domain.notifications import NotificationGroup
from tracker.models import Notification, Person, UnmailedGroup

SHOWN = 50
_TOLD = select(
    Notification.public_id,
    Notification.template,
    Notification.values,
    Notification.created_at,
    Notification.read_at,
)


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """Something that the actor was told; `values` are what its line prints."""

    public_id: uuid.UUID
    template: MailTemplate
    values: Mapping[str, Any]
    created_at: datetime
    is_read: bool


def list_notifications(actor: Actor, *, after: int) -> Sequence[NotificationRow]:
    """What the actor was told, newest first: a page of `SHOWN`, and one more if there is one."""
    query = (
        _TOLD.where(Notification.person_id == actor.person_id)
        .order_by(Notification.id.desc())
        .limit(SHOWN + 1)
        .offset(after)
    )
    return [
        NotificationRow(
            row.public_id,
            MailTemplate(row.template),
            row.values,
            row.created_at,
            row.read_at is not None,
        )
        for row in read(query)
    ]


def mailed_groups(actor: Actor) -> frozenset[NotificationGroup]:
    """The groups of which the actor is mailed at once."""
    query = select(UnmailedGroup.group).where(UnmailedGroup.person_id == actor.person_id)
    return frozenset(NotificationGroup) - frozenset(read(query).scalars())


def list_told(person: Person) -> Sequence[Mapping[str, Any]]:
    """What somebody was told and of what they want no mails, for a copy of their data."""
    told = _TOLD.where(Notification.person_id == person.id)
    unmailed = select(UnmailedGroup.group).where(UnmailedGroup.person_id == person.id)
    return [
        *(
            {"told": row.template, "created_at": row.created_at, "read_at": row.read_at}
            for row in read(told.order_by(Notification.id))
        ),
        *({"not_mailed": group} for group in sorted(read(unmailed).scalars())),
    ]
