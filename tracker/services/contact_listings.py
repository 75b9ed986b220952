"""Asks contact persons whether it is right that they are listed, and does what they answer."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, exists, select

from tracker.access.actors import ANONYMOUS
from tracker.database import one_for_change, transaction
from tracker.domain.lifecycle import Visibility
from tracker.domain.mails import MailTemplate
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import ContactListing, Initiative, Organisation
from tracker.queries.accounts import hash_token
from tracker.services import audit, outbox
from tracker.services.erasure import clear_contact


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
            _ask(initiative, lead, now=now)
        return len(found)


def _ask(initiative: Initiative, lead: str, *, now: datetime) -> None:
    token = secrets.token_urlsafe(32)
    db.session.add(
        ContactListing(
            initiative_id=initiative.id,
            address_key=address_key(initiative.contact_email),
            token_hash=hash_token(token),
            asked_at=now,
        )
    )
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
