"""The filter form above the public list: what everyone can choose among."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.roles import ListCode, PlaceKind
from tracker.domain.selection import Selection
from tracker.queries.reference import EntryRow, GoalAreaRow, PlaceRow, Reference, is_current


@dataclass(frozen=True, slots=True)
class PublicFilters:
    """What the filter form prints."""

    selection: Selection
    goal_areas: tuple[GoalAreaRow, ...]
    places: tuple[PlaceRow, ...]
    kinds: tuple[EntryRow, ...]


def make_filters(selection: Selection, reference: Reference, *, today: date) -> PublicFilters:
    """The filter form for a selection; places are those that people speak of every day."""
    return PublicFilters(
        selection=selection,
        goal_areas=tuple(row for row in reference.goal_areas.values() if is_current(row, today)),
        places=tuple(
            row
            for row in reference.places.values()
            if is_current(row, today) and row.kind is not PlaceKind.REGSO
        ),
        kinds=tuple(
            row for row in reference.of_list(ListCode.ORGANISATION_KIND) if is_current(row, today)
        ),
    )
