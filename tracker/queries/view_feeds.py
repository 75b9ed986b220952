"""Answers what stands in a view that somebody follows by an address of their own.

Whoever holds the address reads what its owner may see at that moment, without names of people; and
nothing that is held back from others, as such addresses end up with programs that we do not know.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.database import read
from tracker.domain.lifecycle import Phase, Visibility, is_shared
from tracker.domain.saved_views import ViewAddress
from tracker.domain.selection import Selection
from tracker.models import Initiative, Organisation, SavedView, ViewSubscription
from tracker.queries import search
from tracker.queries.accounts import find_actor, hash_token
from tracker.queries.reference import Reference
from tracker.queries.selection import conditions

LATEST = 50
MOST_DAYS = 1000
LOOKING_BACK = timedelta(days=90)
LOOKING_AHEAD = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class ViewFeed:
    """A view, and the one who follows it."""

    actor: Actor
    public_id: uuid.UUID
    name: str
    address: ViewAddress
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class FeedRow:
    """An initiative of a view."""

    public_id: uuid.UUID
    title: str
    organisation_name: str
    phase: Phase
    start_on: date | None
    end_on: date | None
    changed_at: datetime


def find_feed(token: str) -> ViewFeed | None:
    """Whose view an address leads to; whoever holds it reads as its owner. None where to nobody's."""
    query = (
        select(
            ViewSubscription.person_id,
            ViewSubscription.feed_opened_at,
            SavedView.public_id,
            SavedView.name,
            SavedView.kind,
            SavedView.query,
        )
        .join(SavedView, SavedView.id == ViewSubscription.view_id)
        .where(
            ViewSubscription.feed_hash == hash_token(token),
            or_(SavedView.person_id == ViewSubscription.person_id, SavedView.is_shared),
        )
    )
    row = read(query).one_or_none()
    actor = find_actor(row.person_id) if row else None
    if row is None or actor is None or not may_somewhere(actor, Permission.READ_REGISTER):
        return None
    address = ViewAddress(row.kind, row.query)
    return ViewFeed(actor, row.public_id, row.name, address, row.feed_opened_at)


def list_changed(
    actor: Actor, selection: Selection, *, reference: Reference, today: date
) -> Sequence[FeedRow]:
    """What has changed last in a selection, latest first."""
    order = (Initiative.changed_at.desc(), Initiative.id.desc())
    chosen = _chosen(actor, selection, reference, today)
    return _rows(selection, _select().where(*chosen).order_by(*order).limit(LATEST))


def list_dated(
    actor: Actor, selection: Selection, *, reference: Reference, today: date
) -> Sequence[FeedRow]:
    """What begins or ends from a while ago until two years ahead, by the first of these days."""
    first, last = today - LOOKING_BACK, today + LOOKING_AHEAD
    is_near = or_(
        *(
            and_(column >= first, column <= last)
            for column in (Initiative.start_on, Initiative.end_on)
        )
    )
    chosen = _chosen(actor, selection, reference, today)
    order = (Initiative.end_on.asc().nulls_last(), Initiative.start_on, Initiative.id)
    return _rows(selection, _select().where(is_near, *chosen).order_by(*order).limit(MOST_DAYS))


def _chosen(
    actor: Actor, selection: Selection, reference: Reference, today: date
) -> list[ColumnElement[bool]]:
    shared = [visibility for visibility in Visibility if is_shared(visibility)]
    chosen = conditions(selection, actor, reference=reference, today=today)
    return [Initiative.visibility.in_(shared), *chosen]


def _select() -> Any:
    return select(
        Initiative.public_id,
        Initiative.title,
        Organisation.name.label("organisation_name"),
        Initiative.phase,
        Initiative.start_on,
        Initiative.end_on,
        Initiative.changed_at,
    ).join(Organisation, Organisation.id == Initiative.lead_organisation_id)


def _rows(selection: Selection, query: Any) -> Sequence[FeedRow]:
    if search.is_wordless(selection.q):
        return []
    return [FeedRow(**row) for row in read(query).mappings()]
