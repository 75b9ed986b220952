"""Answers which language a request is answered in.

The person's, else the cookie's, else that of whom a link was mailed to, else the browser's. A page
that is not on the partner's path is in Swedish or English even so, and says it in the reader's own
language.
"""

from dataclasses import dataclass

from flask import g, request
from flask_babel import force_locale, get_locale, gettext, refresh

from tracker import http
from tracker.domain.languages import FIRST, LANGUAGES, Language, LanguageCode, full
from tracker.domain.partner_path import is_on_path

LANGUAGE_COOKIE = "language"
_AND = "."
_MODIFIER = "simple"


@dataclass(frozen=True, slots=True)
class Stranger:
    """Says in the reader's language that a page is in another, and offers the third.

    Attributes:
        words: the sentence, in `language`.
        other: the full language that the page could be in instead.
    """

    language: Language
    words: str
    offer: str
    other: Language


def choose_language() -> str:
    """The locale of this request."""
    wanted = wanted_language()
    if wanted.is_full or is_on_path(request.endpoint) or g.get("speaks_wanted"):
        return wanted.locale
    return _elsewhere().locale


def wanted_language() -> Language:
    """What whoever asks wants to read, on every page that can."""
    for chosen in (http.actor().language, _cookie()[0], g.get("recipients_language")):
        if chosen in LANGUAGES:
            return LANGUAGES[chosen]
    spoken = [code for code in LANGUAGES if code != LanguageCode.PLAIN_SWEDISH]
    return LANGUAGES.get(request.accept_languages.best_match(spoken) or "", FIRST)


def speak_recipients(code: str) -> None:
    """Answer in the language of whom a link was mailed to, unless another one is chosen here."""
    g.recipients_language = code
    refresh()


def speak_wanted() -> None:
    """Answer in the language that is wanted, whatever the address: for errors."""
    g.speaks_wanted = True
    refresh()


def language() -> str:
    """The language of this request, as a code.

    Looks where Flask-Babel keeps it first: a page asks a hundred times.
    """
    kept = getattr(getattr(g, "_flask_babel", None), "babel_locale", None) or get_locale()
    if kept.modifier == _MODIFIER:
        return LanguageCode.PLAIN_SWEDISH.value
    return str(kept.language)


def page_language() -> Language:
    """The language of this request, and how it is written."""
    return LANGUAGES[language()]


def list_language() -> str:
    """The language that names of the register are shown in: Swedish or English."""
    return full(language()).code.value


def stranger() -> Stranger | None:
    """What to say where a page is not in the language that is wanted; None where it is."""
    wanted, spoken = wanted_language(), page_language()
    if wanted == spoken:
        return None
    is_swedish = spoken == FIRST
    with force_locale(wanted.locale):
        return Stranger(
            wanted,
            gettext("This page is not in your language yet. You read it in Swedish.")
            if is_swedish
            else gettext("This page is not in your language yet. You read it in English."),
            gettext("Read such pages in English")
            if is_swedish
            else gettext("Read such pages in Swedish"),
            LANGUAGES[LanguageCode.ENGLISH if is_swedish else LanguageCode.SWEDISH],
        )


def cookie_value(code: str, elsewhere: str = "") -> str:
    """What the browser keeps: the language, and which one to read where it is not spoken."""
    kept = elsewhere if elsewhere in LANGUAGES else _elsewhere().code.value
    return code if LANGUAGES[code].is_full else f"{code}{_AND}{kept}"


def _elsewhere() -> Language:
    return full(_cookie()[1])


def _cookie() -> tuple[str, str]:
    code, _, elsewhere = request.cookies.get(LANGUAGE_COOKIE, "").partition(_AND)
    return code, elsewhere
