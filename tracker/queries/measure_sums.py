"""Answers what initiatives have counted, each by itself and together: exactly, or as may be published.

A number counts once: that of a measure which is told elsewhere does not, nor that of an initiative
which has gone up in another, or of a draft. What is published follows
`domain/published_numbers.py`, and asks as nobody.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select

from tracker.access.actors import ANONYMOUS, Actor
from tracker.access.visibility import is_visible
from tracker.database import read
from tracker.domain.lifecycle import Visibility
from tracker.domain.measures import Counting, Part, Split, of_year, parts_of_year
from tracker.domain.published_numbers import published_day, shown_parts
from tracker.domain.small_numbers import told as as_told
from tracker.domain.sorting import sort_key
from tracker.models import (
    CountedElsewhere,
    Initiative,
    Measure,
    MeasureValue,
    MeasureValuePart,
    Organisation,
    SharedMeasure,
)
from tracker.queries.measures import worded


@dataclass(frozen=True, slots=True)
class CountedMeasure:
    """A measure with all that has been told of it, by day; parts where it was divided."""

    initiative_id: uuid.UUID
    title: str
    owner_name: str
    shared_id: uuid.UUID | None
    name: str
    unit: str
    language: str
    counting: Counting
    split: Split
    target: int | None
    cannot_be_measured: bool
    told: Mapping[date, int]
    parts: Mapping[date, Mapping[Part, int]]

    def of(self, year: int) -> int | None:
        """What it came to in a year."""
        return of_year(self.counting, self.told, year)


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """A year's figure as it may be published; None where there are too few."""

    year: int
    number: int | None
    parts: Mapping[Part, int | None]


@dataclass(frozen=True, slots=True)
class MeasureFigure:
    """A measure with the latest year that something was told of, as it may be published."""

    name: str
    unit: str
    year: int
    number: int | None


@dataclass(frozen=True, slots=True)
class MeasureSum:
    """What initiatives together came to in a year; `held_back` are those with too few to be told."""

    public_id: uuid.UUID
    name: str
    unit: str
    is_summed: bool
    number: int
    initiatives: int
    held_back: int


def list_sums(actor: Actor, *, year: int, language: str) -> Sequence[MeasureSum]:
    """The exact sum of each shared measure over what the actor sees."""
    counted = _counted(is_visible(actor), year=year, language=language)
    return _sums(counted, language, lambda row: row.of(year))


def list_published_sums(
    actor: Actor, *, year: int, language: str, today: date
) -> Sequence[MeasureSum]:
    """The sum of each shared measure over what the actor sees, of published figures only."""
    counted = _counted(is_visible(actor), year=year, language=language)
    return _sums(counted, language, lambda row: published(row, year=year, today=today).number)


def list_counted(
    actor: Actor, shared_id: uuid.UUID, *, year: int, language: str
) -> Sequence[CountedMeasure]:
    """Who has counted a shared measure in a year, by the names of the initiatives."""
    wanted = and_(is_visible(actor), SharedMeasure.public_id == shared_id)
    found = [row for row in _counted(wanted, year=year, language=language) if row.told]
    return sorted(found, key=lambda row: sort_key(row.title))


def list_published(
    public_id: uuid.UUID, *, language: str, today: date
) -> Sequence[tuple[CountedMeasure, Sequence[PublishedYear]]]:
    """What an open initiative counts, with each year's figure, the latest first."""
    wanted = and_(is_visible(ANONYMOUS), Initiative.public_id == public_id)
    return [
        (row, [published(row, year=year, today=today) for year in _years(row)])
        for row in _counted(wanted, year=None, language=language)
    ]


def list_figures(
    ids: Sequence[int], *, language: str, today: date
) -> Mapping[uuid.UUID, Sequence[MeasureFigure]]:
    """The latest published figures of initiatives that the actor has been shown, by public id."""
    found: dict[uuid.UUID, list[MeasureFigure]] = {}
    for row in _counted(Initiative.id.in_(ids), year=None, language=language):
        if row.told:
            latest = published(row, year=max(row.told).year, today=today)
            figure = MeasureFigure(row.name, row.unit, latest.year, latest.number)
            found.setdefault(row.initiative_id, []).append(figure)
    return found


def published(row: CountedMeasure, *, year: int, today: date) -> PublishedYear:
    """What may be published of a measure's year.

    Parts are published once the year is over: a figure that stands still tells nothing by changing.
    """
    told = {day: number for day, number in row.told.items() if day.year == year}
    day = published_day(row.counting, told)
    if day is None:
        return PublishedYear(year, None, {})
    until = {each: number for each, number in told.items() if each <= day}
    number = as_told(of_year(row.counting, until, year))
    parts: Mapping[Part, int | None] = {}
    if number is not None and year < today.year:
        parts = shown_parts(parts_of_year(row.counting, row.split, until, row.parts))
    return PublishedYear(year, number, parts)


def _years(row: CountedMeasure) -> Sequence[int]:
    return sorted({day.year for day in row.told}, reverse=True)


def _sums(counted: Iterable[CountedMeasure], language: str, figure: Any) -> Sequence[MeasureSum]:
    told: dict[uuid.UUID | None, list[int | None]] = {}
    for row in counted:
        if row.told:
            told.setdefault(row.shared_id, []).append(figure(row))
    return [
        MeasureSum(
            public_id=shared.public_id,
            name=shared.name,
            unit=shared.unit,
            is_summed=shared.is_summed,
            number=sum(number or 0 for number in told[shared.public_id]),
            initiatives=sum(number is not None for number in told[shared.public_id]),
            held_back=sum(number is None for number in told[shared.public_id]),
        )
        for shared in read(_shared(language))
        if shared.public_id in told
    ]


def _shared(language: str) -> Any:
    return select(
        SharedMeasure.public_id,
        worded("name", language).label("name"),
        worded("unit", language).label("unit"),
        SharedMeasure.is_summed,
    ).order_by(SharedMeasure.position, SharedMeasure.id)


def _counted(
    wanted: ColumnElement[bool], *, year: int | None, language: str
) -> Sequence[CountedMeasure]:
    is_told = MeasureValue.measure_id == Measure.id
    if year is not None:
        is_within = MeasureValue.measured_on.between(date(year, 1, 1), date(year, 12, 31))
        is_told = and_(is_told, is_within)
    query = (
        select(*_columns(language))
        .join(Initiative, Initiative.id == Measure.initiative_id)
        .join(Organisation, Organisation.id == Measure.organisation_id)
        .outerjoin(SharedMeasure, SharedMeasure.id == Measure.shared_measure_id)
        .outerjoin(MeasureValue, is_told)
        .outerjoin(MeasureValuePart, MeasureValuePart.value_id == MeasureValue.id)
        .where(
            wanted,
            Initiative.merged_into_id.is_(None),
            ~exists().where(CountedElsewhere.measure_id == Measure.id),
            Initiative.visibility != Visibility.DRAFT,
        )
        .order_by(Measure.id, MeasureValue.measured_on, MeasureValuePart.id)
    )
    found = groupby(read(query), key=lambda row: row.id)
    return [_measure(list(rows)) for _id, rows in found]


def _columns(language: str) -> Sequence[Any]:
    return (
        Measure.id,
        Initiative.public_id.label("initiative_id"),
        Initiative.title,
        Organisation.name.label("owner_name"),
        SharedMeasure.public_id.label("shared_id"),
        Measure.name,
        Measure.unit,
        worded("name", language).label("shared_name"),
        worded("unit", language).label("shared_unit"),
        Measure.language,
        Measure.counting,
        Measure.split,
        Measure.target,
        Measure.cannot_be_measured,
        Measure.ended_on,
        MeasureValue.measured_on,
        MeasureValue.number,
        MeasureValuePart.part,
        MeasureValuePart.number.label("part_number"),
    )


def _measure(rows: Sequence[Any]) -> CountedMeasure:
    first = rows[0]
    is_shared = first.shared_id is not None
    parts: dict[date, dict[Part, int]] = {}
    for row in rows:
        if row.part is not None:
            parts.setdefault(row.measured_on, {})[row.part] = row.part_number
    return CountedMeasure(
        initiative_id=first.initiative_id,
        title=first.title,
        owner_name=first.owner_name,
        shared_id=first.shared_id,
        name=first.shared_name if is_shared else first.name,
        unit=first.shared_unit if is_shared else first.unit,
        language="" if is_shared else first.language,
        counting=first.counting,
        split=first.split,
        target=first.target,
        cannot_be_measured=first.cannot_be_measured,
        told={row.measured_on: row.number for row in rows if row.measured_on is not None},
        parts=parts,
    )
