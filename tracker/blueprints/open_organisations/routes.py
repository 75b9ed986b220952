"""An organisation's own page for everyone; its managers show it, or stop showing it.

The page answers 404 where it is not shown, and where an installation has no public pages.
"""

import hashlib
import re
import uuid

from flask import Blueprint, Response, abort, flash, redirect, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.domain.selection import Selection
from tracker.domain.small_numbers import FEWEST_COUNTED
from tracker.errors import NotFoundError
from tracker.http import public, requires, revalidated
from tracker.languages import language
from tracker.pages import page
from tracker.queries import open_organisations as queries
from tracker.queries.public import count_open, list_cards
from tracker.queries.reference import reference_at
from tracker.services import open_organisations

blueprint = Blueprint("open_organisations", __name__)
_TOKEN = re.compile(rb'(name="csrf_token" value=")[^"]*')


@blueprint.get("/open/organisations/<uuid:public_id>")
@revalidated
@public
def show(public_id: uuid.UUID) -> BaseResponse:
    """What an organisation does and what has come of it; one that went up in another leads there."""
    if not http.settings().has_public_pages:
        abort(404)
    reference = reference_at(identity.register_state().reference_hash, language())
    today, of_this = http.today(), Selection(organisation=str(public_id))
    try:
        organisation = queries.get_open_organisation(public_id, reference=reference, today=today)
    except NotFoundError:
        kept_id = queries.find_kept_open(public_id)
        if kept_id is None:
            raise
        return redirect(url_for("open_organisations.show", public_id=kept_id))
    rows = list_cards(of_this, page=1, reference=reference, today=today)
    answer = page(
        "open_organisations/show.html",
        organisation=organisation,
        rows=rows,
        total=count_open(of_this, reference=reference, today=today),
        canonical=http.settings().address + url_for("open_organisations.show", public_id=public_id),
        is_indexed=http.settings().is_indexed,
        fewest=FEWEST_COUNTED,
    )
    return _tagged(answer)


def _tagged(answer: Response) -> Response:
    """Let a browser ask whether the page still is what it has; a token holds as long as its session."""
    body = _TOKEN.sub(rb"\1", answer.get_data())
    session_token = str(session.get("csrf_token", "")).encode()
    answer.set_etag(hashlib.sha256(body + session_token).hexdigest()[:32])
    answer.make_conditional(request)
    return answer


@blueprint.post("/organisations/<uuid:public_id>/open-page")
@requires(Permission.OPEN_ORGANISATION_PAGE)
def open_(public_id: uuid.UUID) -> BaseResponse:
    """Show the page to everyone."""
    open_organisations.open_page(http.actor(), public_id, now=http.now())
    flash(gettext("The page is open. Everyone can read it."), "success")
    return redirect(url_for("organisations.show", public_id=public_id), code=303)


@blueprint.post("/organisations/<uuid:public_id>/open-page/closing")
@requires(Permission.OPEN_ORGANISATION_PAGE)
def close(public_id: uuid.UUID) -> BaseResponse:
    """Show the page to nobody any more."""
    open_organisations.close_page(http.actor(), public_id, now=http.now())
    flash(gettext("The page is no longer shown."), "success")
    return redirect(url_for("organisations.show", public_id=public_id), code=303)
