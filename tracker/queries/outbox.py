"""Answers whether mails come out: how many wait, and what went wrong with the last one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.extensions import db
from tracker.models import OutboxEvent


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How many mails wait, how many of those have failed at least once, and when one last went."""

    waiting: int
    failing: int
    last_done_at: datetime | None


def get_outbox_state(actor: Actor) -> OutboxState:
    """How the outbox stands.

    Raises:
        NotAllowedError: the actor does not manage the settings.
    """
    demand_somewhere(actor, Permission.MANAGE_SETTINGS)
    waits = OutboxEvent.done_at.is_(None)
    row = db.session.execute(
        select(
            func.count(OutboxEvent.id).filter(waits).label("waiting"),
            func.count(OutboxEvent.id).filter(waits, OutboxEvent.last_error != "").label("failing"),
            func.max(OutboxEvent.done_at).label("last_done_at"),
        )
    ).one()
    return OutboxState(row.waiting, row.failing, row.last_done_at)
