"""Answers which organisations take part, and what one of them is and does."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.access.visibility import is_visible
from tracker.domain.answering import UNANSWERED_AFTER
from tracker.domain.lifecycle import Phase
from tracker.domain.local_time import ZONE, local_day
from tracker.domain.roles import ListCode, MembershipRole, PartnerStanding
from tracker.domain.sorting import sort_key
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import Initiative, Membership, Organisation, Partnership, Person
from tracker.queries.reference import EntryRow, Reference

ROWS_PER_PAGE = 50
MOST_PARTNERSHIPS = 50


class Standing(StrEnum):
    """Which organisations a list shows."""

    ACTIVE = "active"
    UNVERIFIED = "unverified"
    UNANSWERED = "unanswered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class OrganisationSelection:
    """What is looked for: words of the name, the code of a kind, and a standing on a day."""

    q: str = ""
    kind: str = ""
    standing: Standing = Standing.ACTIVE
    today: date = date.max


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation of a list; `initiatives` counts those it leads that the actor may see."""

    public_id: uuid.UUID
    name: str
    kind: EntryRow
    is_verified: bool
    is_demo: bool
    closed_on: date | None
    initiatives: int


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """One organisation."""

    id: int
    public_id: uuid.UUID
    name: str
    kind: EntryRow
    organisation_number: str
    about: str
    website: str
    email: str
    is_municipal: bool
    is_verified: bool
    is_demo: bool
    page_opened_at: datetime | None
    closed_on: date | None
    answers_confirmed_on: date | None
    created_on: date
    version: int

    @property
    def subject(self) -> Subject:
        """What the policy needs to know of its records."""
        return Subject(organisation_id=self.id, is_municipal=self.is_municipal)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody who belongs to an organisation."""

    name: str
    role: MembershipRole


@dataclass(frozen=True, slots=True)
class PartnershipRow:
    """Another organisation's initiative that this one takes part in."""

    public_id: uuid.UUID
    title: str
    phase: Phase
    lead_name: str
    role: EntryRow


def list_organisations(
    actor: Actor, selection: OrganisationSelection, *, page: int, reference: Reference
) -> Sequence[OrganisationRow]:
    """One page of the organisations, by name; `page` counts from 1."""
    query = (
        select(Organisation)
        .where(*_conditions(selection, reference))
        .order_by(Organisation.name_key, Organisation.id)
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    )
    found = list(db.session.scalars(query))
    counts = _count_initiatives(actor, [row.id for row in found])
    return [
        OrganisationRow(
            public_id=row.public_id,
            name=row.name,
            kind=reference.entries[row.kind_id],
            is_verified=row.is_verified,
            is_demo=row.is_demo,
            closed_on=row.closed_on,
            initiatives=counts.get(row.id, 0),
        )
        for row in found
    ]


def count_organisations(
    _actor: Actor, selection: OrganisationSelection, *, reference: Reference
) -> int:
    """Count what `list_organisations` would list; everyone signed in sees every organisation."""
    query = select(func.count(Organisation.id)).where(*_conditions(selection, reference))
    return db.session.scalar(query) or 0


def _conditions(
    selection: OrganisationSelection, reference: Reference
) -> list[ColumnElement[bool]]:
    is_open: ColumnElement[bool] = Organisation.closed_on.is_(None)
    match selection.standing:
        case Standing.ACTIVE:
            chosen = [is_open]
        case Standing.UNVERIFIED:
            chosen = [is_open, Organisation.is_verified.is_(False)]
        case Standing.UNANSWERED:
            chosen = [is_open, is_unanswered(selection.today)]
        case Standing.CLOSED:
            chosen = [Organisation.closed_on.is_not(None)]
    chosen += [
        Organisation.name_key.contains(word, autoescape=True)
        for word in sort_key(selection.q).split()
    ]
    if selection.kind:
        kind = reference.entry(ListCode.ORGANISATION_KIND, selection.kind)
        chosen.append(Organisation.kind_id == (kind.id if kind else 0))
    return chosen


def is_unanswered(today: date) -> ColumnElement[bool]:
    """Nobody has said for 13 months who answers for it."""
    limit = today - UNANSWERED_AFTER
    never = and_(
        Organisation.answers_confirmed_on.is_(None),
        Organisation.created_at <= datetime.combine(limit, time.max, ZONE),
    )
    return or_(Organisation.answers_confirmed_on <= limit, never)


def _count_initiatives(actor: Actor, organisation_ids: Sequence[int]) -> Mapping[int, int]:
    query = (
        select(Initiative.lead_organisation_id, func.count(Initiative.id))
        .where(Initiative.lead_organisation_id.in_(organisation_ids), is_visible(actor))
        .group_by(Initiative.lead_organisation_id)
    )
    return dict(db.session.execute(query).all())


def get_organisation(
    _actor: Actor, public_id: uuid.UUID, *, reference: Reference
) -> OrganisationPage:
    """One organisation; everyone signed in sees every organisation.

    Raises:
        NotFoundError: there is no such organisation.
    """
    query = select(Organisation).where(Organisation.public_id == public_id)
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFoundError
    return OrganisationPage(
        id=row.id,
        public_id=row.public_id,
        name=row.name,
        kind=reference.entries[row.kind_id],
        organisation_number=row.organisation_number or "",
        about=row.about,
        website=row.website,
        email=row.email,
        is_municipal=row.is_municipal,
        is_verified=row.is_verified,
        is_demo=row.is_demo,
        page_opened_at=row.page_opened_at,
        closed_on=row.closed_on,
        answers_confirmed_on=row.answers_confirmed_on,
        created_on=local_day(row.created_at),
        version=row.version,
    )


def list_members(actor: Actor, organisation: OrganisationPage) -> Sequence[MemberRow] | None:
    """Those who belong to an organisation, by name; None where the actor may not know."""
    if not may(actor, Permission.SEE_MEMBERS, organisation.subject):
        return None
    query = (
        select(Person.name, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id == organisation.id, Person.is_disabled.is_(False))
        .order_by(Person.name, Person.id)
    )
    return [MemberRow(name, role) for name, role in db.session.execute(query)]


def list_partnerships(
    actor: Actor, organisation: OrganisationPage, *, reference: Reference
) -> Sequence[PartnershipRow]:
    """The latest changed initiatives that an organisation takes part in and the actor may see."""
    query = (
        select(
            Initiative.public_id,
            Initiative.title,
            Initiative.phase,
            Organisation.name,
            Partnership.role_id,
        )
        .join(Partnership, Partnership.initiative_id == Initiative.id)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(
            Partnership.organisation_id == organisation.id,
            Partnership.standing == PartnerStanding.ACCEPTED,
            is_visible(actor),
        )
        .order_by(Initiative.changed_at.desc(), Initiative.id.desc())
        .limit(MOST_PARTNERSHIPS)
    )
    return [
        PartnershipRow(public_id, title, phase, lead_name, reference.entries[role_id])
        for public_id, title, phase, lead_name, role_id in db.session.execute(query)
    ]
