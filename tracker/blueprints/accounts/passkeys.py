"""Passkeys: one's own, signing in with one, and one as the second factor.

The challenges are asked for by a script; what a key answers comes back in a form, so that a refusal
lands on a page.
"""

import uuid

from flask import Response, current_app, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from tracker import entrance, http
from tracker.access.permissions import Permission
from tracker.blueprints.accounts.area import blueprint
from tracker.blueprints.accounts.browsers import browser_name
from tracker.blueprints.accounts.forms import PasskeyForm, SignInForm
from tracker.blueprints.accounts.sign_in import ask
from tracker.domain.ways_in import StepKind, WayIn
from tracker.errors import RefusedError
from tracker.http import proved, public, requires
from tracker.pages import page
from tracker.queries.passkeys import list_own_passkeys
from tracker.services import passkeys
from tracker.services.arrivals import Bound
from tracker.services.passkeys import Challenge


def _hand_out(challenge: Challenge) -> Response:
    """Keep in the browser whose challenge it is; a sign-in that has begun there goes on."""
    entrance.keep_step(StepKind.PASSKEY, challenge.token)
    return current_app.response_class(challenge.options, mimetype="application/json")


def _refuse_if_off() -> None:
    if WayIn.PASSKEY not in http.settings().ways_in:
        raise NotFound


@blueprint.get("/account/passkeys")
@requires(Permission.USE_OWN_ACCOUNT)
@proved
def list_passkeys() -> Response:
    """One's own passkeys."""
    _refuse_if_off()
    return _own(PasskeyForm())


def _own(form: PasskeyForm, status: int = 200) -> Response:
    rows = list_own_passkeys(http.actor())
    return page("accounts/passkeys.html", status=status, form=form, passkeys=rows)


@blueprint.post("/account/passkeys/challenge")
@requires(Permission.USE_OWN_ACCOUNT)
@proved
def challenge_new_passkey() -> Response:
    """What the script needs for making a passkey."""
    _refuse_if_off()
    return _hand_out(passkeys.challenge_new(http.actor(), settings=http.settings(), now=http.now()))


@blueprint.post("/account/passkeys")
@requires(Permission.USE_OWN_ACCOUNT)
@proved
def add_passkey() -> BaseResponse:
    """Add the passkey that the browser has made."""
    _refuse_if_off()
    form = PasskeyForm()
    if form.validate_on_submit() and form.accept(lambda: _add(form)):
        flash(gettext("The passkey is added. Next time you can sign in with it."), "success")
        return redirect(url_for("accounts.list_passkeys"), code=303)
    return _own(form, status=422)


def _add(form: PasskeyForm) -> None:
    passkeys.add(
        http.actor(),
        entrance.take_step(StepKind.PASSKEY),
        form.answer.data or "",
        name=form.name.data or browser_name(entrance.visitor().browser) or gettext("Passkey"),
        settings=http.settings(),
        now=http.now(),
    )


@blueprint.post("/account/passkeys/<uuid:passkey_id>/removal")
@requires(Permission.USE_OWN_ACCOUNT)
@proved
def remove_passkey(passkey_id: uuid.UUID) -> BaseResponse:
    """Take a passkey away from one's account."""
    passkeys.remove(http.actor(), passkey_id, now=http.now())
    flash(gettext("The passkey is taken away. Remove it from your device too."), "success")
    return redirect(url_for("accounts.list_passkeys"), code=303)


@blueprint.post("/sign-in/passkey/challenge")
@public
def challenge_passkey() -> Response:
    """What the script needs for signing in."""
    _refuse_if_off()
    return _hand_out(
        passkeys.challenge_anybody(
            visitor=entrance.visitor(), settings=http.settings(), now=http.now()
        )
    )


@blueprint.post("/sign-in/passkey")
@public
def sign_in_with_passkey() -> BaseResponse:
    """Sign in with what a passkey has answered."""
    _refuse_if_off()
    form = SignInForm()
    try:
        arrival = passkeys.sign_in(
            entrance.take_step(StepKind.PASSKEY),
            form.answer.data or "",
            visitor=entrance.visitor(),
            bound=Bound(form.next.data or "", form.kept_form.data or ""),
            settings=http.settings(),
            now=http.now(),
        )
    except RefusedError as refused:
        form.refuse(refused)
        return ask(form, status=422)
    return entrance.let_in(arrival)


@blueprint.post("/sign-in/second-factor/passkey/challenge")
@public
def challenge_passkey_factor() -> Response:
    """What the script needs for a passkey as the second factor."""
    _refuse_if_off()
    return _hand_out(
        passkeys.challenge_factor(
            entrance.step_token(StepKind.FACTOR), settings=http.settings(), now=http.now()
        )
    )


@blueprint.post("/sign-in/second-factor/passkey")
@public
def show_passkey() -> BaseResponse:
    """Finish a sign-in with a passkey as the second factor."""
    _refuse_if_off()
    form = PasskeyForm()
    try:
        arrival = passkeys.show_factor(
            entrance.step_token(StepKind.FACTOR),
            entrance.take_step(StepKind.PASSKEY),
            form.answer.data or "",
            visitor=entrance.visitor(),
            settings=http.settings(),
            now=http.now(),
        )
    except RefusedError as refused:
        form.refuse(refused)
        return page("accounts/passkey_refused.html", status=422, form=form)
    return entrance.let_in(arrival)
