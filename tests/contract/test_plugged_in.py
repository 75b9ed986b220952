"""The product is plugged into the test floor: migrated, seeded, and its time is the test's."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text

from tests.clock import Clock
from tracker import http
from tracker.extensions import db


def test_each_test_starts_with_the_reference_data(app: Flask) -> None:
    with app.app_context():
        assert db.session.execute(text("SELECT count(*) FROM goals")).scalar_one() == 13


def test_the_time_of_the_product_is_the_tests(app: Flask, clock: Clock) -> None:
    clock.advance(days=1)

    with app.app_context():
        assert http.now() == clock.now
