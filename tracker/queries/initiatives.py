"""Answers everything the page of one initiative prints, and what its form starts from."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import literal, select, union_all

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.access.visibility import visible
from tracker.domain.freshness import days_without_report, is_report_late
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.local_time import local_day
from tracker.domain.roles import ListCode, PartnerStanding
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import (
    Initiative,
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativeLink,
    InitiativePlace,
    InitiativeTag,
    InitiativeWorkingGroup,
    Organisation,
    Partnership,
    Person,
    PhaseProposal,
)
from tracker.queries.reference import (
    EntryRow,
    GoalAreaRow,
    GoalRow,
    PlaceRow,
    Reference,
    WorkingGroupRow,
)


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """An organisation that takes part, was asked, or has offered to."""

    public_id: uuid.UUID
    organisation_id: int
    organisation_public_id: uuid.UUID
    organisation_name: str
    role: EntryRow
    standing: PartnerStanding
    note: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposed move that waits for an answer."""

    public_id: uuid.UUID
    phase: Phase
    reason: str
    person_name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to talk to; only for those who need it."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class InitiativePage:
    """One initiative, as the actor may see it; `contact` is None where it may not be seen."""

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
    diarienummer: str
    is_complete: bool
    last_reported_on: date | None
    created_at: datetime
    changed_at: datetime
    publication_asked_at: datetime | None
    is_publication_confirmed: bool
    withdrawn_at: datetime | None
    days_silent: int
    is_late: bool
    goal_areas: tuple[GoalAreaRow, ...]
    goals: tuple[GoalRow, ...]
    places: tuple[PlaceRow, ...]
    working_groups: tuple[WorkingGroupRow, ...]
    entries: tuple[EntryRow, ...]
    links: tuple[str, ...]
    partners: tuple[PartnerRow, ...]
    proposals: tuple[ProposalRow, ...]
    subject: Subject

    def of_list(self, list_code: ListCode) -> list[EntryRow]:
        """The entries of one list."""
        return [row for row in self.entries if row.list_code == list_code]


def get_page(
    actor: Actor, public_id: uuid.UUID, *, reference: Reference, today: date
) -> InitiativePage:
    """Load one initiative with all that belongs to it, in four statements.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    query = (
        select(Initiative, Organisation)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Initiative.public_id == public_id)
    )
    found = db.session.execute(visible(query, actor)).one_or_none()
    if found is None:
        raise NotFoundError
    row, organisation = found
    partners = _partners(row.id, reference, actor=actor, lead_id=organisation.id)
    subject = Subject(
        organisation_id=organisation.id,
        is_municipal=organisation.is_municipal,
        partner_ids=frozenset(
            partner.organisation_id
            for partner in partners
            if partner.standing is PartnerStanding.ACCEPTED
        ),
    )
    return _page(row, organisation, partners, subject, actor, reference=reference, today=today)


def _page(
    row: Initiative,
    organisation: Organisation,
    partners: tuple[PartnerRow, ...],
    subject: Subject,
    actor: Actor,
    *,
    reference: Reference,
    today: date,
) -> InitiativePage:
    days = days_without_report(
        last_reported_on=row.last_reported_on,
        start_on=row.start_on,
        created_on=local_day(row.created_at),
        today=today,
    )
    sees_contact = may(actor, Permission.SEE_CONTACT, subject)
    tags = _tags(row.id, reference)
    return InitiativePage(
        id=row.id,
        public_id=row.public_id,
        version=row.version,
        title=row.title,
        description=row.description,
        purpose=row.purpose,
        organisation_id=organisation.id,
        organisation_public_id=organisation.public_id,
        organisation_name=organisation.name,
        is_municipal=organisation.is_municipal,
        phase=row.phase,
        condition=row.condition,
        visibility=row.visibility,
        reach=reference.entries[row.reach_id] if row.reach_id else None,
        age_from=row.age_from,
        age_to=row.age_to,
        start_on=row.start_on,
        end_on=row.end_on,
        budget_sek=row.budget_sek,
        contact=(
            Contact(row.contact_name, row.contact_email, row.contact_phone)
            if sees_contact
            else None
        ),
        diarienummer=row.diarienummer,
        is_complete=row.is_complete,
        last_reported_on=row.last_reported_on,
        created_at=row.created_at,
        changed_at=row.changed_at,
        publication_asked_at=row.publication_asked_at,
        is_publication_confirmed=organisation.publication_confirmed_at is not None,
        withdrawn_at=row.withdrawn_at,
        days_silent=days,
        is_late=is_report_late(row.phase, days),
        partners=partners,
        proposals=_proposals(row.id),
        subject=subject,
        **tags,
    )


def _tags(initiative_id: int, reference: Reference) -> dict[str, Any]:
    kinds = (
        ("goal_areas", InitiativeGoalArea, InitiativeGoalArea.goal_area_id, reference.goal_areas),
        ("goals", InitiativeGoal, InitiativeGoal.goal_id, reference.goals),
        ("places", InitiativePlace, InitiativePlace.place_id, reference.places),
        (
            "working_groups",
            InitiativeWorkingGroup,
            InitiativeWorkingGroup.working_group_id,
            reference.working_groups,
        ),
        ("entries", InitiativeTag, InitiativeTag.list_entry_id, reference.entries),
        ("links", InitiativeLink, InitiativeLink.id, None),
    )
    query = union_all(
        *(
            select(
                literal(name).label("kind"),
                column.label("tag"),
                (InitiativeLink.url if known is None else literal("")).label("url"),
            ).where(table.initiative_id == initiative_id)
            for name, table, column, known in kinds
        )
    )
    found = sorted(db.session.execute(query).all(), key=lambda row: row.tag)
    tags: dict[str, Any] = {}
    for name, _table, _column, known in kinds:
        ids = {row.tag for row in found if row.kind == name}
        tags[name] = (
            tuple(row.url for row in found if row.kind == name)
            if known is None
            else tuple(row for row in known.values() if row.id in ids)
        )
    return tags


def _partners(
    initiative_id: int, reference: Reference, *, actor: Actor, lead_id: int
) -> tuple[PartnerRow, ...]:
    query = (
        select(Partnership, Organisation)
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(
            Partnership.initiative_id == initiative_id,
            Partnership.standing.in_(
                (PartnerStanding.ACCEPTED, PartnerStanding.ASKED, PartnerStanding.OFFERED)
            ),
        )
        .order_by(Organisation.name_key, Partnership.id)
    )
    if actor.is_anonymous:
        query = query.where(Partnership.standing == PartnerStanding.ACCEPTED)
    return tuple(
        PartnerRow(
            public_id=partnership.public_id,
            organisation_id=organisation.id,
            organisation_public_id=organisation.public_id,
            organisation_name=organisation.name,
            role=reference.entries[partnership.role_id],
            standing=partnership.standing,
            note=partnership.note if {lead_id, organisation.id} & actor.organisation_ids else "",
        )
        for partnership, organisation in db.session.execute(query)
    )


def _proposals(initiative_id: int) -> tuple[ProposalRow, ...]:
    query = (
        select(PhaseProposal, Person.name)
        .join(Person, Person.id == PhaseProposal.person_id)
        .where(PhaseProposal.initiative_id == initiative_id, PhaseProposal.answered_at.is_(None))
        .order_by(PhaseProposal.id.desc())
        .limit(5)
    )
    return tuple(
        ProposalRow(proposal.public_id, proposal.phase, proposal.reason, name, proposal.created_at)
        for proposal, name in db.session.execute(query)
    )


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
