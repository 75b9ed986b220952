"""A worker in a process of its own, which can be told to die without a word at one step."""

from __future__ import annotations

import os
import signal
import smtplib
from dataclasses import replace
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from flask import Flask
from sqlalchemy.orm import Session

from tests.integration.work.outbox_events import change_and_tell
from tests.product import settings_for
from tracker import create_app, database
from tracker.config import MailServer
from tracker.work import loop
from tracker.work.daily import begin_day

CHANGE_STEPS = ("change not kept", "change kept")
DELIVERY_STEPS = (
    "claim not kept",
    "claim kept",
    "server reached",
    "mail half sent",
    "server has answered",
    "mail done",
)
KILL_STEPS = (*CHANGE_STEPS, *DELIVERY_STEPS)


def die(*_: Any) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def die_before_commit(number: int) -> None:
    """Die in the transaction that is the `number`th of this process, its rows written."""
    begun: list[Session] = []

    def count(session: Session) -> None:
        begun.append(session)
        if len(begun) == number:
            die()

    database.before_commit(count)


def die_after(module: Any, name: str) -> None:
    original = getattr(module, name)

    def and_die(*args: Any, **kwargs: Any) -> NoReturn:
        original(*args, **kwargs)
        die()

    setattr(module, name, and_die)


def die_halfway(self: smtplib.SMTP, text: Any) -> None:
    assert self.sock is not None
    sent = text if isinstance(text, bytes) else text.encode()
    if b"Message-ID" in sent:
        self.sock.sendall(sent[: len(sent) // 2])
        die()
    self.sock.sendall(sent)


def prepare_to_die(step: str) -> None:
    match step:
        case "change not kept" | "claim not kept":
            die_before_commit(1)
        case "claim kept":
            die_after(loop, "claim_next")
        case "server reached":
            smtplib.SMTP.data = die  # type: ignore[method-assign, assignment]
        case "mail half sent":
            smtplib.SMTP.send = die_halfway  # type: ignore[method-assign, assignment]
        case "server has answered":
            die_before_commit(2)
        case "mail done":
            die_after(loop, "mark_done")


def product(url: str, folder: Path, port: int) -> Flask:
    server = MailServer("127.0.0.1", port, None, None, uses_starttls=False, sender="v@boras.test")
    return create_app(replace(settings_for(url, folder), mail=server))


def work_and_die(url: str, folder: Path, port: int, now: datetime, step: str) -> None:
    """Change something, or deliver what is due, until the step comes."""
    app = product(url, folder, port)
    prepare_to_die(step)
    if step in CHANGE_STEPS:
        with app.app_context():
            change_and_tell(now)
        die()
    loop.work_once(app, now)


def begin_day_and_die(url: str, folder: Path, port: int, now: datetime, number: int) -> None:
    """Begin a day and do what is due, until the `number`th transaction, which is not kept."""
    app = product(url, folder, port)
    die_before_commit(number)
    begin_day(app, now)
    loop.work_once(app, now)


def work_when_told(url: str, folder: Path, port: int, now: datetime, line: Connection) -> None:
    """Say "ready", wait for a word, work until nothing is due, and say how many events it tried."""
    app = product(url, folder, port)
    line.send("ready")
    line.recv()
    line.send(loop.work_once(app, now))
