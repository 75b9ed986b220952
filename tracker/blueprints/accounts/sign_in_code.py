"""Signing in with the code or the link that was mailed."""

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker import entrance, http
from tracker.blueprints.accounts.area import blueprint
from tracker.blueprints.accounts.forms import CodeForm
from tracker.domain.ways_in import StepKind
from tracker.errors import NotFoundError, RefusedError
from tracker.forms import TrackerForm
from tracker.http import public
from tracker.pages import page
from tracker.services import sign_in_codes


@blueprint.get("/sign-in/code")
@public
def enter_code() -> BaseResponse:
    """Ask for the code that was mailed."""
    if not entrance.step_token(StepKind.CODE):
        return redirect(url_for("accounts.sign_in"), code=303)
    return _ask(CodeForm())


def _ask(form: CodeForm, status: int = 200) -> Response:
    return page("accounts/sign_in_code.html", status=status, form=form)


@blueprint.post("/sign-in/code")
@public
def check_code() -> BaseResponse:
    """Sign in with the code."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _ask(form, status=422)
    try:
        arrival = sign_in_codes.enter_code(
            entrance.step_token(StepKind.CODE),
            form.code.data,
            visitor=entrance.visitor(),
            settings=http.settings(),
            now=http.now(),
        )
    except NotFoundError:
        return page("accounts/code_ended.html", status=404)
    except RefusedError as refused:
        form.refuse(refused)
        return _ask(form, status=422)
    return entrance.let_in(arrival)


@blueprint.get("/sign-in/links/<link>")
@public
def open_sign_in_link(link: str) -> Response:
    """Ask for a press on a button: those who look through mails follow links too."""
    return page("accounts/sign_in_link.html", form=TrackerForm(), link=link)


@blueprint.post("/sign-in/links/<link>")
@public
def follow_sign_in_link(link: str) -> BaseResponse:
    """Sign in with the link."""
    try:
        arrival = sign_in_codes.follow_link(
            link, visitor=entrance.visitor(), settings=http.settings(), now=http.now()
        )
    except NotFoundError:
        return page("accounts/code_ended.html", status=404)
    return entrance.let_in(arrival)
