"""Handing over an organisation when its board changes: who answers from now on, and who leaves.

With people who are here it is done at once. Where somebody new is invited, those who leave stay
until that person has said yes, so that the organisation is never without anybody.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.database import transaction
from tracker.domain.roles import MembershipRole
from tracker.domain.verbs import Verb
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import Invitation, InvitationDeparture, Membership, Organisation, Person
from tracker.services import audit, invitations, members
from tracker.services.invitations import Invited


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """Who answers from now on, beside those who do already and stay; and who leaves.

    People are named by their public ids; `invited` is somebody who is not here yet.
    """

    answering: tuple[uuid.UUID, ...] = ()
    invited: Invited | None = None
    leaving: tuple[uuid.UUID, ...] = ()


def hand_over(actor: Actor, organisation_id: uuid.UUID, wish: HandOver, *, now: datetime) -> bool:
    """Hand an organisation over; returns whether it is done, or waits for whoever is invited.

    Raises:
        NotFoundError, NotAllowedError, TooManyAttemptsError,
        RefusedError: `nothing_changes`, `stays_or_leaves` on `leaving`, `nobody_answers` on
            `answering`, or of the invited person as `invitations.invite`.
    """
    if not (wish.answering or wish.invited or wish.leaving):
        raise RefusedError("nothing_changes")
    if set(wish.answering) & set(wish.leaving):
        raise RefusedError("stays_or_leaves", "leaving")
    if wish.invited is not None:
        invitations.count_invitation(actor, now=now)
    with transaction():
        organisation = members.load(actor, organisation_id)
        for person_id in wish.answering:
            person = members.member(organisation, person_id)
            members.set_role(actor, organisation, person, MembershipRole.MANAGER, now=now)
        leaving = [members.member(organisation, person_id) for person_id in wish.leaving]
        if wish.invited is not None:
            _invite(actor, organisation, wish.invited, leaving, now=now)
        else:
            _part(actor, organisation, leaving, now=now)
            if not members.has_manager(organisation):
                raise RefusedError("nobody_answers", "answering")
        is_done = wish.invited is None or not leaving
        if is_done:
            members.note_answers(actor, organisation, now=now)
        return is_done


def finish(
    actor: Actor, invitation: Invitation, organisation: Organisation, *, now: datetime
) -> None:
    """Let those go who leave when an invited person has said yes, in the caller's transaction."""
    query = (
        select(Person)
        .join(InvitationDeparture, InvitationDeparture.person_id == Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            InvitationDeparture.invitation_id == invitation.id,
            Membership.organisation_id == organisation.id,
        )
        .with_for_update(of=Person)
    )
    leaving = list(db.session.scalars(query))
    if leaving:
        _part(actor, organisation, leaving, now=now)
        members.note_answers(actor, organisation, now=now)


def _invite(
    actor: Actor,
    organisation: Organisation,
    invited: Invited,
    leaving: list[Person],
    *,
    now: datetime,
) -> None:
    invitation = invitations.add(actor, organisation, invited, now=now)
    db.session.add_all(
        InvitationDeparture(invitation_id=invitation.id, person_id=person.id) for person in leaving
    )
    told = {"leaving": (None, [str(person.public_id) for person in leaving])}
    if leaving:
        audit.record(
            actor, Verb.EDITED, invitation, at=now, organisation_id=organisation.id, changes=told
        )


def _part(
    actor: Actor, organisation: Organisation, leaving: list[Person], *, now: datetime
) -> None:
    for person in leaving:
        verb = Verb.MEMBER_LEFT if person.id == actor.person_id else Verb.MEMBER_REMOVED
        members.take_out(actor, verb, organisation, person, now=now)
    db.session.flush()
