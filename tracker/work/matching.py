"""Finds touchpoints of what was saved without anybody waiting for it: imports, moves, renamed places."""

import logging
from datetime import datetime

from flask import Flask

from tracker.config import Settings
from tracker.errors import frames_of
from tracker.queries.register import get_state
from tracker.services import touchpoint_matching

AT_ONCE = 50
_LEFT = "matching_left_out"
_SEEN = "matched_at"
log = logging.getLogger("tracker.work")


def match_some(app: Flask, now: datetime) -> bool:
    """Match some of the initiatives that are due; False where none is, or none can be.

    While nothing in the register changes, and nothing was due, nothing is asked again. What cannot
    be matched is left out until this process starts anew, so that it holds up no other.
    """
    content_hash = get_state().content_hash
    if app.extensions.get(_SEEN) == content_hash:
        return False
    settings: Settings = app.config["SETTINGS"]
    left_out: set[int] = app.extensions.setdefault(_LEFT, set())
    ids = touchpoint_matching.due_ids(limit=AT_ONCE, leave_out=left_out)
    if not ids:
        app.extensions[_SEEN] = content_hash
        return False
    try:
        touchpoint_matching.match(ids, folder=settings.index_path, now=now)
    # Whatever is wrong with one initiative must not keep the others from being matched.
    except Exception as fault:
        log.error("initiatives %s cannot be matched together\n%s", ids, frames_of(fault))
        left_out.update(_faulty(ids, settings, now))
    return True


def _faulty(ids: list[int], settings: Settings, now: datetime) -> set[int]:
    """Match one after the other; returns those that cannot be."""
    faulty = set()
    for row_id in ids:
        try:
            touchpoint_matching.match([row_id], folder=settings.index_path, now=now)
        except Exception as fault:
            log.error("initiative %s cannot be matched\n%s", row_id, frames_of(fault))
            faulty.add(row_id)
    return faulty
