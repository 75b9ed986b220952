"""Keeps a form that was sent after the session had ended, until its sender has signed in again.

The form travels in the sign-in page itself, signed; nothing is stored.
"""

from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

LARGEST_KEPT_BYTES = 100_000
KEPT_FOR_S = 3600
_LEFT_OUT = frozenset({"csrf_token"})


def keep() -> str:
    """Pack the form of this request; empty where there is none that can be kept."""
    if request.files or (request.content_length or 0) > LARGEST_KEPT_BYTES:
        return ""
    pairs = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name not in _LEFT_OUT
    ]
    return _serializer().dumps({"path": request.full_path.rstrip("?"), "pairs": pairs})


def unpack(kept: str) -> tuple[str, list[tuple[str, str]]] | None:
    """The path and the fields of a kept form; None if it is not ours or too old."""
    try:
        form: dict[str, Any] = _serializer().loads(kept, max_age=KEPT_FOR_S)
    except BadSignature:
        return None
    return form["path"], [(name, value) for name, value in form["pairs"]]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="kept-form")
