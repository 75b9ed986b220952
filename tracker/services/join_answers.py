"""Answering organisations that ask to join: yes, a question, or no; the one who asks gets a mail."""

import uuid
from datetime import datetime

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import for_change, refusing, transaction
from tracker.domain.joining import (
    ANSWER_WITHIN,
    ANSWERABLE,
    JoinStanding,
    standing_at,
)
from tracker.domain.mails import MailTemplate
from tracker.domain.roles import MembershipRole
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import JoinMessage, JoinRequest, ListEntry, Organisation
from tracker.services import audit, invitations, organisations, outbox, people
from tracker.services.invitations import Invited
from tracker.services.join_requests import new_link
from tracker.services.organisations import OrganisationContent
from tracker.services.person_roles import add_membership
from tracker.services.personal_data import refuse_personal_data

_TAKEN = {
    name: RefusedError(refusal.code, "organisation")
    for name, refusal in organisations.TAKEN.items()
}


def accept(
    actor: Actor,
    public_id: uuid.UUID,
    *,
    organisation_id: uuid.UUID | None,
    role: MembershipRole,
    now: datetime,
) -> uuid.UUID:
    """Let an organisation in, and invite whoever asked for it; who has an account acts for it at once.

    Args:
        organisation_id: the organisation of the register that it is; None adds a new one.
        role: what the person becomes there. A new organisation's first person is its manager.

    Returns the organisation's public id.

    Raises:
        NotFoundError, NotAllowedError,
        RefusedError: `answered_already`, `request_expired`, `person_disabled`,
            `invited_already`, and on `organisation` `name_taken`, `number_taken` or `unknown_choice`.
    """
    demand_somewhere(actor, Permission.ANSWER_JOIN_REQUEST)
    with refusing(_TAKEN), transaction():
        request = _load_to_answer(public_id, now=now)
        if organisation_id is None:
            organisation = _add_organisation(actor, request, now=now)
            role = MembershipRole.MANAGER
        else:
            organisation = _standing_organisation(organisation_id)
        _settle(actor, request, organisation, now=now)
        _let_in(actor, request, organisation, role, now=now)
        return organisation.public_id


def _settle(
    actor: Actor, request: JoinRequest, organisation: Organisation, *, now: datetime
) -> None:
    request.standing = JoinStanding.ACCEPTED
    request.answered_at = now
    request.organisation_id = organisation.id
    changes = {"organisation": (None, str(organisation.public_id))}
    audit.record(
        actor,
        Verb.JOIN_ACCEPTED,
        request,
        at=now,
        organisation_id=organisation.id,
        changes=changes,
    )


def _add_organisation(actor: Actor, request: JoinRequest, *, now: datetime) -> Organisation:
    content = OrganisationContent(
        name=request.organisation_name,
        kind=db.session.get_one(ListEntry, request.kind_id).code,
        organisation_number=request.organisation_number or "",
        about=request.about,
    )
    return organisations.add(actor, content, is_verified=True, now=now)


def _standing_organisation(public_id: uuid.UUID) -> Organisation:
    query = select(Organisation).where(
        Organisation.public_id == public_id, Organisation.closed_on.is_(None)
    )
    organisation: Organisation | None = db.session.scalars(query).one_or_none()
    if organisation is None:
        raise RefusedError("unknown_choice", "organisation")
    return organisation


def _let_in(
    actor: Actor,
    request: JoinRequest,
    organisation: Organisation,
    role: MembershipRole,
    *,
    now: datetime,
) -> None:
    person = people.find_for_change(request.email)
    if person is None:
        invited = Invited(
            name=request.name, email=request.email, language=request.language, role=role
        )
        invitations.add(actor, organisation, invited, now=now)
        return
    if person.is_disabled:
        raise RefusedError("person_disabled")
    before = people.describe(person)
    add_membership(person, organisation.id, role)
    changes = audit.differences(before, people.describe(person))
    audit.record(actor, Verb.EDITED, person, at=now, changes=changes)
    outbox.add_mail(
        to=person.email,
        template=MailTemplate.MEMBERSHIP_GIVEN,
        language=person.language,
        values={
            "name": person.name,
            "organisation": organisation.name,
            "organisation_id": str(organisation.public_id),
        },
        now=now,
    )


def ask_back(actor: Actor, public_id: uuid.UUID, text: str, *, now: datetime) -> None:
    """Ask something before answering; the request waits for whoever made it.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError,
        RefusedError: `answered_already` or `request_expired`.
    """
    _write(actor, public_id, text, JoinStanding.QUESTIONED, now=now)


def decline(actor: Actor, public_id: uuid.UUID, text: str, *, now: datetime) -> None:
    """Say no, and why.

    Raises:
        As `ask_back`.
    """
    _write(actor, public_id, text, JoinStanding.DECLINED, now=now)


def _write(
    actor: Actor, public_id: uuid.UUID, text: str, standing: JoinStanding, *, now: datetime
) -> None:
    demand_somewhere(actor, Permission.ANSWER_JOIN_REQUEST)
    refuse_personal_data({"body": text})
    is_question = standing is JoinStanding.QUESTIONED
    with transaction() as session:
        request = _load_to_answer(public_id, now=now)
        request.standing = standing
        request.expires_at = now + ANSWER_WITHIN
        request.answered_at = None if is_question else now
        session.add(
            JoinMessage(request_id=request.id, person_id=actor.person_id, body=text, written_at=now)
        )
        verb = Verb.JOIN_QUESTIONED if is_question else Verb.JOIN_DECLINED
        audit.record(actor, verb, request, at=now, changes={"message": (None, text)})
        outbox.add_mail(
            to=request.email,
            template=MailTemplate.JOIN_ANSWERED,
            language=request.language,
            values={
                "name": request.name,
                "organisation": request.organisation_name,
                "token": new_link(request),
                "message": text,
                "is_question": is_question,
            },
            now=now,
        )


def _load_to_answer(public_id: uuid.UUID, *, now: datetime) -> JoinRequest:
    request = for_change(JoinRequest, public_id)
    if request.confirmed_at is None:
        raise NotFoundError
    if request.standing not in ANSWERABLE:
        raise RefusedError("answered_already")
    standing = standing_at(request.standing, expires_at=request.expires_at, now=now)
    if standing is JoinStanding.EXPIRED:
        raise RefusedError("request_expired")
    return request
