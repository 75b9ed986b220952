"""Answers everything the page of one initiative prints, and what its form starts from."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.access.visibility import Scope, is_in_scope, scope_of
from tracker.database import read
from tracker.domain.freshness import days_without_report, is_report_late
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.local_time import local_day
from tracker.domain.record_health import RecordHealth
from tracker.domain.roles import ListCode, PartnerStanding
from tracker.errors import NotFoundError
from tracker.models import (
    Comment,
    ContactListing,
    Initiative,
    InitiativeFingerprint,
    Measure,
    Organisation,
    Partnership,
    PhaseProposal,
    Touchpoint,
)
from tracker.queries.mergers import AbsorbedRow, list_absorbed
from tracker.queries.partnerships import PartnerRow, list_partners
from tracker.queries.phases import ProposalRow, list_proposals
from tracker.queries.record_health import health_of_row
from tracker.queries.reference import (
    EntryRow,
    GoalAreaRow,
    GoalRow,
    PlaceRow,
    Reference,
    WorkingGroupRow,
)
from tracker.queries.tags import TAGS, tags_of


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to talk to; only for those who need it."""

    name: str
    email: str
    phone: str


_AS_IT_STANDS = (
    "id",
    "public_id",
    "version",
    "title",
    "description",
    "purpose",
    "phase",
    "condition",
    "visibility",
    "age_from",
    "age_to",
    "start_on",
    "end_on",
    "diarienummer",
    "is_complete",
    "last_reported_on",
    "confirmed_on",
    "created_at",
    "changed_at",
    "publication_asked_at",
    "withdrawn_at",
)


_HIDDEN = ("reach_id", "budget_sek", "contact_name", "contact_email", "contact_phone")


@dataclass(frozen=True, slots=True)
class InitiativePage:
    """One initiative, as the actor may see it; `contact` is None where it may not be seen.

    `absorbed` are those that have gone up in it: figures stay beside each other, and are never summed.
    `contact_waits`: the contact has not yet said yes to being listed, told to the own people alone.
    `is_being_matched`: it has changed, and its touchpoints are not yet found anew.
    """

    id: int
    public_id: uuid.UUID
    version: int
    title: str
    description: str
    purpose: str
    organisation_id: int
    organisation_public_id: uuid.UUID
    organisation_name: str
    is_municipal: bool
    phase: Phase
    condition: Condition
    visibility: Visibility
    reach: EntryRow | None
    age_from: int | None
    age_to: int | None
    start_on: date | None
    end_on: date | None
    budget_sek: int | None
    contact: Contact | None
    contact_waits: bool
    diarienummer: str
    is_complete: bool
    last_reported_on: date | None
    confirmed_on: date | None
    created_at: datetime
    changed_at: datetime
    publication_asked_at: datetime | None
    is_publication_confirmed: bool
    withdrawn_at: datetime | None
    days_silent: int
    is_late: bool
    health: RecordHealth
    goal_areas: tuple[GoalAreaRow, ...]
    goals: tuple[GoalRow, ...]
    places: tuple[PlaceRow, ...]
    working_groups: tuple[WorkingGroupRow, ...]
    entries: tuple[EntryRow, ...]
    links: tuple[str, ...]
    partners: tuple[PartnerRow, ...]
    proposals: tuple[ProposalRow, ...]
    absorbed: tuple[AbsorbedRow, ...]
    has_touchpoints: bool
    is_being_matched: bool
    has_comments: bool
    has_measures: bool
    subject: Subject

    def of_list(self, list_code: ListCode) -> list[EntryRow]:
        """The entries of one list."""
        return [row for row in self.entries if row.list_code == list_code]


def get_page(
    actor: Actor, public_id: uuid.UUID, *, reference: Reference, today: date
) -> InitiativePage:
    """Load one initiative with all that belongs to it, in four statements at most.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    row = read(_one_in(scope_of(actor)), {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFoundError
    return _page(actor, row, reference=reference, today=today)


_ABSORBED = aliased(Initiative)


@lru_cache(maxsize=256)
def _one_in(scope: Scope) -> Any:
    return (
        select(
            *(getattr(Initiative, name) for name in (*_AS_IT_STANDS, *_HIDDEN)),
            Organisation.id.label("organisation_id"),
            Organisation.public_id.label("organisation_public_id"),
            Organisation.name.label("organisation_name"),
            Organisation.is_municipal,
            Organisation.publication_confirmed_at,
            *TAGS,
            exists().where(Partnership.initiative_id == Initiative.id).label("has_partners"),
            exists()
            .where(
                ContactListing.initiative_id == Initiative.id,
                ContactListing.confirmed_at.is_(None),
            )
            .label("contact_waits"),
            exists().where(PhaseProposal.initiative_id == Initiative.id).label("has_proposals"),
            or_(
                *(
                    exists().where(side == Initiative.id, Touchpoint.is_current.is_(True))
                    for side in (Touchpoint.one_id, Touchpoint.other_id)
                )
            ).label("has_touchpoints"),
            select(InitiativeFingerprint.initiative_version)
            .where(InitiativeFingerprint.initiative_id == Initiative.id)
            .scalar_subquery()
            .label("matched_version"),
            exists().where(Comment.initiative_id == Initiative.id).label("has_comments"),
            exists().where(Measure.initiative_id == Initiative.id).label("has_measures"),
            exists().where(_ABSORBED.merged_into_id == Initiative.id).label("has_absorbed"),
        )
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Initiative.public_id == bindparam("public_id"), is_in_scope(scope))
    )


def _page(actor: Actor, row: Any, *, reference: Reference, today: date) -> InitiativePage:
    lead_id = row.organisation_id
    partners: tuple[PartnerRow, ...] = ()
    if row.has_partners:
        partners = list_partners(actor, row.id, lead_id=lead_id, reference=reference)
    subject = _subject(row, partners)
    days = days_without_report(
        last_reported_on=row.last_reported_on,
        start_on=row.start_on,
        created_on=local_day(row.created_at),
        today=today,
    )
    tags, is_late = tags_of(row, reference), is_report_late(row.phase, days)
    return InitiativePage(
        **{name: getattr(row, name) for name in _AS_IT_STANDS},
        organisation_id=lead_id,
        organisation_public_id=row.organisation_public_id,
        organisation_name=row.organisation_name,
        is_municipal=row.is_municipal,
        reach=reference.entries[row.reach_id] if row.reach_id else None,
        contact=_contact(row) if may(actor, Permission.SEE_CONTACT, subject) else None,
        budget_sek=row.budget_sek if may(actor, Permission.SEE_BUDGET, subject) else None,
        contact_waits=row.contact_waits and lead_id in actor.organisation_ids,
        is_publication_confirmed=row.publication_confirmed_at is not None,
        days_silent=days,
        is_late=is_late,
        health=health_of_row(row, tags, is_late=is_late, today=today),
        partners=partners,
        absorbed=list_absorbed(actor, row.id, lead_id=lead_id) if row.has_absorbed else (),
        has_touchpoints=row.has_touchpoints,
        is_being_matched=row.visibility is not Visibility.DRAFT
        and row.matched_version != row.version,
        has_measures=row.has_measures,
        has_comments=row.has_comments or row.has_absorbed,
        proposals=list_proposals(actor, row.id, lead_id=lead_id) if row.has_proposals else (),
        subject=subject,
        **{field.name: getattr(tags, field.name) for field in fields(tags)},
    )


def _subject(row: Any, partners: Sequence[PartnerRow]) -> Subject:
    return Subject(
        organisation_id=row.organisation_id,
        is_municipal=row.is_municipal,
        partner_ids=frozenset(
            partner.organisation_id
            for partner in partners
            if partner.standing is PartnerStanding.ACCEPTED
        ),
    )


def _contact(row: Any) -> Contact:
    return Contact(row.contact_name, row.contact_email, row.contact_phone)


def content_of(page: InitiativePage) -> InitiativeContent:
    """What a form starts from when the initiative is edited or copied."""
    codes = {
        list_code: tuple(row.code for row in page.of_list(list_code))
        for list_code in (ListCode.TARGET_GROUP, ListCode.EFFORT_TYPE, ListCode.FUNDING)
    }
    contact = page.contact or Contact("", "", "")
    return InitiativeContent(
        title=page.title,
        description=page.description,
        purpose=page.purpose,
        goal_areas=_codes(page.goal_areas),
        goals=_codes(page.goals),
        places=_codes(page.places),
        working_groups=_codes(page.working_groups),
        target_groups=codes[ListCode.TARGET_GROUP],
        effort_types=codes[ListCode.EFFORT_TYPE],
        funding=codes[ListCode.FUNDING],
        reach=page.reach.code if page.reach else None,
        age_from=page.age_from,
        age_to=page.age_to,
        start_on=page.start_on,
        end_on=page.end_on,
        phase=page.phase,
        budget_sek=page.budget_sek,
        contact_name=contact.name,
        contact_email=contact.email,
        contact_phone=contact.phone,
        diarienummer=page.diarienummer,
        links=page.links,
    )


def _codes(rows: Sequence[Any]) -> tuple[str, ...]:
    return tuple(row.code for row in rows)
