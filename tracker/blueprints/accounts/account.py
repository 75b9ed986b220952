"""One's own account: the password and the sessions."""

import uuid

from flask import Response, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http
from tracker.access.permissions import Permission
from tracker.blueprints.accounts.area import blueprint
from tracker.blueprints.accounts.forms import ChangePasswordForm
from tracker.http import proved, requires
from tracker.pages import page
from tracker.queries.accounts import has_password, own_email
from tracker.queries.second_factors import get_factors
from tracker.queries.sessions import list_own_sessions
from tracker.services import accounts, sessions


@blueprint.get("/account")
@requires(Permission.USE_OWN_ACCOUNT)
def show() -> Response:
    """One's own account: how one signs in, and where one is signed in."""
    return _account(ChangePasswordForm())


def _account(form: ChangePasswordForm, status: int = 200) -> Response:
    actor = http.actor()
    if not has_password(actor):
        form.leave_out_current()
    return page(
        "accounts/show.html",
        status=status,
        form=form,
        factors=get_factors(actor.person_id or 0),
        email=own_email(actor),
        ways=http.settings().ways_in,
        sessions=list_own_sessions(actor),
    )


@blueprint.post("/account/password")
@requires(Permission.USE_OWN_ACCOUNT)
@proved
def change_password() -> BaseResponse:
    """Change the password, or choose a first one; all other sessions end."""
    form = ChangePasswordForm()
    if not has_password(http.actor()):
        form.leave_out_current()
    if form.validate_on_submit() and form.accept(
        lambda: accounts.change_password(
            http.actor(), current=form.typed_current(), new=form.password.data, now=http.now()
        )
    ):
        flash(gettext("Your password is changed, and your other sessions have ended."), "success")
        return redirect(url_for("accounts.show"), code=303)
    return _account(form, status=422)


@blueprint.post("/account/sessions/<uuid:session_id>/end")
@requires(Permission.USE_OWN_ACCOUNT)
def end_session(session_id: uuid.UUID) -> BaseResponse:
    """End one's session on another browser."""
    sessions.end_session(http.actor(), session_id)
    flash(gettext("That session has ended."), "success")
    return redirect(url_for("accounts.show"), code=303)
