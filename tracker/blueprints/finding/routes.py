"""Searching everywhere at once; the same answer in place as one types, and as a page."""

from flask import Blueprint, Response, request

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.domain.selection import LONGEST_TEXT
from tracker.http import requires
from tracker.languages import list_language
from tracker.pages import page
from tracker.queries import finding as queries

blueprint = Blueprint("finding", __name__)


@blueprint.get("/search")
@requires(Permission.READ_REGISTER)
def index() -> Response:
    """Initiatives, organisations, places, goals and people that answer to some words."""
    asked = " ".join(request.args.get("q", "").replace("\x00", "").split())[:LONGEST_TEXT]
    register = queries.Register(
        identity.reference(), identity.register_state(), list_language(), http.today()
    )
    found = queries.find(http.actor(), asked, register)
    return page("finding/index.html", "found", asked=asked, found=found)
