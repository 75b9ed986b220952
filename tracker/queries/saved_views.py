"""Answers which views somebody keeps or may use, and how they follow them."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.access.visibility import visible
from tracker.database import read
from tracker.domain.saved_views import ViewAddress
from tracker.domain.selection import Selection
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import Initiative, SavedView, ViewSubscription
from tracker.queries import search
from tracker.queries.reference import Reference
from tracker.queries.selection import conditions

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A view as one person sees it; who shared it is not told."""

    public_id: uuid.UUID
    name: str
    address: ViewAddress
    is_shared: bool
    is_own: bool
    may_change: bool
    is_start: bool
    is_mailed: bool
    has_feed: bool


def list_views(actor: Actor) -> Sequence[ViewRow]:
    """The actor's own views and those shared with all, own ones first, each by name."""
    query = (
        select(
            SavedView.public_id,
            SavedView.person_id,
            SavedView.name,
            SavedView.kind,
            SavedView.query,
            SavedView.is_shared,
            ViewSubscription.is_start,
            ViewSubscription.is_mailed,
            ViewSubscription.feed_hash,
        )
        .outerjoin(
            ViewSubscription,
            and_(
                ViewSubscription.view_id == SavedView.id,
                ViewSubscription.person_id == actor.person_id,
            ),
        )
        .where(or_(SavedView.person_id == actor.person_id, SavedView.is_shared))
        .order_by(SavedView.person_id != actor.person_id, func.lower(SavedView.name), SavedView.id)
        .limit(MOST_SHOWN)
    )
    return [_row(found, actor) for found in db.session.execute(query)]


def _row(row: Any, actor: Actor) -> ViewRow:
    is_own = row.person_id == actor.person_id
    return ViewRow(
        public_id=row.public_id,
        name=row.name,
        address=ViewAddress(row.kind, row.query),
        is_shared=row.is_shared,
        is_own=is_own,
        may_change=is_own or may_somewhere(actor, Permission.SHARE_VIEW),
        is_start=bool(row.is_start),
        is_mailed=bool(row.is_mailed),
        has_feed=row.feed_hash is not None,
    )


def get_view(actor: Actor, public_id: uuid.UUID) -> ViewRow:
    """One view that the actor keeps or may use.

    Raises:
        NotFoundError: there is none for the actor.
    """
    for row in list_views(actor):
        if row.public_id == public_id:
            return row
    raise NotFoundError


def find_start_view(actor: Actor) -> ViewAddress | None:
    """What the actor has chosen to begin with; None where that is the start page."""
    if actor.is_anonymous:
        return None
    query = (
        select(SavedView.kind, SavedView.query)
        .join(ViewSubscription, ViewSubscription.view_id == SavedView.id)
        .where(
            ViewSubscription.person_id == actor.person_id,
            ViewSubscription.is_start,
            or_(SavedView.person_id == actor.person_id, SavedView.is_shared),
        )
    )
    found = read(query).first()
    return ViewAddress(found.kind, found.query) if found else None


def list_ids(
    actor: Actor, selection: Selection, *, reference: Reference, today: date
) -> frozenset[int]:
    """The ids of all that the actor may see of a selection."""
    if search.is_wordless(selection.q):
        return frozenset()
    chosen = conditions(selection, actor, reference=reference, today=today)
    return frozenset(db.session.scalars(select(Initiative.id).where(*chosen)))


def list_titles(actor: Actor, ids: Collection[int], *, limit: int) -> Sequence[str]:
    """The titles of some of these initiatives, latest registered first."""
    first = sorted(ids, reverse=True)[:limit]
    query = visible(select(Initiative.title).where(Initiative.id.in_(first)), actor)
    return list(db.session.scalars(query.order_by(Initiative.id.desc())))
