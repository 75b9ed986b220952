"""Answers what has happened to an initiative: reports and changes on one thread, newest first."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.verbs import SubjectKind, Verb
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import AuditEntry, AuditValue, Organisation, Person, StatusReport
from tracker.queries.initiatives import InitiativePage

ENTRIES_SHOWN = 30
_REPORT_VERBS = (Verb.REPORTED.value, Verb.CORRECTED_REPORT.value)
_INTERNAL_NOTES = (Verb.WITHDRAWN.value, Verb.HANDED_OVER.value)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A status report, as it was handed in."""

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
    language: str
    corrects_on: date | None
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change that is no report. `values` are (before, after) by field; None where erased."""

    at: datetime
    verb: Verb
    person_name: str | None
    organisation_name: str | None
    values: Mapping[str, tuple[Any, Any]]


def list_reports(actor: Actor, initiative: InitiativePage, *, limit: int) -> Sequence[ReportRow]:
    """The reports of an initiative that the actor has been shown, newest first."""
    wrong, correction = aliased(StatusReport), aliased(StatusReport)
    query = (
        select(
            StatusReport,
            Organisation.name,
            Person.name,
            wrong.reported_on,
            exists().where(correction.corrects_id == StatusReport.id),
        )
        .join(Organisation, Organisation.id == StatusReport.organisation_id)
        .outerjoin(Person, Person.id == StatusReport.person_id)
        .outerjoin(wrong, wrong.id == StatusReport.corrects_id)
        .where(StatusReport.initiative_id == initiative.id)
        .order_by(StatusReport.reported_on.desc(), StatusReport.id.desc())
        .limit(limit)
    )
    sees_people = _sees_people(actor, initiative)
    return [
        ReportRow(
            public_id=report.public_id,
            reported_on=report.reported_on,
            created_at=report.created_at,
            person_name=person_name if sees_people else None,
            organisation_name=organisation_name,
            phase=report.phase,
            condition=report.condition,
            happened=report.happened,
            obstacles=report.obstacles,
            needs=report.needs,
            people_reached=report.people_reached,
            is_nothing_new=report.is_nothing_new,
            language=report.language,
            corrects_on=corrects_on,
            is_corrected=is_corrected,
        )
        for report, organisation_name, person_name, corrects_on, is_corrected in db.session.execute(
            query
        )
    ]


def list_changes(actor: Actor, initiative: InitiativePage, *, limit: int) -> Sequence[ChangeRow]:
    """The changes of an initiative that are no reports, newest first."""
    query = (
        select(AuditEntry, Person.name, Organisation.name)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .outerjoin(Organisation, Organisation.id == AuditEntry.organisation_id)
        .where(
            AuditEntry.subject_kind == SubjectKind.INITIATIVE.value,
            AuditEntry.subject_id == initiative.id,
            AuditEntry.verb.not_in(_REPORT_VERBS),
        )
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    rows = db.session.execute(query).all()
    values = _values([entry.id for entry, _, _ in rows])
    sees_people = _sees_people(actor, initiative)
    return [
        ChangeRow(
            at=entry.at,
            verb=Verb(entry.verb),
            person_name=person_name if sees_people else None,
            organisation_name=organisation_name,
            values=_told(entry, values.get(entry.id, {}), is_concerned=sees_people),
        )
        for entry, person_name, organisation_name in rows
    ]


def _sees_people(actor: Actor, initiative: InitiativePage) -> bool:
    return may(actor, Permission.SEE_CONTACT, initiative.subject)


def _told(
    entry: AuditEntry, values: Mapping[str, tuple[Any, Any]], *, is_concerned: bool
) -> Mapping[str, tuple[Any, Any]]:
    """What a reader is told of a change: a note within or between organisations stays there."""
    if is_concerned or entry.verb not in _INTERNAL_NOTES:
        return values
    return {name: pair for name, pair in values.items() if name != "note"}


def _values(entry_ids: Sequence[int]) -> dict[int, dict[str, tuple[Any, Any]]]:
    found: dict[int, dict[str, tuple[Any, Any]]] = {}
    query = select(AuditValue).where(AuditValue.entry_id.in_(entry_ids))
    for value in db.session.scalars(query):
        pair = (_read(value.before), _read(value.after))
        found.setdefault(value.entry_id, {})[value.field] = pair
    return found


def _read(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def get_report(actor: Actor, initiative: InitiativePage, public_id: uuid.UUID) -> ReportRow:
    """One report of an initiative that the actor has been shown.

    Raises:
        NotFoundError: the initiative has no such report.
    """
    for report in list_reports(actor, initiative, limit=1000):
        if report.public_id == public_id:
            return report
    raise NotFoundError
