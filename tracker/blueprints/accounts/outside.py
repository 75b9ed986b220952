"""Signing in with the account that the city's staff have already."""

from flask import Response, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from tracker import entrance, http
from tracker.blueprints.accounts.area import blueprint
from tracker.blueprints.accounts.forms import SignInForm
from tracker.domain.ways_in import StepKind, WayIn
from tracker.errors import RefusedError
from tracker.http import public
from tracker.outside_settings import OutsideProvider
from tracker.pages import page
from tracker.services import outside_identities
from tracker.services.arrivals import Bound
from tracker.services.outside_identities import Answer

_STATUSES = {"outside_down": 503, "outside_unknown": 403, "outside_closed": 403}


def _provider() -> OutsideProvider:
    provider = http.settings().outside
    if provider is None or WayIn.OIDC not in http.settings().ways_in:
        raise NotFound
    return provider


@blueprint.post("/sign-in/outside")
@public
def begin_outside() -> BaseResponse:
    """Send the browser to the provider.

    By a page, and not at once: browsers hold a form's redirects against the policy for forms.
    """
    form, provider = SignInForm(), _provider()
    try:
        token, address = outside_identities.begin(
            provider,
            visitor=entrance.visitor(),
            bound=Bound(form.next.data or "", form.kept_form.data or ""),
            return_to=http.settings().address + url_for("accounts.finish_outside"),
            now=http.now(),
        )
    except RefusedError as refused:
        return _refused(refused)
    entrance.keep_step(StepKind.OIDC, token)
    return page("accounts/outside_on_the_way.html", address=address, provider=provider)


@blueprint.get("/sign-in/outside/answer")
@public
def finish_outside() -> BaseResponse:
    """Sign in with what the provider has answered.

    This page may write though it is only looked at: its address works once, in one browser.
    """
    _provider()
    told = request.args
    answer = Answer(
        state=told.get("state", ""),
        code=told.get("code", ""),
        issuer=told.get("iss", ""),
        error=told.get("error", ""),
    )
    try:
        arrival = outside_identities.finish(
            entrance.take_step(StepKind.OIDC),
            answer,
            visitor=entrance.visitor(),
            settings=http.settings(),
            now=http.now(),
        )
    except RefusedError as refused:
        return _refused(refused)
    return entrance.let_in(arrival)


def _refused(refused: RefusedError) -> Response:
    return page(
        "accounts/outside_refused.html",
        status=_STATUSES.get(refused.code, 422),
        code=refused.code,
        provider=_provider(),
    )
