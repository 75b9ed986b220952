"""Pages about Väven itself: accessibility, personal data, and who may do what."""

from flask import Blueprint, Response

from tracker.http import public
from tracker.pages import page

blueprint = Blueprint("pages", __name__)


@blueprint.get("/accessibility")
@public
def accessibility() -> Response:
    """The accessibility statement."""
    return page("pages/accessibility.html")


@blueprint.get("/privacy")
@public
def privacy() -> Response:
    """What happens to personal data."""
    return page("pages/privacy.html")


@blueprint.get("/permissions")
@public
def permissions() -> Response:
    """Who may do what, as the rules stand in the code."""
    return page("pages/permissions.html")
