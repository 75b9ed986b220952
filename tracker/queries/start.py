"""Answers what waits for a person when they sign in: reports to write, answers to give."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, select, union_all
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.visibility import Scope, is_in_scope, scope_of, visible
from tracker.database import read
from tracker.domain.freshness import (
    RUNNING_PHASES,
    days_without_report,
    is_report_welcome,
)
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.local_time import local_day
from tracker.domain.record_health import UNCONFIRMED, Freshness, freshness_of
from tracker.domain.reporting_periods import ReportDue, ReportStanding
from tracker.domain.roles import PartnerStanding
from tracker.extensions import db
from tracker.models import (
    Initiative,
    ListEntry,
    Organisation,
    Partnership,
    PhaseProposal,
    StatusReport,
)
from tracker.queries.record_health import last_sign_of_life
from tracker.queries.reports_owed import REPORTED_PERIODS, list_owed

MOST_OWN = 200


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One of the own organisations' initiatives; `days_silent` counts from the last report.

    `due` is the report that is waited for first, or why none is; one is welcome well before that.
    """

    public_id: uuid.UUID
    title: str
    organisation_name: str
    phase: Phase
    condition: Condition
    visibility: Visibility
    is_complete: bool
    last_reported_on: date | None
    start_on: date | None
    days_silent: int
    is_late: bool
    is_report_welcome: bool
    due: ReportDue
    alive_on: date
    freshness: Freshness

    @property
    def wants_confirming(self) -> bool:
        """Whether somebody should say if what is written is still right."""
        return self.visibility is not Visibility.DRAFT and self.freshness in UNCONFIRMED


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Something that somebody waits for an answer to."""

    public_id: uuid.UUID
    title: str
    kind: str
    organisation_name: str


def list_own(actor: Actor, *, content_hash: str, today: date) -> Sequence[OwnRow]:
    """The initiatives that the actor's organisations answer for, late and long silent first."""
    query = (
        select(
            *_OWN, Organisation.name, Organisation.is_municipal, ListEntry.family, REPORTED_PERIODS
        )
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .join(ListEntry, ListEntry.id == Organisation.kind_id)
        .where(Initiative.lead_organisation_id.in_(sorted(actor.organisation_ids)))
        .order_by(
            case((Initiative.phase.in_(RUNNING_PHASES), 0), else_=1),
            Initiative.last_reported_on.asc().nulls_first(),
            Initiative.id,
        )
        .limit(MOST_OWN)
    )
    found = db.session.execute(visible(query, actor)).all()
    owed = list_owed(found, content_hash=content_hash, today=today)
    rows = [_own(row, due, today=today) for row, due in zip(found, owed, strict=True)]
    return sorted(
        rows,
        key=lambda row: (not row.is_late, row.phase not in RUNNING_PHASES, -row.days_silent),
    )


_OWN = (
    Initiative.id,
    Initiative.public_id,
    Initiative.title,
    Initiative.phase,
    Initiative.condition,
    Initiative.visibility,
    Initiative.is_complete,
    Initiative.last_reported_on,
    Initiative.confirmed_on,
    Initiative.start_on,
    Initiative.created_at,
    Initiative.changed_at,
)


def _own(row: Any, due: ReportDue, *, today: date) -> OwnRow:
    days = days_without_report(
        last_reported_on=row.last_reported_on,
        start_on=row.start_on,
        created_on=local_day(row.created_at),
        today=today,
    )
    is_shared = row.visibility is not Visibility.DRAFT
    alive_on = last_sign_of_life(row)
    return OwnRow(
        public_id=row.public_id,
        title=row.title,
        organisation_name=row.name,
        phase=row.phase,
        condition=row.condition,
        visibility=row.visibility,
        is_complete=row.is_complete,
        last_reported_on=row.last_reported_on,
        start_on=row.start_on,
        days_silent=days,
        is_late=due.standing is ReportStanding.LATE,
        is_report_welcome=due.is_waited_for or (is_shared and is_report_welcome(row.phase, days)),
        due=due,
        alive_on=alive_on,
        freshness=freshness_of(row.phase, alive_on=alive_on, today=today),
    )


@dataclass(frozen=True, slots=True)
class LastReport:
    """What was said last time, as a reminder above the next report."""

    reported_on: date
    happened: str


def find_last_report(actor: Actor, public_id: uuid.UUID) -> LastReport | None:
    """The latest report of an initiative, None where there is none yet."""
    query = (
        select(StatusReport.reported_on, StatusReport.happened)
        .join(Initiative, Initiative.id == StatusReport.initiative_id)
        .where(Initiative.public_id == public_id, ~_is_corrected())
        .order_by(StatusReport.reported_on.desc(), StatusReport.id.desc())
        .limit(1)
    )
    row = db.session.execute(visible(query, actor)).one_or_none()
    return None if row is None else LastReport(row.reported_on, row.happened)


def _is_corrected() -> ColumnElement[bool]:
    correction = aliased(StatusReport)
    return exists().where(correction.corrects_id == StatusReport.id)


def list_waiting(actor: Actor) -> Sequence[WaitingRow]:
    """Questions to the actor's organisations: those asked of them, offers, proposed phases."""
    kinds = [
        select(visible(query.limit(MOST_OWN), actor).subquery())
        for query in (_asked(actor), _offered(actor), _proposed(actor))
    ]
    found = union_all(*kinds).subquery()
    query = select(found).order_by(found.c.turn, found.c.id)
    return [
        WaitingRow(row.public_id, row.title, row.kind, row.name)
        for row in db.session.execute(query)
    ]


def _waiting_columns(turn: int, kind: str, row_id: Any) -> Select[Any]:
    return select(
        Initiative.public_id,
        Initiative.title,
        Organisation.name,
        literal(kind).label("kind"),
        literal(turn).label("turn"),
        row_id.label("id"),
    ).select_from(Initiative)


def _asked(actor: Actor) -> Select[Any]:
    return (
        _waiting_columns(0, "asked", Partnership.id)
        .join(Partnership, Partnership.initiative_id == Initiative.id)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(
            Partnership.standing == PartnerStanding.ASKED,
            Partnership.organisation_id.in_(sorted(actor.organisation_ids)),
        )
        .order_by(Partnership.id)
    )


def _offered(actor: Actor) -> Select[Any]:
    return (
        _waiting_columns(1, "offered", Partnership.id)
        .join(Partnership, Partnership.initiative_id == Initiative.id)
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(
            Partnership.standing == PartnerStanding.OFFERED,
            Initiative.lead_organisation_id.in_(sorted(actor.organisation_ids)),
        )
        .order_by(Partnership.id)
    )


def _proposed(actor: Actor) -> Select[Any]:
    return (
        _waiting_columns(2, "proposed", PhaseProposal.id)
        .join(PhaseProposal, PhaseProposal.initiative_id == Initiative.id)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(
            PhaseProposal.answered_at.is_(None),
            Initiative.lead_organisation_id.in_(sorted(actor.organisation_ids)),
        )
        .order_by(PhaseProposal.id)
    )


@dataclass(frozen=True, slots=True)
class LatestReport:
    """A report somebody has just handed in."""

    public_id: uuid.UUID
    title: str
    organisation_name: str
    phase: Phase
    happened: str
    language: str
    reported_on: date


def list_latest_reports(actor: Actor, *, limit: int) -> Sequence[LatestReport]:
    """The latest reports with words in them, over all the actor may see."""
    query = (
        select(
            Initiative.public_id,
            Initiative.title,
            Organisation.name,
            StatusReport.phase,
            StatusReport.happened,
            StatusReport.language,
            StatusReport.reported_on,
        )
        .join(Initiative, Initiative.id == StatusReport.initiative_id)
        .join(Organisation, Organisation.id == StatusReport.organisation_id)
        .where(StatusReport.happened != "", ~_is_corrected())
        .order_by(StatusReport.id.desc())
        .limit(limit)
    )
    return [LatestReport(*row) for row in db.session.execute(visible(query, actor))]


@dataclass(frozen=True, slots=True)
class Figures:
    """The few large numbers of a coordinator's day."""

    ongoing: int
    organisations: int


def get_figures(actor: Actor, *, content_hash: str) -> Figures:
    """Count what is going on, over all the actor may see.

    Kept under the register's `content_hash`, as counts of a selection are.
    """
    return _figures_at(content_hash, scope_of(actor))


@lru_cache(maxsize=256)
def _figures_at(_content_hash: str, scope: Scope) -> Figures:
    query = select(func.count(), func.count(func.distinct(Initiative.lead_organisation_id))).where(
        Initiative.phase.in_(RUNNING_PHASES), is_in_scope(scope)
    )
    row: Any = read(query).one()
    return Figures(*row)
