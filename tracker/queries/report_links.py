"""Answers what a link in a mail opens, and which links to a form still work."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.access.visibility import visible
from tracker.domain.lifecycle import Condition, Phase
from tracker.extensions import db
from tracker.models import Initiative, Organisation, Person, ReportLink, StatusReport
from tracker.queries.accounts import find_actor, hash_token


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What a link opens: the form of one initiative, for whom it was mailed to.

    `is_open` says whether it still works; else `is_reported` says whether the report came in by it.
    """

    public_id: uuid.UUID
    title: str
    organisation_name: str
    phase: Phase
    condition: Condition
    actor: Actor
    is_open: bool
    is_reported: bool


def find_link(token: str, *, now: datetime) -> LinkPage | None:
    """What the link stands for; whoever holds it is its actor. None where it stands for nothing.

    What the person may no longer report about is nothing.
    """
    query = select(ReportLink).where(ReportLink.token_hash == hash_token(token))
    link = db.session.scalars(query).one_or_none()
    actor = find_actor(link.person_id) if link else None
    if link is None or actor is None:
        return None
    query_of_initiative = (
        select(Initiative, Organisation)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Initiative.id == link.initiative_id)
    )
    found = db.session.execute(visible(query_of_initiative, actor)).one_or_none()
    if found is None:
        return None
    initiative, lead = found
    if not may(actor, Permission.REPORT_STATUS, Subject(lead.id, is_municipal=lead.is_municipal)):
        return None
    return LinkPage(
        public_id=initiative.public_id,
        title=initiative.title,
        organisation_name=lead.name,
        phase=initiative.phase,
        condition=initiative.condition,
        actor=actor,
        is_open=link.ended_at is None and link.expires_at > now,
        is_reported=link.report_id is not None,
    )


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that still works: whom it was mailed to, and when."""

    name: str
    sent_at: datetime


def list_open_links(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> Sequence[OpenLink]:
    """The links to an initiative's form that still work, oldest first."""
    query = (
        select(Person.name, ReportLink.created_at)
        .join(Person, Person.id == ReportLink.person_id)
        .join(Initiative, Initiative.id == ReportLink.initiative_id)
        .where(
            Initiative.public_id == public_id,
            ReportLink.ended_at.is_(None),
            ReportLink.expires_at > now,
        )
        .order_by(ReportLink.id)
    )
    return [OpenLink(*row) for row in db.session.execute(visible(query, actor))]


def is_received(submission_key: str) -> bool:
    """Say whether a report with this key is in; only the browser that wrote it knows the key."""
    query = select(exists().where(StatusReport.submission_key == submission_key))
    return bool(db.session.scalar(query))
