"""Answers which language a request is answered in: Swedish first, English complete."""

from flask import g, request
from flask_babel import get_locale

from tracker import http

LANGUAGES = ("sv", "en")
LANGUAGE_COOKIE = "language"


def choose_language() -> str:
    """The language of this request: the person's, else the cookie's, else the browser's."""
    for chosen in (http.actor().language, request.cookies.get(LANGUAGE_COOKIE, "")):
        if chosen in LANGUAGES:
            return chosen
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def language() -> str:
    """The language of this request, as a code.

    Looks where Flask-Babel keeps it first: a page asks a hundred times.
    """
    kept = getattr(getattr(g, "_flask_babel", None), "babel_locale", None)
    return str((kept or get_locale()).language)
