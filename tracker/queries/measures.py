"""Answers what an initiative counts, whose numbers they are, and what it could choose to count."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.visibility import visible
from tracker.database import read
from tracker.domain.measures import Counting, Direction, Split
from tracker.errors import NotFoundError
from tracker.models import (
    CountedElsewhere,
    Initiative,
    Measure,
    MeasureValue,
    Organisation,
    SharedMeasure,
)
from tracker.queries.initiatives import InitiativePage


@dataclass(frozen=True, slots=True)
class SharedMeasureRow:
    """A measure of the shared list, worded in one language."""

    public_id: uuid.UUID
    name: str
    unit: str
    direction: Direction
    counting: Counting
    split: Split
    is_summed: bool
    retired_on: date | None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure of an initiative; `is_own` says that its organisation worded it."""

    id: int
    public_id: uuid.UUID
    name: str
    unit: str
    direction: Direction
    counting: Counting
    split: Split
    baseline: int | None
    target: int | None
    cannot_be_measured: bool
    missing: str
    language: str
    ended_on: date | None
    is_own: bool
    shared_id: uuid.UUID | None
    owner_id: uuid.UUID
    owner_name: str
    owner_row_id: int
    told_in_id: uuid.UUID | None
    told_by: str | None
    last_number: int | None
    last_on: date | None

    @property
    def can_be_told(self) -> bool:
        """Whether a number can be told of it now."""
        return self.ended_on is None and not self.cannot_be_measured and self.told_by is None


def list_measures(initiative: InitiativePage, *, language: str) -> Sequence[MeasureRow]:
    """What an initiative counts that the actor has been shown, those that are ended last.

    Args:
        language: the language of shared names, "sv" or "en".
    """
    if not initiative.has_measures:
        return []
    return _rows(_measures(language).where(Measure.initiative_id == initiative.id))


def list_to_tell(actor: Actor, initiative_id: uuid.UUID, *, language: str) -> Sequence[MeasureRow]:
    """What a report of an initiative can tell the numbers of.

    Args:
        language: the language of shared names, "sv" or "en".
    """
    query = (
        _measures(language)
        .join(Initiative, Initiative.id == Measure.initiative_id)
        .where(
            Initiative.public_id == initiative_id,
            Measure.ended_on.is_(None),
            Measure.cannot_be_measured.is_(False),
        )
    )
    return [row for row in _rows(visible(query, actor)) if row.can_be_told]


_TOLD_IN, _TELLER = aliased(Measure), aliased(Organisation)


def _measures(language: str) -> Any:
    latest = (
        select(MeasureValue.id)
        .where(MeasureValue.measure_id == Measure.id)
        .order_by(MeasureValue.measured_on.desc())
        .limit(1)
        .correlate(Measure)
        .scalar_subquery()
    )
    return (
        select(*_columns(language))
        .join(Organisation, Organisation.id == Measure.organisation_id)
        .outerjoin(SharedMeasure, SharedMeasure.id == Measure.shared_measure_id)
        .outerjoin(CountedElsewhere, CountedElsewhere.measure_id == Measure.id)
        .outerjoin(_TOLD_IN, _TOLD_IN.id == CountedElsewhere.told_in_id)
        .outerjoin(_TELLER, _TELLER.id == _TOLD_IN.organisation_id)
        .outerjoin(MeasureValue, MeasureValue.id == latest)
        .order_by(Measure.ended_on.is_not(None), Measure.id)
    )


def _columns(language: str) -> Sequence[Any]:
    return (
        Measure.id,
        Measure.public_id,
        Measure.name,
        Measure.unit,
        Measure.direction,
        Measure.counting,
        Measure.split,
        Measure.baseline,
        Measure.target,
        Measure.cannot_be_measured,
        Measure.missing,
        Measure.language,
        Measure.ended_on,
        worded("name", language).label("shared_name"),
        worded("unit", language).label("shared_unit"),
        SharedMeasure.public_id.label("shared_id"),
        Organisation.public_id.label("owner_id"),
        Organisation.name.label("owner_name"),
        Organisation.id.label("owner_row_id"),
        _TOLD_IN.public_id.label("told_in_id"),
        _TELLER.name.label("told_by"),
        MeasureValue.number.label("last_number"),
        MeasureValue.measured_on.label("last_on"),
    )


def _rows(query: Any) -> Sequence[MeasureRow]:
    return [_row(dict(row._mapping)) for row in read(query)]


def _row(found: dict[str, Any]) -> MeasureRow:
    shared_name, shared_unit = found.pop("shared_name"), found.pop("shared_unit")
    is_own = found["shared_id"] is None
    if not is_own:
        found |= {"name": shared_name, "unit": shared_unit, "language": ""}
    return MeasureRow(is_own=is_own, **found)


def worded(name: str, language: str) -> Any:
    """The name or unit of a shared measure in one language, "sv" or "en"."""
    return getattr(SharedMeasure, f"{name}_{language}")


def get_measure(initiative: InitiativePage, public_id: uuid.UUID, *, language: str) -> MeasureRow:
    """One measure of an initiative.

    Raises:
        NotFoundError: the initiative has none such.
    """
    rows = list_measures(initiative, language=language)
    found = next((row for row in rows if row.public_id == public_id), None)
    if found is None:
        raise NotFoundError
    return found


def list_shared(*, language: str) -> Sequence[SharedMeasureRow]:
    """The shared measures that can be chosen, in their order."""
    query = _shared(language).where(SharedMeasure.retired_on.is_(None))
    return [SharedMeasureRow(**row._mapping) for row in read(query)]


def list_all_shared(*, language: str) -> Sequence[tuple[SharedMeasureRow, int]]:
    """Every shared measure, those that can be chosen first, and how many initiatives count it."""
    counted = (
        select(func.count(Measure.id))
        .where(Measure.shared_measure_id == SharedMeasure.id, Measure.ended_on.is_(None))
        .correlate(SharedMeasure)
        .scalar_subquery()
    )
    query = (
        _shared(language)
        .add_columns(counted.label("counted"))
        .order_by(None)
        .order_by(SharedMeasure.retired_on.is_not(None), SharedMeasure.position, SharedMeasure.id)
    )
    found = [dict(row._mapping) for row in read(query)]
    counts = [row.pop("counted") for row in found]
    return [(SharedMeasureRow(**row), count) for row, count in zip(found, counts, strict=True)]


def get_words(public_id: uuid.UUID) -> dict[str, str]:
    """What a shared measure is called in both languages, by the names of the columns.

    Raises:
        NotFoundError: there is none.
    """
    query = select(
        SharedMeasure.name_sv, SharedMeasure.name_en, SharedMeasure.unit_sv, SharedMeasure.unit_en
    ).where(SharedMeasure.public_id == public_id)
    row = read(query).one_or_none()
    if row is None:
        raise NotFoundError
    return dict(row._mapping)


def get_shared(public_id: uuid.UUID, *, language: str) -> SharedMeasureRow:
    """One shared measure.

    Raises:
        NotFoundError: there is none.
    """
    query = _shared(language).where(SharedMeasure.public_id == public_id)
    row = read(query).one_or_none()
    if row is None:
        raise NotFoundError
    return SharedMeasureRow(**row._mapping)


def _shared(language: str) -> Any:
    return select(
        SharedMeasure.public_id,
        worded("name", language).label("name"),
        worded("unit", language).label("unit"),
        SharedMeasure.direction,
        SharedMeasure.counting,
        SharedMeasure.split,
        SharedMeasure.is_summed,
        SharedMeasure.retired_on,
    ).order_by(SharedMeasure.position, SharedMeasure.id)
