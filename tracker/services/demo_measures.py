"""Lets the initiatives of the demo city count, and takes out what goes with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from tracker.domain.measures import Part
from tracker.domain.sample_rows import SampleInitiative
from tracker.models import (
    CountedElsewhere,
    Initiative,
    Measure,
    MeasureValue,
    MeasureValuePart,
    SharedMeasure,
    StatusReport,
)

PARTICIPANTS, PLACES = "participants", "internship_places"
EFFORT_WITH_PLACES = "internship"
_Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Counting:
    """An initiative of the demo city that counts, who leads it, and who tells its numbers."""

    initiative_id: int
    organisation_id: int
    person_id: int | None
    sample: SampleInitiative


def add_measures(session: Session, counting: Iterable[Counting], *, now: datetime) -> None:
    """Let initiatives count those who took part, and companies their places, as they reported."""
    codes = (PARTICIPANTS, PLACES)
    query = select(SharedMeasure).where(SharedMeasure.code.in_(codes))
    shared = {row.code or "": row for row in session.scalars(query)}
    wanted = [(each, code) for each in counting for code in codes if _counts(each.sample, code)]
    wanted = [(each, code) for each, code in wanted if code in shared]
    measures = [_measure(each, shared[code], now=now) for each, code in wanted]
    values = [
        row
        for row_id, (each, code) in zip(_insert(session, Measure, measures), wanted, strict=True)
        for row in _values(row_id, each, code)
    ]
    divided = [row.pop("is_divided") for row in values]
    ids = _insert(session, MeasureValue, values)
    parts = [
        part
        for row_id, row, is_divided in zip(ids, values, divided, strict=True)
        if is_divided
        for part in _parts(row_id, row)
    ]
    _insert(session, MeasureValuePart, parts)


def _counts(sample: SampleInitiative, code: str) -> bool:
    has_counted = any(report.people_reached is not None for report in sample.reports)
    return has_counted and (code == PARTICIPANTS or EFFORT_WITH_PLACES in sample.effort_types)


def _measure(each: Counting, shared: SharedMeasure, *, now: datetime) -> dict[str, Any]:
    most = max(report.people_reached or 0 for report in each.sample.reports)
    return {
        "initiative_id": each.initiative_id,
        "organisation_id": each.organisation_id,
        "shared_measure_id": shared.id,
        "direction": shared.direction,
        "counting": shared.counting,
        "split": shared.split,
        "target": (most * 3 // 10 + 1) * 10,
        "created_at": now,
    }


def _values(measure_id: int, each: Counting, code: str) -> Iterable[dict[str, Any]]:
    """What the reports say; those who took part are counted since January."""
    so_far: dict[int, int] = {}
    told: dict[date, int] = {}
    for report in sorted(each.sample.reports, key=lambda report: report.reported_on):
        if report.people_reached is None:
            continue
        year = report.reported_on.year
        so_far[year] = so_far.get(year, 0) + report.people_reached
        is_so_far = code == PARTICIPANTS
        told[report.reported_on] = so_far[year] if is_so_far else report.people_reached // 3
    for day, number in told.items():
        yield {
            "measure_id": measure_id,
            "initiative_id": each.initiative_id,
            "organisation_id": each.organisation_id,
            "person_id": each.person_id,
            "measured_on": day,
            "number": number,
            "told_at": datetime.combine(day, time(8, 0, tzinfo=UTC)),
            "is_divided": code == PARTICIPANTS and measure_id % 2 == 0,
        }


def _parts(value_id: int, value: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    number = value["number"]
    women, men = number * 11 // 20, number * 8 // 20
    told = {
        Part.GIRLS_WOMEN: women,
        Part.BOYS_MEN: men,
        Part.OTHER_GENDER: number - women - men,
    }
    for part, count in told.items():
        yield {
            "value_id": value_id,
            "initiative_id": value["initiative_id"],
            "part": part,
            "number": count,
        }


def _insert(session: Session, model: Any, rows: _Rows) -> Sequence[int]:
    if not rows:
        return []
    statement = insert(model).returning(model.id, sort_by_parameter_order=True)
    return list(session.scalars(statement, rows))


def remove_measures(
    session: Session, gone: Sequence[int], organisations: Sequence[int], people: Sequence[int]
) -> None:
    """Delete what goes counts; numbers of others that a made-up organisation owned go to the lead."""
    theirs = select(Measure.id).where(Measure.initiative_id.in_(gone))
    is_tied = or_(CountedElsewhere.initiative_id.in_(gone), CountedElsewhere.told_in_id.in_(theirs))
    session.execute(delete(CountedElsewhere).where(is_tied))
    for table in (MeasureValuePart, MeasureValue, Measure):
        session.execute(delete(table).where(table.initiative_id.in_(gone)))
    for owned in (Measure, MeasureValue):
        lead = (
            select(Initiative.lead_organisation_id)
            .where(Initiative.id == owned.initiative_id)
            .scalar_subquery()
        )
        is_owned = owned.organisation_id.in_(organisations)
        session.execute(update(owned).where(is_owned).values(organisation_id=lead))
    reports = select(StatusReport.id).where(StatusReport.organisation_id.in_(organisations))
    for column, ids in ((MeasureValue.person_id, people), (MeasureValue.report_id, reports)):
        wanted: Any = column.in_(ids)
        session.execute(update(MeasureValue).where(wanted).values({column.key: None}))
