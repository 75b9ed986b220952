"""Answers how an initiative stands as a card or a table row: its columns, tags and all, at once."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, case, literal, select

from tracker.domain.freshness import days_without_report, is_report_late
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.local_time import local_day
from tracker.domain.record_health import Freshness, freshness_of
from tracker.domain.roles import ListCode
from tracker.models import (
    Initiative,
    InitiativeGoalArea,
    InitiativePlace,
    InitiativeTag,
    Organisation,
)
from tracker.queries.reference import EntryRow, GoalAreaRow, PlaceRow, Reference
from tracker.queries.tags import ids_of, rows_of


class CardRow(NamedTuple):
    """One initiative on the board or in the table, with its tags.

    `created_at` is asked for only where nothing has been reported. `days_silent` counts days since
    the last report. `is_stale`: nobody has changed or confirmed it for more than a term.
    `entries` are target groups, types of effort and funding, where they were asked for.
    """

    id: int
    public_id: uuid.UUID
    title: str
    organisation_id: int
    organisation_name: str
    is_municipal: bool
    phase: Phase
    condition: Condition
    visibility: Visibility
    start_on: date | None
    end_on: date | None
    budget_sek: int | None
    last_reported_on: date | None
    changed_at: datetime
    created_at: datetime | None
    confirmed_on: date | None
    goal_areas: tuple[GoalAreaRow, ...]
    places: tuple[PlaceRow, ...]
    entries: tuple[EntryRow, ...]
    days_silent: int
    is_late: bool
    is_stale: bool

    def of_list(self, list_code: ListCode) -> list[EntryRow]:
        """The entries of one list."""
        return [row for row in self.entries if row.list_code == list_code]


_COLUMNS = (
    Initiative.id,
    Initiative.public_id,
    Initiative.title,
    Initiative.lead_organisation_id,
    Organisation.name.label("organisation_name"),
    Organisation.is_municipal,
    Initiative.phase,
    Initiative.condition,
    Initiative.visibility,
    Initiative.start_on,
    Initiative.end_on,
    Initiative.budget_sek,
    Initiative.last_reported_on,
    Initiative.changed_at,
    case((Initiative.last_reported_on.is_(None), Initiative.created_at)).label("created_at"),
    Initiative.confirmed_on,
    ids_of(InitiativeGoalArea.goal_area_id, Initiative.id).label("goal_area_ids"),
    ids_of(InitiativePlace.place_id, Initiative.id).label("place_ids"),
)
_CARDS = select(*_COLUMNS, literal(None).label("entry_ids")).join(
    Organisation, Organisation.id == Initiative.lead_organisation_id
)
_CARDS_WITH_ENTRIES = select(
    *_COLUMNS, ids_of(InitiativeTag.list_entry_id, Initiative.id).label("entry_ids")
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
            rows_of(reference, "goal_areas", area_ids),
            rows_of(reference, "places", place_ids),
            rows_of(reference, "entries", entry_ids),
            days,
            is_report_late(row.phase, days),
            _is_stale(row, today),
        )
    )


def _is_stale(row: Any, today: date) -> bool:
    signs = (local_day(row.changed_at), row.last_reported_on, row.confirmed_on)
    alive_on = max(day for day in signs if day)
    return freshness_of(row.phase, alive_on=alive_on, today=today) is Freshness.STALE
