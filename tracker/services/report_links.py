"""Links in mails that open one report form without signing in: made, used up, and ended."""

import secrets
import uuid
from datetime import datetime, timedelta

from sqlalchemy import select, update

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.database import one_for_change, transaction
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import Initiative, Person, ReportLink
from tracker.queries.accounts import find_actor, hash_token
from tracker.services import audit
from tracker.services.initiatives import load

WORKS_FOR = timedelta(days=60)


def make_link(initiative: Initiative, person: Person, *, now: datetime) -> str:
    """Make a link for a mail to this person, in the caller's transaction; returns its token."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        ReportLink(
            initiative_id=initiative.id,
            person_id=person.id,
            token_hash=hash_token(token),
            created_at=now,
            expires_at=now + WORKS_FOR,
        )
    )
    return token


def use_link(token: str, *, now: datetime) -> tuple[ReportLink, Actor, uuid.UUID]:
    """A link that works, whom it was mailed to, and the initiative, in the caller's transaction.

    Raises:
        NotFoundError: there is no such link, it has ended, or its person has no account any longer.
    """
    link = one_for_change(
        select(ReportLink).where(
            ReportLink.token_hash == hash_token(token),
            ReportLink.ended_at.is_(None),
            ReportLink.expires_at > now,
        )
    )
    actor = find_actor(link.person_id)
    if actor is None:
        raise NotFoundError
    public_id = select(Initiative.public_id).where(Initiative.id == link.initiative_id)
    return link, actor, db.session.scalars(public_id).one()


def end_links_of(initiative: Initiative, *, now: datetime) -> None:
    """End every link to an initiative's form, in the caller's transaction."""
    db.session.execute(
        update(ReportLink)
        .where(ReportLink.initiative_id == initiative.id, ReportLink.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_own(token: str, *, now: datetime) -> None:
    """Whoever got the link ends it.

    Raises:
        NotFoundError: see `use_link`.
    """
    with transaction():
        link, actor, _ = use_link(token, now=now)
        link.ended_at = now
        initiative = db.session.get_one(Initiative, link.initiative_id)
        audit.record_on(actor, Verb.REPORT_LINKS_ENDED, initiative, at=now, changes={})


def end_all(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """The organisation ends the links to the form of one of its initiatives.

    Raises:
        NotFoundError, NotAllowedError.
    """
    with transaction():
        initiative = load(actor, public_id, Permission.REPORT_STATUS)
        end_links_of(initiative, now=now)
        audit.record_on(actor, Verb.REPORT_LINKS_ENDED, initiative, at=now, changes={})
