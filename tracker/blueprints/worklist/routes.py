"""A coordinator's start page: the work list, each row with one deed done in place, then figures."""

import uuid
from datetime import datetime
from typing import Any, Protocol

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http
from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.blueprints.worklist import views
from tracker.domain.worklist import WorkKind
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import htmx
from tracker.http import requires
from tracker.pages import kept_page, page
from tracker.paging import paging, wanted_page
from tracker.queries.worklist import ROWS_PER_PAGE
from tracker.queries.worklist_kinds import besides_trail
from tracker.refusals import refusal
from tracker.services import contact_listings, outbox, publication, reminders

blueprint = Blueprint("worklist", __name__)


class Deed(Protocol):
    """A verb of a service that does one thing to one record."""

    def __call__(self, actor: Actor, public_id: uuid.UUID, /, *, now: datetime) -> None:
        """Do it."""


@blueprint.get("/work-list")
@requires(Permission.COORDINATE)
def index() -> Response:
    """What waits for a coordinator, the figures that this rests on, and what others did."""
    return kept_page(
        "worklist/index.html",
        "worklist/content.html",
        "content",
        views.overview,
        besides=besides_trail(http.actor()),
    )


@blueprint.get("/work-list/<kind>")
@requires(Permission.COORDINATE)
def show(kind: str) -> BaseResponse:
    """All that waits of one kind; most kinds have a list of their own."""
    if kind not in list(WorkKind):
        raise NotFoundError
    if list_url := views.list_url(WorkKind(kind)):
        return redirect(list_url, code=303)
    number = wanted_page()
    found = views.whole_list(WorkKind(kind), page=number)
    return page(
        "worklist/list.html",
        kind=WorkKind(kind),
        waiting=found,
        gaps=views.all_gaps()[(number - 1) * ROWS_PER_PAGE :][:ROWS_PER_PAGE]
        if kind == WorkKind.GAPS
        else (),
        paging=paging(
            found.total,
            number=number,
            per_page=ROWS_PER_PAGE,
            url=lambda wanted: url_for("worklist.show", kind=kind, page=wanted),
        ),
    )


@blueprint.post("/work-list/reports/<uuid:public_id>/reminder")
@requires(Permission.COORDINATE)
def remind(public_id: uuid.UUID) -> BaseResponse:
    """Remind an organisation of the report that is waited for."""
    return _done(public_id, gettext("Reminded today"), reminders.remind)


@blueprint.post("/work-list/endings/<uuid:public_id>/question")
@requires(Permission.COORDINATE)
def ask_what_follows(public_id: uuid.UUID) -> BaseResponse:
    """Ask an organisation what comes after an end."""
    return _done(public_id, gettext("Asked today"), reminders.ask_what_follows)


@blueprint.post("/work-list/publications/<uuid:public_id>/confirmation")
@requires(Permission.CONFIRM_PUBLICATION)
def confirm_publication(public_id: uuid.UUID) -> BaseResponse:
    """Confirm an organisation's first open initiative."""
    return _done(public_id, gettext("Open to everyone now"), publication.confirm)


@blueprint.post("/work-list/mails/<uuid:public_id>/sending")
@requires(Permission.COORDINATE)
def send_again(public_id: uuid.UUID) -> BaseResponse:
    """Try a mail once more that could not be delivered."""
    return _done(public_id, gettext("Is sent again"), outbox.send_again)


@blueprint.post("/work-list/contacts/<uuid:public_id>/question")
@requires(Permission.COORDINATE)
def ask_contact(public_id: uuid.UUID) -> BaseResponse:
    """Ask a contact person once more whether they may be listed."""
    return _done(public_id, gettext("Asked today"), contact_listings.ask_again)


def _done(public_id: uuid.UUID, done: str, deed: Deed) -> BaseResponse:
    """Do it, and say so in the row; without JavaScript on the page one came from."""
    said, is_done = done, True
    try:
        deed(http.actor(), public_id, now=http.now())
    except RefusedError as refused:
        said, is_done = refusal(refused.code), False
    if htmx:
        return page("worklist/done.html", "done", said=said, is_done=is_done)
    flash(said, "success" if is_done else "warning")
    return redirect(_back(), code=303)


def _back() -> str:
    kind: Any = request.form.get("kind", "")
    is_list = kind in list(WorkKind) and not views.list_url(WorkKind(kind))
    return url_for("worklist.show", kind=kind) if is_list else url_for("worklist.index")
