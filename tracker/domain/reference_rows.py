"""The shapes of the reference data: what a goal, a place, a list entry is.

Which rows a new register starts with is read by `reference_data`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.roles import OrganisationFamily, PlaceKind

MUNICIPALITY_CODE = "1490"


@dataclass(frozen=True)
class Programme:
    """The adopted programme that the goals belong to; its years are shown, not enforced."""

    code: str
    name_sv: str
    name_en: str
    purpose_sv: str
    purpose_en: str
    adopted_by: str
    adopted_on: date
    valid_from: date
    valid_to: date
    note: str


@dataclass(frozen=True)
class GoalArea:
    """One of the three goal areas: the short name is for the screen, the official for reports."""

    code: str
    position: int
    short_name_sv: str
    official_name_sv: str
    short_name_en: str
    official_name_en: str


@dataclass(frozen=True)
class Goal:
    """One adopted goal; `text_sv` is quoted word for word, the English is our translation."""

    code: str
    goal_area_code: str
    position: int
    text_sv: str
    short_sv: str
    text_en: str
    short_en: str


@dataclass(frozen=True)
class Place:
    """A place that an initiative can be tagged with.

    `ties` are the codes of the RegSO areas that a district lies in; only RegSO areas carry a
    `polygon` (a GeoJSON geometry) and a `label_point` (longitude, latitude). `edition` says which
    division of the municipality the row or its ties belong to.
    """

    code: str
    kind: PlaceKind
    position: int
    name_sv: str
    name_en: str
    edition: str
    aliases: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    polygon: Mapping[str, Any] | None = None
    label_point: tuple[float, float] | None = None
    is_focus: bool = False


@dataclass(frozen=True)
class WorkingGroup:
    """A working group of residents, associations and officials in a focus district."""

    code: str
    place_code: str
    position: int
    name_sv: str
    name_en: str


@dataclass(frozen=True)
class ListEntry:
    """One choice of an editable list.

    `age_from` and `age_to` are whole years, both included, and stand on target groups alone;
    `family` and `is_municipal` stand on kinds of organisation
    alone.
    """

    list_code: str
    code: str
    position: int
    name_sv: str
    name_en: str
    age_from: int | None
    age_to: int | None
    family: OrganisationFamily | None
    is_municipal: bool | None


@dataclass(frozen=True)
class ReferenceData:
    """All that a new register is filled with before anybody writes in it."""

    programme: Programme
    goal_areas: tuple[GoalArea, ...]
    goals: tuple[Goal, ...]
    places: tuple[Place, ...]
    working_groups: tuple[WorkingGroup, ...]
    list_entries: tuple[ListEntry, ...]

    def codes_of(self, list_code: str) -> frozenset[str]:
        """Return the codes that one editable list offers."""
        return frozenset(e.code for e in self.list_entries if e.list_code == list_code)
