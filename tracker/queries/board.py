"""Answers what stands on the board and in the table: the same selection, lane by lane or row by row."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, literal, select, tuple_, union_all

from tracker.access.actors import Actor
from tracker.domain.freshness import days_without_report, is_report_late
from tracker.domain.lifecycle import LANE_PHASES, Condition, Lane, Phase, Visibility
from tracker.domain.local_time import local_day
from tracker.domain.roles import ListCode
from tracker.domain.selection import Selection
from tracker.extensions import db
from tracker.models import (
    Initiative,
    InitiativeGoalArea,
    InitiativePlace,
    InitiativeTag,
    Organisation,
)
from tracker.queries.reference import EntryRow, GoalAreaRow, PlaceRow, Reference
from tracker.queries.search import row_ids
from tracker.queries.selection import conditions

CARDS_PER_LANE = 10
ROWS_PER_PAGE = 50


class Sort(StrEnum):
    """How the table can be sorted; a leading minus turns it round."""

    CHANGED = "changed"
    TITLE = "title"
    ORGANISATION = "organisation"
    START = "start"
    END = "end"
    REPORTED = "reported"


_SORT_COLUMNS = {
    Sort.CHANGED: Initiative.changed_at,
    Sort.TITLE: Initiative.title_key,
    Sort.ORGANISATION: Organisation.name_key,
    Sort.START: Initiative.start_on,
    Sort.END: Initiative.end_on,
    Sort.REPORTED: Initiative.last_reported_on,
}


@dataclass(frozen=True, slots=True)
class CardRow:
    """One initiative on the board or in the table, with its tags.

    `days_silent` counts days since the last report. `entries` are target groups, types of effort
    and funding, where they were asked for.
    """

    id: int
    public_id: uuid.UUID
    title: str
    organisation_id: int
    organisation_public_id: uuid.UUID
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
    created_at: datetime
    is_complete: bool
    days_silent: int
    is_late: bool
    goal_areas: tuple[GoalAreaRow, ...]
    places: tuple[PlaceRow, ...]
    entries: tuple[EntryRow, ...]

    def of_list(self, list_code: ListCode) -> list[EntryRow]:
        """The entries of one list."""
        return [row for row in self.entries if row.list_code == list_code]


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a lane was left: the last card's change and id."""

    changed_at: datetime
    id: int


_COLUMNS = (
    Initiative.id,
    Initiative.public_id,
    Initiative.title,
    Initiative.lead_organisation_id,
    Organisation.public_id.label("organisation_public_id"),
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
    Initiative.created_at,
    Initiative.is_complete,
)


def list_lanes(
    actor: Actor, selection: Selection, *, reference: Reference, today: date
) -> Mapping[Lane, Sequence[CardRow]]:
    """The latest cards of every lane, at most `CARDS_PER_LANE` each, in one statement."""
    chosen = conditions(selection, actor, reference=reference, today=today)
    parts = [_lane_part(phase, chosen, None).subquery() for phase in Phase]
    rows = db.session.execute(union_all(*(select(part) for part in parts))).all()
    cards = _with_tags(rows, reference, today=today)
    return {
        lane: _latest([card for card in cards if card.phase in phases])
        for lane, phases in LANE_PHASES.items()
    }


def list_lane(
    actor: Actor,
    selection: Selection,
    *,
    lane: Lane,
    after: Cursor,
    reference: Reference,
    today: date,
) -> Sequence[CardRow]:
    """The next cards of one lane."""
    chosen = conditions(selection, actor, reference=reference, today=today)
    parts = [_lane_part(phase, chosen, after).subquery() for phase in LANE_PHASES[lane]]
    rows = db.session.execute(union_all(*(select(part) for part in parts))).all()
    return _latest(_with_tags(rows, reference, today=today))


def _latest(cards: Sequence[CardRow]) -> list[CardRow]:
    return sorted(cards, key=lambda card: (card.changed_at, card.id), reverse=True)[:CARDS_PER_LANE]


def _lane_part(
    phase: Phase, chosen: Sequence[Any], after: Cursor | None
) -> Select[*tuple[Any, ...]]:
    query = (
        select(*_COLUMNS)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Initiative.phase == phase, *chosen)
        .order_by(Initiative.changed_at.desc(), Initiative.id.desc())
        .limit(CARDS_PER_LANE)
    )
    if after is None:
        return query
    return query.where(
        tuple_(Initiative.changed_at, Initiative.id) < tuple_(after.changed_at, after.id)
    )


def list_table(
    actor: Actor,
    selection: Selection,
    *,
    sort: Sort | None,
    is_descending: bool,
    page: int,
    with_entries: bool,
    reference: Reference,
    today: date,
) -> Sequence[CardRow]:
    """One page of the table, `ROWS_PER_PAGE` rows; `page` counts from 1.

    Unsorted, a search shows titles first and then the latest registered; all else the latest changed.
    """
    chosen = conditions(selection, actor, reference=reference, today=today)
    query = (
        select(*_COLUMNS)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(*chosen)
    )
    offset = (page - 1) * ROWS_PER_PAGE
    if sort is None and selection.q:
        rows = _titles_first(query, selection.q, offset=offset)
    else:
        ordered = query.order_by(*_order(sort or Sort.CHANGED, is_descending=is_descending))
        rows = db.session.execute(ordered.limit(ROWS_PER_PAGE).offset(offset)).all()
    return _with_tags(rows, reference, today=today, with_entries=with_entries)


def _order(sort: Sort, *, is_descending: bool) -> tuple[Any, ...]:
    column = _SORT_COLUMNS[sort]
    if is_descending:
        return (column.desc().nulls_last(), Initiative.id.desc())
    return (column.asc().nulls_last(), Initiative.id.asc())


def _titles_first(query: Select[*tuple[Any, ...]], words: str, *, offset: int) -> Sequence[Any]:
    in_title = row_ids(words, in_title=True)
    if in_title is None:
        return []
    newest = query.order_by(Initiative.id.desc())
    title_rows: Sequence[Any] = db.session.execute(
        newest.where(Initiative.id.in_(in_title)).limit(offset + ROWS_PER_PAGE)
    ).all()
    page = title_rows[offset:]
    if len(page) == ROWS_PER_PAGE:
        return page
    rest = newest.where(Initiative.id.not_in(in_title))
    return [
        *page,
        *db.session.execute(
            rest.offset(max(0, offset - len(title_rows))).limit(ROWS_PER_PAGE - len(page))
        ).all(),
    ]


def list_all(
    actor: Actor, selection: Selection, *, limit: int, reference: Reference, today: date
) -> Sequence[CardRow]:
    """The whole selection, latest changed first, for export; at most `limit` rows."""
    chosen = conditions(selection, actor, reference=reference, today=today)
    query = (
        select(*_COLUMNS)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(*chosen)
        .order_by(Initiative.changed_at.desc(), Initiative.id.desc())
        .limit(limit)
    )
    rows = db.session.execute(query).all()
    return _with_tags(rows, reference, today=today, with_entries=True)


def find_card(
    actor: Actor, public_id: uuid.UUID, *, reference: Reference, today: date
) -> CardRow | None:
    """One card, if the actor may see it."""
    chosen = conditions(Selection(), actor, reference=reference, today=today)
    query = (
        select(*_COLUMNS)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Initiative.public_id == public_id, *chosen)
    )
    cards = _with_tags(db.session.execute(query).all(), reference, today=today)
    return cards[0] if cards else None


def _with_tags(
    rows: Sequence[Any], reference: Reference, *, today: date, with_entries: bool = False
) -> list[CardRow]:
    if not rows:
        return []
    tags = _tags([row.id for row in rows], reference, with_entries=with_entries)
    return [_card(row, tags[row.id], today=today) for row in rows]


@dataclass(slots=True)
class _Tags:
    goal_areas: list[GoalAreaRow]
    places: list[PlaceRow]
    entries: list[EntryRow]


def _tags(ids: list[int], reference: Reference, *, with_entries: bool) -> Mapping[int, _Tags]:
    kinds: list[tuple[Any, Any]] = [
        (InitiativeGoalArea.initiative_id, InitiativeGoalArea.goal_area_id),
        (InitiativePlace.initiative_id, InitiativePlace.place_id),
    ]
    if with_entries:
        kinds.append((InitiativeTag.initiative_id, InitiativeTag.list_entry_id))
    tags = {row_id: _Tags([], [], []) for row_id in ids}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        query = union_all(
            *(
                select(literal(number).label("kind"), owner.label("owner"), tag.label("tag")).where(
                    owner.in_(part)
                )
                for number, (owner, tag) in enumerate(kinds)
            )
        )
        for kind, owner, tag in db.session.execute(query):
            if kind == 0:
                tags[owner].goal_areas.append(reference.goal_areas[tag])
            elif kind == 1:
                tags[owner].places.append(reference.places[tag])
            else:
                tags[owner].entries.append(reference.entries[tag])
    return tags


def _card(row: Any, tags: _Tags, *, today: date) -> CardRow:
    days = days_without_report(
        last_reported_on=row.last_reported_on,
        start_on=row.start_on,
        created_on=local_day(row.created_at),
        today=today,
    )
    return CardRow(
        id=row.id,
        public_id=row.public_id,
        title=row.title,
        organisation_id=row.lead_organisation_id,
        organisation_public_id=row.organisation_public_id,
        organisation_name=row.organisation_name,
        is_municipal=row.is_municipal,
        phase=row.phase,
        condition=row.condition,
        visibility=row.visibility,
        start_on=row.start_on,
        end_on=row.end_on,
        budget_sek=row.budget_sek,
        last_reported_on=row.last_reported_on,
        changed_at=row.changed_at,
        created_at=row.created_at,
        is_complete=row.is_complete,
        days_silent=days,
        is_late=is_report_late(row.phase, days),
        goal_areas=tuple(tags.goal_areas),
        places=tuple(tags.places),
        entries=tuple(tags.entries),
    )
