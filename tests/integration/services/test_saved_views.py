"""Views are kept, shared, begun with and followed; nobody meets what another keeps alone."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.town import Town
from tracker.access.actors import ANONYMOUS, Actor
from tracker.domain.saved_views import MOST_VIEWS, ViewAddress, ViewKind
from tracker.domain.verbs import SubjectKind
from tracker.errors import NotAllowedError, NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import AuditEntry, ViewSubscription
from tracker.queries.register import get_state
from tracker.queries.saved_views import find_start_view, get_view, list_views
from tracker.services import erasure, saved_views

pytestmark = pytest.mark.usefixtures("in_app")

NORRBY = ViewAddress(ViewKind.BOARD, "place=norrby")


def save(actor: Actor, name: str = "Norrby") -> uuid.UUID:
    return saved_views.save(actor, NORRBY, name=name, now=START)


def names(actor: Actor) -> list[str]:
    db.session.rollback()
    return [row.name for row in list_views(actor)]


def test_a_view_is_its_owners_until_it_is_shared(town: Town) -> None:
    content = get_state().content_hash
    own, common = save(town.lea, "  Vårt   Norrby "), save(town.cim, "Allas")
    saved_views.share(town.cim, common, now=START)

    assert names(town.lea) == ["Vårt Norrby", "Allas"]
    assert names(town.mia) == ["Allas"]
    assert not get_view(town.mia, common).may_change
    with pytest.raises(NotFoundError):
        get_view(town.cim, own)
    with pytest.raises(NotFoundError):
        saved_views.rename(town.cim, own, name="x", now=START)
    assert get_state().content_hash == content


def test_only_coordinators_share_and_change_what_is_shared(town: Town) -> None:
    own, common = save(town.lea), save(town.cim)
    saved_views.share(town.cim, common, now=START)

    with pytest.raises(NotAllowedError):
        saved_views.share(town.lea, own, now=START)
    for deed in (saved_views.unshare, saved_views.remove):
        with pytest.raises(NotAllowedError):
            deed(town.lea, common, now=START)
    with pytest.raises(NotAllowedError):
        saved_views.save(ANONYMOUS, NORRBY, name="x", now=START)


def test_a_name_is_used_once_and_so_many_are_kept(town: Town) -> None:
    view = save(town.lea)
    with pytest.raises(RefusedError, match="view_name_taken"):
        save(town.lea, "NORRBY")
    saved_views.rename(town.lea, view, name="Norrby ", now=START)
    for number in range(1, MOST_VIEWS):
        save(town.lea, f"Nummer {number}")
    with pytest.raises(RefusedError, match="views_many"):
        save(town.lea, "En till")


def test_one_view_at_a_time_is_begun_with(town: Town) -> None:
    first, second = save(town.lea, "Ett"), save(town.lea, "Två")
    saved_views.begin_with(town.lea, first)
    saved_views.begin_with(town.lea, second)

    assert [row.is_start for row in list_views(town.lea)] == [False, True]
    assert find_start_view(town.lea) == NORRBY
    assert find_start_view(town.mia) is None
    saved_views.begin_with(town.lea, None)
    assert find_start_view(town.lea) is None
    with pytest.raises(NotFoundError):
        saved_views.begin_with(town.mia, first)


def test_what_is_shared_no_longer_is_followed_by_its_owner_alone(town: Town) -> None:
    common = save(town.cim)
    saved_views.share(town.cim, common, now=START)
    for actor in (town.cim, town.lea):
        saved_views.begin_with(actor, common)
        saved_views.open_feed(actor, common, now=START)
    saved_views.unshare(town.cim, common, now=START)

    assert find_start_view(town.lea) is None
    assert find_start_view(town.cim) == NORRBY
    db.session.rollback()
    assert db.session.query(ViewSubscription).count() == 1


def test_deeds_are_told_of_and_a_deleted_view_is_gone(town: Town) -> None:
    view = save(town.cim)
    saved_views.share(town.cim, view, now=START)
    saved_views.open_feed(town.cim, view, now=START)
    saved_views.close_feed(town.cim, view, now=START)
    saved_views.close_feed(town.cim, view, now=START)
    saved_views.remove(town.cim, view, now=START)

    told = select(AuditEntry.verb).where(AuditEntry.subject_kind == SubjectKind.SAVED_VIEW.value)
    assert list(db.session.scalars(told.order_by(AuditEntry.id))) == [
        "view_saved", "view_shared", "feed_opened", "feed_closed", "view_deleted"
    ]  # fmt: skip
    assert names(town.cim) == []
    assert db.session.query(ViewSubscription).count() == 0


def test_of_an_erased_person_only_what_is_shared_stays(town: Town) -> None:
    save(town.cim, "För mig")
    common = save(town.cim, "Allas")
    saved_views.share(town.cim, common, now=START)
    saved_views.begin_with(town.cim, common)
    saved_views.begin_with(town.lea, common)
    assert town.cim.public_id is not None
    erasure.erase(town.ada, town.cim.public_id, now=START)

    assert names(town.lea) == ["Allas"]
    assert find_start_view(town.lea) == NORRBY
    assert db.session.query(ViewSubscription).count() == 1
