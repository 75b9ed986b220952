"""Answers who a session belongs to, and what a person needs to know of their own account."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, func, literal, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor, OwnOrganisation
from tracker.database import read
from tracker.domain.roles import PlatformRole
from tracker.extensions import db
from tracker.models import (
    Membership,
    Notification,
    OneTimeLink,
    Organisation,
    Person,
    PersonRole,
    RegisterState,
    SignInSession,
)
from tracker.queries.register import StateRow


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session: who it is, when it was last seen and ends, and what they have not read."""

    actor: Actor
    state: StateRow
    last_seen_at: datetime
    expires_at: datetime
    unread: int


def hash_token(token: str) -> str:
    """What is kept of a secret token: its SHA-256, as hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_signed_in(token: str) -> SignedIn | None:
    """Find the person behind a session token, with roles and organisations, in one statement.

    None where there is no such session or the account is disabled; whether the session is too old
    is the caller's to judge.
    """
    rows = read(_SIGNED_IN, {"token_hash": hash_token(token)}).all()
    if not rows:
        return None
    first = rows[0]
    state = StateRow(
        first.content_hash, first.reference_hash, first.has_demo, first.touchpoint_revision
    )
    return SignedIn(_actor(rows, token), state, first.last_seen_at, first.expires_at, first.unread)


def find_actor_by_email(email: str) -> Actor | None:
    """The person with this address, as `find_actor` gives them."""
    query = select(Person.id).where(Person.email_key == email.strip().casefold())
    person_id = db.session.scalar(query)
    return None if person_id is None else find_actor(person_id)


def find_actor(person_id: int) -> Actor | None:
    """The person as an actor without a session, for what is done later on their behalf.

    None where the account is gone or disabled.
    """
    query = (
        select(
            Person.id.label("person_id"),
            Person.public_id,
            Person.name,
            Person.language,
            literal(None).label("session_id"),
            literal(None).label("proved_at"),
            PersonRole.role.label("platform_role"),
            Membership.role.label("membership_role"),
            Organisation.id.label("organisation_id"),
            Organisation.public_id.label("organisation_public_id"),
            Organisation.name.label("organisation_name"),
            Organisation.is_municipal,
        )
        .outerjoin(PersonRole, PersonRole.person_id == Person.id)
        .outerjoin(Membership, Membership.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Person.id == person_id, Person.is_disabled.is_(False))
    )
    rows = db.session.execute(query).all()
    return _actor(rows, "") if rows else None


def _unread() -> Any:
    """How many lines the person has been told and has not read."""
    is_unread = (Notification.person_id == Person.id, Notification.read_at.is_(None))
    query = select(func.count(Notification.id)).where(*is_unread)
    return query.correlate(Person).scalar_subquery()


def _signed_in_query() -> Any:
    state = aliased(RegisterState)
    return (
        select(
            SignInSession.id.label("session_id"),
            SignInSession.last_seen_at,
            SignInSession.expires_at,
            SignInSession.proved_at,
            Person.id.label("person_id"),
            Person.public_id,
            Person.name,
            Person.language,
            PersonRole.role.label("platform_role"),
            Membership.role.label("membership_role"),
            Organisation.id.label("organisation_id"),
            Organisation.public_id.label("organisation_public_id"),
            Organisation.name.label("organisation_name"),
            Organisation.is_municipal,
            state.content_hash,
            state.reference_hash,
            state.has_demo,
            state.touchpoint_revision,
            _unread().label("unread"),
        )
        .select_from(SignInSession)
        .join(Person, Person.id == SignInSession.person_id)
        .join(state, state.id == 1)
        .outerjoin(PersonRole, PersonRole.person_id == Person.id)
        .outerjoin(Membership, Membership.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(SignInSession.token_hash == bindparam("token_hash"), Person.is_disabled.is_(False))
        .order_by(Organisation.name)
    )


_SIGNED_IN = _signed_in_query()


def _actor(rows: Sequence[Row[Any]], token: str) -> Actor:
    first = rows[0]
    organisations = {
        row.organisation_id: OwnOrganisation(
            id=row.organisation_id,
            public_id=row.organisation_public_id,
            name=row.organisation_name,
            role=row.membership_role,
            is_municipal=row.is_municipal,
        )
        for row in rows
        if row.organisation_id is not None
    }
    return Actor(
        person_id=first.person_id,
        public_id=first.public_id,
        name=first.name,
        language=first.language,
        session_id=first.session_id,
        proved_at=first.proved_at,
        token=token,
        platform_roles=frozenset(
            PlatformRole(row.platform_role) for row in rows if row.platform_role
        ),
        organisations=tuple(organisations.values()),
    )


def is_link_live(token: str, *, now: datetime) -> bool:
    """Say whether a one-time link still works; whoever holds it is its actor."""
    live = exists().where(
        OneTimeLink.token_hash == hash_token(token),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > now,
    )
    return bool(db.session.scalar(select(live)))


def own_email(actor: Actor) -> str:
    """The address of the actor's own account."""
    return db.session.scalar(select(Person.email).where(Person.id == actor.person_id)) or ""


def has_password(actor: Actor) -> bool:
    """Whether the actor has chosen a password."""
    query = select(Person.password_hash.is_not(None)).where(Person.id == actor.person_id)
    return bool(db.session.scalar(query))
