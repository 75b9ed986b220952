"""Answers what a coordinator's work list holds, and how often somebody is asked about one thing."""

from datetime import datetime, timedelta
from enum import StrEnum


class WorkKind(StrEnum):
    """What waits for a coordinator, in the order of the list."""

    TOUCHPOINTS = "touchpoints"
    REQUESTS = "requests"
    PUBLICATIONS = "publications"
    REPORTS = "reports"
    ENDINGS = "endings"
    GAPS = "gaps"
    ANSWERS = "answers"


ROWS_SHOWN = 5
"""So many of each kind stand on the start page; the others are a link away."""

ASKED_AGAIN_AFTER = timedelta(days=7)
"""An organisation is asked about one initiative once a week at the most."""

GAP_IS_NEW_FOR = timedelta(days=90)
"""A gap is new while something was going on there so many days ago."""


def was_asked_lately(asked_at: datetime | None, *, now: datetime) -> bool:
    """Whether it is too early to ask again."""
    return asked_at is not None and asked_at + ASKED_AGAIN_AFTER > now
