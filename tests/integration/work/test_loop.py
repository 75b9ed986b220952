"""Mails arrive once, are tried again when refused, and survive a worker that dies at any step."""

from __future__ import annotations

from datetime import timedelta
from multiprocessing import Pipe
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask

from tests import processes
from tests.clock import Clock
from tests.engines import DatabaseUnderTest
from tests.figures import Figures
from tests.integration.work.outbox_events import (
    add_event,
    changes_with_entry,
    events,
    use_server,
)
from tests.integration.work.worker_process import (
    CHANGE_STEPS,
    DELIVERY_STEPS,
    work_and_die,
    work_when_told,
)
from tests.mail_server import Mailbox
from tests.town import Town
from tracker.database import transaction
from tracker.domain.outbox import MOST_ATTEMPTS, WAITS
from tracker.extensions import db
from tracker.models import OutboxEvent, ReminderStop
from tracker.work.claim import LEASE
from tracker.work.loop import run_worker, work_once, worker_thread


def test_a_mail_is_delivered_once_and_then_forgotten(
    app: Flask, clock: Clock, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_server(app, monkeypatch, mailbox)
    with app.app_context():
        add_event(clock.now)

    assert work_once(app, clock.now) == 1
    assert work_once(app, clock.advance(days=2)) == 0

    assert mailbox.recipients == ["ada@example.org"]
    with app.app_context():
        (event,) = events()
        assert event.done_at is not None
        assert event.payload == {}


def test_a_refused_mail_is_tried_again_with_the_same_id(
    app: Flask, clock: Clock, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_server(app, monkeypatch, mailbox)
    mailbox.refusal = "451 come back later"
    with app.app_context():
        add_event(clock.now)

    assert work_once(app, clock.now) == 1
    with app.app_context():
        (event,) = events()
        assert "come back later" in event.last_error
        assert event.due_at == clock.now + WAITS[0]
        message_id = event.message_id
    assert work_once(app, clock.now) == 0

    mailbox.refusal = ""
    assert work_once(app, clock.advance(WAITS[0])) == 1
    assert mailbox.message_ids == [f"<{message_id}@boras.test>"]


def test_a_mail_that_is_always_refused_waits_longer_each_time_and_is_kept(
    app: Flask, clock: Clock, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_server(app, monkeypatch, mailbox)
    mailbox.refusal = "550 nobody of that name"
    with app.app_context():
        add_event(clock.now)
    tried = 0
    for wait in (*WAITS, timedelta(days=30)):
        tried += work_once(app, clock.now)
        clock.advance(wait)

    assert tried == MOST_ATTEMPTS
    assert list(WAITS) == sorted(WAITS)
    assert work_once(app, clock.now) == 0
    with app.app_context():
        (event,) = events()
        assert event.done_at is None
        assert "nobody of that name" in event.last_error
        assert event.payload["to"] == "ada@example.org"


def test_an_address_that_is_refused_for_good_gets_no_reminders_until_it_works_again(
    app: Flask, clock: Clock, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, town: Town
) -> None:
    use_server(app, monkeypatch, mailbox)
    mailbox.unknown = {"lea@example.org"}

    def is_stopped() -> bool:
        with app.app_context():
            return db.session.get(ReminderStop, town.lea.person_id) is not None

    with app.app_context():
        add_event(clock.now, to="lea@example.org")
        add_event(clock.now, to="mia@example.org")
    assert work_once(app, clock.now) == 2
    assert (is_stopped(), mailbox.recipients) == (True, ["mia@example.org"])

    mailbox.unknown = set()
    work_once(app, clock.advance(WAITS[0]))
    assert (is_stopped(), len(mailbox.letters)) == (False, 2)


def test_a_server_that_is_away_costs_nothing_but_time(
    app: Flask, clock: Clock, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_server(app, monkeypatch, mailbox, port=1)
    with app.app_context():
        add_event(clock.now)
    assert work_once(app, clock.now) == 1

    use_server(app, monkeypatch, mailbox)
    assert work_once(app, clock.advance(WAITS[0])) == 1
    assert len(mailbox.letters) == 1


def test_one_broken_event_does_not_hold_up_the_others(
    app: Flask, clock: Clock, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_server(app, monkeypatch, mailbox)
    with app.app_context():
        with transaction() as session:
            for kind, payload in (("mail", {"template": "none"}), ("fax", {})):
                session.add(
                    OutboxEvent(
                        kind=kind,
                        payload=payload,
                        message_id=kind,
                        created_at=clock.now,
                        due_at=clock.now,
                    )
                )
        add_event(clock.now)

    assert work_once(app, clock.now) == 3

    assert len(mailbox.letters) == 1
    with app.app_context():
        errors = [event.last_error for event in events()]
    assert errors[0].startswith("ValueError")
    assert errors[1].startswith("NotImplementedError")


@pytest.mark.parametrize("step", DELIVERY_STEPS)
def test_a_worker_that_dies_loses_no_mail(
    app: Flask,
    clock: Clock,
    mailbox: Mailbox,
    database: DatabaseUnderTest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    figures: Figures,
    step: str,
) -> None:
    with app.app_context():
        add_event(clock.now)
    place = database.url, tmp_path, mailbox.port, clock.now
    process = processes.start(work_and_die, *place, step)
    assert processes.ended(process) == -9, "it should have died at that step"

    use_server(app, monkeypatch, mailbox)
    work_once(app, clock.advance(LEASE))

    resent = len(mailbox.letters) - 1
    assert len(set(mailbox.message_ids)) == 1
    assert resent == (1 if step == "server has answered" else 0)
    figures.add("kill points of a delivery with no mail lost", value=1, of=1)
    figures.add("mails resent after a kill, with the same Message-ID", value=resent)


@pytest.mark.parametrize("step", CHANGE_STEPS)
def test_a_process_that_dies_keeps_change_entry_and_mail_together(
    app: Flask,
    clock: Clock,
    mailbox: Mailbox,
    database: DatabaseUnderTest,
    tmp_path: Path,
    figures: Figures,
    step: str,
) -> None:
    place = database.url, tmp_path, mailbox.port, clock.now
    process = processes.start(work_and_die, *place, step)
    assert processes.ended(process) == -9

    kept = 1 if step == "change kept" else 0
    with app.app_context():
        assert changes_with_entry() == (kept, kept)
        assert len(events()) == kept
    figures.add("kill points of a change with entry and event beside it", value=1, of=1)


def test_two_workers_share_the_work_without_doubles(
    app: Flask,
    clock: Clock,
    mailbox: Mailbox,
    database: DatabaseUnderTest,
    tmp_path: Path,
    figures: Figures,
) -> None:
    wanted = 40
    mailbox.delay_s = 0.02
    with app.app_context():
        for number in range(wanted):
            add_event(clock.now, to=f"person{number}@example.org")
    lines, place = [], (database.url, tmp_path, mailbox.port, clock.now)
    for _ in range(2):
        line, of_worker = Pipe()
        processes.start(work_when_told, *place, of_worker)
        lines.append(line)
    assert [line.recv() for line in lines] == ["ready"] * 2

    for line in lines:
        line.send("go")
    tried = [line.recv() for line in lines]

    assert min(tried) > 0
    assert sum(tried) == wanted
    assert sorted(mailbox.recipients) == sorted(f"person{n}@example.org" for n in range(wanted))
    figures.record("mails of two workers delivered", value=len(set(mailbox.message_ids)), of=wanted)
    figures.record("mails of two workers doubled", value=len(mailbox.letters) - wanted)


def test_the_worker_wakes_within_two_seconds_and_stops_when_told(
    app: Flask, clock: Clock, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_server(app, monkeypatch, mailbox)
    stop, arrived = Event(), Event()
    monkeypatch.setattr("tracker.work.loop.mark_done", lambda *_, **__: arrived.set())
    thread = Thread(target=run_worker, args=(app, stop))
    thread.start()
    try:
        with app.app_context():
            add_event(clock.now)
        assert arrived.wait(2)
    finally:
        stop.set()
        thread.join(timeout=5)
    assert not thread.is_alive()


def test_of_all_processes_on_one_folder_one_works_until_another_takes_over(
    app: Flask, clock: Clock, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_server(app, monkeypatch, mailbox)
    begun: list[Event] = []
    first, second = Event(), Event()

    def run(_app: Flask, stop: Event) -> None:
        begun.append(stop)
        (first if len(begun) == 1 else second).set()
        stop.wait()

    monkeypatch.setattr("tracker.work.loop.run_worker", run)
    with worker_thread(app):
        assert first.wait(5)
        with worker_thread(app):
            assert not second.wait(0.2)
            begun[0].set()
            assert second.wait(5)
