"""Answers what a coordinator's work list holds, and how often somebody is asked about one thing."""

from datetime import datetime, timedelta
from enum import StrEnum


class WorkKind(StrEnum):
    """What waits for a coordinator, in the order of the list."""

    TOUCHPOINTS = "touchpoints"
    REQUESTS = "requests"
    PUBLICATIONS = "publications"
    MAILS = "mails"
    IMPORTS = "imports"
    REPORTS = "reports"
    ENDINGS = "endings"
    GAPS = "gaps"
    CONTACTS = "contacts"
    ANSWERS = "answers"


ROWS_SHOWN = 5
"""So many of each kind stand on the start page; the others are a link away."""

ASKED_AGAIN_AFTER = timedelta(days=7)
"""An organisation is asked about one initiative once a week at the most."""

CONTACT_ASKED_AGAIN_AFTER = timedelta(days=14)
"""A contact person who has not said whether they may be listed is asked again after so long."""

IMPORT_SHOWN_FOR = timedelta(days=14)
"""The rows of a list that were set aside when it was saved stay on the work list for so long."""

GAP_ASKED_AGAIN_AFTER = timedelta(days=30)
"""An organisation is asked about one place and goal area once in so long."""

GAP_IS_NEW_FOR = timedelta(days=90)
"""A gap is new while something was going on there so many days ago."""


def was_asked_lately(asked_at: datetime | None, *, now: datetime) -> bool:
    """Whether it is too early to ask again."""
    return asked_at is not None and asked_at + ASKED_AGAIN_AFTER > now
