"""Answers which numbers somebody told, and all that an initiative has counted, for files."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from tracker.domain.secrecy import marked_text
from tracker.extensions import db
from tracker.models import (
    Measure,
    MeasureValue,
    MeasureValuePart,
    Organisation,
    Person,
    SharedMeasure,
)
from tracker.queries.initiatives import InitiativePage

_NAME = func.coalesce(SharedMeasure.name_sv, Measure.name)
_UNIT = func.coalesce(SharedMeasure.unit_sv, Measure.unit)


def list_own_numbers(person: Person) -> Sequence[Mapping[str, Any]]:
    """What a person told of measures."""
    query = (
        select(
            MeasureValue.told_at.label("created_at"),
            _NAME.label("measure"),
            MeasureValue.measured_on,
            MeasureValue.number,
        )
        .join(Measure, Measure.id == MeasureValue.measure_id)
        .outerjoin(SharedMeasure, SharedMeasure.id == Measure.shared_measure_id)
        .where(MeasureValue.person_id == person.id)
        .order_by(MeasureValue.id)
    )
    return [{"kind": "measure_value", **row} for row in db.session.execute(query).mappings()]


def list_numbers_of(initiative: InitiativePage) -> list[Mapping[str, Any]]:
    """All that an initiative has counted; a measure of which nothing is told has no number."""
    if not initiative.has_measures:
        return []
    query = (
        select(Measure, MeasureValue, _NAME, _UNIT, Organisation.name, MeasureValuePart)
        .join(Organisation, Organisation.id == Measure.organisation_id)
        .outerjoin(SharedMeasure, SharedMeasure.id == Measure.shared_measure_id)
        .outerjoin(MeasureValue, MeasureValue.measure_id == Measure.id)
        .outerjoin(MeasureValuePart, MeasureValuePart.value_id == MeasureValue.id)
        .where(Measure.initiative_id == initiative.id)
        .order_by(Measure.id, MeasureValue.measured_on, MeasureValuePart.id)
    )
    found = groupby(db.session.execute(query), key=lambda row: (row[0].id, row[1] and row[1].id))
    return [_number([tuple(row) for row in rows]) for _ids, rows in found]


def _number(rows: Sequence[Any]) -> Mapping[str, Any]:
    measure, value, name, unit, owner, _part = rows[0]
    parts = [part for *_same, part in rows if part is not None]
    return {
        "measure": marked_text(name),
        "unit": marked_text(unit),
        "owner": owner,
        "baseline": measure.baseline,
        "target": measure.target,
        "missing": marked_text(measure.missing),
        "ended_on": measure.ended_on,
        "measured_on": value.measured_on if value else None,
        "number": value.number if value else None,
        "parts": [(part.part.value, part.number) for part in parts],
    }
