"""Erases values from the audit trail; what was done, when and by whom stays, and still verifies.

Only here are values emptied. Each time an entry says which, why and by whom, so that the proof of
the trail (audit_verify.py) tells an erased value from one that somebody has taken away.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import transaction
from tracker.domain.verbs import SubjectKind, Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import AuditEntry, AuditValue
from tracker.services import audit
from tracker.services.audit_verify import EMPTIED
from tracker.services.audited_tables import SubjectKey

VALUES_AT_ONCE = 500
ENTRIES_NAMED_AT_ONCE = 5000


def redact_entry(
    actor: Actor, entry_id: int, *, fields: Iterable[str], reason: str, now: datetime
) -> None:
    """Erase what one entry says of these fields, before and after.

    Raises:
        NotFoundError: there is no such entry, or nothing of it is left in these fields.
        NotAllowedError, RefusedError: `reason_needed`.
    """
    demand_somewhere(actor, Permission.REDACT_AUDIT)
    if not reason.strip():
        raise RefusedError("reason_needed", "reason")
    with transaction() as session:
        entry = session.get(AuditEntry, entry_id)
        if entry is None:
            raise NotFoundError
        is_wanted = and_(AuditValue.entry_id == entry_id, AuditValue.field.in_(list(fields)))
        subject = SubjectKey(SubjectKind(entry.subject_kind), entry.subject_id)
        if not empty_values(actor, subject, is_wanted, reason=reason.strip(), at=now):
            raise NotFoundError


def is_fixed(verb: Verb, field: str) -> bool:
    """Whether a value stays: without what says what was erased, the trail would not verify."""
    return verb is Verb.REDACTED and field == EMPTIED


def empty_values(
    actor: Actor,
    subject: Any,
    is_wanted: ColumnElement[bool],
    *,
    reason: str,
    at: datetime,
) -> int:
    """Empty the values that a condition names, inside the caller's transaction; returns how many.

    What a `redacted` entry itself says was emptied stays: without it the trail would not verify.
    """
    is_left = or_(
        AuditValue.salt.is_not(None), AuditValue.before.is_not(None), AuditValue.after.is_not(None)
    )
    found = db.session.execute(
        select(AuditValue.id, AuditValue.entry_id, AuditValue.field)
        .join(AuditEntry, AuditEntry.id == AuditValue.entry_id)
        .where(
            is_wanted,
            is_left,
            or_(AuditEntry.verb != Verb.REDACTED.value, AuditValue.field != EMPTIED),
        )
        .order_by(AuditValue.entry_id, AuditValue.field)
    ).all()
    for start in range(0, len(found), VALUES_AT_ONCE):
        ids = [row.id for row in found[start : start + VALUES_AT_ONCE]]
        db.session.execute(
            update(AuditValue)
            .where(AuditValue.id.in_(ids))
            .values(before=None, after=None, salt=None)
        )
    for emptied in _in_parts(found):
        changes = {EMPTIED: (None, emptied), "reason": (None, reason)}
        audit.record(actor, Verb.REDACTED, subject, at=at, changes=changes)
    return len(found)


def _in_parts(found: Sequence[Any]) -> Iterable[Mapping[str, list[str]]]:
    """Which fields of which entries, a few thousand entries at a time."""
    fields: dict[str, list[str]] = {}
    for row in found:
        if len(fields) == ENTRIES_NAMED_AT_ONCE and str(row.entry_id) not in fields:
            yield fields
            fields = {}
        fields.setdefault(str(row.entry_id), []).append(row.field)
    if fields:
        yield fields
