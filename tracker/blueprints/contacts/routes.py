"""The page behind the link that was mailed to a contact person; the link itself changes nothing."""

from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http
from tracker.errors import NotFoundError
from tracker.http import public
from tracker.pages import page
from tracker.queries.contact_listings import find_listing
from tracker.services import contact_listings

blueprint = Blueprint("contacts", __name__, url_prefix="/contact")


@blueprint.get("/<token>")
@public
def show(token: str) -> Response:
    """What somebody is listed as, and the two answers."""
    listing = find_listing(token)
    if listing is None:
        raise NotFoundError
    return page("contacts/show.html", listing=listing, token=token)


@blueprint.post("/<token>/confirmation")
@public
def confirm(token: str) -> BaseResponse:
    """It is right."""
    contact_listings.confirm(token, now=http.now())
    flash(gettext("Thank you. It is noted that you are the contact person."), "success")
    return redirect(url_for("contacts.show", token=token), code=303)


@blueprint.post("/<token>/removal")
@public
def remove(token: str) -> BaseResponse:
    """Take me away."""
    contact_listings.remove(token, now=http.now())
    return page("contacts/removed.html")
