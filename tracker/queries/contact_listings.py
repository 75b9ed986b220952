"""Answers what somebody is listed as, who holds the link that was mailed to them."""

from dataclasses import dataclass

from sqlalchemy import select

from tracker.extensions import db
from tracker.models import ContactListing, Initiative, Organisation
from tracker.queries.accounts import hash_token


@dataclass(frozen=True, slots=True)
class ListingPage:
    """An initiative that names somebody as its contact, and whether they have said yes to it."""

    initiative: str
    organisation: str
    is_confirmed: bool


def find_listing(token: str) -> ListingPage | None:
    """What the link stands for; whoever holds it is its actor. None where it stands for nothing."""
    query = (
        select(Initiative.title, Organisation.name, ContactListing.confirmed_at)
        .join(Initiative, Initiative.id == ContactListing.initiative_id)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(ContactListing.token_hash == hash_token(token), Initiative.contact_email != "")
    )
    row = db.session.execute(query).one_or_none()
    return ListingPage(row[0], row[1], row[2] is not None) if row else None
