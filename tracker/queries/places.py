"""Answers what a place's page names: initiatives, organisations, reports, needs and working groups."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.visibility import is_visible
from tracker.database import read
from tracker.domain.lifecycle import LANE_PHASES, Lane, Phase
from tracker.domain.roles import OrganisationFamily
from tracker.models import (
    Initiative,
    InitiativePlace,
    InitiativeWorkingGroup,
    ListEntry,
    Organisation,
    StatusReport,
)
from tracker.queries.reference import PlaceRow

LATEST_REPORTED = 40
_OVER = LANE_PHASES[Lane.COMPLETED]


@dataclass(frozen=True, slots=True)
class NamedInitiative:
    """An initiative with what a line or a bar shows of it."""

    id: int
    public_id: uuid.UUID
    title: str
    organisation_name: str
    phase: Phase
    start_on: date | None
    end_on: date | None


@dataclass(frozen=True, slots=True)
class PresentOrganisation:
    """An organisation at work in a place."""

    public_id: uuid.UUID
    name: str
    family: OrganisationFamily | None


@dataclass(frozen=True, slots=True)
class PlaceReport:
    """A report of an initiative in a place; `needs` is what it says is needed."""

    public_id: uuid.UUID
    title: str
    organisation_name: str
    phase: Phase
    happened: str
    needs: str
    language: str
    reported_on: date


def name_initiatives(actor: Actor, ids: Collection[int]) -> Mapping[int, NamedInitiative]:
    """Initiatives by id, as far as the actor may see them."""
    query = (
        select(
            Initiative.id,
            Initiative.public_id,
            Initiative.title,
            Organisation.name,
            Initiative.phase,
            Initiative.start_on,
            Initiative.end_on,
        )
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Initiative.id.in_(sorted(ids)), is_visible(actor))
    )
    rows: Any = read(query)
    return {row.id: NamedInitiative(*row) for row in rows}


def name_organisations(ids: Collection[int]) -> Mapping[int, PresentOrganisation]:
    """Organisations by id, with the family that each belongs to."""
    query = (
        select(Organisation.id, Organisation.public_id, Organisation.name, ListEntry.family)
        .outerjoin(ListEntry, ListEntry.id == Organisation.kind_id)
        .where(Organisation.id.in_(sorted(ids)))
    )
    return {row.id: PresentOrganisation(row.public_id, row.name, row.family) for row in read(query)}


def list_reports(actor: Actor, place: PlaceRow) -> Sequence[PlaceReport]:
    """Reports with words in them of those that reported last in a place, newest first."""
    latest = (
        select(Initiative.id)
        .where(
            Initiative.id.in_(
                select(InitiativePlace.initiative_id).where(
                    InitiativePlace.place_id.in_(place.inside_ids)
                )
            ),
            Initiative.last_reported_on.is_not(None),
            is_visible(actor),
        )
        .order_by(Initiative.last_reported_on.desc(), Initiative.id.desc())
        .limit(LATEST_REPORTED)
    )
    correction = aliased(StatusReport)
    query = (
        select(
            Initiative.public_id,
            Initiative.title,
            Organisation.name,
            StatusReport.phase,
            StatusReport.happened,
            StatusReport.needs,
            StatusReport.language,
            StatusReport.reported_on,
        )
        .join(Initiative, Initiative.id == StatusReport.initiative_id)
        .join(Organisation, Organisation.id == StatusReport.organisation_id)
        .where(
            StatusReport.initiative_id.in_(latest),
            (StatusReport.happened != "") | (StatusReport.needs != ""),
            ~exists().where(correction.corrects_id == StatusReport.id),
        )
        .order_by(StatusReport.reported_on.desc(), StatusReport.id.desc())
        .limit(2 * LATEST_REPORTED)
    )
    rows: Any = read(query)
    return [PlaceReport(*row) for row in rows]


def count_working_groups(actor: Actor, ids: Collection[int]) -> Mapping[int, int]:
    """How many active initiatives each of some working groups has, as far as the actor sees."""
    query = (
        select(InitiativeWorkingGroup.working_group_id, func.count().label("initiatives"))
        .join(Initiative, Initiative.id == InitiativeWorkingGroup.initiative_id)
        .where(
            InitiativeWorkingGroup.working_group_id.in_(sorted(ids)),
            Initiative.phase.not_in(_OVER),
            is_visible(actor),
        )
        .group_by(InitiativeWorkingGroup.working_group_id)
    )
    return {row.working_group_id: row.initiatives for row in read(query)}
