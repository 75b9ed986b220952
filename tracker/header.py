"""Draws the header of every page: mark, menu, search, languages and account.

It is drawn once for as long as nothing changes that it shows; what differs from one request to the
next, the token of its forms and the page to come back to, is filled into gaps.
"""

import secrets
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask import current_app, render_template, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from tracker import http, identity
from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.addresses import address_of
from tracker.languages import language, wanted_language
from tracker.queries import touchpoint_worklist
from tracker.templating import Frame, gap

MOST_FOCUS_ROWS = 2
_KEPT_HEADERS = 512
_TOKEN = f"token {secrets.token_hex(16)}"
"""The gap that a token is filled into: not to be guessed, so that nobody can type one."""
_PAGE = "page"


@dataclass(frozen=True, slots=True)
class NavigationRow:
    """One link of the main menu."""

    label: str
    url: str
    is_current: bool
    count: int = 0


def site_header(*, has_languages: bool) -> Markup:
    """The header of the page that is asked for.

    Args:
        has_languages: whether it offers the languages; a page that has them in sight does not.
    """
    drawn = _drawn((*_circumstances(), wanted_language()), has_languages=has_languages)
    here = request.full_path if request.query_string else request.path
    texts = {_TOKEN: escape(generate_csrf()), _PAGE: escape(here)}
    return Markup(drawn.filled(texts))  # noqa: S704 - drawn by our template


@lru_cache(maxsize=_KEPT_HEADERS)
def _drawn(_key: Hashable, *, has_languages: bool) -> Frame:
    return Frame(
        render_template(
            "components/header.html",
            has_languages=has_languages,
            unread=identity.unread(),
            csrf_token=lambda: gap(_TOKEN),
            here=gap(_PAGE),
        )
    )


def _circumstances() -> tuple[Hashable, ...]:
    return (
        request.endpoint,
        (request.view_args or {}).get("code"),
        http.settings().has_public_pages,
        identity.unread(),
        *identity.circumstances(),
    )


def navigation() -> tuple[NavigationRow, ...]:
    """The main menu for whoever asks, read before the page is drawn."""
    return _navigation(_circumstances())


_WITHIN = {
    "coverage": "board",
    "map": "board",
    "timeline": "board",
    "people": "administration",
    "reference": "administration",
    "audit": "administration",
    "joining": "organisations",
    "invitations": "organisations",
    "members": "organisations",
    "saved_views": "board",
    "reporting": "worklist",
    "finding": "board",
    "shared_measures": "worklist",
}
"""Areas that are reached through another one of the menu."""


@lru_cache(maxsize=_KEPT_HEADERS)
def _navigation(_key: Hashable) -> tuple[NavigationRow, ...]:
    area = (request.endpoint or "").partition(".")[0]
    here = _WITHIN.get(area, area)
    rows: list[NavigationRow] = []
    for endpoint, label in _menu(http.actor()):
        if endpoint in current_app.view_functions:
            is_here = endpoint.partition(".")[0] == here
            rows.append(NavigationRow(label, address_of(endpoint), is_here, _waiting(endpoint)))
        if endpoint == "board.index":
            rows += _focus_rows()
    return tuple(rows)


def _focus_rows() -> list[NavigationRow]:
    """The focus districts, by their own names."""
    code = (request.view_args or {}).get("code") if request.blueprint == "places" else None
    return [
        NavigationRow(row.name, url_for("places.show", code=row.code), row.code == code)
        for row in identity.reference().focus_places[:MOST_FOCUS_ROWS]
    ]


def _waiting(endpoint: str) -> int:
    """How many wait behind a link of the menu; asked anew only once something has changed."""
    if endpoint != "touchpoints.index":
        return 0
    return touchpoint_worklist.count_waiting(
        http.actor(), reference=identity.reference(), state=identity.register_state()
    )


def _menu(asking: Actor) -> list[tuple[str, str]]:
    if asking.is_anonymous:
        wanted = ["public.index"] if http.settings().has_public_pages else []
    else:
        wanted = ["start.overview", "board.index", "organisations.index"]
    if asking.is_coordinator:
        wanted[0] = "worklist.index"
    if may_somewhere(asking, Permission.REVIEW_TOUCHPOINTS):
        wanted.insert(2, "touchpoints.index")
    if may_somewhere(asking, Permission.IMPORT_INITIATIVES):
        wanted.append("imports.index")
    if asking.is_administrator:
        wanted.append("administration.index")
    return [(endpoint, _menu_labels(language())[endpoint]) for endpoint in wanted]


@lru_cache
def _menu_labels(_language: str) -> Mapping[str, str]:
    return {
        "public.index": gettext("Initiatives"),
        "start.overview": gettext("Start"),
        "worklist.index": gettext("Start"),
        "board.index": gettext("Board"),
        "organisations.index": gettext("Organisations"),
        "touchpoints.index": gettext("Touchpoints"),
        "imports.index": gettext("Import"),
        "administration.index": gettext("Administration"),
    }
