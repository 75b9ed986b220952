"""Saying that what is written of an initiative is still right."""

import uuid
from datetime import datetime

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.database import transaction
from tracker.domain.local_time import local_day
from tracker.domain.verbs import Verb
from tracker.services import audit
from tracker.services.initiatives import load


def confirm(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Keep that somebody says it today; said again on the same day, it is kept once.

    Raises:
        NotFoundError, NotAllowedError.
    """
    today = local_day(now)
    with transaction():
        initiative = load(actor, public_id, Permission.EDIT_INITIATIVE)
        before = initiative.confirmed_on
        if before == today:
            return
        initiative.confirmed_on = today
        changes = {"confirmed_on": (before, today)}
        audit.record_on(actor, Verb.CONFIRMED, initiative, at=now, changes=changes)
