"""Attempts are counted in the database, under each key, within a window."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.clock import Clock
from tracker.errors import TooManyAttemptsError
from tracker.extensions import db
from tracker.models import SignInAttempt
from tracker.services.attempts import Limit, count_attempt

WINDOW = timedelta(minutes=10)


def test_the_attempt_after_the_last_allowed_is_refused_until_the_window_has_passed(
    app: Flask, clock: Clock
) -> None:
    with app.app_context():
        for _ in range(3):
            count_attempt(Limit("key", 3, WINDOW), now=clock())
        with pytest.raises(TooManyAttemptsError) as refused:
            count_attempt(Limit("key", 3, WINDOW), now=clock())

        assert refused.value.retry_after_s == 600
        count_attempt(Limit("key", 3, WINDOW), now=clock.advance(minutes=10))


def test_each_key_has_its_own_limit_and_a_refused_attempt_counts_nowhere(
    app: Flask, clock: Clock
) -> None:
    with app.app_context():
        count_attempt(Limit("narrow", 1, WINDOW), Limit("wide", 5, WINDOW), now=clock())
        with pytest.raises(TooManyAttemptsError):
            count_attempt(Limit("wide", 5, WINDOW), Limit("narrow", 1, WINDOW), now=clock())
        rows = db.session.scalar(select(func.count()).select_from(SignInAttempt))

    assert rows == 2


def test_attempts_are_forgotten_after_a_day(app: Flask, clock: Clock) -> None:
    with app.app_context():
        count_attempt(Limit("old", 1, WINDOW), now=clock())
        count_attempt(Limit("new", 1, WINDOW), now=clock.advance(days=1, seconds=1))
        keys = db.session.scalars(select(SignInAttempt.key)).all()

    assert keys == ["new"]
