"""An event belongs to one worker at a time, and to another when that one is gone."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests.clock import Clock
from tests.integration.work.outbox_events import add_event, events
from tracker.work.claim import LEASE, LONGEST_ERROR, claim_next, mark_done, put_off


def test_what_is_claimed_is_nobody_elses_until_the_lease_ends(app: Flask, clock: Clock) -> None:
    with app.app_context():
        add_event(clock.now)

        first = claim_next(now=clock.now)
        assert first is not None
        assert first.attempt == 1
        assert claim_next(now=clock.advance(LEASE - timedelta(seconds=1))) is None

        second = claim_next(now=clock.advance(seconds=1))
        assert second is not None
        assert (second.id, second.message_id, second.attempt) == (first.id, first.message_id, 2)


def test_the_longest_due_comes_first_and_what_is_not_due_waits(app: Flask, clock: Clock) -> None:
    with app.app_context():
        add_event(clock.now + timedelta(hours=1), to="later@example.org")
        add_event(clock.now, to="now@example.org")

        claim = claim_next(now=clock.now)

        assert claim is not None
        assert claim.payload["to"] == "now@example.org"
        assert claim_next(now=clock.now) is None


def test_a_worker_that_lost_its_lease_cannot_put_the_event_off(app: Flask, clock: Clock) -> None:
    with app.app_context():
        add_event(clock.now)
        lost = claim_next(now=clock.now)
        held = claim_next(now=clock.advance(LEASE))
        assert lost is not None
        assert held is not None

        put_off(lost, error="too late", now=clock.now)

        (event,) = events()
        assert event.last_error == ""
        assert event.claimed_until == clock.now + LEASE


def test_a_sent_mail_stays_done_whoever_says_otherwise(app: Flask, clock: Clock) -> None:
    with app.app_context():
        add_event(clock.now)
        claim = claim_next(now=clock.now)
        assert claim is not None
        mark_done(claim, now=clock.now)

        put_off(claim, error="x" * 5000, now=clock.now)

        (event,) = events()
        assert event.done_at == clock.now
        assert event.last_error == ""


def test_a_long_error_is_cut(app: Flask, clock: Clock) -> None:
    with app.app_context():
        add_event(clock.now)
        claim = claim_next(now=clock.now)
        assert claim is not None

        put_off(claim, error="x" * 5000, now=clock.now)

        assert len(events()[0].last_error) == LONGEST_ERROR
