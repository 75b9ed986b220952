"""Answers what waits for a coordinator: the first rows of each kind, how many there are, and all of one.

What waits in rows of their own is read in one statement; ends and gaps are worked out of the
register's facts (queries/worklist_facts.py).
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, union_all

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import read
from tracker.domain.local_time import local_day
from tracker.domain.verbs import SubjectKind, Verb
from tracker.domain.worklist import ROWS_SHOWN, WorkKind, was_asked_lately
from tracker.models import (
    AuditEntry,
)
from tracker.queries.reference import PlaceRow, Reference
from tracker.queries.tags import rows_of
from tracker.queries.worklist_kinds import parts_of

ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing that waits: what, whose, where, since when.

    `id` is the initiative's, where it is about one. `until` is the end that it is about. `asked_on`
    is when its organisation was last asked, `may_be_asked` whether it is time to ask. `number` is how many rows
    of an imported list want a look. `may_follow` is whether the actor may register what comes after.
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
    number: int = 0
    may_follow: bool = False


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
    parts = parts_of(actor, reference=reference, today=today, now=now)
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
    part = parts_of(actor, reference=reference, today=today, now=now)[kind]
    found = read(part.limit(ROWS_PER_PAGE).offset((page - 1) * ROWS_PER_PAGE)).all()
    asked = asked_about([row.id for row in found], Verb.REMINDED)
    return Waiting(
        tuple(_row(row, reference, asked, now=now) for row in found), found[0].total if found else 0
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
        number=row.number,
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
