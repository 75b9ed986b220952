"""Answers what the coordinators have noted about an initiative, to them and to nobody else."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_everywhere
from tracker.database import read
from tracker.models import CoordinatorNote, Person
from tracker.queries.initiatives import InitiativePage

MOST_NOTES = 100


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note; `person_name` is empty where the person is erased."""

    public_id: uuid.UUID
    person_name: str
    text: str
    created_at: datetime


def list_notes(actor: Actor, initiative: InitiativePage) -> Sequence[NoteRow] | None:
    """The notes about an initiative, newest first; None for those who may know nothing of them."""
    if not may_everywhere(actor, Permission.KEEP_NOTES):
        return None
    ids = [initiative.id, *(row.id for row in initiative.absorbed)]
    return [
        NoteRow(row.public_id, row.name, row.text, row.created_at)
        for row in read(_NOTES, {"initiative_ids": ids})
    ]


_NOTES: Any = (
    select(CoordinatorNote.public_id, Person.name, CoordinatorNote.text, CoordinatorNote.created_at)
    .join(Person, Person.id == CoordinatorNote.person_id)
    .where(CoordinatorNote.initiative_id.in_(bindparam("initiative_ids", expanding=True)))
    .order_by(CoordinatorNote.id.desc())
    .limit(MOST_NOTES)
)


def list_own_notes(person: Person) -> Sequence[Mapping[str, Any]]:
    """What somebody has noted as a coordinator, for a copy of their own data."""
    query = select(CoordinatorNote.created_at, CoordinatorNote.text).where(
        CoordinatorNote.person_id == person.id
    )
    return [
        {"kind": "noted", "created_at": row.created_at, "body": row.text}
        for row in read(query.order_by(CoordinatorNote.id))
    ]
