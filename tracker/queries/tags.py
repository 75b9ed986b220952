"""Answers what an initiative is tagged with, and where more can be read of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select, union_all

from tracker.access.actors import Actor
from tracker.extensions import db
from tracker.models import (
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


def get_tags(actor: Actor, initiative_id: int, *, reference: Reference) -> Tags:
    """The tags and links of an initiative that the actor has been shown, in one statement."""
    kinds = (
        ("goal_areas", InitiativeGoalArea, InitiativeGoalArea.goal_area_id, reference.goal_areas),
        ("goals", InitiativeGoal, InitiativeGoal.goal_id, reference.goals),
        ("places", InitiativePlace, InitiativePlace.place_id, reference.places),
        (
            "working_groups",
            InitiativeWorkingGroup,
            InitiativeWorkingGroup.working_group_id,
            reference.working_groups,
        ),
        ("entries", InitiativeTag, InitiativeTag.list_entry_id, reference.entries),
        ("links", InitiativeLink, InitiativeLink.id, None),
    )
    query = union_all(
        *(
            select(
                literal(name).label("kind"),
                column.label("tag"),
                (InitiativeLink.url if known is None else literal("")).label("url"),
            ).where(table.initiative_id == initiative_id)
            for name, table, column, known in kinds
        )
    )
    found = sorted(db.session.execute(query).all(), key=lambda row: row.tag)
    tags: dict[str, Any] = {}
    for name, _table, _column, known in kinds:
        ids = {row.tag for row in found if row.kind == name}
        tags[name] = (
            tuple(row.url for row in found if row.kind == name)
            if known is None
            else tuple(row for row in known.values() if row.id in ids)
        )
    return Tags(**tags)
