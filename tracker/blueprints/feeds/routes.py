"""The feed and the calendar of a view, for programs that ask by an address alone.

Unchanged since the program last asked is answered as such, before anything is looked for.
"""

import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, request
from flask_babel import force_locale, gettext

from tracker import http, identity, labels
from tracker.domain.atom_file import ATOM_TYPE, FeedEntry, write_feed
from tracker.domain.calendar_file import CalendarDay, write_calendar
from tracker.domain.languages import full
from tracker.http import public, revalidated
from tracker.queries import view_feeds as queries
from tracker.queries.reference import Reference, reference_at
from tracker.queries.view_feeds import FeedRow, ViewFeed

blueprint = Blueprint("feeds", __name__, url_prefix="/feeds")

CALENDAR_TYPE = "text/calendar; charset=utf-8"
Write = Callable[[ViewFeed, Reference], bytes]


@blueprint.get("/<token>.atom")
@revalidated
@public
def atom(token: str) -> Response:
    """What has changed last in a view."""
    return _answer(token, _atom, ATOM_TYPE)


@blueprint.get("/<token>.ics")
@revalidated
@public
def calendar(token: str) -> Response:
    """The days on which something in a view begins or ends."""
    return _answer(token, _calendar, CALENDAR_TYPE)


def _answer(token: str, write: Write, content_type: str) -> Response:
    feed = queries.find_feed(token)
    if feed is None:
        abort(404)
    response = Response(content_type=content_type)
    response.set_etag(_state_of(feed, content_type))
    if request.if_none_match.contains(response.get_etag()[0] or ""):
        response.status_code = 304
        return response
    language = full(feed.actor.language)
    reference = reference_at(identity.register_state().reference_hash, language.code.value)
    with force_locale(language.locale):
        response.set_data(write(feed, reference))
    return response


def _state_of(feed: ViewFeed, content_type: str) -> str:
    """All that decides what a feed says, as one word."""
    reader = feed.actor
    decides = (
        identity.register_state().content_hash, http.today(), content_type, reader.person_id,
        reader.language, sorted(reader.platform_roles), reader.organisations, feed.public_id,
        feed.name, feed.address,
    )  # fmt: skip
    return hashlib.sha256(repr(decides).encode()).hexdigest()[:32]


def _atom(feed: ViewFeed, reference: Reference) -> bytes:
    rows = queries.list_changed(
        feed.actor, feed.address.selection, reference=reference, today=http.today()
    )
    entries = [
        FeedEntry(
            key=str(row.public_id),
            title=row.title,
            summary=f"{row.organisation_name} · {labels.PHASES[row.phase]}",
            url=_url(row),
            changed_at=row.changed_at,
        )
        for row in rows
    ]
    return write_feed(
        f"Väven: {feed.name}",
        entries,
        key=str(feed.public_id),
        url=http.settings().address + feed.address.path,
        changed_at=feed.opened_at,
    )


def _calendar(feed: ViewFeed, reference: Reference) -> bytes:
    rows = queries.list_dated(
        feed.actor, feed.address.selection, reference=reference, today=http.today()
    )
    days = [day for row in rows for day in _days(row)]
    host = urlsplit(http.settings().address).hostname or "localhost"
    return write_calendar(f"Väven: {feed.name}", days, host=host)


def _days(row: FeedRow) -> list[CalendarDay]:
    days = []
    if row.start_on is not None:
        title = gettext("Starts: %(title)s", title=row.title)
        key = f"{row.public_id}-start"
        days.append(CalendarDay(key, row.start_on, title, _url(row), row.changed_at))
    if row.end_on is not None:
        title = gettext("Ends: %(title)s", title=row.title)
        key = f"{row.public_id}-end"
        days.append(CalendarDay(key, row.end_on, title, _url(row), row.changed_at))
    return days


def _url(row: FeedRow) -> str:
    return f"{http.settings().address}/initiatives/{row.public_id}"
