"""Giving people accounts, roles and memberships, and taking them away; sessions end at once."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import check_version, for_change, refusing, transaction
from tracker.domain.mails import MailTemplate
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.domain.sorting import sort_key
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import (
    Membership,
    OneTimeLink,
    Organisation,
    Person,
)
from tracker.services import audit, outbox
from tracker.services.accounts import create_link, email_key
from tracker.services.person_roles import (
    has_administrator,
    lock_administrators,
    platform_roles_of,
    replace_memberships,
    replace_platform_roles,
)
from tracker.services.sessions import end_sessions_of

_TAKEN = {"uq_people_email_key": RefusedError("email_taken", "email")}


@dataclass(frozen=True, kw_only=True)
class PersonContent:
    """What is known of a person: memberships are (public id of the organisation, role)."""

    name: str
    email: str
    language: str = "sv"
    platform_roles: tuple[PlatformRole, ...] = ()
    memberships: tuple[tuple[uuid.UUID, MembershipRole], ...] = ()


def create(actor: Actor, content: PersonContent, *, now: datetime) -> uuid.UUID:
    """Give somebody an account and mail them a link for choosing a password.

    Raises:
        NotAllowedError, RefusedError: `email_taken`, or `unknown_choice` of an organisation.
    """
    demand_somewhere(actor, Permission.MANAGE_PEOPLE)
    with refusing(_TAKEN), transaction():
        person = add(actor, content, now=now)
        _send_link(actor, person, now=now)
        return person.public_id


def add(actor: Actor, content: PersonContent, *, now: datetime) -> Person:
    """Add an account without a password, inside the caller's transaction."""
    person = Person(created_at=now, version=1)
    _store(person, content)
    db.session.add(person)
    db.session.flush()
    _store_roles(person, content)
    audit.record(
        actor, Verb.CREATED, person, at=now, changes=audit.differences({}, describe(person))
    )
    return person


def create_administrator(name: str, email: str, *, language: str, now: datetime) -> str:
    """Make the register's administrator, or make somebody one; returns a one-time link's token.

    For whoever runs the server: nobody is signed in, so nothing is asked of the policy.
    """
    with transaction():
        person = find_for_change(email)
        if person is None:
            content = PersonContent(
                name=name,
                email=email,
                language=language,
                platform_roles=(PlatformRole.ADMINISTRATOR,),
            )
            person = add(Actor(), content, now=now)
        else:
            before = describe(person)
            person.is_disabled = False
            wanted = {*platform_roles_of(person), PlatformRole.ADMINISTRATOR}
            replace_platform_roles(person, wanted)
            changes = audit.differences(before, describe(person))
            audit.record(Actor(), Verb.EDITED, person, at=now, changes=changes)
        return create_link(person, now=now)


def find_for_change(email: str) -> Person | None:
    """The account with this address, loaded in order to change it; None where there is none."""
    query = select(Person).where(Person.email_key == email_key(email)).with_for_update()
    person: Person | None = db.session.scalars(query).one_or_none()
    return person


def edit(
    actor: Actor, public_id: uuid.UUID, content: PersonContent, *, version: int, now: datetime
) -> None:
    """Change a person's account; where platform roles change, the person signs in anew.

    Raises:
        NotFoundError, NotAllowedError, StaleVersionError,
        RefusedError: `email_taken`, `unknown_choice`, `own_administrator` or
            `last_administrator`.
    """
    demand_somewhere(actor, Permission.MANAGE_PEOPLE)
    with refusing(_TAKEN), transaction():
        lock_administrators()
        person = load_for_change(public_id)
        before = describe(person)
        check_version(person, version, lambda: before)
        _store(person, content)
        _store_roles(person, content)
        person.version += 1
        _keep_an_administrator(actor, person)
        changes = audit.differences(before, describe(person))
        if "platform_roles" in changes and person.id != actor.person_id:
            end_sessions_of(person.id)
        audit.record(actor, Verb.EDITED, person, at=now, changes=changes)


def send_link(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Mail a new link for choosing a password; earlier links end.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `person_disabled`.
    """
    demand_somewhere(actor, Permission.MANAGE_PEOPLE)
    with transaction():
        person = load_for_change(public_id)
        if person.is_disabled:
            raise RefusedError("person_disabled")
        end_links(person, now=now)
        _send_link(actor, person, now=now)


def disable(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Close an account: its sessions and links end at once.

    Raises:
        NotFoundError, NotAllowedError,
        RefusedError: `own_administrator` or `last_administrator`.
    """
    demand_somewhere(actor, Permission.MANAGE_PEOPLE)
    with transaction():
        lock_administrators()
        person = load_for_change(public_id)
        person.is_disabled = True
        person.version += 1
        _keep_an_administrator(actor, person)
        end_sessions_of(person.id)
        end_links(person, now=now)
        audit.record(actor, Verb.DISABLED, person, at=now)


def enable(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Open a closed account again.

    Raises:
        NotFoundError, NotAllowedError.
    """
    demand_somewhere(actor, Permission.MANAGE_PEOPLE)
    with transaction():
        person = load_for_change(public_id)
        person.is_disabled = False
        person.version += 1
        audit.record(actor, Verb.ENABLED, person, at=now)


def load_for_change(public_id: uuid.UUID) -> Person:
    """Load somebody in order to change their account.

    Raises:
        NotFoundError: there is no such account, or it is erased.
    """
    person = for_change(Person, public_id)
    if person.erased_at is not None:
        raise NotFoundError
    return person


def describe(person: Person) -> dict[str, Any]:
    """What is known of a person, as JSON values by field name; memberships as id and role."""
    db.session.flush()
    memberships = db.session.execute(
        select(Organisation.public_id, Membership.role)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.person_id == person.id)
    )
    return {
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "platform_roles": sorted(role.value for role in platform_roles_of(person)),
        "memberships": sorted(f"{public_id} {role.value}" for public_id, role in memberships),
    }


def _store(person: Person, content: PersonContent) -> None:
    person.name = content.name
    person.name_key = sort_key(content.name)
    person.email = content.email
    person.email_key = email_key(content.email)
    person.language = content.language


def _store_roles(person: Person, content: PersonContent) -> None:
    replace_platform_roles(person, set(content.platform_roles))
    replace_memberships(person, content.memberships)


def _keep_an_administrator(actor: Actor, person: Person) -> None:
    db.session.flush()
    is_one = PlatformRole.ADMINISTRATOR in platform_roles_of(person) and not person.is_disabled
    if not is_one and person.id == actor.person_id:
        raise RefusedError("own_administrator", "platform_roles")
    if not has_administrator():
        raise RefusedError("last_administrator", "platform_roles")


def _send_link(actor: Actor, person: Person, *, now: datetime) -> None:
    token = create_link(person, now=now)
    outbox.add_mail(
        to=person.email,
        template=MailTemplate.INVITATION,
        language=person.language,
        values={"name": person.name, "token": token},
        now=now,
    )
    audit.record(actor, Verb.INVITED, person, at=now)


def end_links(person: Person, *, now: datetime) -> None:
    """End every link of a person that nobody has used, inside the caller's transaction."""
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
