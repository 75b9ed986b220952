"""Marking what one was told as read, and choosing of what one is mailed at once."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import one_for_change, transaction
from tracker.domain.mails import MailTemplate
from tracker.domain.notifications import NotificationGroup, link_of
from tracker.models import Notification, UnmailedGroup


def read(actor: Actor, notification_id: uuid.UUID, *, now: datetime) -> str:
    """Mark one's own line as read; returns the address that it leads to.

    Raises:
        NotFoundError: it is not the actor's.
    """
    with transaction():
        row = _own(actor, notification_id)
        row.read_at = row.read_at or now
        return link_of(MailTemplate(row.template), row.values)


def unread(actor: Actor, notification_id: uuid.UUID) -> None:
    """Mark one's own line as unread again.

    Raises:
        NotFoundError: it is not the actor's.
    """
    with transaction():
        _own(actor, notification_id).read_at = None


def read_all(actor: Actor, *, now: datetime) -> None:
    """Mark all that one was told as read."""
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    with transaction() as session:
        is_unread = (Notification.person_id == actor.person_id, Notification.read_at.is_(None))
        session.execute(update(Notification).where(*is_unread).values(read_at=now))


def choose_mails(actor: Actor, mailed: Collection[NotificationGroup]) -> None:
    """Choose of which groups one is mailed at once; of the others one is told in the product."""
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    with transaction() as session:
        session.execute(delete(UnmailedGroup).where(UnmailedGroup.person_id == actor.person_id))
        session.add_all(
            UnmailedGroup(person_id=actor.person_id, group=group)
            for group in NotificationGroup
            if group not in mailed
        )


def _own(actor: Actor, notification_id: uuid.UUID) -> Notification:
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    query = select(Notification).where(
        Notification.public_id == notification_id, Notification.person_id == actor.person_id
    )
    row: Notification = one_for_change(query)
    return row
