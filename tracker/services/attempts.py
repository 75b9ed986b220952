"""Counts attempts, so that limits hold over processes and restarts: rows, and nothing in memory.

What is counted is a hash; whose account or network address it was cannot be read from it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from tracker.database import transaction, wait_in_line
from tracker.errors import TooManyAttemptsError
from tracker.models import SignInAttempt

KEPT_FOR = timedelta(days=1)


def count_attempt(limits: Mapping[str, int], *, window: timedelta, now: datetime) -> Sequence[int]:
    """Count one more attempt under each key, at most as many as its limit within `window`.

    Returns the ids of what was counted, so that a good attempt can be told from a failed one.

    Raises:
        TooManyAttemptsError: a limit is reached; this attempt is not counted.
    """
    with transaction() as session:
        wait_in_line(limits)
        session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - KEPT_FOR))
        for key, limit in limits.items():
            made = session.scalar(
                select(func.count())
                .select_from(SignInAttempt)
                .where(
                    SignInAttempt.key == key,
                    SignInAttempt.at > now - window,
                    SignInAttempt.is_success.is_(False),
                )
            )
            if (made or 0) >= limit:
                raise TooManyAttemptsError(int(window.total_seconds()))
        attempts = [SignInAttempt(key=key, at=now, is_success=False) for key in limits]
        session.add_all(attempts)
        session.flush()
        return [attempt.id for attempt in attempts]
