"""Keeps who read personal data or took something out: one entry a reading, in its own transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select

from tracker.access.actors import Actor
from tracker.database import transaction
from tracker.domain.verbs import SubjectKind, Verb
from tracker.extensions import db
from tracker.models import AuditEntry
from tracker.services import audit
from tracker.services.audited_tables import SubjectKey

ONCE_IN = timedelta(minutes=15)
"""Who looks at the same again within this time is noted once."""
REGISTER = SubjectKey(SubjectKind.REGISTER, 1)


def note_reading(actor: Actor, person_id: int, *, now: datetime) -> None:
    """Note that the actor read what the register knows of a person; their own is theirs."""
    if actor.person_id == person_id:
        return
    recent = select(func.max(AuditEntry.at)).where(
        AuditEntry.subject_kind == SubjectKind.PERSON.value,
        AuditEntry.subject_id == person_id,
        AuditEntry.person_id == actor.person_id,
        AuditEntry.verb == Verb.READ.value,
    )
    last: datetime | None = db.session.scalar(recent)
    if last is None or last <= now - ONCE_IN:
        _note(actor, Verb.READ, SubjectKey(SubjectKind.PERSON, person_id), {}, now=now)


def note_trail_export(
    actor: Actor,
    selection: Mapping[str, str],
    *,
    rows: int,
    organisation_id: int | None,
    now: datetime,
) -> None:
    """Note that the actor took out rows of the audit trail itself."""
    changes = {"trail": (None, dict(selection)), "rows": (None, rows)}
    _note(actor, Verb.EXPORTED, REGISTER, changes, organisation_id=organisation_id, now=now)


def note_own_data(actor: Actor, *, now: datetime) -> None:
    """Note that somebody took out all that the register knows of themselves."""
    subject = SubjectKey(SubjectKind.PERSON, actor.person_id or 0)
    _note(actor, Verb.EXPORTED, subject, {}, now=now)


def _note(
    actor: Actor,
    verb: Verb,
    subject: SubjectKey,
    changes: audit.Changes,
    *,
    organisation_id: int | None = None,
    now: datetime,
) -> None:
    with transaction():
        audit.record(actor, verb, subject, at=now, organisation_id=organisation_id, changes=changes)
