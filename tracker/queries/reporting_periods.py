"""Answers which reports are due, for whom and when, by the periods and rhythms that hold."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from tracker import models
from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.access.visibility import visible
from tracker.database import read
from tracker.domain.freshness import RUNNING_PHASES
from tracker.domain.lifecycle import Visibility
from tracker.domain.local_time import local_day
from tracker.domain.reporting_periods import (
    USUAL_RHYTHMS,
    Period,
    PeriodQuestion,
    ReportDue,
    Reporter,
    ReportStanding,
    Rhythm,
    Schedule,
    period_of_next_report,
    stand_in,
    what_is_due,
)
from tracker.domain.roles import OrganisationFamily
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import (
    Initiative,
    ListEntry,
    Organisation,
    ReportingPeriod,
    ReportRhythm,
    StatusReport,
)


@dataclass(frozen=True, slots=True)
class ReportRules:
    """The periods of the register, and what is asked of whom."""

    periods: tuple[Period, ...]
    families: Mapping[OrganisationFamily, Rhythm]
    exceptions: Mapping[int, Rhythm]

    def rhythm(self, initiative_id: int, family: OrganisationFamily) -> Rhythm:
        """What is asked of an initiative."""
        return self.exceptions.get(initiative_id) or self.families[family]


@dataclass(frozen=True, slots=True)
class DueReport:
    """A report of an initiative, whether it is due, and why."""

    initiative_id: int
    public_id: uuid.UUID
    title: str
    organisation_id: int
    organisation_name: str
    due: ReportDue


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period as its page shows it."""

    public_id: uuid.UUID
    period: Period
    reopened_reason: str


def get_rules() -> ReportRules:
    """The rules as they stand in the database now."""
    rows = read(select(ReportingPeriod.__table__).order_by(ReportingPeriod.id)).all()
    asked = _questions() if rows else {}
    families, exceptions = dict(USUAL_RHYTHMS), {}
    for row in read(select(ReportRhythm.__table__)):
        rhythm = Rhythm(row.wants_tertials, row.wants_year, row.every_days)
        if row.initiative_id is None:
            families[row.family] = rhythm
        else:
            exceptions[row.initiative_id] = rhythm
    return ReportRules(
        tuple(_period(row, asked.get(row.id, ())) for row in rows), families, exceptions
    )


def kept_rules(*, content_hash: str) -> ReportRules:
    """The rules, kept for as long as nothing in the register changes."""
    return _rules_at(content_hash)


@lru_cache(maxsize=8)
def _rules_at(_content_hash: str) -> ReportRules:
    return get_rules()


def _questions(*conditions: Any) -> Mapping[int, tuple[PeriodQuestion, ...]]:
    """The questions of periods, by their ids; those that are asked now stand in their order."""
    model = models.PeriodQuestion
    query = select(model.period_id, model.public_id, model.text, model.replaced_in)
    found: dict[int, tuple[PeriodQuestion, ...]] = defaultdict(tuple)
    for row in read(query.where(*conditions).order_by(model.position, model.id)).all():
        question = PeriodQuestion(row.public_id, row.text, is_current=row.replaced_in is None)
        found[row.period_id] += (question,)
    return found


def _period(row: Any, questions: tuple[PeriodQuestion, ...] = ()) -> Period:
    schedule = Schedule(row.remind_before, row.remind_on_day, row.remind_after)
    is_locked = row.locked_at is not None
    return Period(
        row.id, row.year, row.kind, row.opens_on, row.due_on, is_locked, schedule, questions
    )


def find_next_period(initiative: Initiative, *, today: date) -> int | None:
    """The period that the next report of an initiative is for, None where none waits for it."""
    rules = get_rules()
    if not rules.periods:
        return None
    family, is_municipal = db.session.execute(
        select(ListEntry.family, Organisation.is_municipal)
        .join(ListEntry, ListEntry.id == Organisation.kind_id)
        .where(Organisation.id == initiative.lead_organisation_id)
    ).one()
    handed_in = _handed_in(StatusReport.initiative_id == initiative.id)
    reporter = replace(_reporter(initiative), handed_in=handed_in.get(initiative.id, {}))
    rhythm = rules.rhythm(initiative.id, family_of(family, is_municipal=is_municipal))
    period = period_of_next_report(reporter, rules.periods, rhythm, today=today)
    return None if period is None else period.id


def family_of(family: OrganisationFamily | None, *, is_municipal: bool) -> OrganisationFamily:
    """The family whose rhythm an organisation follows."""
    if is_municipal:
        return OrganisationFamily.MUNICIPAL
    return family or OrganisationFamily.CIVIL


def _reporter(row: Any) -> Reporter:
    return Reporter(
        phase=row.phase,
        visibility=row.visibility,
        start_on=row.start_on,
        created_on=local_day(row.created_at),
        last_reported_on=row.last_reported_on,
    )


def _handed_in(*conditions: Any) -> Mapping[int, Mapping[int, date]]:
    """The day of the first report for each period, by initiative."""
    query: Any = (
        select(
            StatusReport.initiative_id,
            StatusReport.period_id,
            func.min(StatusReport.created_at).label("at"),
        )
        .where(StatusReport.period_id.is_not(None), *conditions)
        .group_by(StatusReport.initiative_id, StatusReport.period_id)
    )
    found: dict[int, dict[int, date]] = defaultdict(dict)
    for row in read(query).all():
        found[row.initiative_id][row.period_id] = local_day(row.at)
    return found


def list_due_reports(*, today: date) -> Sequence[DueReport]:
    """The reports that are due or late on a day, for the worker: the period's, else the ongoing.

    `due.due_on` may lie ahead: an ongoing report is due from two weeks before its day, one of a
    period from when the period opens.
    """
    rules = get_rules()
    query = select_initiatives().where(
        Initiative.phase.in_(RUNNING_PHASES), Initiative.visibility != Visibility.DRAFT
    )
    waiting = {ReportStanding.DUE, ReportStanding.LATE}
    return [
        row
        for row in _due(db.session.execute(query), rules, today=today)
        if row.due.standing in waiting
    ]


def select_initiatives() -> Any:
    """Initiatives with what decides what is due for them, by organisation."""
    return (
        select(
            Initiative.id,
            Initiative.public_id,
            Initiative.title,
            Initiative.phase,
            Initiative.visibility,
            Initiative.start_on,
            Initiative.created_at,
            Initiative.last_reported_on,
            Organisation.id.label("organisation_id"),
            Organisation.name.label("organisation_name"),
            Organisation.is_municipal,
            ListEntry.family,
        )
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .join(ListEntry, ListEntry.id == Organisation.kind_id)
        .order_by(Organisation.name, Initiative.id)
    )


def _due(
    rows: Iterable[Any], rules: ReportRules, *, today: date, only: Period | None = None
) -> Iterable[DueReport]:
    handed_in = _handed_in() if rules.periods else {}
    for row in rows:
        due = due_of_row(row, rules, handed_in.get(row.id, {}), today=today, only=only)
        yield DueReport(
            row.id, row.public_id, row.title, row.organisation_id, row.organisation_name, due
        )


def due_of_row(
    row: Any,
    rules: ReportRules,
    handed_in: Mapping[int, date],
    *,
    today: date,
    only: Period | None = None,
) -> ReportDue:
    """What is due for a row of `select_initiatives`, or how it stands in one period only."""
    reporter = replace(_reporter(row), handed_in=handed_in)
    rhythm = rules.rhythm(row.id, family_of(row.family, is_municipal=row.is_municipal))
    if only:
        return stand_in(only, reporter, rhythm, today=today)
    return what_is_due(reporter, rules.periods, rhythm, today=today)


def list_periods(actor: Actor) -> Sequence[PeriodRow]:
    """All periods, the latest first."""
    demand_somewhere(actor, Permission.COORDINATE)
    query = select(ReportingPeriod).order_by(
        ReportingPeriod.year.desc(), ReportingPeriod.due_on.desc()
    )
    return [
        PeriodRow(period.public_id, _period(period), period.reopened_reason)
        for period in db.session.scalars(query)
    ]


def get_period(actor: Actor, public_id: uuid.UUID) -> PeriodRow:
    """One period.

    Raises:
        NotFoundError, NotAllowedError.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    query = select(ReportingPeriod).where(ReportingPeriod.public_id == public_id)
    period = db.session.scalars(query).one_or_none()
    if period is None:
        raise NotFoundError
    asked = _questions(models.PeriodQuestion.period_id == period.id).get(period.id, ())
    return PeriodRow(period.public_id, _period(period, asked), period.reopened_reason)


def list_standings(actor: Actor, period: Period, *, today: date) -> Sequence[DueReport]:
    """How every initiative that the actor sees stands in a period, by organisation."""
    query = select_initiatives().where(Initiative.visibility != Visibility.DRAFT)
    rows = db.session.execute(visible(query, actor))
    return list(_due(rows, get_rules(), today=today, only=period))
