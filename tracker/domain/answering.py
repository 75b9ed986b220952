"""Answers when an organisation is asked who answers for it, and when nobody has for too long."""

from datetime import date, timedelta

ASKED_EVERY = timedelta(days=365)
"""An association changes its board once a year, after the annual meeting."""
UNANSWERED_AFTER = timedelta(days=395)
"""After 13 months coordinators see that nobody has answered."""


def is_due(*, confirmed_on: date | None, created_on: date, today: date) -> bool:
    """Whether somebody should say again who answers for an organisation."""
    return (confirmed_on or created_on) + ASKED_EVERY <= today
