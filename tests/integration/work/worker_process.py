"""A worker in a process of its own, which can be told to die without a word at one step.

    python -m tests.integration.work.worker_process URL FOLDER PORT NOW STEP

STEP is one of `KILL_STEPS`, or `none`. With `none` it says "ready", waits for a line, works until
nothing is due, and says how many events it tried.
"""

from __future__ import annotations

import os
import signal
import smtplib
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy.orm import Session

from tests.product import settings_for
from tracker import create_app, database
from tracker.config import MailServer
from tracker.work import loop

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


def main(url: str, folder: str, port: str, now: str, step: str) -> None:
    server = MailServer(
        "127.0.0.1", int(port), None, None, uses_starttls=False, sender="v@boras.test"
    )
    app = create_app(replace(settings_for(url, Path(folder)), mail=server))
    prepare_to_die(step)
    if step in CHANGE_STEPS:
        from tests.integration.work.outbox_events import change_and_tell

        with app.app_context():
            change_and_tell(datetime.fromisoformat(now))
        die()
    if step == "none":
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
    sys.stdout.write(f"{loop.work_once(app, datetime.fromisoformat(now))}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
