"""Answers which organisations can be chosen: to register for, to ask, or to filter by."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.extensions import db
from tracker.models import ListEntry, Organisation


@dataclass(frozen=True, slots=True)
class OrganisationChoice:
    """An organisation by name; `kind` is the code of its kind."""

    id: int
    public_id: uuid.UUID
    name: str
    is_municipal: bool
    kind: str


@lru_cache(maxsize=8)
def all_at(reference_hash: str) -> tuple[OrganisationChoice, ...]:
    """Every organisation that is not closed, by name; kept under the register's `reference_hash`."""
    query = (
        select(
            Organisation.id,
            Organisation.public_id,
            Organisation.name,
            Organisation.is_municipal,
            ListEntry.code,
        )
        .join(ListEntry, ListEntry.id == Organisation.kind_id)
        .where(Organisation.closed_on.is_(None))
        .order_by(Organisation.name_key, Organisation.id)
    )
    return tuple(OrganisationChoice(*row) for row in db.session.execute(query))


def list_to_register_for(actor: Actor, *, reference_hash: str) -> Sequence[OrganisationChoice]:
    """The organisations that the actor may register initiatives for, own ones first."""
    allowed = [
        choice
        for choice in all_at(reference_hash)
        if may(actor, Permission.REGISTER_INITIATIVE, Subject(choice.id, choice.is_municipal))
    ]
    return sorted(allowed, key=lambda choice: choice.id not in actor.organisation_ids)


def list_to_import_for(actor: Actor, *, reference_hash: str) -> Sequence[OrganisationChoice]:
    """The organisations that the actor may read lists in for."""
    return [
        choice
        for choice in all_at(reference_hash)
        if may(actor, Permission.IMPORT_INITIATIVES, Subject(choice.id, choice.is_municipal))
    ]
