"""Answers what somebody did, and what was done to their account, for a copy of their data."""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import and_, or_, select

from tracker.domain.verbs import SubjectKind
from tracker.extensions import db
from tracker.models import AuditEntry, AuditValue, Person

Rows = Sequence[Mapping[str, Any]]


def list_trail(person: Person) -> Rows:
    """What the person did, and what was done to the account, with what it said of the person."""
    is_about = and_(
        AuditEntry.subject_kind == SubjectKind.PERSON.value, AuditEntry.subject_id == person.id
    )
    query = (
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.verb,
            AuditEntry.subject_kind,
            AuditEntry.person_id,
            AuditValue.field,
            AuditValue.before,
            AuditValue.after,
        )
        .outerjoin(AuditValue, and_(AuditValue.entry_id == AuditEntry.id, is_about))
        .where(or_(AuditEntry.person_id == person.id, is_about))
        .order_by(AuditEntry.id.desc(), AuditValue.field)
    )
    found = db.session.execute(query).all()
    return [_entry(list(its), person) for _id, its in groupby(found, key=lambda row: row.id)]


def _entry(rows: Sequence[Any], person: Person) -> Mapping[str, Any]:
    first = rows[0]
    values = {
        row.field: [json.loads(text or "null") for text in (row.before, row.after)]
        for row in rows
        if row.field is not None
    }
    return {
        "at": first.at,
        "verb": first.verb,
        "about": first.subject_kind,
        "by": "yourself" if first.person_id == person.id else "somebody_else",
        "values": values,
    }
