"""Answers what waits for a coordinator: the first rows of each kind, how many there are, and all of one.

What waits in rows of their own is read in one statement; ends and gaps are worked out of the
register's facts (queries/worklist_facts.py).
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, String, case, cast, func, literal, null, select, union_all

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.access.touchpoint_sight import ONE, OTHER, are_listed
from tracker.access.visibility import is_visible
from tracker.database import UtcDateTime, read
from tracker.domain.freshness import REPORT_WANTED_EVERY_DAYS
from tracker.domain.joining import JoinStanding
from tracker.domain.local_time import local_day
from tracker.domain.selection import Selection
from tracker.domain.touchpoint_decisions import TouchpointState
from tracker.domain.verbs import SubjectKind, Verb
from tracker.domain.worklist import ROWS_SHOWN, WorkKind, was_asked_lately
from tracker.models import (
    AuditEntry,
    Initiative,
    InitiativePlace,
    JoinRequest,
    Organisation,
    Touchpoint,
)
from tracker.queries.organisations import is_unanswered
from tracker.queries.reference import PlaceRow, Reference
from tracker.queries.selection import conditions
from tracker.queries.tags import ids_of, rows_of
from tracker.queries.touchpoint_worklist import ONE_LEAD, joined

ROWS_PER_PAGE = 50
LATE = Selection(silent_days=REPORT_WANTED_EVERY_DAYS)
"""What the work list calls late: the table counts the same."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing that waits: what, whose, where, since when.

    `id` is the initiative's, where it is about one. `until` is the end that it is about. `asked_on`
    is when its organisation was last asked, `may_be_asked` whether it is time to ask.
    """

    kind: WorkKind
    id: int
    public_id: uuid.UUID
    title: str
    organisation_name: str
    places: tuple[PlaceRow, ...]
    since: date
    other_title: str = ""
    until: date | None = None
    asked_on: date | None = None
    may_be_asked: bool = True


@dataclass(frozen=True, slots=True)
class Waiting:
    """The oldest rows of one kind, and how many there are of it."""

    rows: tuple[WorkRow, ...] = ()
    total: int = 0


def list_waiting(
    actor: Actor, *, reference: Reference, today: date, now: datetime
) -> Mapping[WorkKind, Waiting]:
    """The oldest of every kind that is read as rows, in one statement.

    Raises:
        NotAllowedError
    """
    demand_somewhere(actor, Permission.COORDINATE)
    parts = _parts(actor, reference=reference, today=today, now=now)
    first = [part.limit(ROWS_SHOWN).subquery() for part in parts.values()]
    found = read(union_all(*(select(part) for part in first))).all()
    asked = asked_about([row.id for row in found if row.kind == WorkKind.REPORTS], Verb.REMINDED)
    waiting = {}
    for kind in parts:
        of_kind = [row for row in found if row.kind == kind]
        rows = tuple(_row(row, reference, asked, now=now) for row in of_kind)
        waiting[kind] = Waiting(rows, of_kind[0].total if of_kind else 0)
    return waiting


def list_all_of(
    actor: Actor, kind: WorkKind, *, page: int, reference: Reference, today: date, now: datetime
) -> Waiting:
    """One page of all of a kind that has no list of its own elsewhere.

    Raises:
        NotAllowedError
    """
    demand_somewhere(actor, Permission.COORDINATE)
    part = _parts(actor, reference=reference, today=today, now=now)[kind]
    found = read(part.limit(ROWS_PER_PAGE).offset((page - 1) * ROWS_PER_PAGE)).all()
    asked = asked_about([row.id for row in found], Verb.REMINDED)
    return Waiting(
        tuple(_row(row, reference, asked, now=now) for row in found), found[0].total if found else 0
    )


def _parts(
    actor: Actor, *, reference: Reference, today: date, now: datetime
) -> Mapping[WorkKind, Any]:
    return {
        WorkKind.TOUCHPOINTS: _touchpoints(),
        WorkKind.REQUESTS: _requests(now),
        WorkKind.PUBLICATIONS: _publications(actor),
        WorkKind.REPORTS: _late(actor, reference, today, most=ROWS_SHOWN),
        WorkKind.ANSWERS: _unanswered(today),
    }


def _columns(
    kind: WorkKind,
    model: Any,
    title: Any,
    *,
    organisation: Any = None,
    other_title: Any = None,
    since_on: Any = None,
    since_at: Any = None,
) -> tuple[Any, ...]:
    places = ids_of(InitiativePlace.place_id, Initiative.id) if model is Initiative else null()
    is_counted_here = kind not in (WorkKind.TOUCHPOINTS, WorkKind.REPORTS)
    total = func.count().over() if is_counted_here else literal(0)
    return (
        literal(kind.value).label("kind"),
        model.id.label("id"),
        model.public_id.label("public_id"),
        title.label("title"),
        (literal("") if organisation is None else organisation).label("organisation_name"),
        (literal("") if other_title is None else other_title).label("other_title"),
        (cast(null(), Date) if since_on is None else since_on).label("since_on"),
        (cast(null(), UtcDateTime) if since_at is None else since_at).label("since_at"),
        cast(places, String).label("place_ids"),
        total.label("total"),
    )


def _touchpoints() -> Any:
    """Those that wait, the first found first; how many there are is known from elsewhere."""
    return (
        joined(
            *_columns(
                WorkKind.TOUCHPOINTS,
                Touchpoint,
                ONE.title,
                organisation=ONE_LEAD.name,
                other_title=OTHER.title,
                since_at=func.coalesce(Touchpoint.reopened_at, Touchpoint.found_at),
            )
        )
        .join(ONE_LEAD, ONE_LEAD.id == ONE.lead_organisation_id)
        .where(
            *(
                case((condition, 1), else_=0) == 1  # lest all that wait are gathered and sorted
                for condition in (
                    Touchpoint.is_current.is_(True),
                    Touchpoint.state == TouchpointState.WAITING,
                    are_listed(),
                )
            )
        )
        .order_by(Touchpoint.id)
    )


def _requests(now: datetime) -> Any:
    columns = _columns(
        WorkKind.REQUESTS,
        JoinRequest,
        JoinRequest.organisation_name,
        since_at=JoinRequest.confirmed_at,
    )
    return (
        select(*columns)
        .where(
            JoinRequest.standing == JoinStanding.WAITING,
            JoinRequest.expires_at > now,
            JoinRequest.confirmed_at.is_not(None),
        )
        .order_by(JoinRequest.confirmed_at, JoinRequest.id)
    )


def _publications(actor: Actor) -> Any:
    columns = _columns(
        WorkKind.PUBLICATIONS,
        Initiative,
        Initiative.title,
        organisation=Organisation.name,
        since_at=Initiative.publication_asked_at,
    )
    return (
        select(*columns)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Initiative.publication_asked_at.is_not(None), is_visible(actor))
        .order_by(Initiative.publication_asked_at, Initiative.id)
    )


def _late(actor: Actor, reference: Reference, today: date, *, most: int) -> Any:
    """Those silent for longest; how many there are is counted as the table counts them."""
    columns = _columns(
        WorkKind.REPORTS,
        Initiative,
        Initiative.title,
        organisation=Organisation.name,
        since_on=Initiative.last_reported_on,
        since_at=Initiative.created_at,
    )
    order = (Initiative.last_reported_on.asc().nulls_first(), Initiative.id)
    picked = (
        select(Initiative.id)
        .where(*conditions(LATE, actor, reference=reference, today=today))
        .order_by(*order)
        .limit(most)
    )
    return (
        select(*columns)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Initiative.id.in_(select(picked.subquery().c.id)))
        .order_by(*order)
    )


def _unanswered(today: date) -> Any:
    """Organisations that nobody has answered for in so long: perhaps nobody reads our mails there."""
    columns = _columns(
        WorkKind.ANSWERS,
        Organisation,
        Organisation.name,
        since_on=Organisation.answers_confirmed_on,
        since_at=Organisation.created_at,
    )
    return (
        select(*columns)
        .where(Organisation.closed_on.is_(None), is_unanswered(today))
        .order_by(
            Organisation.answers_confirmed_on.asc().nulls_first(),
            Organisation.created_at,
            Organisation.id,
        )
    )


def _row(
    row: Any, reference: Reference, asked: Mapping[int, datetime], *, now: datetime
) -> WorkRow:
    since: date = row.since_on or local_day(row.since_at)
    asked_at = asked.get(row.id) if row.kind == WorkKind.REPORTS else None
    return WorkRow(
        kind=WorkKind(row.kind),
        id=row.id,
        public_id=row.public_id,
        title=row.title,
        organisation_name=row.organisation_name,
        places=rows_of(reference, "places", row.place_ids),
        since=since,
        other_title=row.other_title,
        asked_on=local_day(asked_at) if asked_at else None,
        may_be_asked=not was_asked_lately(asked_at, now=now),
    )


def asked_about(ids: Iterable[int], verb: Verb) -> Mapping[int, datetime]:
    """When the organisations of some initiatives were last asked, where they were."""
    wanted = sorted(ids)
    if not wanted:
        return {}
    query = (
        select(AuditEntry.subject_id, func.max(AuditEntry.at).label("at"))
        .where(
            AuditEntry.subject_kind == SubjectKind.INITIATIVE.value,
            AuditEntry.subject_id.in_(wanted),
            AuditEntry.verb == verb.value,
        )
        .group_by(AuditEntry.subject_id)
    )
    return {row.subject_id: row.at for row in read(query)}
