"""Keeps who took out a whole record, and what of it was masked."""

from collections.abc import Sequence
from datetime import datetime

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, demand
from tracker.database import transaction
from tracker.domain.verbs import SubjectKind, Verb
from tracker.services import audit
from tracker.services.audited_tables import SubjectKey


def note_package(
    actor: Actor, initiative_id: int, subject: Subject, *, masked: Sequence[str], now: datetime
) -> None:
    """Note that the actor took out a record, and which kinds of value were masked.

    Raises:
        NotAllowedError: the deed is not the actor's to do.
    """
    demand(actor, Permission.EXTRACT_RECORD, subject)
    with transaction():
        audit.record(
            actor,
            Verb.PACKAGED,
            SubjectKey(SubjectKind.INITIATIVE, initiative_id),
            at=now,
            organisation_id=subject.organisation_id,
            changes={"masked": (None, list(masked))},
        )
