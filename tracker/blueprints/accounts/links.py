"""Choosing a password with a one-time link."""

from flask import Response, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http
from tracker.blueprints.accounts.area import blueprint
from tracker.blueprints.accounts.forms import ChoosePasswordForm
from tracker.errors import NotFoundError
from tracker.http import public
from tracker.pages import page
from tracker.queries import accounts as queries
from tracker.services import accounts


@blueprint.get("/links/<token>")
@public
def follow_link(token: str) -> Response:
    """Ask for a new password; following the link itself changes nothing."""
    if not queries.is_link_live(token, now=http.now()):
        return page("accounts/link_ended.html", status=404)
    return page("accounts/choose_password.html", form=ChoosePasswordForm(), token=token)


@blueprint.post("/links/<token>/password")
@public
def choose_password(token: str) -> BaseResponse:
    """Choose a password with a one-time link."""
    form = ChoosePasswordForm()
    try:
        if form.validate_on_submit() and form.accept(
            lambda: accounts.choose_password(token, form.password.data, now=http.now())
        ):
            flash(gettext("Your password is chosen. Sign in with it."), "success")
            return redirect(url_for("accounts.sign_in"), code=303)
    except NotFoundError:
        return page("accounts/link_ended.html", status=404)
    return page("accounts/choose_password.html", status=422, form=form, token=token)
