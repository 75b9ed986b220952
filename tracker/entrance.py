"""What every way in shares: who visits, where they were going, and how they get there once let in."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Response, current_app, g, redirect, request, session, url_for
from flask_login import login_user
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity, kept_forms
from tracker.domain.ways_in import StepKind
from tracker.pages import page
from tracker.services.arrivals import Arrival, Visitor

_DEVICE_DAYS = 400


def device_cookie() -> str:
    """The name of the cookie by which a browser is known again."""
    return "__Host-device" if http.settings().is_https else "device"


def visitor() -> Visitor:
    """The browser that sent this request."""
    return Visitor(
        browser=request.user_agent.string,
        address=request.remote_addr or "",
        device=request.cookies.get(device_cookie(), ""),
    )


def let_in(arrival: Arrival) -> BaseResponse:
    """Lead on whoever has shown who they are: to their page, or to their second factor."""
    if arrival.step_token:
        return begin_step(StepKind.FACTOR, arrival.step_token, "accounts.second_factor")
    _begin_session(arrival.session_token)
    return mark_device(_lead_on(arrival), arrival)


def let_in_by(arrival: Arrival, draw: Callable[[], Response]) -> BaseResponse:
    """Begin the session of somebody who is to see a page of its own before they go on."""
    _begin_session(arrival.session_token)
    return mark_device(draw(), arrival)


def mark_device(response: BaseResponse, arrival: Arrival) -> BaseResponse:
    """Let a browser be known again."""
    response.set_cookie(
        device_cookie(),
        arrival.device,
        max_age=_DEVICE_DAYS * 24 * 3600,
        samesite="Lax",
        httponly=True,
        secure=http.settings().is_https,
    )
    return response


def begin_step(kind: StepKind, token: str, endpoint: str) -> BaseResponse:
    """Keep in the browser that a sign-in has begun, and lead to its page."""
    session.clear()
    session[f"{kind}_step"] = token
    return redirect(url_for(endpoint), code=303)


def keep_step(kind: StepKind, token: str) -> None:
    """Keep in the browser that a step has begun, beside what else has begun there."""
    session[f"{kind}_step"] = token


def take_step(kind: StepKind) -> str:
    """The step of this kind that has begun in this browser, which is used up by its answer."""
    token: str = session.pop(f"{kind}_step", "")
    return token


def step_token(kind: StepKind) -> str:
    """The sign-in of this kind that has begun in this browser; empty where none has."""
    token: str = session.get(f"{kind}_step", "")
    return token


def _begin_session(token: str) -> None:
    session.clear()
    # Else the old session's token would be printed on a page that this answer shows.
    g.pop("csrf_token", None)
    login_user(identity.load_actor(token))


def _lead_on(arrival: Arrival) -> BaseResponse:
    if arrival.bound.kept_form:
        return send_again(arrival.bound.kept_form)
    return redirect(safe_path(arrival.bound.next_path), code=303)


def send_again(kept_form: str) -> Response | BaseResponse:
    """Offer to send a form that was kept."""
    unpacked = kept_forms.unpack(kept_form)
    if unpacked is None:
        return redirect(url_for("start.index"), code=303)
    path, pairs = unpacked
    return page("accounts/send_again.html", path=path, pairs=pairs)


def safe_path(wanted: str | None) -> str:
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
