"""Answers what can be chosen: goal areas, goals, places, lists and working groups, in one language.

The snapshot is kept in the process under the register's `reference_hash`, which changes with
every change of these rows, so that no process ever shows an older list than the database holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from tracker.domain.roles import ListCode, OrganisationFamily, PlaceKind
from tracker.domain.sorting import sort_key
from tracker.extensions import db
from tracker.models import (
    Goal,
    GoalArea,
    ListEntry,
    Place,
    PlaceAlias,
    PlaceTie,
    Programme,
    WorkingGroup,
)
from tracker.queries.register import get_state


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme as decided; its years are shown, and decide nothing."""

    id: int
    code: str
    name: str
    text_sv: str
    text_en: str
    adopted_by: str
    adopted_on: date
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class GoalAreaRow:
    """A goal area with its short name."""

    id: int
    code: str
    name: str
    programme_id: int
    official_name: str
    valid_from: date | None
    valid_to: date | None

    def __hash__(self) -> int:
        return self.id


@dataclass(frozen=True, slots=True)
class GoalRow:
    """An adopted goal: short name, adopted wording and our translation."""

    id: int
    code: str
    name: str
    goal_area_id: int
    text_sv: str
    text_en: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place; `inside_ids` are the places below it, itself among them."""

    id: int
    code: str
    kind: PlaceKind
    name: str
    is_focus: bool
    aliases: tuple[str, ...]
    inside_ids: tuple[int, ...]
    valid_from: date | None
    valid_to: date | None

    def __hash__(self) -> int:
        return self.id


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of an editable list."""

    id: int
    list_code: ListCode
    code: str
    name: str
    age_from: int | None
    age_to: int | None
    family: OrganisationFamily | None
    is_municipal: bool
    valid_from: date | None
    valid_to: date | None

    def __hash__(self) -> int:
        return self.id


@dataclass(frozen=True, slots=True)
class WorkingGroupRow:
    """A working group of a focus district."""

    id: int
    code: str
    name: str
    place_id: int
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, eq=False)
class Reference:
    """Everything that can be chosen, in the order people should meet it.

    A snapshot equals itself alone, so that what is worked out from it can be kept by it.
    """

    programmes: Mapping[int, ProgrammeRow]
    goal_areas: Mapping[int, GoalAreaRow]
    goals: Mapping[int, GoalRow]
    places: Mapping[int, PlaceRow]
    entries: Mapping[int, EntryRow]
    working_groups: Mapping[int, WorkingGroupRow]

    def of_list(self, list_code: ListCode) -> list[EntryRow]:
        """The entries of one list."""
        return [row for row in self.entries.values() if row.list_code == list_code]

    def entry(self, list_code: ListCode, code: str) -> EntryRow | None:
        """An entry by its code."""
        return next((row for row in self.of_list(list_code) if row.code == code), None)

    def place(self, code: str) -> PlaceRow | None:
        """A place by its code."""
        return next((row for row in self.places.values() if row.code == code), None)

    @property
    def focus_places(self) -> list[PlaceRow]:
        """The focus districts."""
        return [row for row in self.places.values() if row.is_focus]


def is_current(row: Any, today: date) -> bool:
    """Say whether a reference row may be chosen: no longer retired, nor for a later day."""
    has_begun = row.valid_from is None or row.valid_from <= today
    return has_begun and (row.valid_to is None or row.valid_to >= today)


def get_reference(language: str) -> Reference:
    """All reference rows in one language, as they stand now."""
    return reference_at(get_state().reference_hash, language)


@lru_cache(maxsize=16)
def reference_at(reference_hash: str, language: str) -> Reference:
    """All reference rows in one language; `reference_hash` is the register's, and the cache's key."""
    name = f"name_{language}"
    return Reference(
        programmes=_by_id(_programme_rows(name)),
        goal_areas=_by_id(_goal_area_rows(name)),
        goals=_by_id(_goal_rows(name)),
        places=_by_id(_place_rows(name)),
        entries=_by_id(_entry_rows(name)),
        working_groups=_by_id(_working_group_rows(name)),
    )


def _programme_rows(name: str) -> list[ProgrammeRow]:
    return [
        ProgrammeRow(
            row.id,
            row.code,
            getattr(row, name),
            row.text_sv,
            row.text_en,
            row.adopted_by,
            row.adopted_on,
            row.valid_from,
            row.valid_to,
        )
        for row in _ordered(Programme)
    ]


def _goal_area_rows(name: str) -> list[GoalAreaRow]:
    return [
        GoalAreaRow(
            row.id,
            row.code,
            getattr(row, name),
            row.programme_id,
            row.official_name_sv,
            row.valid_from,
            row.valid_to,
        )
        for row in _ordered(GoalArea)
    ]


def _goal_rows(name: str) -> list[GoalRow]:
    return [
        GoalRow(
            row.id,
            row.code,
            getattr(row, name),
            row.goal_area_id,
            row.text_sv,
            row.text_en,
            row.valid_from,
            row.valid_to,
        )
        for row in _ordered(Goal)
    ]


def _entry_rows(name: str) -> list[EntryRow]:
    return [
        EntryRow(
            id=row.id,
            list_code=row.list_code,
            code=row.code,
            name=getattr(row, name),
            age_from=row.age_from,
            age_to=row.age_to,
            family=row.family,
            is_municipal=row.is_municipal,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in _ordered(ListEntry)
    ]


def _working_group_rows(name: str) -> list[WorkingGroupRow]:
    return [
        WorkingGroupRow(
            row.id, row.code, getattr(row, name), row.place_id, row.valid_from, row.valid_to
        )
        for row in _ordered(WorkingGroup)
    ]


def _ordered(model: Any) -> Sequence[Any]:
    """The plain columns of every row; an object for each of 500 rows would cost four times more."""
    columns = [column for column in model.__table__.columns if column.name != "polygon"]
    return db.session.execute(select(*columns).order_by(model.position, model.id)).all()


def _by_id(rows: Any) -> Mapping[int, Any]:
    return MappingProxyType({row.id: row for row in rows})


def _place_rows(name: str) -> list[PlaceRow]:
    places = sorted(_ordered(Place), key=lambda row: _place_key(row, name))
    aliases: dict[int, list[str]] = {}
    aliased = select(PlaceAlias.place_id, PlaceAlias.name).order_by(PlaceAlias.id)
    for alias in db.session.execute(aliased):
        aliases.setdefault(alias.place_id, []).append(alias.name)
    inside: dict[int, list[int]] = {}
    for tie in db.session.execute(select(PlaceTie.district_id, PlaceTie.regso_id)):
        inside.setdefault(tie.district_id, []).append(tie.regso_id)
    everything = [row.id for row in places]
    return [
        PlaceRow(
            id=row.id,
            code=row.code,
            kind=row.kind,
            name=getattr(row, name),
            is_focus=row.is_focus,
            aliases=tuple(aliases.get(row.id, ())),
            inside_ids=tuple(
                everything
                if row.kind is PlaceKind.MUNICIPALITY
                else [row.id, *inside.get(row.id, ())]
            ),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in places
    ]


def _place_key(row: Any, name: str) -> tuple[int, bool, str]:
    """The whole municipality first, then the districts from A to Ö with the focus before them."""
    return (list(PlaceKind).index(row.kind), not row.is_focus, sort_key(getattr(row, name)))
