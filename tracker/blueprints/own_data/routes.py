"""One's own data as a page and as a file, and asking for name and address to be erased."""

import json
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, flash, redirect, send_file, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http
from tracker.access.permissions import Permission
from tracker.blueprints.own_data.words import sections
from tracker.http import requires
from tracker.pages import page
from tracker.queries.own_data import FORMAT, get_own_data
from tracker.services import erasure, reading

blueprint = Blueprint("own_data", __name__, url_prefix="/account")


@blueprint.get("/my-data")
@requires(Permission.USE_OWN_ACCOUNT)
def show() -> Response:
    """All that the register knows of whoever asks."""
    data = get_own_data(http.actor())
    asked_at = data["account"][0]["erasure_asked_at"]
    return page("own_data/show.html", sections=sections(data), erasure_asked_at=asked_at)


@blueprint.get("/my-data.json")
@requires(Permission.USE_OWN_ACCOUNT)
def as_json() -> Response:
    """The same as a file; that it was taken out is kept."""
    told = {"format": FORMAT, "made_at": http.now(), **get_own_data(http.actor())}
    text = json.dumps(told, ensure_ascii=False, indent=1, default=_plain)
    reading.note_own_data(http.actor(), now=http.now())
    name = gettext("my-data-%(day)s.json", day=http.today())
    return send_file(
        BytesIO(text.encode()), "application/json", as_attachment=True, download_name=name
    )


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@blueprint.post("/erasure-request")
@requires(Permission.USE_OWN_ACCOUNT)
def ask_erasure() -> BaseResponse:
    """Ask for one's name and address to be erased; an administrator does it."""
    erasure.ask_erasure(http.actor(), now=http.now())
    flash(gettext("The administrators have been told. You will hear within a month."), "success")
    return redirect(url_for("own_data.show"), code=303)
