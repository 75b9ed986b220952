"""Inviting people to act for an organisation that is here; sending invitations again, and taking back.

Whoever is invited gets a link by mail; what it leads to is done in services/invitation_answers.py.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, demand, may, may_everywhere
from tracker.database import for_change, transaction
from tracker.domain.invitations import (
    ANSWER_WITHIN,
    INVITATIONS_PER_PERSON,
    INVITATIONS_WINDOW,
    InvitationStanding,
)
from tracker.domain.mails import MailTemplate
from tracker.domain.roles import MembershipRole
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import (
    Initiative,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    Person,
)
from tracker.queries.accounts import hash_token
from tracker.services import audit, outbox
from tracker.services.accounts import email_key
from tracker.services.attempts import Limit, count_attempt
from tracker.services.initiatives import subject_of_organisation


@dataclass(frozen=True, kw_only=True)
class Invited:
    """Who is invited, what they become in the organisation, and what is said to them."""

    name: str
    email: str
    language: str
    message: str = ""
    role: MembershipRole = MembershipRole.MANAGER


def invite(
    actor: Actor, organisation_id: uuid.UUID, invited: Invited, *, now: datetime
) -> uuid.UUID:
    """Invite somebody to act for an organisation that is here; returns the invitation's public id.

    Raises:
        NotFoundError, NotAllowedError, TooManyAttemptsError,
        RefusedError: on `email` `member_already` or `invited_already`, or `organisation_closed`.
    """
    count_invitation(actor, now=now)
    with transaction():
        organisation = for_change(Organisation, organisation_id)
        demand(actor, Permission.INVITE_COLLEAGUE, subject_of_organisation(organisation))
        return add(actor, organisation, invited, now=now).public_id


def add(actor: Actor, organisation: Organisation, invited: Invited, *, now: datetime) -> Invitation:
    """Invite somebody, inside the caller's transaction; the caller has asked the policy.

    Raises:
        RefusedError: as `invite`.
    """
    if organisation.closed_on is not None:
        raise RefusedError("organisation_closed")
    _refuse_known(organisation, invited)
    is_own = organisation.id in actor.organisation_ids
    return send(
        actor,
        Invitation(
            organisation_id=organisation.id,
            organisation_name=organisation.name,
            inviting_organisation_id=organisation.id if is_own else None,
        ),
        invited,
        now=now,
    )


def send_again(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Mail an invitation once more, with a new link and its time anew; the link before ends.

    Raises:
        NotFoundError, TooManyAttemptsError, RefusedError: `answered_already`.
    """
    count_invitation(actor, now=now)
    with transaction():
        invitation = _load(actor, public_id)
        _mail(invitation, now=now)
        audit.record(actor, Verb.LINK_SENT, invitation, at=now, organisation_id=_whose(invitation))


def withdraw(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Take an invitation back; its link ends.

    Raises:
        NotFoundError, RefusedError: `answered_already`.
    """
    with transaction():
        invitation = _load(actor, public_id)
        invitation.standing = InvitationStanding.WITHDRAWN
        invitation.answered_at = now
        audit.record(
            actor, Verb.INVITATION_WITHDRAWN, invitation, at=now, organisation_id=_whose(invitation)
        )


def may_handle(actor: Actor, invitation: Invitation) -> bool:
    """Whether the actor may send an invitation again or take it back.

    Those who may invite for the organisation that it is about, or that it comes from.
    """
    ids = (invitation.organisation_id, invitation.inviting_organisation_id)
    return may_everywhere(actor, Permission.INVITE_ON_BEHALF) or any(
        may(actor, Permission.INVITE_COLLEAGUE, Subject(organisation_id))
        for organisation_id in ids
        if organisation_id is not None
    )


def _load(actor: Actor, public_id: uuid.UUID) -> Invitation:
    invitation = for_change(Invitation, public_id)
    if not may_handle(actor, invitation):
        raise NotFoundError
    if invitation.standing is not InvitationStanding.SENT:
        raise RefusedError("answered_already")
    return invitation


def _refuse_known(organisation: Organisation, invited: Invited) -> None:
    key = email_key(invited.email)
    is_member = exists().where(
        Membership.organisation_id == organisation.id,
        Membership.person_id == Person.id,
        Person.email_key == key,
    )
    if db.session.scalar(select(is_member)):
        raise RefusedError("member_already", "email")
    is_invited = exists().where(
        Invitation.organisation_id == organisation.id,
        Invitation.email_key == key,
        Invitation.standing == InvitationStanding.SENT,
    )
    if db.session.scalar(select(is_invited)):
        raise RefusedError("invited_already", "email")


def send(actor: Actor, invitation: Invitation, invited: Invited, *, now: datetime) -> Invitation:
    """Keep an invitation and mail its link, inside the caller's transaction."""
    invitation.standing = InvitationStanding.SENT
    invitation.role = invited.role
    invitation.name = invited.name
    invitation.email = invited.email
    invitation.email_key = email_key(invited.email)
    invitation.language = invited.language
    invitation.message = invited.message
    invitation.invited_by_id = actor.person_id or 0
    invitation.created_at = now
    _mail(invitation, now=now)
    db.session.add(invitation)
    db.session.flush()
    changes = {"organisation": (None, invitation.organisation_name)}
    audit.record(
        actor,
        Verb.INVITED,
        invitation,
        at=now,
        organisation_id=_whose(invitation),
        changes=changes,
    )
    return invitation


def _mail(invitation: Invitation, *, now: datetime) -> None:
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hash_token(token)
    invitation.sent_at = now
    invitation.expires_at = now + ANSWER_WITHIN
    inviting = db.session.get(Organisation, invitation.inviting_organisation_id or 0)
    initiative = db.session.get(Initiative, invitation.initiative_id or 0)
    outbox.add_mail(
        to=invitation.email,
        template=MailTemplate.INVITED,
        language=invitation.language,
        values={
            "name": invitation.name,
            "organisation": invitation.organisation_name,
            "by": db.session.get_one(Person, invitation.invited_by_id).name,
            "inviting": inviting.name if inviting else "",
            "initiative": initiative.title if initiative else "",
            "is_request": _has_asked(invitation),
            "message": invitation.message,
            "token": token,
        },
        now=now,
    )


def _has_asked(invitation: Invitation) -> bool:
    """Whether it answers a request of the invited person that the organisation may join."""
    asked = exists().where(
        JoinRequest.organisation_id == invitation.organisation_id,
        JoinRequest.email_key == invitation.email_key,
    )
    return bool(db.session.scalar(select(asked)))


def _whose(invitation: Invitation) -> int | None:
    """The organisation in whose name an invitation stands in the trail."""
    return invitation.inviting_organisation_id or invitation.organisation_id


def count_invitation(actor: Actor, *, now: datetime) -> None:
    """Count one more mail that somebody has the register send.

    Raises:
        TooManyAttemptsError
    """
    key = hash_token(f"invite:{actor.person_id}")
    count_attempt(Limit(key, INVITATIONS_PER_PERSON, INVITATIONS_WINDOW), now=now)
