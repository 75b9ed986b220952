"""Answers who belongs to an organisation, and which ones nobody has answered for in a year."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand, may
from tracker.domain.answering import is_due
from tracker.domain.local_time import local_day
from tracker.domain.roles import MembershipRole
from tracker.extensions import db
from tracker.models import Membership, Organisation, Person
from tracker.queries.organisations import OrganisationPage


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody who belongs to an organisation; `email` is empty where the actor need not know it."""

    public_id: uuid.UUID
    name: str
    email: str
    role: MembershipRole
    is_oneself: bool

    @property
    def is_manager(self) -> bool:
        """Whether they answer for the organisation."""
        return self.role is MembershipRole.MANAGER


@dataclass(frozen=True, slots=True)
class DueRow:
    """An organisation whose managers should say who answers for it now."""

    public_id: uuid.UUID
    name: str
    confirmed_on: date | None


def list_people(actor: Actor, organisation: OrganisationPage) -> Sequence[MemberRow]:
    """Those who belong to an organisation, managers first.

    Raises:
        NotAllowedError: the actor may not know.
    """
    demand(actor, Permission.SEE_MEMBERS, organisation.subject)
    sees_addresses = may(actor, Permission.MANAGE_MEMBERS, organisation.subject)
    query = (
        select(Person.public_id, Person.name, Person.email, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id == organisation.id, Person.is_disabled.is_(False))
        .order_by(Person.name_key, Person.id)
    )
    rows = [
        MemberRow(
            public_id=row.public_id,
            name=row.name,
            email=row.email if sees_addresses else "",
            role=row.role,
            is_oneself=row.public_id == actor.public_id,
        )
        for row in db.session.execute(query)
    ]
    return sorted(rows, key=lambda row: not row.is_manager)


def list_due(actor: Actor, *, today: date) -> Sequence[DueRow]:
    """The organisations that the actor manages and that it is time to say who answers for."""
    if not actor.managed_ids:
        return []
    query = (
        select(
            Organisation.public_id,
            Organisation.name,
            Organisation.answers_confirmed_on,
            Organisation.created_at,
        )
        .where(Organisation.id.in_(sorted(actor.managed_ids)), Organisation.closed_on.is_(None))
        .order_by(Organisation.name_key, Organisation.id)
    )
    return [
        DueRow(public_id, name, confirmed_on)
        for public_id, name, confirmed_on, created_at in db.session.execute(query)
        if is_due(confirmed_on=confirmed_on, created_on=local_day(created_at), today=today)
    ]
