"""Erases a person: name and address go everywhere, what they did and wrote stays without them.

What an organisation wrote about somebody in free text is the organisation's; it is not found here.
"""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, delete, func, or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import transaction
from tracker.domain.invitations import InvitationStanding
from tracker.domain.joining import UNANSWERED, JoinStanding
from tracker.domain.mails import MailTemplate
from tracker.domain.roles import PlatformRole
from tracker.domain.verbs import SubjectKind, Verb
from tracker.errors import NotAllowedError, RefusedError
from tracker.extensions import db
from tracker.models import (
    AuditEntry,
    AuditValue,
    AuthenticatorApp,
    ContactListing,
    ImportFile,
    ImportMapping,
    ImportRow,
    Initiative,
    Invitation,
    JoinMessage,
    JoinRequest,
    KnownDevice,
    Membership,
    OneTimeLink,
    Organisation,
    OutboxEvent,
    OutsideIdentity,
    Passkey,
    Person,
    PersonRole,
    RecoveryCode,
    SignInSession,
    SignInStep,
)
from tracker.services import audit, notices, redaction
from tracker.services.accounts import email_key
from tracker.services.import_files import delete_import
from tracker.services.people import load_for_change
from tracker.services.person_roles import has_administrator, lock_administrators

DELETED_WITH_A_PERSON = (
    SignInSession,
    SignInStep,
    OneTimeLink,
    AuthenticatorApp,
    RecoveryCode,
    Passkey,
    OutsideIdentity,
    KnownDevice,
    Membership,
    PersonRole,
    ImportMapping,
)
"""Rows that are a person's alone. Rows of other tables tell what was done, and stay."""
_CONTACT_FIELDS = ("contact_name", "contact_email", "contact_phone")


def ask_erasure(actor: Actor, *, now: datetime) -> None:
    """Ask for one's own name and address to be erased; the administrators are told.

    Asking again before it is done does nothing more.

    Raises:
        NotAllowedError: nobody is signed in.
    """
    if actor.public_id is None:
        raise NotAllowedError(Permission.USE_OWN_ACCOUNT)
    with transaction():
        person = load_for_change(actor.public_id)
        if person.erasure_asked_at is not None:
            return
        person.erasure_asked_at = now
        audit.record(actor, Verb.ERASURE_ASKED, person, at=now)
        notices.tell(
            notices.people_with(PlatformRole.ADMINISTRATOR, but=actor),
            MailTemplate.ERASURE_ASKED,
            lambda _: {"person_id": str(person.public_id)},
            now=now,
        )


def erase(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Erase a person: the account ends, and nothing in the register names them any more.

    Raises:
        NotFoundError: there is no such account, or it is erased already.
        NotAllowedError, RefusedError: `own_administrator` or `last_administrator`.
    """
    demand_somewhere(actor, Permission.MANAGE_PEOPLE)
    if public_id == actor.public_id:
        raise RefusedError("own_administrator")
    with transaction():
        lock_administrators()
        erase_row(actor, load_for_change(public_id), now=now)


def erase_row(actor: Actor, person: Person, *, now: datetime) -> None:
    """Erase a person inside the caller's transaction.

    Raises:
        RefusedError: `last_administrator`.
    """
    own_ids = _organisations_of(person)
    name, email = person.name, person.email
    for table in DELETED_WITH_A_PERSON:
        db.session.execute(delete(table).where(table.person_id == person.id))
    db.session.execute(delete(SignInStep).where(SignInStep.email_key == email_key(email)))
    person.name = person.name_key = person.email = ""
    person.email_key = f"erased {person.public_id}"
    person.password_hash = None
    person.is_disabled = True
    person.erased_at = now
    person.version += 1
    db.session.flush()
    if not has_administrator():
        raise RefusedError("last_administrator")
    audit.record(actor, Verb.ERASED, person, at=now)
    _clear_contacts(actor, name, email, own_ids, now=now)
    _clear_organisations(actor, email, now=now)
    _forget_mails(email)
    _forget_lists(person, name, email)
    asked = _forget_requests(actor, email, now=now)
    _forget_invitations(actor, email, now=now)
    is_theirs = or_(_speaks_of(person, name, email), asked)
    redaction.empty_values(actor, person, is_theirs, reason="erased", at=now)


def _organisations_of(person: Person) -> set[int]:
    """Organisations that the person belongs to or has done something for."""
    members = select(Membership.organisation_id).where(Membership.person_id == person.id)
    acted = select(AuditEntry.organisation_id).where(
        AuditEntry.person_id == person.id, AuditEntry.organisation_id.is_not(None)
    )
    return {*db.session.scalars(members), *db.session.scalars(acted.distinct())}


def _clear_contacts(
    actor: Actor, name: str, email: str, own_ids: set[int], *, now: datetime
) -> None:
    """Take the person away as contact: by the address, or by the name where no address tells more."""
    is_by_name = and_(
        Initiative.contact_name == name,
        Initiative.contact_email == "",
        Initiative.lead_organisation_id.in_(own_ids),
    )
    is_by_email = func.lower(Initiative.contact_email) == email.lower()
    query = select(Initiative).where(or_(is_by_email, is_by_name)).with_for_update()
    for initiative in db.session.scalars(query.order_by(Initiative.id)).all():
        clear_contact(initiative)
        audit.record_on(actor, Verb.CONTACT_REMOVED, initiative, at=now, changes={})


def clear_contact(initiative: Initiative) -> None:
    """Take away the contact person of an initiative, inside the caller's transaction."""
    for field in _CONTACT_FIELDS:
        setattr(initiative, field, "")
    initiative.version += 1
    db.session.execute(delete(ContactListing).where(ContactListing.initiative_id == initiative.id))


def _clear_organisations(actor: Actor, email: str, *, now: datetime) -> None:
    query = select(Organisation).where(func.lower(Organisation.email) == email.lower())
    for organisation in db.session.scalars(query.with_for_update()).all():
        organisation.email = ""
        organisation.version += 1
        audit.record(actor, Verb.CONTACT_REMOVED, organisation, at=now)


def _forget_mails(email: str) -> None:
    """Take away mails to the person that wait, or that could never be sent."""
    waiting = select(OutboxEvent.id, OutboxEvent.payload).where(OutboxEvent.done_at.is_(None))
    theirs = [
        event_id
        for event_id, payload in db.session.execute(waiting)
        if str(payload.get("to", "")).casefold() == email.casefold()
    ]
    db.session.execute(delete(OutboxEvent).where(OutboxEvent.id.in_(theirs)))


def _forget_lists(person: Person, name: str, email: str) -> None:
    """Take away lists that are being read in by the person, or that name them.

    The rows of a list that is saved already lose the name.
    """
    words = tuple(word.encode() for word in (name, email))
    for file in db.session.scalars(select(ImportFile).where(ImportFile.content.is_not(None))).all():
        if file.person_id == person.id or any(word in (file.content or b"") for word in words):
            delete_import(file)
    text = cast(ImportRow.proposed, Text)
    is_named = [text.contains(json.dumps(word)[1:-1], autoescape=True) for word in (name, email)]
    for row in db.session.scalars(select(ImportRow).where(or_(*is_named))).all():
        row.proposed = _without(row.proposed, (name, email))


def _forget_requests(actor: Actor, email: str, *, now: datetime) -> ColumnElement[bool]:
    """Take the person out of requests to join; returns which values of the trail speak of them."""
    query = select(JoinRequest).where(JoinRequest.email_key == email_key(email)).with_for_update()
    ids = []
    for request in db.session.scalars(query).all():
        forget_request(request)
        audit.record(actor, Verb.ERASED, request, at=now)
        ids.append(request.id)
    return and_(
        AuditEntry.subject_kind == SubjectKind.JOIN_REQUEST.value, AuditEntry.subject_id.in_(ids)
    )


def forget_request(request: JoinRequest) -> None:
    """Take away who asked to join, and what was written about it; where it ended stays."""
    if request.standing in UNANSWERED:
        request.standing = JoinStanding.WITHDRAWN
    request.name = request.email = request.about = ""
    request.email_key = f"erased {request.public_id}"
    query = select(JoinMessage).where(JoinMessage.request_id == request.id)
    for message in db.session.scalars(query).all():
        message.body = ""


def _forget_invitations(actor: Actor, email: str, *, now: datetime) -> None:
    """Take the person out of invitations that they got; one that waits is taken back."""
    query = select(Invitation).where(Invitation.email_key == email_key(email)).with_for_update()
    for invitation in db.session.scalars(query).all():
        if invitation.standing is InvitationStanding.SENT:
            invitation.standing = InvitationStanding.WITHDRAWN
        invitation.name = invitation.email = ""
        invitation.email_key = f"erased {invitation.public_id}"
        audit.record(actor, Verb.ERASED, invitation, at=now)


def _without(value: Any, words: tuple[str, ...]) -> Any:
    """The same JSON value without texts that hold one of the words."""
    if isinstance(value, str):
        return "" if any(word in value for word in words) else value
    if isinstance(value, Mapping):
        return {name: _without(part, words) for name, part in value.items()}
    return [_without(part, words) for part in value] if isinstance(value, list) else value


def _speaks_of(person: Person, name: str, email: str) -> ColumnElement[bool]:
    """Values of entries about the person, and values anywhere that hold the name or the address."""
    is_about = and_(
        AuditEntry.subject_kind == SubjectKind.PERSON.value, AuditEntry.subject_id == person.id
    )
    known = [
        is_it
        for column in (AuditValue.before, AuditValue.after)
        for is_it in (
            column.contains(audit.as_json(name)[1:-1], autoescape=True),
            func.lower(column).contains(email.lower(), autoescape=True),
        )
    ]
    return or_(is_about, *known)
