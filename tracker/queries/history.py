"""Answers what has happened to an initiative: reports and changes on one thread, newest first."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, or_, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may
from tracker.database import read
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.verbs import SubjectKind, Verb
from tracker.errors import NotFoundError
from tracker.models import AuditEntry, AuditValue, Membership, Organisation, Person, StatusReport
from tracker.queries.initiatives import InitiativePage

ENTRIES_SHOWN = 30
_NOTE = "note"
_TOLD_ELSEWHERE = (
    Verb.REPORTED.value,
    Verb.REPORTED_BY_LINK.value,
    Verb.CORRECTED_REPORT.value,
    Verb.MEASURE_TOLD.value,
    Verb.COMMENTED.value,
    Verb.REPORT_QUESTIONED.value,
    Verb.COMMENT_RESOLVED.value,
    Verb.COMMENT_REOPENED.value,
    Verb.COMMENT_WITHDRAWN.value,
)
"""Reports and what is said: each stands on the page itself."""
_INTERNAL_NOTES = (
    Verb.WITHDRAWN.value,
    Verb.HANDED_OVER.value,
    Verb.TOUCHPOINT_SUGGESTED.value,
    Verb.TOUCHPOINT_DECIDED.value,
    Verb.TOUCHPOINT_AGREED.value,
    Verb.TOUCHPOINT_DECLINED.value,
    Verb.TOUCHPOINT_UNDONE.value,
)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A status report, as it was handed in; `is_absorbed`: for one that has since gone up in this."""

    public_id: uuid.UUID
    reported_on: date
    created_at: datetime
    person_name: str | None
    organisation_name: str
    phase: Phase
    condition: Condition
    happened: str
    obstacles: str
    needs: str
    people_reached: int | None
    is_nothing_new: bool
    answers: tuple[tuple[str, str], ...]
    language: str
    corrects_on: date | None
    is_corrected: bool
    is_absorbed: bool = False


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change that is no report. `values` are (before, after) by field; None where erased.

    The organisation is that of whoever did it: a coordinator acts on records of others.
    A registration carries none: all that it said stands in the record.
    """

    at: datetime
    verb: Verb
    person_name: str | None
    organisation_name: str | None
    values: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class _Sight:
    """Which fields of a history somebody is shown."""

    names: bool
    notes: bool
    budgets: bool


def list_reports(actor: Actor, initiative: InitiativePage, *, limit: int) -> Sequence[ReportRow]:
    """The reports of an initiative that the actor has been shown, newest first."""
    statement = _REPORTS_OF_ALL if initiative.absorbed else _REPORTS
    found: Sequence[Any] = read(statement, _which(initiative, limit)).all()
    reports = [
        replace(
            ReportRow(*row[:-1]),
            answers=tuple((each["question"], each["text"]) for each in row.answers),
            is_absorbed=row.initiative_id != initiative.id,
        )
        for row in found
    ]
    if _sight_of(actor, initiative).names:
        return reports
    return [replace(report, person_name=None) for report in reports]


def _which(initiative: InitiativePage, limit: int) -> dict[str, Any]:
    """The initiative, or with it those that have gone up in it."""
    if not initiative.absorbed:
        return {"initiative_id": initiative.id, "limit": limit}
    ids = [initiative.id, *(row.id for row in initiative.absorbed)]
    return {"initiative_ids": ids, "limit": limit}


def _is_one(column: Any) -> ColumnElement[bool]:
    is_it: ColumnElement[bool] = column == bindparam("initiative_id")
    return is_it


def _is_any(column: Any) -> ColumnElement[bool]:
    is_any: ColumnElement[bool] = column.in_(bindparam("initiative_ids", expanding=True))
    return is_any


def _reports(is_of: Callable[[Any], ColumnElement[bool]]) -> Any:
    wrong, correction = aliased(StatusReport), aliased(StatusReport)
    return (
        select(
            StatusReport.public_id,
            StatusReport.reported_on,
            StatusReport.created_at,
            Person.name,
            Organisation.name,
            StatusReport.phase,
            StatusReport.condition,
            StatusReport.happened,
            StatusReport.obstacles,
            StatusReport.needs,
            StatusReport.people_reached,
            StatusReport.is_nothing_new,
            StatusReport.answers,
            StatusReport.language,
            wrong.reported_on,
            exists().where(correction.corrects_id == StatusReport.id),
            StatusReport.initiative_id,
        )
        .join(Organisation, Organisation.id == StatusReport.organisation_id)
        .outerjoin(Person, Person.id == StatusReport.person_id)
        .outerjoin(wrong, wrong.id == StatusReport.corrects_id)
        .where(is_of(StatusReport.initiative_id))
        .order_by(StatusReport.reported_on.desc(), StatusReport.id.desc())
        .limit(bindparam("limit"))
    )


_REPORTS, _REPORTS_OF_ALL = _reports(_is_one), _reports(_is_any)


def list_changes(actor: Actor, initiative: InitiativePage, *, limit: int) -> Sequence[ChangeRow]:
    """The changes of an initiative that are no reports, newest first, in one statement."""
    sight = _sight_of(actor, initiative)
    statement = _CHANGES_OF_ALL if initiative.absorbed else _CHANGES
    rows = read(statement, _which(initiative, limit)).all()
    changes = [
        _change(list(of_entry), sight)
        for _entry_id, of_entry in groupby(rows, key=lambda row: row.id)
    ]
    return _told_once(changes) if initiative.absorbed else changes


def _told_once(changes: Sequence[ChangeRow]) -> Sequence[ChangeRow]:
    """What was done to both in one go stands in both histories, and is told once in the common one."""
    return list({(each.at, each.verb, each.person_name): each for each in changes}.values())


def _change(rows: Sequence[Any], sight: _Sight) -> ChangeRow:
    """One change from its rows, one for each value that it speaks of."""
    first = rows[0]
    values = {
        row.field: (_read(row.before), _read(row.after)) for row in rows if row.field is not None
    }
    return ChangeRow(
        at=first.at,
        verb=Verb(first.verb),
        person_name=first.person_name if sight.names else None,
        organisation_name=first.organisation_name,
        values=_told(first.verb, values, sight),
    )


def _changes(is_of: Callable[[Any], ColumnElement[bool]]) -> Any:
    latest = (
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.verb,
            AuditEntry.person_id,
            AuditEntry.organisation_id,
        )
        .where(
            AuditEntry.subject_kind == SubjectKind.INITIATIVE.value,
            is_of(AuditEntry.subject_id),
            *(AuditEntry.verb != verb for verb in _TOLD_ELSEWHERE),
        )
        .order_by(AuditEntry.id.desc())
        .limit(bindparam("limit"))
        .subquery()
    )
    is_told = or_(latest.c.verb != Verb.REGISTERED.value, AuditValue.field == _NOTE)
    return (
        select(
            latest.c.id,
            latest.c.at,
            latest.c.verb,
            Person.name.label("person_name"),
            _organisation_of(latest.c.person_id).label("organisation_name"),
            AuditValue.field,
            AuditValue.before,
            AuditValue.after,
        )
        .outerjoin(Person, Person.id == latest.c.person_id)
        .outerjoin(Organisation, Organisation.id == latest.c.organisation_id)
        .outerjoin(Membership, _is_own(latest))
        .outerjoin(AuditValue, and_(AuditValue.entry_id == latest.c.id, is_told))
        .order_by(latest.c.id.desc(), AuditValue.id)
    )


def _is_own(entry: Any) -> ColumnElement[bool]:
    """Whether whoever did it belongs to the organisation that answers for the initiative."""
    return and_(
        Membership.person_id == entry.c.person_id,
        Membership.organisation_id == entry.c.organisation_id,
    )


def _organisation_of(person_id: Any) -> ColumnElement[str]:
    """The name of the one that answers, else of an own one; nothing for who is in none.

    A deed of the house, or of somebody erased, is told of the one that answers.
    """
    own, of_theirs = aliased(Organisation), aliased(Membership)
    first = (
        select(own.name)
        .join(of_theirs, of_theirs.organisation_id == own.id)
        .where(of_theirs.person_id == person_id)
        .order_by(own.id)
        .limit(1)
        .scalar_subquery()
    )
    is_told = or_(Membership.person_id.is_not(None), Person.id.is_(None), Person.name == "")
    return case((is_told, Organisation.name), else_=first)


_CHANGES, _CHANGES_OF_ALL = _changes(_is_one), _changes(_is_any)


def _sight_of(actor: Actor, initiative: InitiativePage) -> _Sight:
    return _Sight(
        names=may(actor, Permission.SEE_NAMES, initiative.subject),
        notes=may(actor, Permission.SEE_INTERNAL_NOTE, initiative.subject),
        budgets=may(actor, Permission.SEE_BUDGET, initiative.subject),
    )


def _told(
    verb: str, values: Mapping[str, tuple[Any, Any]], sight: _Sight
) -> Mapping[str, tuple[Any, Any]]:
    """What a reader is told of a change: a note within or between organisations stays there."""
    hidden = set()
    if verb in _INTERNAL_NOTES and not sight.notes:
        hidden.add(_NOTE)
    if not sight.budgets:
        hidden.add("budget_sek")
    return {name: pair for name, pair in values.items() if name not in hidden}


def _read(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def get_report(actor: Actor, initiative: InitiativePage, public_id: uuid.UUID) -> ReportRow:
    """One report of an initiative that the actor has been shown.

    Raises:
        NotFoundError: the initiative has no such report.
    """
    for report in list_reports(actor, initiative, limit=1000):
        if report.public_id == public_id and not report.is_absorbed:
            return report
    raise NotFoundError
