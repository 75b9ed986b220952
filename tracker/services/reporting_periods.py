"""Opening, locking and reopening reporting periods, and saying how often reports are asked for."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import for_change, transaction, wait_in_line
from tracker.domain.reporting_periods import (
    USUAL_RHYTHMS,
    USUAL_SCHEDULE,
    PeriodKind,
    Rhythm,
    Schedule,
    last_day,
)
from tracker.domain.roles import OrganisationFamily
from tracker.domain.verbs import Verb
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import ReportingPeriod, ReportRhythm
from tracker.services import audit
from tracker.services.initiatives import load


@dataclass(frozen=True, kw_only=True)
class PeriodContent:
    """A period as the coordinators decide it."""

    year: int
    kind: PeriodKind
    opens_on: date
    due_on: date
    schedule: Schedule = USUAL_SCHEDULE


def plan(actor: Actor, content: PeriodContent, *, now: datetime) -> uuid.UUID:
    """Add a period; it opens by itself on its day.

    Raises:
        NotAllowedError,
        RefusedError: `period_known`, `due_before_opening` or `due_within_period`.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    _check(content)
    with transaction() as session:
        wait_in_line(["reporting periods"])
        same = select(ReportingPeriod.id).where(
            ReportingPeriod.year == content.year, ReportingPeriod.kind == content.kind
        )
        if session.scalar(same) is not None:
            raise RefusedError("period_known", "kind")
        period = ReportingPeriod(year=content.year, kind=content.kind, **_days(content))
        session.add(period)
        session.flush()
        part = {"year": content.year, "kind": content.kind.value}
        changes = audit.differences({}, part | _days(content))
        audit.record(actor, Verb.CREATED, period, at=now, changes=changes)
        return period.public_id


def _check(content: PeriodContent) -> None:
    if content.due_on < content.opens_on:
        raise RefusedError("due_before_opening", "due_on")
    if content.due_on < last_day(content.year, content.kind):
        raise RefusedError("due_within_period", "due_on")


def _days(content: PeriodContent) -> dict[str, Any]:
    days = {"opens_on": content.opens_on, "due_on": content.due_on}
    return days | asdict(content.schedule)


def change(actor: Actor, public_id: uuid.UUID, content: PeriodContent, *, now: datetime) -> None:
    """Change the days of a period and when people are reminded; its part of the year stays.

    Raises:
        NotFoundError, NotAllowedError,
        RefusedError: `period_locked`, `due_before_opening` or `due_within_period`.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    _check(content)
    with transaction():
        period = for_change(ReportingPeriod, public_id)
        if period.locked_at is not None:
            raise RefusedError("period_locked")
        after = _days(content)
        changes = audit.differences({name: getattr(period, name) for name in after}, after)
        if changes:
            for name, value in after.items():
                setattr(period, name, value)
            audit.record(actor, Verb.EDITED, period, at=now, changes=changes)


def lock(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Take no more reports for a period; those that come later are ongoing ones.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `period_locked`.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    with transaction():
        period = for_change(ReportingPeriod, public_id)
        if period.locked_at is not None:
            raise RefusedError("period_locked")
        period.locked_at = now
        audit.record(actor, Verb.LOCKED, period, at=now)


def reopen(actor: Actor, public_id: uuid.UUID, *, reason: str, now: datetime) -> None:
    """Take reports for a locked period again, and say why.

    Raises:
        NotFoundError, NotAllowedError,
        RefusedError: `period_open`, or `reopening_reason_needed`.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    with transaction():
        period = for_change(ReportingPeriod, public_id)
        if period.locked_at is None:
            raise RefusedError("period_open")
        if not reason:
            raise RefusedError("reopening_reason_needed", "reason")
        period.locked_at, period.reopened_reason = None, reason
        audit.record(actor, Verb.REOPENED, period, at=now, changes={"reason": (None, reason)})


def set_rhythm(actor: Actor, family: OrganisationFamily, rhythm: Rhythm, *, now: datetime) -> None:
    """Say what is asked of a family of organisations.

    Raises:
        NotAllowedError.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    with transaction() as session:
        wait_in_line(["report rhythms"])
        query = select(ReportRhythm).where(ReportRhythm.family == family)
        row = session.scalars(query).one_or_none()
        before = _rhythm_of(row) if row else USUAL_RHYTHMS[family]
        if before == rhythm:
            return
        row = row or ReportRhythm(family=family)
        _fill(row, rhythm)
        changes = {"family": (family.value, family.value)}
        changes |= dict(audit.differences(asdict(before), asdict(rhythm)))
        audit.record(actor, Verb.EDITED, row, at=now, changes=changes)


def make_exception(
    actor: Actor, public_id: uuid.UUID, rhythm: Rhythm, *, reason: str, now: datetime
) -> None:
    """Let another rhythm hold for one initiative than for its family, and say why.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `exception_reason_needed`.
    """
    with transaction():
        initiative = load(actor, public_id, Permission.COORDINATE)
        if not reason:
            raise RefusedError("exception_reason_needed", "reason")
        row = _exception(initiative.id)
        before = asdict(_rhythm_of(row)) if row else {}
        row = row or ReportRhythm(initiative_id=initiative.id)
        row.reason = reason
        _fill(row, rhythm)
        changes = dict(audit.differences(before, asdict(rhythm))) | {"reason": (None, reason)}
        audit.record(actor, Verb.EDITED, row, at=now, changes=changes)
        audit.record_on(actor, Verb.EDITED, initiative, at=now, changes=changes)


def end_exception(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Let the rhythm of its family hold for an initiative again.

    Raises:
        NotFoundError, NotAllowedError.
    """
    with transaction() as session:
        initiative = load(actor, public_id, Permission.COORDINATE)
        row = _exception(initiative.id)
        if row is None:
            return
        audit.record(actor, Verb.DELETED, row, at=now)
        usual = {"reason": (row.reason, None)}
        audit.record_on(actor, Verb.EDITED, initiative, at=now, changes=usual)
        session.delete(row)


def _exception(initiative_id: int) -> ReportRhythm | None:
    query = select(ReportRhythm).where(ReportRhythm.initiative_id == initiative_id)
    row: ReportRhythm | None = db.session.scalars(query).one_or_none()
    return row


def _rhythm_of(row: ReportRhythm) -> Rhythm:
    return Rhythm(row.wants_tertials, row.wants_year, row.every_days)


def _fill(row: ReportRhythm, rhythm: Rhythm) -> None:
    for name, value in asdict(rhythm).items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()
