"""The command does what is due and ends, or works on until it is asked to stop."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from flask import Flask

from tests.clock import Clock
from tests.integration.work.outbox_events import add_event, events, use_server
from tests.mail_server import Mailbox
from tracker.work.command import work_command
from tracker.work.daily import JOBS


def test_once_does_what_is_due_and_says_how_much(
    app: Flask, clock: Clock, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_server(app, monkeypatch, mailbox)
    app.extensions.pop("day_begun", None)
    with app.app_context():
        add_event(clock.now)

    result = CliRunner().invoke(work_command(lambda: app), ["--once"])

    assert (result.exit_code, result.output) == (0, f"{1 + len(JOBS)}\n")
    assert len(mailbox.letters) == 1


@pytest.fixture
def signals_kept() -> Iterator[None]:
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_it_works_until_it_is_asked_to_stop(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch, signals_kept: None
) -> None:
    with app.app_context():
        add_event(clock.now)
    monkeypatch.setattr(
        "tracker.work.loop.deliver", lambda *_, **__: os.kill(os.getpid(), signal.SIGTERM)
    )

    result = CliRunner().invoke(work_command(lambda: app), [])

    assert result.exit_code == 0
    with app.app_context():
        assert events()[0].done_at is not None, "what it held is finished first"
