"""Answers what everyone may read of one open initiative: the listed fields only.

Nothing else is ever loaded: no persons, no obstacles or needs, no notes, money or registry
numbers, no history of changes, and no exact count of fewer than `FEWEST_COUNTED` people. The
question takes no actor: whoever asks, it is asked as nobody.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, exists, literal, select, union_all
from sqlalchemy.orm import aliased

from tracker.access.actors import ANONYMOUS
from tracker.access.visibility import visible
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.roles import ListCode, PartnerStanding
from tracker.domain.small_numbers import FEWEST_COUNTED
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import (
    Initiative,
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativeLink,
    InitiativePlace,
    InitiativeTag,
    Organisation,
    Partnership,
    StatusReport,
)
from tracker.queries.open_organisations import has_open_page
from tracker.queries.reference import EntryRow, GoalAreaRow, GoalRow, PlaceRow, Reference

MOST_REPORTS = 50
PUBLIC_LISTS = (ListCode.TARGET_GROUP, ListCode.EFFORT_TYPE)


@dataclass(frozen=True, slots=True)
class PublicPartner:
    """An organisation that takes part, and how."""

    organisation_name: str
    role: EntryRow


@dataclass(frozen=True, slots=True)
class PublicReport:
    """What a status report tells everyone; `people_reached` is None where too few to be told."""

    reported_on: date
    condition: Condition
    happened: str
    language: str
    people_reached: int | None
    are_few: bool


@dataclass(frozen=True, slots=True)
class PublicPage:
    """One open initiative, with all that everyone may read of it."""

    public_id: uuid.UUID
    title: str
    description: str
    purpose: str
    organisation_name: str
    organisation_page: uuid.UUID | None
    phase: Phase
    start_on: date | None
    end_on: date | None
    age_from: int | None
    age_to: int | None
    goal_areas: tuple[GoalAreaRow, ...]
    goals: tuple[GoalRow, ...]
    places: tuple[PlaceRow, ...]
    entries: tuple[EntryRow, ...]
    links: tuple[str, ...]
    partners: tuple[PublicPartner, ...]
    reports: tuple[PublicReport, ...]

    def of_list(self, list_code: ListCode) -> list[EntryRow]:
        """The entries of one list."""
        return [row for row in self.entries if row.list_code == list_code]


def get_open(public_id: uuid.UUID, *, reference: Reference) -> PublicPage:
    """Load an open initiative, in four statements.

    Raises:
        NotFoundError: there is none that is open.
    """
    query = (
        select(
            Initiative.id,
            Initiative.title,
            Initiative.description,
            Initiative.purpose,
            Organisation.name.label("organisation_name"),
            case((has_open_page(), Organisation.public_id)).label("organisation_page"),
            Initiative.phase,
            Initiative.start_on,
            Initiative.end_on,
            Initiative.age_from,
            Initiative.age_to,
        )
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Initiative.public_id == public_id)
    )
    found = db.session.execute(visible(query, ANONYMOUS)).one_or_none()
    if found is None:
        raise NotFoundError
    return PublicPage(
        public_id=public_id,
        partners=_partners(found.id, reference),
        reports=_reports(found.id),
        **{name: value for name, value in found._mapping.items() if name != "id"},
        **_page_tags(found.id, reference),
    )


def _page_tags(initiative_id: int, reference: Reference) -> dict[str, Any]:
    kinds: tuple[tuple[str, Any, Any, Mapping[int, Any]], ...] = (
        ("goal_areas", InitiativeGoalArea, InitiativeGoalArea.goal_area_id, reference.goal_areas),
        ("goals", InitiativeGoal, InitiativeGoal.goal_id, reference.goals),
        ("places", InitiativePlace, InitiativePlace.place_id, reference.places),
        ("entries", InitiativeTag, InitiativeTag.list_entry_id, _public_entries(reference)),
    )
    tagged = [
        select(literal(name).label("kind"), column.label("tag"), literal("").label("url")).where(
            table.initiative_id == initiative_id
        )
        for name, table, column, _known_rows in kinds
    ]
    linked = select(literal("links"), InitiativeLink.position, InitiativeLink.url).where(
        InitiativeLink.initiative_id == initiative_id
    )
    found = sorted(db.session.execute(union_all(*tagged, linked)).all())
    tags = {
        name: tuple(row for row_id, row in rows.items() if (name, row_id, "") in found)
        for name, _table, _column, rows in kinds
    }
    return {**tags, "links": tuple(url for kind, _position, url in found if kind == "links")}


def _public_entries(reference: Reference) -> dict[int, EntryRow]:
    return {
        row_id: row for row_id, row in reference.entries.items() if row.list_code in PUBLIC_LISTS
    }


def _partners(initiative_id: int, reference: Reference) -> tuple[PublicPartner, ...]:
    query = (
        select(Organisation.name, Partnership.role_id)
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(
            Partnership.initiative_id == initiative_id,
            Partnership.standing == PartnerStanding.ACCEPTED,
        )
        .order_by(Organisation.name_key, Partnership.id)
    )
    return tuple(
        PublicPartner(name, reference.entries[role_id])
        for name, role_id in db.session.execute(query)
    )


def _reports(initiative_id: int) -> tuple[PublicReport, ...]:
    correction = aliased(StatusReport)
    are_few = and_(
        StatusReport.people_reached.is_not(None), StatusReport.people_reached < FEWEST_COUNTED
    )
    query = (
        select(
            StatusReport.reported_on,
            StatusReport.condition,
            StatusReport.happened,
            StatusReport.language,
            case((are_few, None), else_=StatusReport.people_reached),
            are_few,
        )
        .where(
            StatusReport.initiative_id == initiative_id,
            StatusReport.happened != "",
            ~exists().where(correction.corrects_id == StatusReport.id),
        )
        .order_by(StatusReport.reported_on.desc(), StatusReport.id.desc())
        .limit(MOST_REPORTS)
    )
    return tuple(PublicReport(*row) for row in db.session.execute(query))
