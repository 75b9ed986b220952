"""The worker: carries out what is due, waits a moment, and looks again until it is told to stop."""

import fcntl
import logging
import signal
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from tracker.config import Settings
from tracker.errors import frames_of
from tracker.services import import_preview, import_saving, outbox, report_reminders
from tracker.work import daily
from tracker.work.claim import Claim, claim_next, mark_done, put_off
from tracker.work.contacts import ask_contacts
from tracker.work.daily import begin_day
from tracker.work.deliver import deliver
from tracker.work.letters import write_letter
from tracker.work.matching import match_some

IDLE_WAIT_S = 1.0
LOCK_NAME = "worker.lock"
_REFUSED_FOR_GOOD = 500
log = logging.getLogger("tracker.work")


def work_next(app: Flask, now: datetime) -> bool:
    """Carry out the one event that has been due longest, else match some initiatives.

    Returns False where nothing was due.
    """
    with app.app_context():
        claim = claim_next(now=now)
        if claim is None:
            return match_some(app, now) or ask_contacts(app, now)
        try:
            _carry_out(app, claim, now)
        # Whatever goes wrong with one event is kept with it, and must not stop the others.
        except Exception as error:
            log.warning("event %s, attempt %s: %s", claim.id, claim.attempt, type(error).__name__)
            put_off(claim, error=f"{type(error).__name__}: {error}", now=now)
        else:
            mark_done(claim, now=now)
        return True


def work_once(app: Flask, now: datetime) -> int:
    """Carry out everything that is due at `now`; returns how many events were tried."""
    tried = 0
    while work_next(app, now):
        tried += 1
    return tried


def _carry_out(app: Flask, claim: Claim, now: datetime) -> None:
    match claim.kind:
        case outbox.MAIL:
            _mail(app, claim, now)
        case outbox.IMPORT_PREVIEW:
            payload = claim.payload
            import_preview.stage(payload["import_id"], version=payload["version"], now=now)
        case outbox.IMPORT_SAVING:
            payload = claim.payload
            import_saving.save_waiting(payload["import_id"], version=payload["version"], now=now)
        case outbox.DAILY:
            daily.JOBS[claim.payload["job"]](app, now)
        case _:
            message = f"nobody knows how to do {claim.kind!r}"
            raise NotImplementedError(message)


def _mail(app: Flask, claim: Claim, now: datetime) -> None:
    settings: Settings = app.config["SETTINGS"]
    try:
        deliver(write_letter(app, claim, settings=settings), claim, settings=settings)
    except smtplib.SMTPRecipientsRefused as refusal:
        if all(code >= _REFUSED_FOR_GOOD for code, _words in refusal.recipients.values()):
            report_reminders.note_undeliverable(claim.payload["to"], now=now)
        raise
    report_reminders.note_deliverable(claim.payload["to"])


def run_worker(app: Flask, stop: Event) -> None:
    """Work until `stop` is set; a database that is away for a while is waited for."""
    while not stop.is_set():
        try:
            now = app.extensions["clock"]()
            begin_day(app, now)
            is_busy = work_next(app, now)
        except SQLAlchemyError as fault:
            log.error("the database cannot be used; trying again\n%s", frames_of(fault))
            is_busy = False
        if not is_busy:
            stop.wait(IDLE_WAIT_S)


def run_until_stopped(app: Flask) -> None:
    """Work in this process until it is asked to end (SIGTERM or Ctrl-C); finishes what it holds."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_worker(app, stop)


@contextmanager
def worker_thread(app: Flask) -> Iterator[None]:
    """Work in a thread of this process as long as the block lasts.

    Of all processes on one instance folder, one works; another takes over when that one ends.
    """
    stop = Event()
    thread = Thread(target=_run_alone, args=(app, stop), name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _run_alone(app: Flask, stop: Event) -> None:
    settings: Settings = app.config["SETTINGS"]
    settings.instance_path.mkdir(parents=True, exist_ok=True)
    with (settings.instance_path / LOCK_NAME).open("w") as lock:
        while not stop.is_set():
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                stop.wait(IDLE_WAIT_S)
            else:
                run_worker(app, stop)
