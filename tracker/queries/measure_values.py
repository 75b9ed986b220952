"""Answers what has been told of a measure, day by day and year by year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import select

from tracker.database import read
from tracker.domain.measures import Part, of_year
from tracker.domain.reporting_periods import PeriodKind
from tracker.models import (
    MeasureValue,
    MeasureValuePart,
    Organisation,
    ReportingPeriod,
    StatusReport,
)
from tracker.queries.measures import MeasureRow


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A number told of a measure, and whose it was; `with_report` where it came with a report,
    `period` the kind and year of the reporting period that waited for that one."""

    measured_on: date
    number: int
    parts: Mapping[Part, int]
    owner_name: str
    with_report: bool
    period: tuple[PeriodKind, int] | None


@dataclass(frozen=True, slots=True)
class YearOfMeasure:
    """What a measure came to in a year, and all that was told of it, latest first."""

    year: int
    number: int
    values: Sequence[ValueRow]


def list_years(measure: MeasureRow) -> Sequence[YearOfMeasure]:
    """What has been told of a measure that the actor has been shown, the latest year first."""
    values = _list_values(measure)
    told = {row.measured_on: row.number for row in values}
    years = groupby(values, key=lambda row: row.measured_on.year)
    return [
        YearOfMeasure(year, of_year(measure.counting, told, year) or 0, list(rows))
        for year, rows in years
    ]


def _list_values(measure: MeasureRow) -> Sequence[ValueRow]:
    query = (
        select(
            MeasureValue.id,
            MeasureValue.measured_on,
            MeasureValue.number,
            MeasureValue.report_id,
            ReportingPeriod.year,
            ReportingPeriod.kind,
            Organisation.name,
            MeasureValuePart.part,
            MeasureValuePart.number.label("part_number"),
        )
        .join(Organisation, Organisation.id == MeasureValue.organisation_id)
        .outerjoin(StatusReport, StatusReport.id == MeasureValue.report_id)
        .outerjoin(ReportingPeriod, ReportingPeriod.id == StatusReport.period_id)
        .outerjoin(MeasureValuePart, MeasureValuePart.value_id == MeasureValue.id)
        .where(MeasureValue.measure_id == measure.id)
        .order_by(MeasureValue.measured_on.desc(), MeasureValuePart.id)
    )
    found = groupby(read(query).all(), key=lambda row: row.id)
    return [
        ValueRow(
            rows[0].measured_on,
            rows[0].number,
            {row.part: row.part_number for row in rows if row.part is not None},
            rows[0].name,
            rows[0].report_id is not None,
            (rows[0].kind, rows[0].year) if rows[0].kind else None,
        )
        for rows in (list(each) for _id, each in found)
    ]
