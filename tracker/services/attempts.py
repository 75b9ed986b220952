"""Counts attempts, so that limits hold over processes and restarts: rows, and nothing in memory.

What is counted is a hash; whose account or network address it was cannot be read from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from tracker.database import transaction, wait_in_line
from tracker.errors import TooManyAttemptsError
from tracker.models import SignInAttempt

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many attempts under a key within a window; `key` is a hash."""

    key: str
    most: int
    window: timedelta


def count_attempt(*limits: Limit, now: datetime) -> Sequence[int]:
    """Count one more attempt under each key, at most as many as its limit within its window.

    Returns the ids of what was counted, so that a good attempt can be told from a failed one.

    Raises:
        TooManyAttemptsError: a limit is reached; this attempt is not counted.
    """
    with transaction() as session:
        keys = dict.fromkeys(limit.key for limit in limits)
        wait_in_line(keys)
        session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - KEPT_FOR))
        for limit in limits:
            made = session.scalar(
                select(func.count())
                .select_from(SignInAttempt)
                .where(
                    SignInAttempt.key == limit.key,
                    SignInAttempt.at > now - limit.window,
                    SignInAttempt.is_success.is_(False),
                )
            )
            if (made or 0) >= limit.most:
                raise TooManyAttemptsError(int(limit.window.total_seconds()))
        attempts = [SignInAttempt(key=key, at=now, is_success=False) for key in keys]
        session.add_all(attempts)
        session.flush()
        return [attempt.id for attempt in attempts]


def forgive(attempt_ids: Sequence[int], *, key: str) -> None:
    """Forget the failures under a key, and count these tries as good: many people share an address."""
    with transaction() as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.key == key))
        session.execute(
            update(SignInAttempt).where(SignInAttempt.id.in_(attempt_ids)).values(is_success=True)
        )
