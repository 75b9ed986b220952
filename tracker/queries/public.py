"""Answers which initiatives everyone may read of without signing in, and finds among them.

The questions take no actor: whoever asks, they are asked as nobody, and the same is answered. Only
the listed fields are ever loaded.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select, union_all

from tracker.access.actors import ANONYMOUS
from tracker.access.visibility import visible
from tracker.domain.lifecycle import Phase
from tracker.domain.selection import Selection
from tracker.extensions import db
from tracker.models import Initiative, InitiativeGoalArea, InitiativePlace, Organisation
from tracker.queries.reference import GoalAreaRow, PlaceRow, Reference
from tracker.queries.search import row_ids
from tracker.queries.selection import conditions

CARDS_PER_PAGE = 24
MOST_ADDRESSES = 50_000
"""As many as one sitemap may hold (sitemaps.org)."""


@dataclass(frozen=True, slots=True)
class PublicCardRow:
    """One open initiative in the list."""

    public_id: uuid.UUID
    title: str
    organisation_name: str
    phase: Phase
    last_reported_on: date | None
    goal_areas: tuple[GoalAreaRow, ...]
    places: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """An open page, and the day it last said something new."""

    public_id: uuid.UUID
    changed_on: date | None


def public_selection(selection: Selection) -> Selection:
    """The same selection with only the filters that everyone may use."""
    return Selection(
        q=selection.q, goal_area=selection.goal_area, place=selection.place, kind=selection.kind
    )


def count_open(selection: Selection, *, reference: Reference, today: date) -> int:
    """Count the open initiatives of a selection."""
    query = select(func.count()).select_from(Initiative)
    return db.session.scalar(query.where(*_chosen(selection, reference, today))) or 0


def list_cards(
    selection: Selection, *, page: int, reference: Reference, today: date
) -> Sequence[PublicCardRow]:
    """One page of open initiatives, titles first where words are searched, then latest changed."""
    query = (
        select(
            Initiative.id,
            Initiative.public_id,
            Initiative.title,
            Organisation.name,
            Initiative.phase,
            Initiative.last_reported_on,
        )
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(*_chosen(selection, reference, today))
        .order_by(*_titles_first(selection), Initiative.changed_at.desc(), Initiative.id.desc())
        .limit(CARDS_PER_PAGE)
        .offset((page - 1) * CARDS_PER_PAGE)
    )
    rows = db.session.execute(query).all()
    tags = _card_tags([row[0] for row in rows])
    return [
        PublicCardRow(
            public_id=public_id,
            title=title,
            organisation_name=organisation_name,
            phase=phase,
            last_reported_on=last_reported_on,
            goal_areas=_known(reference.goal_areas, tags, ("goal_areas", row_id)),
            places=_known(reference.places, tags, ("places", row_id)),
        )
        for row_id, public_id, title, organisation_name, phase, last_reported_on in rows
    ]


def _chosen(selection: Selection, reference: Reference, today: date) -> list[ColumnElement[bool]]:
    return conditions(selection, ANONYMOUS, reference=reference, today=today)


def _titles_first(selection: Selection) -> list[Any]:
    in_title = row_ids(selection.q, in_title=True) if selection.q else None
    return [] if in_title is None else [case((Initiative.id.in_(in_title), 0), else_=1)]


def _card_tags(ids: Sequence[int]) -> Mapping[tuple[str, int], list[int]]:
    tags: dict[tuple[str, int], list[int]] = {}
    parts = (
        ("goal_areas", InitiativeGoalArea.initiative_id, InitiativeGoalArea.goal_area_id),
        ("places", InitiativePlace.initiative_id, InitiativePlace.place_id),
    )
    query = union_all(
        *(
            select(literal(name).label("kind"), owner.label("owner"), tag.label("tag")).where(
                owner.in_(ids)
            )
            for name, owner, tag in parts
        )
    )
    for kind, owner, tag in db.session.execute(query) if ids else ():
        tags.setdefault((kind, owner), []).append(tag)
    return tags


def _known(
    rows: Mapping[int, Any], tags: Mapping[tuple[str, int], list[int]], key: tuple[str, int]
) -> tuple[Any, ...]:
    wanted = tags.get(key, ())
    return tuple(row for row_id, row in rows.items() if row_id in wanted)


def list_addresses() -> Sequence[PublicAddress]:
    """Every open page, for search engines."""
    query = (
        select(Initiative.public_id, Initiative.last_reported_on)
        .order_by(Initiative.id)
        .limit(MOST_ADDRESSES)
    )
    return [PublicAddress(*row) for row in db.session.execute(visible(query, ANONYMOUS))]
