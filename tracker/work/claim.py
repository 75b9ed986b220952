"""Takes events out of the outbox, one at a time, so that many workers never send one twice.

A claim is a lease: a worker that dies loses it after `LEASE`, and another one goes on. One
statement claims on both databases; SQLite has one writer at a time and needs no SKIP LOCKED.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, update

from tracker.database import transaction
from tracker.domain.outbox import MOST_ATTEMPTS, WAITS
from tracker.extensions import db
from tracker.models import OutboxEvent

LEASE = timedelta(minutes=5)
LONGEST_ERROR = 1000


@dataclass(frozen=True, slots=True)
class Claim:
    """An event that this worker holds; `attempt` counts from 1."""

    id: int
    kind: str
    payload: dict[str, Any]
    message_id: str
    created_at: datetime
    attempt: int


def claim_next(*, now: datetime) -> Claim | None:
    """Take the event that has been due longest; None where nothing is due.

    Nothing is written while nothing is due, so an idle worker never holds the write lock.
    """
    if not db.session.scalar(select(exists().where(_is_due(now)))):
        db.session.rollback()
        return None
    with transaction() as session:
        row = session.execute(_take(now)).one_or_none()
    return None if row is None else Claim(*row)


def _take(now: datetime) -> Any:
    longest_due = (
        select(OutboxEvent.id)
        .where(_is_due(now))
        .order_by(OutboxEvent.due_at, OutboxEvent.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return (
        update(OutboxEvent)
        .where(OutboxEvent.id == longest_due)
        .values(claimed_until=now + LEASE, attempts=OutboxEvent.attempts + 1)
        .returning(
            OutboxEvent.id,
            OutboxEvent.kind,
            OutboxEvent.payload,
            OutboxEvent.message_id,
            OutboxEvent.created_at,
            OutboxEvent.attempts,
        )
        .execution_options(synchronize_session=False)
    )


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(
        OutboxEvent.done_at.is_(None),
        OutboxEvent.due_at <= now,
        OutboxEvent.attempts < MOST_ATTEMPTS,
        or_(OutboxEvent.claimed_until.is_(None), OutboxEvent.claimed_until <= now),
    )


def mark_done(claim: Claim, *, now: datetime) -> None:
    """Keep that an event is carried out, and forget what it held: names, addresses and links."""
    with transaction() as session:
        session.execute(
            update(OutboxEvent)
            .where(OutboxEvent.id == claim.id)
            .values(done_at=now, claimed_until=None, payload={}, last_error="")
        )


def put_off(claim: Claim, *, error: str, now: datetime) -> None:
    """Keep why an event failed, and try again later; after `MOST_ATTEMPTS` it stays as it is.

    Does nothing if the lease has run out and another worker holds the event by now.
    """
    wait = WAITS[min(claim.attempt, len(WAITS)) - 1]
    with transaction() as session:
        session.execute(
            update(OutboxEvent)
            .where(
                OutboxEvent.id == claim.id,
                OutboxEvent.attempts == claim.attempt,
                OutboxEvent.done_at.is_(None),
            )
            .values(due_at=now + wait, claimed_until=None, last_error=error[:LONGEST_ERROR])
        )
