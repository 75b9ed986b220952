"""Renders pages: whole, or one named block for htmx, with what every template may use."""

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, cast

from flask import (
    Flask,
    Response,
    get_flashed_messages,
    make_response,
    message_flashed,
    render_template,
    request,
    session,
)
from jinja2 import StrictUndefined
from jinja2_fragments.flask import render_block
from markupsafe import Markup

from tracker import (
    audit_labels,
    formats,
    header,
    http,
    identity,
    joining_labels,
    labels,
    measure_labels,
    refusals,
    reporting_labels,
    templating,
    touchpoint_labels,
)
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.addresses import address_of
from tracker.domain.languages import LANGUAGES, Language
from tracker.extensions import htmx
from tracker.languages import language, page_language, stranger, wanted_language

_KEPT_PAGES = 128
_FLASHED_IN = "flashed_in"


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence shown once, on the page after a deed."""

    text: str
    kind: str
    language: Language


def page(template: str, block: str | None = None, *, status: int = 200, **context: Any) -> Response:
    """Render a page; an htmx request that swaps a part gets the named block alone."""
    if block is not None and _is_part():
        return make_response(render_block(template, block, **context), status)
    return make_response(render_template(template, **context), status)


def _is_part() -> bool:
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def kept_page(
    frame: str,
    content: str,
    block: str,
    make: Callable[[], dict[str, Any]],
    *,
    besides: Hashable = None,
) -> Response:
    """Render a page whose content is drawn anew only once something in the register has changed.

    Args:
        frame: the template of the whole page, which prints `content`.
        content: the template of its content; it prints no token, notice or time of day.
        block: the block of the content that an htmx request gets.
        make: makes what the content shows, out of the register, the address, who asks and today.
        besides: what else decides what the content shows.
    """
    is_part = _is_part()
    key = (*identity.circumstances(), content, is_part, request.full_path, besides)
    kept = _kept(key)
    if not kept:
        context = make()
        drawn = (
            render_block(content, block, **context)
            if is_part
            else render_template(content, **context)
        )
        kept.append(Markup(drawn))  # noqa: S704 - drawn by our templates
    if is_part:
        return make_response(kept[0])
    return make_response(render_template(frame, content=kept[0]))


@lru_cache(maxsize=_KEPT_PAGES)
def _kept(_key: tuple[Hashable, ...]) -> list[Markup]:
    return []


def init_app(app: Flask) -> None:
    """Give every template its globals and filters."""
    identity.init_app(app)
    message_flashed.connect(_note_language, app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["site_header"] = header.site_header
    app.jinja_env.globals["asset"] = partial(_address, str(app.static_folder))
    app.context_processor(_shared_context)
    formats.init_app(app)
    labels.init_app(app)
    audit_labels.init_app(app)
    joining_labels.init_app(app)
    measure_labels.init_app(app)
    reporting_labels.init_app(app)
    refusals.init_app(app)
    touchpoint_labels.init_app(app)
    templating.init_app(app)


@lru_cache
def _address(folder: str, name: str) -> str:
    """The address of a static file, with a hash of its content so that it can be cached for ever."""
    content_hash = hashlib.sha256(Path(folder, name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={content_hash}"


def _shared_context() -> dict[str, Any]:
    asking = http.actor()
    return {
        "actor": asking if asking.is_authenticated else None,
        "locale": page_language().tag,
        "page_language": page_language(),
        "here": request.full_path if request.query_string else request.path,
        "languages": tuple(LANGUAGES.values()),
        "stranger": stranger(),
        "wanted_language": wanted_language(),
        "navigation": header.navigation(),
        "watched": _watched(),
        "watched_since": identity.register_state().content_hash,
        "has_public_pages": http.settings().has_public_pages,
        "demo_present": identity.register_state().has_demo,
        "notices": _notices(),
        "may": lambda permission: may_somewhere(http.actor(), Permission(permission)),
    }


def _notices() -> list[Notice]:
    messages = cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))
    written_in = LANGUAGES.get(session.pop(_FLASHED_IN, ""), page_language())
    return [Notice(text, kind, written_in) for kind, text in messages]


def _note_language(_app: Flask, **_message: str) -> None:
    """Remember what a notice is written in: the next page may be in another language."""
    session[_FLASHED_IN] = language()


_LEFT_OPEN = frozenset({"board", "coverage", "timeline", "map", "start", "worklist"})
_EDITED = frozenset({"initiatives.edit", "initiatives.save"})


def _watched() -> str:
    """What an open page asks whether others have changed anything; empty where it asks nothing."""
    if http.actor().is_anonymous:
        return ""
    if request.endpoint in _EDITED and request.view_args:
        return address_of("changes.of_initiative", **request.view_args)
    return address_of("changes.index") if request.blueprint in _LEFT_OPEN else ""
