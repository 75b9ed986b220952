"""Answers how an initiative stands as a card or a table row: its columns, tags and all, at once.

Tags come as one text of ids in the row itself, since a second statement for fifty rows costs more
than the rows. What a text of ids means is worked out once for each snapshot of the lists.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, case, cast, func, literal, select

from tracker.domain.freshness import days_without_report, is_report_late
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.local_time import local_day
from tracker.domain.roles import ListCode
from tracker.models import (
    Initiative,
    InitiativeGoalArea,
    InitiativePlace,
    InitiativeTag,
    Organisation,
)
from tracker.queries.reference import EntryRow, GoalAreaRow, PlaceRow, Reference


class CardRow(NamedTuple):
    """One initiative on the board or in the table, with its tags.

    `created_at` is asked for only where nothing has been reported. `days_silent` counts days since
    the last report. `entries` are target groups, types of effort and funding, where they were
    asked for.
    """

    id: int
    public_id: uuid.UUID
    title: str
    organisation_id: int
    organisation_name: str
    is_municipal: bool
    phase: Phase
    condition: Condition
    start_on: date | None
    end_on: date | None
    budget_sek: int | None
    last_reported_on: date | None
    changed_at: datetime
    created_at: datetime | None
    goal_areas: tuple[GoalAreaRow, ...]
    places: tuple[PlaceRow, ...]
    entries: tuple[EntryRow, ...]
    days_silent: int
    is_late: bool

    def of_list(self, list_code: ListCode) -> list[EntryRow]:
        """The entries of one list."""
        return [row for row in self.entries if row.list_code == list_code]


def _ids(table: Any, column: Any) -> ColumnElement[str]:
    """The ids of one kind of tag as a text such as "3,12", None where there are none."""
    tagged = select(func.aggregate_strings(cast(column, String), ","))
    return tagged.where(table.initiative_id == Initiative.id).scalar_subquery()


_COLUMNS = (
    Initiative.id,
    Initiative.public_id,
    Initiative.title,
    Initiative.lead_organisation_id,
    Organisation.name.label("organisation_name"),
    Organisation.is_municipal,
    Initiative.phase,
    Initiative.condition,
    Initiative.start_on,
    Initiative.end_on,
    Initiative.budget_sek,
    Initiative.last_reported_on,
    Initiative.changed_at,
    case((Initiative.last_reported_on.is_(None), Initiative.created_at)).label("created_at"),
    _ids(InitiativeGoalArea, InitiativeGoalArea.goal_area_id).label("goal_area_ids"),
    _ids(InitiativePlace, InitiativePlace.place_id).label("place_ids"),
)
_CARDS = select(*_COLUMNS, literal(None).label("entry_ids")).join(
    Organisation, Organisation.id == Initiative.lead_organisation_id
)
_CARDS_WITH_ENTRIES = select(
    *_COLUMNS, _ids(InitiativeTag, InitiativeTag.list_entry_id).label("entry_ids")
).join(Organisation, Organisation.id == Initiative.lead_organisation_id)


def select_cards(*, with_entries: bool = False) -> Select[*tuple[Any, ...]]:
    """A statement for the columns that `make_cards` reads, from initiatives and their leads."""
    return _CARDS_WITH_ENTRIES if with_entries else _CARDS


def make_cards(rows: Iterable[Any], reference: Reference, *, today: date) -> list[CardRow]:
    """Cards from the rows of a statement begun by `select_cards`, in the same order."""
    return [_card(row, reference, today) for row in rows]


def _card(row: Any, reference: Reference, today: date) -> CardRow:
    *columns, area_ids, place_ids, entry_ids = row
    days = days_without_report(
        last_reported_on=row.last_reported_on,
        start_on=row.start_on,
        created_on=local_day(row.created_at) if row.created_at else today,
        today=today,
    )
    return CardRow._make(
        (
            *columns,
            _known(reference, "goal_areas", area_ids),
            _known(reference, "places", place_ids),
            _known(reference, "entries", entry_ids),
            days,
            is_report_late(row.phase, days),
        )
    )


@lru_cache(maxsize=8192)
def _known(reference: Reference, name: str, ids: str | None) -> tuple[Any, ...]:
    wanted = {int(row_id) for row_id in ids.split(",")} if ids else set()
    return tuple(row for row_id, row in getattr(reference, name).items() if row_id in wanted)
