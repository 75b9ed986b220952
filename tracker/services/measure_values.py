"""Telling the numbers of measures: by themselves, or together with a status report."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import delete, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.access.visibility import sees
from tracker.database import for_change, one_for_change, transaction
from tracker.domain.local_time import local_day
from tracker.domain.measures import PARTS, Part
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import (
    Initiative,
    Measure,
    MeasureValue,
    MeasureValuePart,
    StatusReport,
)
from tracker.services import audit
from tracker.services.initiatives import subject_of
from tracker.services.measure_ties import is_tied
from tracker.services.measures import name_of, running


@dataclass(frozen=True, kw_only=True)
class ValueContent:
    """A number and its day; `parts` is empty where it is not divided, else they add up to it."""

    number: int
    measured_on: date
    parts: Mapping[Part, int] = field(default_factory=dict)


def tell(
    actor: Actor,
    initiative_id: uuid.UUID,
    measure_id: uuid.UUID,
    content: ValueContent,
    *,
    now: datetime,
) -> None:
    """Tell a number; what is told again of a day replaces what was told before.

    The organisation that owns the numbers may, and so may the one that leads the initiative.

    Raises:
        NotFoundError, NotAllowedError,
        RefusedError: `measure_ended`, `measure_unmeasurable`, `told_elsewhere`, `future_date` or `parts_do_not_add`.
    """
    with transaction():
        initiative, measure = _load(actor, initiative_id, measure_id)
        _tell(actor, initiative, measure, content, now=now)


def take_back(
    actor: Actor, initiative_id: uuid.UUID, measure_id: uuid.UUID, day: date, *, now: datetime
) -> None:
    """Take back the number of a day, which was told by mistake; the history says that it was there.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `measure_ended`.
    """
    with transaction() as session:
        initiative, measure = _load(actor, initiative_id, measure_id)
        value = one_for_change(
            select(MeasureValue).where(
                MeasureValue.measure_id == measure.id, MeasureValue.measured_on == day
            )
        )
        changes = {"measure": (None, name_of(measure)), "measure_value": (_told(value), None)}
        audit.record_on(actor, Verb.MEASURE_TOLD, initiative, at=now, changes=changes)
        _divide(value, {})
        session.delete(value)


def _load(
    actor: Actor, initiative_id: uuid.UUID, measure_id: uuid.UUID
) -> tuple[Initiative, Measure]:
    initiative = for_change(Initiative, initiative_id)
    if not sees(actor, initiative):
        raise NotFoundError
    measure = running(initiative, measure_id)
    subjects = (subject_of(initiative), Subject(measure.organisation_id))
    if not any(may(actor, Permission.REPORT_STATUS, subject) for subject in subjects):
        raise NotAllowedError(Permission.REPORT_STATUS)
    return initiative, measure


def tell_with_report(
    actor: Actor,
    initiative: Initiative,
    numbers: Mapping[uuid.UUID, int],
    report: StatusReport,
    *,
    now: datetime,
) -> None:
    """Tell the numbers that a report came with, by measure, in the caller's transaction.

    Raises:
        NotFoundError, RefusedError: as for `tell`.
    """
    for measure_id, number in numbers.items():
        measure = running(initiative, measure_id)
        content = ValueContent(number=number, measured_on=report.reported_on)
        _tell(actor, initiative, measure, content, now=now, report=report)


def _tell(
    actor: Actor,
    initiative: Initiative,
    measure: Measure,
    content: ValueContent,
    *,
    now: datetime,
    report: StatusReport | None = None,
) -> None:
    _check(measure, content, now=now)
    query = select(MeasureValue).where(
        MeasureValue.measure_id == measure.id, MeasureValue.measured_on == content.measured_on
    )
    value = db.session.scalars(query).one_or_none()
    before = _told(value) if value else None
    if value is None:
        value = MeasureValue(
            measure_id=measure.id, initiative_id=initiative.id, measured_on=content.measured_on
        )
        db.session.add(value)
    elif (value.number, _parts_of(value)) == (content.number, content.parts):
        return
    value.organisation_id, value.person_id = measure.organisation_id, actor.person_id
    value.number, value.told_at = content.number, now
    value.report_id = report.id if report else value.report_id
    db.session.flush()
    _divide(value, content.parts)
    name = name_of(measure)
    changes = {"measure": (None, name), "measure_value": (before, _told(value))}
    audit.record_on(actor, Verb.MEASURE_TOLD, initiative, at=now, changes=changes)


def _check(measure: Measure, content: ValueContent, *, now: datetime) -> None:
    if is_tied(measure):
        raise RefusedError("told_elsewhere", "number")
    if measure.cannot_be_measured:
        raise RefusedError("measure_unmeasurable", "number")
    if content.measured_on > local_day(now):
        raise RefusedError("future_date", "measured_on")
    if not content.parts:
        return
    is_asked = set(content.parts) <= set(PARTS[measure.split])
    if not is_asked or sum(content.parts.values()) != content.number:
        raise RefusedError("parts_do_not_add", "number")


def _divide(value: MeasureValue, parts: Mapping[Part, int]) -> None:
    db.session.execute(delete(MeasureValuePart).where(MeasureValuePart.value_id == value.id))
    db.session.add_all(
        MeasureValuePart(
            value_id=value.id, initiative_id=value.initiative_id, part=part, number=number
        )
        for part, number in parts.items()
    )
    db.session.flush()


def _parts_of(value: MeasureValue) -> dict[Part, int]:
    query = select(MeasureValuePart).where(MeasureValuePart.value_id == value.id)
    return {row.part: row.number for row in db.session.scalars(query)}


def _told(value: MeasureValue) -> str:
    parts = "".join(f", {part.value}: {n}" for part, n in sorted(_parts_of(value).items()))
    return f"{value.measured_on}: {value.number}{parts}"
