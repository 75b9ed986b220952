"""What one signs in with, on one's own account: the app and the recovery codes."""

from flask import Response, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http
from tracker.access.permissions import Permission
from tracker.blueprints.accounts.app_drawing import qr_of
from tracker.blueprints.accounts.area import blueprint
from tracker.blueprints.accounts.forms import AppForm
from tracker.errors import NotFoundError
from tracker.http import proved, requires
from tracker.pages import page
from tracker.queries.accounts import own_email
from tracker.services import recovery_codes, second_factors


@blueprint.get("/account/app")
@requires(Permission.USE_OWN_ACCOUNT)
@proved
def set_up_app() -> Response:
    """Show a new app's secret."""
    new = second_factors.offer_app(own_email(http.actor()), http.settings())
    return _set_up(AppForm(sealed=new.sealed), new)


def _set_up(form: AppForm, new: second_factors.NewApp, status: int = 200) -> Response:
    return page(
        "accounts/set_up_app.html",
        status=status,
        form=form,
        new=new,
        drawing=qr_of(new.address),
    )


@blueprint.post("/account/app")
@requires(Permission.USE_OWN_ACCOUNT)
@proved
def keep_app() -> BaseResponse:
    """Keep the app once it has shown a right code."""
    form, codes = AppForm(), list[str]()
    if form.validate_on_submit() and form.accept(lambda: codes.extend(_set_up_with(form))):
        return page("accounts/recovery_codes.html", codes=codes, next_url=url_for("accounts.show"))
    try:
        new = second_factors.offer_again(
            form.sealed.data or "", own_email(http.actor()), http.settings()
        )
    except NotFoundError:
        return redirect(url_for("accounts.set_up_app"), code=303)
    return _set_up(form, new, status=422)


def _set_up_with(form: AppForm) -> list[str]:
    codes = second_factors.set_up(
        http.actor(), form.sealed.data, form.code.data, settings=http.settings(), now=http.now()
    )
    return list(codes)


@blueprint.post("/account/app/removal")
@requires(Permission.USE_OWN_ACCOUNT)
@proved
def remove_app() -> BaseResponse:
    """Take the app away."""
    second_factors.remove_app(http.actor(), now=http.now())
    flash(gettext("The app is taken away, and its recovery codes with it."), "success")
    return redirect(url_for("accounts.show"), code=303)


@blueprint.post("/account/recovery-codes")
@requires(Permission.USE_OWN_ACCOUNT)
@proved
def renew_recovery_codes() -> Response:
    """Make new recovery codes, and show them this once."""
    codes = recovery_codes.renew(http.actor(), now=http.now())
    return page("accounts/recovery_codes.html", codes=codes, next_url=url_for("accounts.show"))
