"""Keeps views under a name, shares them, and lets people follow them.

Everybody keeps views of their own; to share one with all is the coordinators'. A shared view is
anybody's to follow, and any coordinator's to name or delete, so that none is left behind.
"""

import secrets
import uuid
from datetime import datetime

from sqlalchemy import delete, select, update

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere, may_somewhere
from tracker.database import for_change, transaction, wait_in_line
from tracker.domain.saved_views import LONGEST_NAME, MOST_VIEWS, ViewAddress
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Person, SavedView, ViewSubscription
from tracker.queries.accounts import hash_token
from tracker.services import audit


def save(actor: Actor, address: ViewAddress, *, name: str, now: datetime) -> uuid.UUID:
    """Keep a view under a name, for the actor alone; returns its id.

    Raises:
        NotAllowedError: nobody is signed in.
        RefusedError: `views_many`, or `view_name_taken` by another view of the actor's.
    """
    person_id = _reader(actor)
    with transaction() as session:
        wait_in_line([f"views of {person_id}"])
        own = select(SavedView.name).where(SavedView.person_id == person_id)
        names = list(session.scalars(own))
        if len(names) >= MOST_VIEWS:
            raise RefusedError("views_many")
        view = SavedView(
            person_id=person_id,
            name=_free(name, names),
            kind=address.kind,
            query=address.query,
            created_at=now,
        )
        session.add(view)
        session.flush()
        audit.record(
            actor, Verb.VIEW_SAVED, view, at=now, changes={"view": (None, address.kind.value)}
        )
        return view.public_id


def rename(actor: Actor, public_id: uuid.UUID, *, name: str, now: datetime) -> None:
    """Give a view another name.

    Raises:
        NotFoundError, NotAllowedError: the view is not the actor's to change.
        RefusedError: `view_name_taken`.
    """
    with transaction() as session:
        view = _to_change(actor, public_id)
        others = select(SavedView.name).where(
            SavedView.person_id == view.person_id, SavedView.id != view.id
        )
        view.name = _free(name, list(session.scalars(others)))
        audit.record(actor, Verb.VIEW_RENAMED, view, at=now)


def share(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Let everyone signed in use a view.

    Raises:
        NotFoundError, NotAllowedError: the view is not the actor's to share.
    """
    demand_somewhere(actor, Permission.SHARE_VIEW)
    with transaction():
        view = _to_change(actor, public_id)
        if not view.is_shared:
            view.is_shared = True
            changes = {"name": (None, view.name)}
            audit.record(actor, Verb.VIEW_SHARED, view, at=now, changes=changes)


def unshare(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Let nobody but its owner use a view any more; whoever else followed it does so no longer.

    Raises:
        NotFoundError, NotAllowedError: the view is not the actor's to change.
    """
    with transaction() as session:
        view = _to_change(actor, public_id)
        if view.is_shared:
            view.is_shared = False
            session.execute(
                delete(ViewSubscription).where(
                    ViewSubscription.view_id == view.id,
                    ViewSubscription.person_id != view.person_id,
                )
            )
            audit.record(actor, Verb.VIEW_UNSHARED, view, at=now)


def remove(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Delete a view; its feeds end.

    Raises:
        NotFoundError, NotAllowedError: the view is not the actor's to delete.
    """
    with transaction():
        _delete(actor, _to_change(actor, public_id), now=now)


def forget_views(actor: Actor, person: Person, *, now: datetime) -> None:
    """Delete what an erased person kept alone, inside the caller's transaction; the shared stay."""
    own = select(SavedView).where(SavedView.person_id == person.id, SavedView.is_shared.is_(False))
    for view in db.session.scalars(own.order_by(SavedView.id).with_for_update()).all():
        _delete(actor, view, now=now)


def begin_with(actor: Actor, public_id: uuid.UUID | None) -> None:
    """Make a view the first page that the actor meets; None makes it the start page again.

    Raises:
        NotFoundError: the view is not the actor's to use.
    """
    person_id = _reader(actor)
    with transaction() as session:
        wait_in_line([f"views of {person_id}"])
        followed = None if public_id is None else _followed(actor, _to_use(actor, public_id))
        session.execute(
            update(ViewSubscription)
            .where(ViewSubscription.person_id == person_id, ViewSubscription.is_start)
            .values(is_start=False)
        )
        if followed is not None:
            followed.is_start = True


def open_feed(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> str:
    """Make an address to follow a view by, and return its secret; an earlier one ends.

    Raises:
        NotFoundError: the view is not the actor's to use.
    """
    token = secrets.token_urlsafe(32)
    with transaction():
        view, followed = followed_view(actor, public_id)
        followed.feed_hash, followed.feed_opened_at = hash_token(token), now
        audit.record(actor, Verb.FEED_OPENED, view, at=now)
    return token


def close_feed(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """End the address that the actor follows a view by, if there is one.

    Raises:
        NotFoundError: the view is not the actor's to use.
    """
    with transaction():
        view, followed = followed_view(actor, public_id)
        if followed.feed_hash is not None:
            followed.feed_hash = followed.feed_opened_at = None
            audit.record(actor, Verb.FEED_CLOSED, view, at=now)


def stop_mails(actor: Actor, public_id: uuid.UUID) -> None:
    """Mail the actor no longer about a view.

    Raises:
        NotFoundError: the view is not the actor's to use.
    """
    with transaction():
        _view, followed = followed_view(actor, public_id)
        followed.is_mailed, followed.seen_ids = False, None


def followed_view(actor: Actor, public_id: uuid.UUID) -> tuple[SavedView, ViewSubscription]:
    """A view, and how the actor follows it, to be changed in the caller's transaction.

    Raises:
        NotFoundError: the view is not the actor's to use.
    """
    view = _to_use(actor, public_id)
    return view, _followed(actor, view)


def _reader(actor: Actor) -> int:
    demand_somewhere(actor, Permission.READ_REGISTER)
    if actor.person_id is None:
        raise NotAllowedError(Permission.READ_REGISTER)
    return actor.person_id


def _to_use(actor: Actor, public_id: uuid.UUID) -> SavedView:
    person_id = _reader(actor)
    view = for_change(SavedView, public_id)
    if view.person_id != person_id and not view.is_shared:
        raise NotFoundError
    return view


def _to_change(actor: Actor, public_id: uuid.UUID) -> SavedView:
    view = _to_use(actor, public_id)
    if view.person_id != actor.person_id and not may_somewhere(actor, Permission.SHARE_VIEW):
        raise NotAllowedError(Permission.SHARE_VIEW)
    return view


def _followed(actor: Actor, view: SavedView) -> ViewSubscription:
    """How the actor follows a view, from now on if not before; the view's lock guards it."""
    query = select(ViewSubscription).where(
        ViewSubscription.view_id == view.id, ViewSubscription.person_id == actor.person_id
    )
    found: ViewSubscription | None = db.session.scalars(query).one_or_none()
    if found is None:
        found = ViewSubscription(view_id=view.id, person_id=actor.person_id)
        db.session.add(found)
    return found


def _delete(actor: Actor, view: SavedView, *, now: datetime) -> None:
    db.session.execute(delete(ViewSubscription).where(ViewSubscription.view_id == view.id))
    changes = {"name": (view.name, None)} if view.is_shared else {}
    audit.record(actor, Verb.VIEW_DELETED, view, at=now, changes=changes)
    db.session.delete(view)


def _free(name: str, taken: list[str]) -> str:
    chosen = " ".join(name.split())[:LONGEST_NAME]
    if chosen.casefold() in {other.casefold() for other in taken}:
        raise RefusedError("view_name_taken", "name")
    return chosen
