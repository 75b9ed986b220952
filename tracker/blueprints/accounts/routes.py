"""Signing in and out, the language, the password and the sessions of one's own account."""

import uuid
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, flash, g, redirect, request, session, url_for
from flask_babel import gettext
from flask_login import login_user, logout_user
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.blueprints.accounts import kept_forms
from tracker.blueprints.accounts.browsers import browser_name
from tracker.blueprints.accounts.forms import ChangePasswordForm, ChoosePasswordForm, SignInForm
from tracker.errors import NotFoundError, TooManyAttemptsError
from tracker.http import public, requires
from tracker.languages import LANGUAGE_COOKIE, LANGUAGES
from tracker.pages import page
from tracker.queries import accounts as queries
from tracker.services import accounts

blueprint = Blueprint("accounts", __name__)
YEAR_S = 365 * 24 * 3600
blueprint.add_app_template_filter(browser_name)


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
    form = SignInForm(next=request.args.get("next", ""))
    return page("accounts/sign_in.html", form=form, kept=False)


def sign_in_with_kept_form() -> Response:
    """Ask who it is, and keep what was sent meanwhile."""
    form = SignInForm(formdata=None, kept_form=kept_forms.keep())
    return page("accounts/sign_in.html", status=401, form=form, kept=bool(form.kept_form.data))


@blueprint.post("/sign-in")
@public
def begin_session() -> BaseResponse:
    """Check address and password, and begin a session."""
    form = SignInForm()
    tokens: list[str] = []
    try:
        is_right = form.validate_on_submit() and form.accept(lambda: tokens.append(_sign_in(form)))
    except TooManyAttemptsError as too_many:
        return _wait(form, too_many)
    if is_right:
        session.clear()
        # Else the old session's token would be printed on a page that this answer shows.
        g.pop("csrf_token", None)
        actor = identity.load_actor(tokens[0])
        login_user(actor)
        if form.kept_form.data:
            return _send_again(form.kept_form.data)
        return redirect(_safe_path(form.next.data), code=303)
    return page("accounts/sign_in.html", status=422, form=form, kept=bool(form.kept_form.data))


def _wait(form: SignInForm, too_many: TooManyAttemptsError) -> Response:
    """Ask for patience on the same page, so that a kept form is not lost."""
    minutes = -(-too_many.retry_after_s // 60)
    form.add_error(None, gettext("Wait %(minutes)s minutes, then try again.", minutes=minutes))
    response = page("accounts/sign_in.html", status=429, form=form, kept=bool(form.kept_form.data))
    response.headers["Retry-After"] = str(too_many.retry_after_s)
    return response


def _sign_in(form: SignInForm) -> str:
    return accounts.sign_in(
        form.email.data,
        form.password.data,
        address=request.remote_addr or "",
        browser=request.user_agent.string,
        settings=http.settings(),
        now=http.now(),
    )


def _send_again(kept: str) -> BaseResponse:
    unpacked = kept_forms.unpack(kept)
    if unpacked is None:
        return redirect(url_for("start.index"), code=303)
    path, pairs = unpacked
    return page("accounts/send_again.html", path=path, pairs=pairs)


def _safe_path(wanted: str | None) -> str:
    """Only a page on this site; anything else, and what only takes a POST, leads to the start page."""
    try:
        parts = urlsplit((wanted or "").replace("\\", "/"))
    except ValueError:
        return url_for("start.index")
    is_local = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    if is_local and not parts.path.startswith("//") and _is_page(parts.path):
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return url_for("start.index")


def _is_page(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True


@blueprint.post("/sign-out")
@public
def sign_out() -> BaseResponse:
    """End the session at the server and in the browser."""
    if http.actor().is_authenticated:
        accounts.sign_out(http.actor())
    logout_user()
    session.clear()
    response = redirect(url_for("accounts.sign_in"), code=303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.post("/language")
@public
def change_language() -> BaseResponse:
    """Choose Swedish or English."""
    wanted = request.form.get("language", "")
    response = redirect(_safe_path(request.form.get("next")), code=303)
    if wanted in LANGUAGES:
        if may_somewhere(http.actor(), Permission.USE_OWN_ACCOUNT):
            accounts.change_language(http.actor(), wanted, now=http.now())
        response.set_cookie(
            LANGUAGE_COOKIE,
            wanted,
            max_age=YEAR_S,
            samesite="Lax",
            httponly=True,
            secure=http.settings().is_https,
        )
    return response


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


@blueprint.get("/account")
@requires(Permission.USE_OWN_ACCOUNT)
def show() -> Response:
    """One's own account: password and sessions."""
    return _account(ChangePasswordForm())


def _account(form: ChangePasswordForm, status: int = 200) -> Response:
    sessions = queries.list_own_sessions(http.actor())
    return page("accounts/show.html", status=status, form=form, sessions=sessions)


@blueprint.post("/account/password")
@requires(Permission.USE_OWN_ACCOUNT)
def change_password() -> BaseResponse:
    """Change the password; all other sessions end."""
    form = ChangePasswordForm()
    if form.validate_on_submit() and form.accept(
        lambda: accounts.change_password(
            http.actor(), current=form.current.data, new=form.password.data, now=http.now()
        )
    ):
        flash(gettext("Your password is changed, and your other sessions have ended."), "success")
        return redirect(url_for("accounts.show"), code=303)
    return _account(form, status=422)


@blueprint.post("/account/sessions/<uuid:session_id>/end")
@requires(Permission.USE_OWN_ACCOUNT)
def end_session(session_id: uuid.UUID) -> BaseResponse:
    """End one's session on another browser."""
    accounts.end_session(http.actor(), session_id)
    flash(gettext("That session has ended."), "success")
    return redirect(url_for("accounts.show"), code=303)
