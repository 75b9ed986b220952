"""Answers what an organisation has reported of one year: its own reports and days, and no others'."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.visibility import is_visible
from tracker.database import read
from tracker.domain.roles import PartnerStanding
from tracker.domain.small_numbers import FEWEST_COUNTED, is_few, sum_of_told
from tracker.domain.year_texts import MOST_INITIATIVES, likely_year
from tracker.models import (
    Activity,
    ActivityDay,
    Initiative,
    Organisation,
    Partnership,
    StatusReport,
)
from tracker.queries.organisations import OrganisationPage


@dataclass(frozen=True, slots=True)
class YearReport:
    """What one report said; `people_reached` None where nobody counted."""

    reported_on: date
    happened: str
    obstacles: str
    needs: str
    people_reached: int | None


@dataclass(frozen=True, slots=True)
class YearDays:
    """Days of activities that were held, with the counts of people that may be told, added up."""

    held: int = 0
    people: int | None = None
    has_few: bool = False


@dataclass(frozen=True, slots=True)
class InitiativeYear:
    """What was reported of one initiative in a year, the oldest report first."""

    public_id: uuid.UUID
    title: str
    reports: Sequence[YearReport]
    days: YearDays

    @property
    def people_reached(self) -> int | None:
        """The counts of the reports that may be told, added up; None where there is none."""
        return sum_of_told(row.people_reached for row in self.reports)

    @property
    def has_few(self) -> bool:
        """Whether a report counts fewer than may be told."""
        return any(is_few(row.people_reached) for row in self.reports)


@dataclass(frozen=True, slots=True)
class OrganisationYear:
    """A year of an organisation; `partners` are names of those who took part in its initiatives."""

    year: int
    initiatives: Sequence[InitiativeYear]
    partners: Sequence[str]
    is_cut: bool

    @property
    def reports(self) -> int:
        """How many reports were written."""
        return sum(len(row.reports) for row in self.initiatives)

    @property
    def days_held(self) -> int:
        """How many days of activities were held."""
        return sum(row.days.held for row in self.initiatives)

    @property
    def people_reached(self) -> int | None:
        """The counts of reports that may be told, added up."""
        return sum_of_told(row.people_reached for row in self.initiatives)

    @property
    def people_on_days(self) -> int | None:
        """The counts of days that may be told, added up."""
        return sum_of_told(row.days.people for row in self.initiatives)


def get_year(actor: Actor, organisation: OrganisationPage, year: int) -> OrganisationYear:
    """A year of the organisation, of initiatives that the actor sees; none where nothing was told."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    reports = _reports(actor, organisation.id, first, last)
    days = _days(actor, organisation.id, first, last)
    ids = sorted({*reports, *days})
    found = _titles(actor, ids)
    return OrganisationYear(
        year=year,
        initiatives=[
            InitiativeYear(public_id, title, reports.get(id_, ()), days.get(id_, YearDays()))
            for id_, public_id, title in found[:MOST_INITIATIVES]
        ],
        partners=_partners(actor, organisation.id, ids),
        is_cut=len(found) > MOST_INITIATIVES,
    )


def list_years(organisation: OrganisationPage, *, today: date) -> Sequence[int]:
    """The years from the first report of the organisation till this one, the latest first."""
    query = select(func.min(StatusReport.reported_on)).where(
        StatusReport.organisation_id == organisation.id
    )
    first = read(query).scalar_one() or today
    return list(range(today.year, min(first.year, likely_year(today)) - 1, -1))


def _reports(
    actor: Actor, organisation_id: int, first: date, last: date
) -> Mapping[int, Sequence[YearReport]]:
    correction = aliased(StatusReport)
    query = (
        select(
            StatusReport.initiative_id,
            StatusReport.reported_on,
            StatusReport.happened,
            StatusReport.obstacles,
            StatusReport.needs,
            StatusReport.people_reached,
        )
        .join(Initiative, Initiative.id == StatusReport.initiative_id)
        .where(
            StatusReport.organisation_id == organisation_id,
            StatusReport.reported_on.between(first, last),
            ~exists().where(correction.corrects_id == StatusReport.id),
            is_visible(actor),
        )
        .order_by(StatusReport.initiative_id, StatusReport.reported_on, StatusReport.id)
    )
    by_initiative = groupby(read(query).all(), key=lambda row: row.initiative_id)
    return {id_: [_report(row) for row in rows] for id_, rows in by_initiative}


def _report(row: Any) -> YearReport:
    return YearReport(row.reported_on, row.happened, row.obstacles, row.needs, row.people_reached)


def _days(actor: Actor, organisation_id: int, first: date, last: date) -> Mapping[int, YearDays]:
    people = ActivityDay.people_reached
    query = (
        select(
            Initiative.id,
            func.count(ActivityDay.id),
            func.sum(case((people >= FEWEST_COUNTED, people))),
            func.count(case((people < FEWEST_COUNTED, 1))),
        )
        .join(Activity, Activity.initiative_id == Initiative.id)
        .join(ActivityDay, ActivityDay.activity_id == Activity.id)
        .where(
            Initiative.lead_organisation_id == organisation_id,
            ActivityDay.held_on.between(first, last),
            ActivityDay.is_called_off.is_(False),
            is_visible(actor),
        )
        .group_by(Initiative.id)
    )
    found: Sequence[Any] = read(query).all()
    return {
        id_: YearDays(held, None if told is None else int(told), few > 0)
        for id_, held, told, few in found
    }


def _titles(actor: Actor, ids: Sequence[int]) -> Sequence[tuple[int, uuid.UUID, str]]:
    query = (
        select(Initiative.id, Initiative.public_id, Initiative.title)
        .where(Initiative.id.in_(ids), is_visible(actor))
        .order_by(Initiative.title_key, Initiative.id)
        .limit(MOST_INITIATIVES + 1)
    )
    return [(row.id, row.public_id, row.title) for row in read(query).all()]


def _partners(actor: Actor, organisation_id: int, ids: Sequence[int]) -> Sequence[str]:
    query = (
        select(Organisation.name, Organisation.name_key)
        .join(Partnership, Partnership.organisation_id == Organisation.id)
        .join(Initiative, Initiative.id == Partnership.initiative_id)
        .where(
            Initiative.id.in_(ids),
            Initiative.lead_organisation_id == organisation_id,
            Partnership.standing == PartnerStanding.ACCEPTED,
            is_visible(actor),
        )
        .distinct()
        .order_by(Organisation.name_key)
    )
    return [row.name for row in read(query).all()]
