"""Answers a page that was left open: is there anything new, and has somebody saved what is edited?

While nothing has changed the answer is 304, which costs no more than finding who asks; being asked
by a page that nobody reads keeps no session alive (tracker/identity.py).
"""

import uuid

from flask import Blueprint, Response, make_response, request

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.http import requires
from tracker.pages import page
from tracker.queries import changes as queries

blueprint = Blueprint("changes", __name__)


@blueprint.get("/changes")
@requires(Permission.READ_REGISTER)
def index() -> Response:
    """How many initiatives others have changed since a state of the register."""
    if _is_known():
        return _marked(make_response("", 304))
    count = queries.count_changed(http.actor(), since=_since())
    if not count:
        return _marked(make_response("", 204))
    return _marked(page("changes/found.html", "found", count=count))


@blueprint.get("/initiatives/<uuid:public_id>/changes")
@requires(Permission.READ_REGISTER)
def of_initiative(public_id: uuid.UUID) -> Response:
    """Who else has saved an initiative since a state of the register."""
    if _is_known():
        return _marked(make_response("", 304))
    saved = queries.find_saved(http.actor(), public_id, since=_since())
    if saved is None:
        return _marked(make_response("", 204))
    return _marked(page("changes/saved.html", "saved", saved=saved, public_id=public_id))


def _since() -> str:
    return request.args.get("since", "").replace("\x00", "")


def _is_known() -> bool:
    return request.if_none_match.contains(identity.register_state().content_hash)


def _marked(response: Response) -> Response:
    response.set_etag(identity.register_state().content_hash)
    return response
