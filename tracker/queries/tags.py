"""Answers what an initiative is tagged with, and where more can be read of it.

Tags come as one text of ids from each table, as columns of the statement that reads the initiative:
a statement of their own would cost more than they do. What a text of ids means is
worked out once for each snapshot of the lists.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, select

from tracker.models import (
    Initiative,
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativeLink,
    InitiativePlace,
    InitiativeTag,
    InitiativeWorkingGroup,
)
from tracker.queries.reference import (
    EntryRow,
    GoalAreaRow,
    GoalRow,
    PlaceRow,
    Reference,
    WorkingGroupRow,
)


@dataclass(frozen=True, slots=True)
class Tags:
    """What one initiative is tagged with, in the order of the lists, and its links as typed."""

    goal_areas: tuple[GoalAreaRow, ...]
    goals: tuple[GoalRow, ...]
    places: tuple[PlaceRow, ...]
    working_groups: tuple[WorkingGroupRow, ...]
    entries: tuple[EntryRow, ...]
    links: tuple[str, ...]


def tags_of(row: Any, reference: Reference) -> Tags:
    """The tags and links of an initiative, out of a row that holds the `TAGS` columns."""
    tags: dict[str, Any] = {
        name: rows_of(reference, name, getattr(row, name)) for name in _TAG_COLUMNS
    }
    return Tags(**tags, links=_in_order(row.links))


def ids_of(column: Any, owner: Any) -> ColumnElement[str]:
    """The ids of one kind of tag of an initiative as a text such as "3,12"; None for no tag."""
    tagged = select(func.aggregate_strings(cast(column, String), ","))
    return tagged.where(column.class_.initiative_id == owner).scalar_subquery()


@lru_cache(maxsize=8192)
def rows_of(reference: Reference, name: str, ids: str | None) -> tuple[Any, ...]:
    """The rows that a text of ids stands for, in the order of their list."""
    wanted = {int(row_id) for row_id in ids.split(",")} if ids else set()
    return tuple(row for row_id, row in getattr(reference, name).items() if row_id in wanted)


def _in_order(links: str | None) -> tuple[str, ...]:
    """The addresses of a text with one "position address" on each line."""
    placed = [line.split(" ", 1) for line in links.split("\n")] if links else []
    return tuple(url for _position, url in sorted(placed, key=lambda pair: int(pair[0])))


_TAG_COLUMNS = {
    "goal_areas": InitiativeGoalArea.goal_area_id,
    "goals": InitiativeGoal.goal_id,
    "places": InitiativePlace.place_id,
    "working_groups": InitiativeWorkingGroup.working_group_id,
    "entries": InitiativeTag.list_entry_id,
}
_LINE = cast(InitiativeLink.position, String) + " " + InitiativeLink.url
TAGS = (
    *(ids_of(column, Initiative.id).label(name) for name, column in _TAG_COLUMNS.items()),
    select(func.aggregate_strings(_LINE, "\n"))
    .where(InitiativeLink.initiative_id == Initiative.id)
    .scalar_subquery()
    .label("links"),
)
"""Columns of a statement over initiatives that hold their tags and links."""
