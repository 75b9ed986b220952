"""What every request goes through: the guard of each endpoint, the clock and the written headers."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, Request, Response, current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as BaseResponse

from tracker import file_stores as stores
from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.config import Settings
from tracker.domain.attachments import FileStore
from tracker.domain.local_time import local_day
from tracker.errors import NotAllowedError
from tracker.extensions import htmx

View = TypeVar("View", bound=Callable[..., object])
_GUARD = "tracker_guard"
_PROVED = "tracker_proved"
_REVALIDATED = "tracker_revalidated"
_SANDBOXED = "tracker_sandboxed"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": (
        "publickey-credentials-get=(self), publickey-credentials-create=(self), fullscreen=(self)"
    ),
}


LARGEST_FORM_BYTES = 2 * 1024 * 1024


class SizedRequest(Request):
    """A request that may be large only where it can carry a file."""

    def __init__(self, *environment: Any, **options: Any) -> None:
        super().__init__(*environment, **options)
        if self.mimetype != "multipart/form-data":
            self.max_content_length = LARGEST_FORM_BYTES


class UnguardedEndpointError(RuntimeError):
    """An endpoint was left open by accident; the app does not start."""


def requires(permission: Permission) -> Callable[[View], View]:
    """Guard an endpoint: only those who may do this deed to some record reach it."""

    def mark(view: View) -> View:
        setattr(view, _GUARD, permission)
        return view

    return mark


def proved(view: View) -> View:
    """Guard an endpoint more: who reaches it has shown who they are within the last minutes."""
    setattr(view, _PROVED, True)
    return view


def revalidated(view: View) -> View:
    """Let whoever asked keep the answer, and ask with its ETag whether it still holds."""
    setattr(view, _REVALIDATED, True)
    return view


def sandboxed(view: View) -> View:
    """Answer with what somebody else made: whatever it is, it may load nothing and do nothing."""
    setattr(view, _SANDBOXED, True)
    return view


def public(view: View) -> View:
    """Open an endpoint to everybody, on purpose."""
    setattr(view, _GUARD, None)
    return view


def refuse_unguarded(app: Flask) -> None:
    """Refuse to start with an endpoint that carries neither `@requires` nor `@public`.

    Raises:
        UnguardedEndpointError: naming the endpoints.
    """
    setattr(app.view_functions["static"], _GUARD, None)
    open_by_accident = sorted(
        endpoint for endpoint, view in app.view_functions.items() if not hasattr(view, _GUARD)
    )
    if open_by_accident:
        raise UnguardedEndpointError(", ".join(open_by_accident))


def actor() -> Actor:
    """Whoever sent this request."""
    return current_user._get_current_object()


def now() -> datetime:
    """The moment of this request, UTC; the same all through it."""
    if "now" not in g:
        g.now = current_app.extensions["clock"]()
    return g.now


def today() -> date:
    """The day of this request, in Borås."""
    return local_day(now())


def settings() -> Settings:
    """The settings of this installation."""
    return current_app.config["SETTINGS"]


def file_store() -> FileStore | None:
    """Where files lie that do not lie in the database."""
    return stores.file_store(settings().files_place)


@lru_cache
def migrations_folder() -> str:
    """Where the migrations lie: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).parent
    inside = package / "migrations"
    return str(inside if inside.exists() else package.parent / "migrations")


def init_app(app: Flask, settings: Settings) -> None:
    """Tie the guard, the clock and the headers to an app."""
    app.extensions["clock"] = lambda: datetime.now(UTC)
    app.request_class = SizedRequest
    app.before_request(_guard)
    app.after_request(_write_headers)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _guard() -> BaseResponse | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None
    permission: Permission | None = getattr(view, _GUARD)
    if permission is None:
        return None
    asking = actor()
    if asking.is_anonymous:
        return _ask_to_sign_in()
    if not may_somewhere(asking, permission):
        raise NotAllowedError(permission)
    if hasattr(view, _PROVED) and not has_proved(asking):
        return _ask_for_proof()
    return None


def has_proved(asking: Actor) -> bool:
    """Whether somebody has shown who they are lately."""
    return asking.proved_at is not None and asking.proved_at + settings().prove_again_after > now()


def _ask_for_proof() -> BaseResponse:
    """Lead to the page that asks for proof; what was sent is kept meanwhile."""
    if htmx:
        response = Response(status=401)
        response.headers["HX-Redirect"] = url_for("accounts.ask_for_proof")
        return response
    if request.method in SAFE_METHODS:
        path = request.full_path.rstrip("?")
        return redirect(url_for("accounts.ask_for_proof", next=path), code=303)
    ask: Callable[[], BaseResponse] = current_app.extensions["ask_for_proof"]
    return ask()


def _ask_to_sign_in() -> BaseResponse:
    if htmx:
        response = Response(status=401)
        response.headers["HX-Redirect"] = url_for("accounts.sign_in")
        return response
    if request.method in SAFE_METHODS:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), code=303)
    keep_form: Callable[[], BaseResponse] = current_app.extensions["keep_form"]
    return keep_form()


def _write_headers(response: Response) -> Response:
    response.headers.extend(HEADERS)
    view = current_app.view_functions.get(request.endpoint or "")
    if hasattr(view, _SANDBOXED):
        response.headers["Content-Security-Policy"] = SANDBOX
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if settings().is_https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static":
        is_kept = hasattr(view, _REVALIDATED) and response.status_code in (200, 304)
        response.headers["Cache-Control"] = "private, no-cache" if is_kept else "no-store"
        response.vary.add("HX-Request")
    elif response.status_code == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
