"""The overview of the administration, the settings as they stand, and taking out the demo city."""

from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity, installation
from tracker.access.permissions import Permission
from tracker.domain.reference_kinds import ReferenceKind
from tracker.http import requires
from tracker.pages import page
from tracker.queries.demo import get_demo_size, has_real_administrator
from tracker.queries.outbox import get_outbox_state
from tracker.services import demo

blueprint = Blueprint("administration", __name__, url_prefix="/administration")


@blueprint.get("")
@requires(Permission.MANAGE_SETTINGS)
def index() -> Response:
    """The way to everything that an administrator looks after."""
    return page("administration/index.html", kinds=list(ReferenceKind))


@blueprint.get("/settings")
@requires(Permission.MANAGE_SETTINGS)
def settings() -> Response:
    """The settings as they stand; they are changed where the server is started."""
    chosen = http.settings()
    return page(
        "administration/settings.html",
        settings=chosen,
        is_embedded=chosen.database_url.startswith("sqlite"),
        outbox=get_outbox_state(http.actor()),
        has_demo=identity.register_state().has_demo,
    )


@blueprint.get("/demo")
@requires(Permission.MANAGE_SETTINGS)
def ask_demo_removal() -> Response:
    """What goes with the demo city, before anything is taken out."""
    return page(
        "administration/demo.html",
        size=get_demo_size(http.actor()),
        has_demo=identity.register_state().has_demo,
        is_possible=has_real_administrator(),
    )


@blueprint.post("/demo/removal")
@requires(Permission.MANAGE_SETTINGS)
def remove_demo() -> BaseResponse:
    """Take out the demo city."""
    demo.remove(http.actor(), now=http.now())
    installation.forget_sign_ins(http.settings())
    flash(gettext("The demo city is removed. The register is yours."), "success")
    return redirect(url_for("administration.settings"), code=303)
