"""Answers which passkeys somebody has."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from tracker.access.actors import Actor
from tracker.extensions import db
from tracker.models import Passkey

MOST_PASSKEYS = 20


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """One of the actor's own passkeys."""

    public_id: uuid.UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


def own_passkey(actor: Actor, public_id: uuid.UUID) -> Select[Any]:
    """The query for one of the actor's own passkeys."""
    return select(Passkey).where(
        Passkey.public_id == public_id, Passkey.person_id == actor.person_id
    )


def list_own_passkeys(actor: Actor) -> Sequence[PasskeyRow]:
    """The actor's passkeys, oldest first."""
    query = (
        select(Passkey)
        .where(Passkey.person_id == actor.person_id)
        .order_by(Passkey.created_at, Passkey.id)
        .limit(MOST_PASSKEYS)
    )
    return [
        PasskeyRow(key.public_id, key.name, key.created_at, key.last_used_at)
        for key in db.session.scalars(query)
    ]


def credential_ids(person_id: int) -> Sequence[bytes]:
    """What a person's passkeys are called by the devices that hold them."""
    query = select(Passkey.credential_id).where(Passkey.person_id == person_id)
    ids: Sequence[bytes] = db.session.scalars(query.order_by(Passkey.id)).all()
    return ids
