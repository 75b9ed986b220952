"""Answers how often something due is tried, how long between, and what is of no use any longer then."""

from datetime import timedelta

from tracker.domain.mails import MailTemplate

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
)
MOST_ATTEMPTS = len(WAITS) + 1
OVER_WHEN_LATE = frozenset({MailTemplate.SIGN_IN_CODE, MailTemplate.PROOF_CODE})
"""Mails with a code that works for minutes: nobody is helped by getting them later."""
