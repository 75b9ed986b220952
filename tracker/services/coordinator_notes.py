"""The coordinators' own notes about an initiative: written and taken away by them alone.

The audit trail says that a note was written, by whom, and neither what it says nor about what.
"""

import uuid
from datetime import datetime

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import one_for_change, transaction
from tracker.domain.verbs import Verb
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import CoordinatorNote, Initiative
from tracker.services import audit
from tracker.services.initiatives import load
from tracker.services.personal_data import refuse_personal_data


def write(actor: Actor, initiative_id: uuid.UUID, text: str, *, now: datetime) -> None:
    """Note something about an initiative.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError, RefusedError: `message_empty`.
    """
    demand_somewhere(actor, Permission.KEEP_NOTES)
    refuse_personal_data({"text": text})
    if not text.strip():
        raise RefusedError("message_empty", "text")
    with transaction() as session:
        initiative = load(actor, initiative_id, Permission.KEEP_NOTES)
        note = CoordinatorNote(
            initiative_id=initiative.id,
            person_id=actor.person_id,
            text=text.strip(),
            created_at=now,
        )
        session.add(note)
        session.flush()
        audit.record(actor, Verb.NOTED, note, at=now)


def remove(actor: Actor, note_id: uuid.UUID, *, now: datetime) -> uuid.UUID:
    """Take a note away; returns the initiative that it is about.

    Raises:
        NotFoundError, NotAllowedError.
    """
    demand_somewhere(actor, Permission.KEEP_NOTES)
    with transaction() as session:
        note = one_for_change(select(CoordinatorNote).where(CoordinatorNote.public_id == note_id))
        initiative = db.session.get_one(Initiative, note.initiative_id)
        if initiative.merged_into_id is None:
            load(actor, initiative.public_id, Permission.KEEP_NOTES)
        audit.record(actor, Verb.NOTE_REMOVED, note, at=now)
        session.delete(note)
        return initiative.public_id
