"""Mails people what has entered the views they follow: at most one mail a day, all views in it.

What somebody may see is asked anew each time, so a mail never tells of more than the view itself.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.database import transaction
from tracker.domain.languages import full
from tracker.domain.local_time import local_day
from tracker.domain.mails import MailTemplate
from tracker.domain.saved_views import ViewAddress, pack_ids, unpack_ids
from tracker.extensions import db
from tracker.models import Person, SavedView, ViewSubscription
from tracker.queries.accounts import find_actor
from tracker.queries.reference import Reference, get_reference
from tracker.queries.saved_views import list_ids, list_titles
from tracker.services import notices
from tracker.services.saved_views import followed_view

TITLES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Circumstances:
    """What a view is looked at with."""

    actor: Actor
    reference: Reference
    today: date


def begin_mails(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Have the actor mailed when something enters a view, from what stands in it now.

    Raises:
        NotFoundError: the view is not the actor's to use.
    """
    reference = get_reference(full(actor.language).code.value)
    with transaction():
        view, followed = followed_view(actor, public_id)
        seen = _Circumstances(actor, reference, local_day(now))
        followed.is_mailed = True
        followed.seen_ids = pack_ids(_ids(view, seen))


def tell_of_new(*, now: datetime) -> int:
    """Mail everybody what is new in their views; returns how many were told.

    Done again within the day, it tells nobody twice.
    """
    query = select(ViewSubscription.person_id).where(ViewSubscription.is_mailed).distinct()
    people = list(db.session.scalars(query.order_by(ViewSubscription.person_id)))
    db.session.rollback()
    return sum(_tell(person_id, now=now) for person_id in people)


def _tell(person_id: int, *, now: datetime) -> bool:
    """Mail one person in a transaction of their own; says whether there was something."""
    today = local_day(now)
    actor = find_actor(person_id)
    if actor is None or not may_somewhere(actor, Permission.READ_REGISTER):
        return False
    reference = get_reference(full(actor.language).code.value)
    with transaction() as session:
        mailed = (
            select(ViewSubscription, SavedView)
            .join(SavedView, SavedView.id == ViewSubscription.view_id)
            .where(ViewSubscription.person_id == person_id, ViewSubscription.is_mailed)
            .order_by(SavedView.id)
            .with_for_update(of=ViewSubscription)
        )
        found = session.execute(mailed).all()
        if any(followed.told_on == today for followed, _view in found):
            return False
        seen = _Circumstances(actor, reference, today)
        told = [news for followed, view in found if (news := _news(followed, view, seen))]
        if told:
            person = session.get_one(Person, person_id)
            values = {"views": told, "count": sum(news["count"] for news in told)}
            notices.tell([person], MailTemplate.VIEWS_GREW, lambda _: values, now=now)
        return bool(told)


def _news(
    followed: ViewSubscription, view: SavedView, seen: _Circumstances
) -> Mapping[str, Any] | None:
    """What has entered a view since the last time; from now on it is known."""
    ids = _ids(view, seen)
    new = ids - unpack_ids(followed.seen_ids) if followed.seen_ids else frozenset()
    followed.seen_ids = pack_ids(ids)
    if not new:
        return None
    followed.told_on = seen.today
    titles: Sequence[str] = list_titles(seen.actor, new, limit=TITLES_SHOWN)
    address = ViewAddress(view.kind, view.query)
    return {"view": view.name, "count": len(new), "titles": list(titles), "path": address.path}


def _ids(view: SavedView, seen: _Circumstances) -> frozenset[int]:
    address = ViewAddress(view.kind, view.query)
    return list_ids(seen.actor, address.selection, reference=seen.reference, today=seen.today)
