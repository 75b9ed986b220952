"""Signing in with a password or asking for a code, signing out, and the language."""

from flask import Response, flash, redirect, request, session, url_for
from flask_babel import gettext
from flask_login import logout_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from tracker import entrance, http, kept_forms
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.blueprints.accounts.area import blueprint
from tracker.blueprints.accounts.forms import SignInForm
from tracker.domain.languages import LANGUAGES
from tracker.domain.ways_in import StepKind, WayIn
from tracker.errors import RefusedError, TooManyAttemptsError
from tracker.http import public
from tracker.languages import LANGUAGE_COOKIE, cookie_value
from tracker.pages import page
from tracker.services import accounts, sessions, sign_in_codes
from tracker.services.arrivals import Arrival, Bound

YEAR_S = 365 * 24 * 3600


@blueprint.record_once
def keep_forms(state: object) -> None:
    """Let the guard hand a form over to the sign-in page when a session has ended."""
    state.app.extensions["keep_form"] = sign_in_with_kept_form  # type: ignore[attr-defined]


@blueprint.get("/sign-in")
@public
def sign_in() -> BaseResponse:
    """Ask who it is."""
    if http.actor().is_authenticated:
        return redirect(url_for("start.index"))
    return ask(SignInForm(next=request.args.get("next", "")))


def sign_in_with_kept_form() -> Response:
    """Ask who it is, and keep what was sent meanwhile."""
    return ask(SignInForm(formdata=None, kept_form=kept_forms.keep()), status=401)


def ask(form: SignInForm, status: int = 200) -> Response:
    """The page that asks who it is, with what was typed before."""
    return page(
        "accounts/sign_in.html",
        status=status,
        form=form,
        kept=bool(form.kept_form.data),
        ways=http.settings().ways_in,
        outside=http.settings().outside,
    )


@blueprint.post("/sign-in")
@public
def begin_session() -> BaseResponse:
    """Check address and password, or mail a code where no password was written."""
    form = SignInForm()
    if http.settings().ways_in.isdisjoint({WayIn.EMAIL_CODE, WayIn.PASSWORD}):
        raise NotFound
    form.ask_for_password(WayIn.EMAIL_CODE not in http.settings().ways_in)
    if not form.validate_on_submit():
        return ask(form, status=422)
    try:
        if form.password.data and WayIn.PASSWORD in http.settings().ways_in:
            return entrance.let_in(_sign_in(form))
        return entrance.begin_step(StepKind.CODE, _send_code(form), "accounts.enter_code")
    except TooManyAttemptsError as too_many:
        return _wait(form, too_many)
    except RefusedError as refused:
        form.refuse(refused)
        return ask(form, status=422)


def _wait(form: SignInForm, too_many: TooManyAttemptsError) -> Response:
    """Ask for patience on the same page, so that a kept form is not lost."""
    form.ask_for_patience(too_many)
    response = ask(form, status=429)
    response.headers["Retry-After"] = str(too_many.retry_after_s)
    return response


def _bound(form: SignInForm) -> Bound:
    return Bound(form.next.data or "", form.kept_form.data or "")


def _sign_in(form: SignInForm) -> Arrival:
    return accounts.sign_in(
        form.email.data,
        form.password.data,
        visitor=entrance.visitor(),
        bound=_bound(form),
        settings=http.settings(),
        now=http.now(),
    )


def _send_code(form: SignInForm) -> str:
    return sign_in_codes.send_code(
        form.email.data, visitor=entrance.visitor(), bound=_bound(form), now=http.now()
    )


@blueprint.post("/sign-out")
@public
def sign_out() -> BaseResponse:
    """End the session at the server and in the browser."""
    if http.actor().is_authenticated:
        sessions.sign_out(http.actor(), now=http.now())
    logout_user()
    session.clear()
    flash(_signed_out(), "success")
    response = redirect(url_for("accounts.sign_in"), code=303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _signed_out() -> str:
    if WayIn.OIDC in http.settings().ways_in:
        return gettext(
            "You are signed out of Väven. Do others use this computer? Then sign out of your "
            "account at work too."
        )
    return gettext("You are signed out.")


@blueprint.post("/language")
@public
def change_language() -> BaseResponse:
    """Choose a language, and which one to read where it is not spoken."""
    wanted = request.form.get("language", "")
    response = redirect(entrance.safe_path(request.form.get("next")), code=303)
    if wanted in LANGUAGES:
        if may_somewhere(http.actor(), Permission.USE_OWN_ACCOUNT):
            accounts.change_language(http.actor(), wanted, now=http.now())
        response.set_cookie(
            LANGUAGE_COOKIE,
            cookie_value(wanted, request.form.get("elsewhere", "")),
            max_age=YEAR_S,
            samesite="Lax",
            httponly=True,
            secure=http.settings().is_https,
        )
    return response
