"""Answers who has an account, and what each may do; for administrators alone."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.domain.sorting import sort_key
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import Membership, OneTimeLink, Organisation, Person, PersonRole, SignInSession

ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class PeopleSelection:
    """Whom to list: words of the name or the address, and whether closed accounts are wanted."""

    q: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """What somebody is in one organisation."""

    organisation_public_id: uuid.UUID
    organisation_name: str
    role: MembershipRole


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody with an account."""

    id: int
    public_id: uuid.UUID
    name: str
    email: str
    language: str
    is_disabled: bool
    is_demo: bool
    has_password: bool
    created_at: datetime
    erasure_asked_at: datetime | None
    version: int
    platform_roles: tuple[PlatformRole, ...]
    memberships: tuple[MembershipRow, ...]


@dataclass(frozen=True, slots=True)
class AccountState:
    """When somebody was last here, and until when a link waits that nobody has used."""

    last_seen_at: datetime | None
    link_until: datetime | None


def list_people(actor: Actor, selection: PeopleSelection, *, page: int) -> Sequence[PersonRow]:
    """One page of the accounts, by name; `page` counts from 1.

    Raises:
        NotAllowedError: the actor does not administer people.
    """
    demand_somewhere(actor, Permission.MANAGE_PEOPLE)
    query = (
        select(Person)
        .where(*_conditions(selection))
        .order_by(Person.name_key, Person.id)
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    )
    return _with_roles(list(db.session.scalars(query)))


def count_people(actor: Actor, selection: PeopleSelection) -> int:
    """Count whom `list_people` would list.

    Raises:
        NotAllowedError: the actor does not administer people.
    """
    demand_somewhere(actor, Permission.MANAGE_PEOPLE)
    return db.session.scalar(select(func.count(Person.id)).where(*_conditions(selection))) or 0


def get_person(actor: Actor, public_id: uuid.UUID) -> PersonRow:
    """One account.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: the actor does not administer people.
    """
    demand_somewhere(actor, Permission.MANAGE_PEOPLE)
    query = select(Person).where(Person.public_id == public_id, Person.erased_at.is_(None))
    person = db.session.scalars(query).one_or_none()
    if person is None:
        raise NotFoundError
    return _with_roles([person])[0]


@dataclass(frozen=True, slots=True)
class TrailPerson:
    """Somebody whose deeds are read."""

    id: int
    public_id: uuid.UUID
    name: str


def find_trail_person(actor: Actor, public_id: uuid.UUID) -> TrailPerson | None:
    """Whose deeds are read, also where the account is erased.

    Raises:
        NotAllowedError: the actor may not read them.
    """
    demand_somewhere(actor, Permission.READ_WHOLE_AUDIT)
    query = select(Person.id, Person.public_id, Person.name).where(Person.public_id == public_id)
    row = db.session.execute(query).one_or_none()
    return TrailPerson(*row) if row else None


def get_account_state(actor: Actor, person: PersonRow, *, now: datetime) -> AccountState:
    """How an account is used.

    Raises:
        NotAllowedError: the actor does not administer people.
    """
    demand_somewhere(actor, Permission.MANAGE_PEOPLE)
    seen = select(func.max(SignInSession.last_seen_at)).where(SignInSession.person_id == person.id)
    link = select(func.max(OneTimeLink.expires_at)).where(
        OneTimeLink.person_id == person.id,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > now,
    )
    return AccountState(db.session.scalar(seen), db.session.scalar(link))


def _conditions(selection: PeopleSelection) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [
        Person.is_disabled.is_(selection.is_closed),
        Person.erased_at.is_(None),
    ]
    for word in selection.q.split():
        chosen.append(
            or_(
                Person.email_key.contains(word.casefold(), autoescape=True),
                Person.name_key.contains(sort_key(word), autoescape=True),
            )
        )
    return chosen


def _with_roles(people: Sequence[Person]) -> list[PersonRow]:
    ids = [person.id for person in people]
    roles, memberships = _platform_roles(ids), _memberships(ids)
    return [
        PersonRow(
            id=person.id,
            public_id=person.public_id,
            name=person.name,
            email=person.email,
            language=person.language,
            is_disabled=person.is_disabled,
            is_demo=person.is_demo,
            has_password=person.password_hash is not None,
            created_at=person.created_at,
            erasure_asked_at=person.erasure_asked_at,
            version=person.version,
            platform_roles=tuple(roles.get(person.id, ())),
            memberships=tuple(memberships.get(person.id, ())),
        )
        for person in people
    ]


def _platform_roles(ids: Sequence[int]) -> Mapping[int, list[PlatformRole]]:
    found: dict[int, list[PlatformRole]] = {}
    query = select(PersonRole).where(PersonRole.person_id.in_(ids)).order_by(PersonRole.role)
    for row in db.session.scalars(query):
        found.setdefault(row.person_id, []).append(row.role)
    return found


def _memberships(ids: Sequence[int]) -> Mapping[int, list[MembershipRow]]:
    found: dict[int, list[MembershipRow]] = {}
    query = (
        select(Membership.person_id, Organisation.public_id, Organisation.name, Membership.role)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.person_id.in_(ids))
        .order_by(Organisation.name_key, Organisation.id)
    )
    for person_id, public_id, name, role in db.session.execute(query):
        found.setdefault(person_id, []).append(MembershipRow(public_id, name, role))
    return found
