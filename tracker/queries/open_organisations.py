"""Answers what everyone may read of an organisation that shows a page of its own.

Nothing else is ever loaded: no persons, no address for mail, and nothing of initiatives that are not
open. The questions take no actor: whoever asks, they are asked as nobody. Counts of fewer than
`FEWEST_COUNTED` people are in no sum, so that none can be worked out.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, exists, extract, func, select
from sqlalchemy.orm import aliased

from tracker.access.actors import ANONYMOUS
from tracker.access.visibility import is_visible
from tracker.database import read
from tracker.domain.small_numbers import FEWEST_COUNTED
from tracker.errors import NotFoundError
from tracker.models import (
    ActivityDay,
    Initiative,
    Organisation,
    OrganisationMerger,
    StatusReport,
)
from tracker.queries.reference import EntryRow, Reference

YEARS_TOLD = 3
LATEST_TOLD = 5
MOST_ORGANISATIONS = 5_000


@dataclass(frozen=True, slots=True)
class OpenYear:
    """What the open initiatives came to in a year; None where no count may be told."""

    year: int
    reports: int
    people_reached: int | None
    days_held: int
    people_on_days: int | None


@dataclass(frozen=True, slots=True)
class OpenWord:
    """What a report of an open initiative told, in its own language."""

    initiative_id: uuid.UUID
    title: str
    reported_on: date
    happened: str
    language: str


@dataclass(frozen=True, slots=True)
class OpenOrganisation:
    """An organisation as everyone may read of it; years and words are the latest first."""

    public_id: uuid.UUID
    name: str
    kind: EntryRow
    about: str
    website: str
    years: Sequence[OpenYear]
    words: Sequence[OpenWord]


def has_open_page() -> ColumnElement[bool]:
    """The condition under which an organisation has a page that everyone may read."""
    return and_(
        Organisation.page_opened_at.is_not(None),
        Organisation.is_verified.is_(True),
        Organisation.closed_on.is_(None),
    )


def get_open_organisation(
    public_id: uuid.UUID, *, reference: Reference, today: date
) -> OpenOrganisation:
    """Load the page of an organisation, in four statements.

    Raises:
        NotFoundError: there is none that is shown.
    """
    query = select(
        Organisation.id,
        Organisation.name,
        Organisation.kind_id,
        Organisation.about,
        Organisation.website,
    ).where(Organisation.public_id == public_id, has_open_page())
    found = read(query).one_or_none()
    if found is None:
        raise NotFoundError
    return OpenOrganisation(
        public_id=public_id,
        name=found.name,
        kind=reference.entries[found.kind_id],
        about=found.about,
        website=found.website,
        years=_years(found.id, today=today),
        words=_words(found.id),
    )


def find_kept_open(public_id: uuid.UUID) -> uuid.UUID | None:
    """The organisation with an open page that this one has gone up in."""
    absorbed = aliased(Organisation)
    query = (
        select(Organisation.public_id)
        .join(OrganisationMerger, OrganisationMerger.kept_id == Organisation.id)
        .join(absorbed, absorbed.id == OrganisationMerger.absorbed_id)
        .where(absorbed.public_id == public_id, has_open_page())
    )
    found: uuid.UUID | None = read(query).scalar()
    return found


def list_open_organisations() -> Sequence[uuid.UUID]:
    """Every open page of an organisation, for search engines."""
    query = (
        select(Organisation.public_id)
        .where(has_open_page())
        .order_by(Organisation.id)
        .limit(MOST_ORGANISATIONS)
    )
    return list(read(query).scalars())


def _is_own_and_open(organisation_id: int) -> ColumnElement[bool]:
    return and_(Initiative.lead_organisation_id == organisation_id, is_visible(ANONYMOUS))


def _is_uncorrected() -> ColumnElement[bool]:
    correction = aliased(StatusReport)
    return ~exists().where(correction.corrects_id == StatusReport.id)


def _years(organisation_id: int, *, today: date) -> Sequence[OpenYear]:
    first = date(today.year - YEARS_TOLD + 1, 1, 1)
    year, people = extract("year", StatusReport.reported_on), StatusReport.people_reached
    of_reports = (
        select(year, func.count(), func.sum(case((people >= FEWEST_COUNTED, people))))
        .join(Initiative, Initiative.id == StatusReport.initiative_id)
        .where(
            _is_own_and_open(organisation_id),
            StatusReport.organisation_id == organisation_id,
            StatusReport.reported_on >= first,
            _is_uncorrected(),
        )
        .group_by(year)
    )
    day, came = extract("year", ActivityDay.held_on), ActivityDay.people_reached
    of_days = (
        select(day, func.count(), func.sum(case((came >= FEWEST_COUNTED, came))))
        .join(Initiative, Initiative.id == ActivityDay.initiative_id)
        .where(
            _is_own_and_open(organisation_id),
            ActivityDay.held_on >= first,
            ActivityDay.is_called_off.is_(False),
        )
        .group_by(day)
    )
    reports, days = ({int(row[0]): row for row in read(q).all()} for q in (of_reports, of_days))
    return [
        OpenYear(number, *_counted(reports.get(number)), *_counted(days.get(number)))
        for number in sorted({*reports, *days}, reverse=True)
    ]


def _counted(row: Sequence[int | None] | None) -> tuple[int, int | None]:
    if row is None:
        return 0, None
    return int(row[1] or 0), None if row[2] is None else int(row[2])


def _words(organisation_id: int) -> Sequence[OpenWord]:
    query = (
        select(
            Initiative.public_id,
            Initiative.title,
            StatusReport.reported_on,
            StatusReport.happened,
            StatusReport.language,
        )
        .join(Initiative, Initiative.id == StatusReport.initiative_id)
        .where(
            _is_own_and_open(organisation_id),
            StatusReport.organisation_id == organisation_id,
            StatusReport.happened != "",
            _is_uncorrected(),
        )
        .order_by(StatusReport.reported_on.desc(), StatusReport.id.desc())
        .limit(LATEST_TOLD)
    )
    return [
        OpenWord(row.public_id, row.title, row.reported_on, row.happened, row.language)
        for row in read(query).all()
    ]
