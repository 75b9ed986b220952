"""Asks contact persons whether it is right that they are listed, and does what they answer."""

import hashlib
import secrets
import uuid
from datetime import datetime

from sqlalchemy import delete, exists, select

from tracker.access.actors import ANONYMOUS, Actor
from tracker.access.permissions import Permission
from tracker.database import one_for_change, transaction
from tracker.domain.lifecycle import Visibility
from tracker.domain.local_time import beginning_of, local_day
from tracker.domain.mails import MailTemplate
from tracker.domain.verbs import Verb
from tracker.domain.worklist import CONTACT_ASKED_AGAIN_AFTER
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import ContactListing, Initiative, Organisation
from tracker.queries.accounts import hash_token
from tracker.services import audit, outbox
from tracker.services.erasure import clear_contact
from tracker.services.initiatives import load


def ask_some(*, limit: int, now: datetime) -> int:
    """Mail some of those who are named and have not been asked; returns how many.

    Nobody is asked because of a draft: others are not to know of it.
    """
    is_asked = exists().where(ContactListing.initiative_id == Initiative.id)
    query = (
        select(Initiative, Organisation.name)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(
            Initiative.contact_email != "",
            Initiative.visibility != Visibility.DRAFT,
            Initiative.is_demo.is_(False),
            ~is_asked,
        )
        .order_by(Initiative.id)
        .limit(limit)
    )
    with transaction() as session:
        found = session.execute(query.with_for_update(of=Initiative, skip_locked=True)).all()
        for initiative, lead in found:
            _ask(initiative, lead, ContactListing(initiative_id=initiative.id), now=now)
        return len(found)


def ask_again(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Mail a contact person once more who has not said whether they may be listed.

    The mail has a new link, and the one before ends.

    Raises:
        NotFoundError, NotAllowedError,
        RefusedError: `contact_answered`, where nobody waits for an answer;
            `contact_asked_lately`.
    """
    with transaction():
        initiative = load(actor, public_id, Permission.COORDINATE)
        listing = db.session.scalars(
            select(ContactListing).where(ContactListing.initiative_id == initiative.id)
        ).one_or_none()
        is_waiting = listing is not None and listing.confirmed_at is None
        if listing is None or not is_waiting or not initiative.contact_email:
            raise RefusedError("contact_answered")
        if listing.asked_at >= beginning_of(local_day(now) - CONTACT_ASKED_AGAIN_AFTER):
            raise RefusedError("contact_asked_lately")
        lead = db.session.get_one(Organisation, initiative.lead_organisation_id)
        _ask(initiative, lead.name, listing, now=now)
        audit.record_on(actor, Verb.CONTACT_ASKED, initiative, at=now, changes={})


def _ask(initiative: Initiative, lead: str, listing: ContactListing, *, now: datetime) -> None:
    token = secrets.token_urlsafe(32)
    listing.address_key = address_key(initiative.contact_email)
    listing.token_hash = hash_token(token)
    listing.asked_at = now
    db.session.add(listing)
    outbox.add_mail(
        to=initiative.contact_email,
        template=MailTemplate.CONTACT_NAMED,
        language="sv",
        values={
            "name": initiative.contact_name or initiative.contact_email,
            "initiative": initiative.title,
            "lead": lead,
            "token": token,
        },
        now=now,
    )


def address_key(email: str) -> str:
    """What is kept of an address that was asked: a hash."""
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()


def confirm(token: str, *, now: datetime) -> None:
    """The contact person says that it is right.

    Raises:
        NotFoundError: the link is not one of ours, or the listing is gone.
    """
    with transaction():
        listing, initiative = _load(token)
        if listing.confirmed_at is None:
            listing.confirmed_at = now
            audit.record_on(ANONYMOUS, Verb.CONTACT_CONFIRMED, initiative, at=now, changes={})


def remove(token: str, *, now: datetime) -> None:
    """The contact person does not want to be listed: name, address and number go.

    Raises:
        NotFoundError: the link is not one of ours, or the listing is gone.
    """
    with transaction():
        _listing, initiative = _load(token)
        clear_contact(initiative)
        initiative.changed_at = now
        audit.record_on(ANONYMOUS, Verb.CONTACT_REMOVED, initiative, at=now, changes={})


def _load(token: str) -> tuple[ContactListing, Initiative]:
    listing = one_for_change(
        select(ContactListing).where(ContactListing.token_hash == hash_token(token))
    )
    initiative = one_for_change(select(Initiative).where(Initiative.id == listing.initiative_id))
    if address_key(initiative.contact_email) != listing.address_key:
        db.session.execute(delete(ContactListing).where(ContactListing.id == listing.id))
        raise NotFoundError
    return listing, initiative
