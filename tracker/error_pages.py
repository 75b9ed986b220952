"""Answers every refusal with a page in the same clothes as the rest, and a sentence that helps."""

import logging

from flask import Flask, Response, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from tracker import formats
from tracker.errors import (
    NotAllowedError,
    NotFoundError,
    RefusedError,
    StaleVersionError,
    TooManyAttemptsError,
    frames_of,
)
from tracker.languages import speak_wanted
from tracker.pages import page
from tracker.refusals import refusal

log = logging.getLogger(__name__)
_PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503})


def init_app(app: Flask) -> None:
    """Tie every cause to its page."""
    app.register_error_handler(NotFoundError, lambda _error: _page(404))
    app.register_error_handler(NotAllowedError, _not_allowed)
    app.register_error_handler(StaleVersionError, lambda _error: _page(409))
    app.register_error_handler(RefusedError, _refused)
    app.register_error_handler(TooManyAttemptsError, _too_many)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    if not app.testing:
        app.register_error_handler(Exception, _fault)


def _page(code: int, explanation: str = "") -> Response:
    if not explanation:
        speak_wanted()
    return page("errors/error.html", status=code, code=code, explanation=explanation)


def _not_allowed(error: NotAllowedError) -> Response:
    log.warning("refused %s on %s", error.permission, request.endpoint)
    return _page(403)


def _refused(error: RefusedError) -> Response:
    return _page(409, refusal(error.code))


def _too_many(error: TooManyAttemptsError) -> Response:
    speak_wanted()
    response = _page(
        429, gettext("Wait %(time)s, then try again.", time=formats.wait(error.retry_after_s))
    )
    response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _csrf(_error: CSRFError) -> Response:
    speak_wanted()
    return _page(400, gettext("The form was too old. Go back, reload the page and send it again."))


def _http(error: HTTPException) -> BaseResponse:
    code = error.code or 500
    if code in range(300, 400):
        return error.get_response()
    response = _page(code if code in _PAGES else 400 if code < 500 else 500)
    response.status_code = code
    if code == 405:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return response


def _fault(error: Exception) -> Response:
    log.error("fault at %s\n%s", request.endpoint, frames_of(error))
    return _page(500)
