"""What is done once a day is done once, whoever works and however often they look."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import Clock
from tests.threads import at_once
from tracker.extensions import db
from tracker.models import OutboxEvent
from tracker.services import outbox
from tracker.work.daily import JOBS, begin_day
from tracker.work.loop import work_once


def put(app: Flask) -> list[str]:
    """The jobs in the outbox, done or not."""
    with app.app_context():
        query = select(OutboxEvent).where(OutboxEvent.kind == outbox.DAILY)
        return sorted(str(event.payload.get("job", "done")) for event in db.session.scalars(query))


@pytest.fixture(autouse=True)
def new_process(app: Flask) -> None:
    """Let the app have begun no day yet."""
    app.extensions.pop("day_begun", None)


def test_each_job_is_done_once_a_day_in_boras(app: Flask, clock: Clock) -> None:
    begin_day(app, clock.now)
    begin_day(app, clock.advance(hours=13))
    assert put(app) == sorted(JOBS)
    begin_day(app, clock.advance(hours=1, minutes=1))

    assert len(put(app)) == 2 * len(JOBS), "it is past midnight in Borås, not yet in UTC"
    assert work_once(app, clock.now) == 2 * len(JOBS)


def test_workers_that_look_at_once_put_it_in_once(app: Flask, clock: Clock) -> None:
    def look(_number: int) -> None:
        app.extensions.pop("day_begun", None)
        begin_day(app, clock.now)

    at_once(look, 6)

    assert put(app) == sorted(JOBS)
