"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Clock:
    """The time as the test says it is; callable, so that it can stand in for a `now()`."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    @property
    def today(self) -> date:
        """The date of `now`, in UTC."""
        return self.now.date()

    def advance(self, by: timedelta | None = None, **parts: Any) -> datetime:
        """Move forward by a timedelta, or by its parts: `clock.advance(days=3)`."""
        step = by if by is not None else timedelta(**parts)
        if step < timedelta(0):
            message = f"time does not go backwards: {step}"
            raise ValueError(message)
        self.now += step
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A frozen clock: a Monday morning."""
    return Clock()
