"""Answers who sent a request, and what the register offers them: its state and its choices."""

from collections.abc import Hashable

from flask import Flask, g, request

from tracker import http
from tracker.access.actors import ANONYMOUS, Actor
from tracker.extensions import login_manager
from tracker.languages import language, list_language
from tracker.queries import accounts
from tracker.queries.reference import Reference, reference_at
from tracker.queries.register import StateRow, get_state
from tracker.services.sessions import SEEN_EVERY, touch_session


def init_app(app: Flask) -> None:
    """Let Flask-Login find the actor; nothing but the session row decides."""
    login_manager.session_protection = None
    login_manager.anonymous_user = lambda: ANONYMOUS
    login_manager.user_loader(load_actor)


def load_actor(token: str) -> Actor | None:
    """Find the live session of a token, and note at times that it is in use."""
    found = accounts.find_signed_in(token)
    if found is None:
        return None
    now = http.now()
    if found.expires_at <= now or found.last_seen_at + http.settings().session_idle <= now:
        return None
    is_left_open = request.blueprint == "changes"  # nobody reads a page that asks by itself
    if found.last_seen_at + SEEN_EVERY <= now and not is_left_open:
        touch_session(found.actor, now=now)
    g.register_state = found.state
    g.unread = found.unread
    return found.actor


def register_state() -> StateRow:
    """The head of the register in this request."""
    if "register_state" not in g:
        g.register_state = get_state()
    return g.register_state


def unread() -> int:
    """How many lines whoever asks has been told and has not read."""
    return int(g.get("unread", 0))


def reference() -> Reference:
    """What can be chosen, in the language of this request."""
    return reference_at(register_state().reference_hash, list_language())


def circumstances() -> tuple[Hashable, ...]:
    """All that decides what somebody is shown, besides what they ask for."""
    asking = http.actor()
    return (
        register_state(),
        asking.person_id,
        asking.platform_roles,
        asking.organisations,
        language(),
        http.today(),
    )
