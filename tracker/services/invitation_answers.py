"""Answering an invitation: whoever holds its link is the one who was invited."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.config import Settings
from tracker.database import one_for_change, refusing, transaction
from tracker.domain.invitations import InvitationStanding, invitation_standing_at
from tracker.domain.lifecycle import is_shared
from tracker.domain.mails import MailTemplate
from tracker.domain.roles import PlatformRole
from tracker.domain.verbs import Verb
from tracker.domain.ways_in import WayIn
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import Initiative, Invitation, ListEntry, Organisation, Person
from tracker.queries.accounts import hash_token
from tracker.services import audit, hand_over, notices, organisations, partnerships, people
from tracker.services.arrivals import Arrival, Visitor, arrive
from tracker.services.organisations import OrganisationContent
from tracker.services.people import PersonContent
from tracker.services.person_roles import add_membership

_TAKEN = {name: RefusedError("invitation_ended") for name in organisations.TAKEN}


@dataclass(frozen=True, kw_only=True)
class Welcome:
    """How somebody wants to be called, and in which language they read."""

    name: str
    language: str


def accept(
    token: str, welcome: Welcome, *, visitor: Visitor, settings: Settings, now: datetime
) -> Arrival:
    """Say yes: the person gets an account where they have none, acts for the organisation, and
    is let in, since the link proves the address.

    An account that is there already keeps its name and language.

    Raises:
        NotFoundError, RefusedError: `invitation_ended` or `person_disabled`.
    """
    with refusing(_TAKEN), transaction():
        invitation = _of(token, now=now)
        person = _person(invitation, welcome, now=now)
        me = Actor(person_id=person.id)
        organisation = _organisation(me, invitation, now=now)
        before = people.describe(person)
        add_membership(person, organisation.id, invitation.role)
        changes = audit.differences(before, people.describe(person))
        audit.record(me, Verb.EDITED, person, at=now, changes=changes)
        invitation.standing = InvitationStanding.ACCEPTED
        invitation.answered_at = now
        audit.record(
            me, Verb.INVITATION_ACCEPTED, invitation, at=now, organisation_id=organisation.id
        )
        hand_over.finish(me, invitation, organisation, now=now)
        _tell(invitation, is_accepted=True, now=now)
        return arrive(person, WayIn.INVITATION, visitor=visitor, settings=settings, now=now)


def decline(token: str, *, now: datetime) -> None:
    """Say no; whoever invited is told.

    Raises:
        NotFoundError, RefusedError: `invitation_ended`.
    """
    with transaction():
        invitation = _of(token, now=now)
        invitation.standing = InvitationStanding.DECLINED
        invitation.answered_at = now
        whose = invitation.inviting_organisation_id or invitation.organisation_id
        audit.record(Actor(), Verb.INVITATION_DECLINED, invitation, at=now, organisation_id=whose)
        _tell(invitation, is_accepted=False, now=now)


def _of(token: str, *, now: datetime) -> Invitation:
    query = select(Invitation).where(Invitation.token_hash == hash_token(token))
    invitation: Invitation = one_for_change(query)
    standing = invitation_standing_at(
        invitation.standing, expires_at=invitation.expires_at, now=now
    )
    if standing is not InvitationStanding.SENT:
        raise RefusedError("invitation_ended")
    return invitation


def _person(invitation: Invitation, welcome: Welcome, *, now: datetime) -> Person:
    person = people.find_for_change(invitation.email)
    if person is None:
        content = PersonContent(
            name=welcome.name, email=invitation.email, language=welcome.language
        )
        return people.add(Actor(person_id=invitation.invited_by_id), content, now=now)
    if person.is_disabled:
        raise RefusedError("person_disabled")
    return person


def _organisation(me: Actor, invitation: Invitation, *, now: datetime) -> Organisation:
    """The organisation that somebody says yes to; one that is not here yet is added now."""
    if invitation.organisation_id is not None:
        standing: Organisation = db.session.get_one(Organisation, invitation.organisation_id)
        if standing.closed_on is not None:
            raise RefusedError("invitation_ended")
        return standing
    kind = db.session.get_one(ListEntry, invitation.kind_id)
    is_verified = invitation.inviting_organisation_id is None
    content = OrganisationContent(name=invitation.organisation_name, kind=kind.code)
    added = organisations.add(me, content, is_verified=is_verified, now=now)
    invitation.organisation_id = added.id
    if not is_verified:
        _tell_coordinators(invitation, added, now=now)
    _ask_to_take_part(invitation, added, now=now)
    return added


def _ask_to_take_part(invitation: Invitation, added: Organisation, *, now: datetime) -> None:
    """Ask the new organisation as the one who invited it would; it answers on its start page."""
    initiative = db.session.get(Initiative, invitation.initiative_id or 0)
    if initiative is None or not is_shared(initiative.visibility):
        return
    asking = Actor(person_id=invitation.invited_by_id)
    entry = db.session.get_one(ListEntry, invitation.partner_role_id)
    partnerships.ask_newcomer(asking, initiative, added, entry, now=now)


def _tell_coordinators(invitation: Invitation, added: Organisation, *, now: datetime) -> None:
    inviting = db.session.get_one(Organisation, invitation.inviting_organisation_id)
    values: notices.Values = {
        "organisation": added.name,
        "organisation_id": str(added.public_id),
        "inviting": inviting.name,
    }
    coordinators = notices.people_with(PlatformRole.COORDINATOR)
    notices.tell(coordinators, MailTemplate.ORGANISATION_CAME, lambda _: values, now=now)


def _tell(invitation: Invitation, *, is_accepted: bool, now: datetime) -> None:
    values: notices.Values = {
        "organisation": invitation.organisation_name,
        "invited": invitation.name,
        "is_accepted": is_accepted,
    }
    inviting = [db.session.get_one(Person, invitation.invited_by_id)]
    notices.tell(inviting, MailTemplate.INVITATION_ANSWERED, lambda _: values, now=now)
