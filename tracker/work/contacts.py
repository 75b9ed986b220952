"""Asks contact persons who were named since last, without whoever named them waiting for it."""

from datetime import datetime

from flask import Flask

from tracker.queries.register import get_state
from tracker.services.contact_listings import ask_some

AT_ONCE = 20
_SEEN = "contacts_asked_at"


def ask_contacts(app: Flask, now: datetime) -> bool:
    """Ask some; False where nobody is left to ask. Nothing is looked for while nothing changes."""
    content_hash = get_state().content_hash
    if app.extensions.get(_SEEN) == content_hash:
        return False
    if ask_some(limit=AT_ONCE, now=now):
        return True
    app.extensions[_SEEN] = content_hash
    return False
