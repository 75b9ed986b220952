"""Which roles a person has, over the register and in organisations; inside the caller's transaction."""

import uuid
from collections.abc import Iterable

from sqlalchemy import exists, select

from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import Membership, Organisation, Person, PersonRole


def replace_memberships(
    person: Person, memberships: Iterable[tuple[uuid.UUID, MembershipRole]]
) -> None:
    """Let a person belong to these organisations (by public id), and no others.

    Raises:
        RefusedError: `unknown_choice`, of an organisation.
    """
    wanted = {_organisation_id(public_id): role for public_id, role in memberships}
    standing = {
        row.organisation_id: row
        for row in db.session.scalars(select(Membership).where(Membership.person_id == person.id))
    }
    for organisation_id, row in standing.items():
        if organisation_id not in wanted:
            db.session.delete(row)
    for organisation_id, role in wanted.items():
        if organisation_id in standing:
            standing[organisation_id].role = role
        else:
            db.session.add(
                Membership(person_id=person.id, organisation_id=organisation_id, role=role)
            )
    db.session.flush()


def add_membership(person: Person, organisation_id: int, role: MembershipRole) -> None:
    """Let a person belong to one more organisation; who manages it already still does."""
    standing = db.session.get(Membership, (person.id, organisation_id))
    if standing is None:
        row = Membership(person_id=person.id, organisation_id=organisation_id, role=role)
        db.session.add(row)
    elif role is MembershipRole.MANAGER:
        standing.role = role
    person.version += 1
    db.session.flush()


def _organisation_id(public_id: uuid.UUID) -> int:
    query = select(Organisation.id).where(Organisation.public_id == public_id)
    organisation_id: int | None = db.session.scalar(query)
    if organisation_id is None:
        raise RefusedError("unknown_choice", "memberships")
    return organisation_id


def platform_roles_of(person: Person) -> set[PlatformRole]:
    """The roles that a person has over the whole register."""
    return set(db.session.scalars(select(PersonRole.role).where(PersonRole.person_id == person.id)))


def replace_platform_roles(person: Person, wanted: set[PlatformRole]) -> None:
    """Give a person these roles over the whole register, and no others."""
    standing = {
        row.role: row
        for row in db.session.scalars(select(PersonRole).where(PersonRole.person_id == person.id))
    }
    for role, row in standing.items():
        if role not in wanted:
            db.session.delete(row)
    db.session.add_all(
        PersonRole(person_id=person.id, role=role) for role in sorted(wanted - set(standing))
    )
    db.session.flush()


def lock_administrators() -> None:
    """Let one change of administrators at a time pass, so that two cannot take away the last two."""
    administrators = (
        select(Person.id)
        .where(
            exists().where(
                PersonRole.person_id == Person.id, PersonRole.role == PlatformRole.ADMINISTRATOR
            )
        )
        .order_by(Person.id)
        .with_for_update(of=Person)
    )
    db.session.scalars(administrators).all()


def has_administrator() -> bool:
    """Whether anybody with an open account is an administrator."""
    query = select(
        exists().where(
            PersonRole.person_id == Person.id,
            PersonRole.role == PlatformRole.ADMINISTRATOR,
            Person.is_disabled.is_(False),
        )
    )
    return bool(db.session.scalar(query))
