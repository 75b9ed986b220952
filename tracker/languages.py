"""Answers which language a request is answered in: Swedish first, English complete."""

from flask import request
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
    """The language of this request, as a code."""
    return str(get_locale().language)
