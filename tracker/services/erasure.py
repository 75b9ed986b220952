"""Erases a person: name and address go everywhere, what they did and wrote stays without them.

What an organisation wrote about somebody in free text is the organisation's; it is not found here.
"""

import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import transaction
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
    ImportMapping,
    Initiative,
    KnownDevice,
    Membership,
    Notification,
    OneTimeLink,
    Organisation,
    OutsideIdentity,
    Passkey,
    Person,
    PersonRole,
    RecoveryCode,
    ReminderStop,
    ReportLink,
    ReportReminder,
    SignInSession,
    SignInStep,
    UnmailedGroup,
    ViewSubscription,
)
from tracker.services import audit, notices, redaction, saved_views
from tracker.services.accounts import email_key
from tracker.services.forgetting import (
    forget_asked_and_invited,
    forget_lists,
    forget_mails,
    forget_told,
)
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
    Notification,
    UnmailedGroup,
    ReminderStop,
    ReportLink,
    ReportReminder,
    ViewSubscription,
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
    saved_views.forget_views(actor, person, now=now)
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
    forget_mails(email)
    forget_told(name)
    forget_lists(person, name, email)
    forget_asked_and_invited(actor, email, now=now)
    is_theirs = _speaks_of(person, name, email)
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
