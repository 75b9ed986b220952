"""The people of an organisation: their roles, taking somebody out, and leaving by oneself.

Every deed waits in line for the organisation's row, so that two managers cannot take out each
other. Whoever belongs nowhere any longer is signed out at once.
"""

import uuid
from datetime import datetime

from sqlalchemy import exists, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand, demand_somewhere
from tracker.database import for_change, transaction
from tracker.domain.local_time import local_day
from tracker.domain.roles import MembershipRole
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Membership, Organisation, Person, PersonRole
from tracker.services import audit, people
from tracker.services.initiatives import subject_of_organisation
from tracker.services.sessions import end_sessions_of


def change_role(
    actor: Actor,
    organisation_id: uuid.UUID,
    person_id: uuid.UUID,
    role: MembershipRole,
    *,
    now: datetime,
) -> None:
    """Make somebody a manager or a member.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `last_manager`.
    """
    with transaction():
        organisation = load(actor, organisation_id)
        set_role(actor, organisation, member(organisation, person_id), role, now=now)
        keep_a_manager(organisation)


def remove(
    actor: Actor, organisation_id: uuid.UUID, person_id: uuid.UUID, *, now: datetime
) -> None:
    """Take somebody out of an organisation.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `last_manager`.
    """
    with transaction():
        organisation = load(actor, organisation_id)
        take_out(actor, Verb.MEMBER_REMOVED, organisation, member(organisation, person_id), now=now)
        keep_a_manager(organisation)


def leave(actor: Actor, organisation_id: uuid.UUID, *, now: datetime) -> None:
    """Leave an organisation by oneself.

    Raises:
        NotFoundError: the actor does not belong to it.
        RefusedError: `last_manager`: somebody has to answer; hand over first.
    """
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    with transaction():
        organisation = for_change(Organisation, organisation_id)
        if actor.public_id is None:
            raise NotFoundError
        person = member(organisation, actor.public_id)
        take_out(actor, Verb.MEMBER_LEFT, organisation, person, now=now)
        keep_a_manager(organisation)


def confirm_answers(actor: Actor, organisation_id: uuid.UUID, *, now: datetime) -> None:
    """Say that those who answer for the organisation still do.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `nobody_answers`.
    """
    with transaction():
        organisation = load(actor, organisation_id)
        if not has_manager(organisation):
            raise RefusedError("nobody_answers")
        note_answers(actor, organisation, now=now)


def load(actor: Actor, organisation_id: uuid.UUID) -> Organisation:
    """The organisation, if the actor may change who belongs to it; nobody else can meanwhile.

    Raises:
        NotFoundError, NotAllowedError.
    """
    organisation = for_change(Organisation, organisation_id)
    demand(actor, Permission.MANAGE_MEMBERS, subject_of_organisation(organisation))
    return organisation


def member(organisation: Organisation, person_id: uuid.UUID) -> Person:
    """Somebody who belongs to an organisation, loaded in order to change them.

    Raises:
        NotFoundError: they do not.
    """
    person = for_change(Person, person_id)
    if db.session.get(Membership, (person.id, organisation.id)) is None:
        raise NotFoundError
    return person


def set_role(
    actor: Actor,
    organisation: Organisation,
    person: Person,
    role: MembershipRole,
    *,
    now: datetime,
) -> None:
    """Give somebody a role, in the caller's transaction."""
    before = people.describe(person)
    db.session.get_one(Membership, (person.id, organisation.id)).role = role
    _record(actor, Verb.ROLE_CHANGED, organisation, person, before, now=now)


def take_out(
    actor: Actor, verb: Verb, organisation: Organisation, person: Person, *, now: datetime
) -> None:
    """Take somebody out, in the caller's transaction; sessions end where nothing is left to do."""
    before = people.describe(person)
    db.session.delete(db.session.get_one(Membership, (person.id, organisation.id)))
    _record(actor, verb, organisation, person, before, now=now)
    belongs = exists().where(Membership.person_id == person.id)
    has_role = exists().where(PersonRole.person_id == person.id)
    if not db.session.scalar(select(belongs | has_role)):
        end_sessions_of(person.id)


def keep_a_manager(organisation: Organisation) -> None:
    """Refuse that nobody answers for an organisation.

    Raises:
        RefusedError: `last_manager`.
    """
    db.session.flush()
    if not has_manager(organisation):
        raise RefusedError("last_manager")


def has_manager(organisation: Organisation) -> bool:
    """Whether anybody with an open account manages the organisation."""
    query = exists().where(
        Membership.organisation_id == organisation.id,
        Membership.role == MembershipRole.MANAGER,
        Membership.person_id == Person.id,
        Person.is_disabled.is_(False),
    )
    return bool(db.session.scalar(select(query)))


def note_answers(actor: Actor, organisation: Organisation, *, now: datetime) -> None:
    """Note that somebody has said today who answers, in the caller's transaction."""
    today = local_day(now)
    changes = {"answers_confirmed_on": (organisation.answers_confirmed_on, today)}
    organisation.answers_confirmed_on = today
    audit.record(
        actor,
        Verb.ANSWERS_CONFIRMED,
        organisation,
        at=now,
        organisation_id=organisation.id,
        changes=changes,
    )


def _record(
    actor: Actor,
    verb: Verb,
    organisation: Organisation,
    person: Person,
    before: dict[str, object],
    *,
    now: datetime,
) -> None:
    person.version += 1
    changes = audit.differences(before, people.describe(person))
    audit.record(actor, verb, person, at=now, organisation_id=organisation.id, changes=changes)
