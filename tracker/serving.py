"""How the product is served: the server, its options and its worker, in one place.

Why this server and these numbers: docs/adr/0005-server.md.
"""

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from tracker.config import Settings

SERVER_OPTIONS: Mapping[str, Any] = {  # also what `make bench` serves with
    "interface": "wsgi",
    "workers": 2,
    "blocking_threads": 4,
    "runtime_mode": "st",
    "backlog": 512,
    "http": "1",
    "websockets": False,
    "log_level": "warning",
    "respawn_failed_workers": True,
    "workers_kill_timeout": 10,  # one told to stop while it starts does not hear it
}
WORKS = "TRACKER_WORKS"
_HELD = contextlib.ExitStack()


class PortTakenError(RuntimeError):
    """Something else is already served at the address."""


def make_app() -> Flask:
    """The app of one server process; where asked for, one of them also sends mails in a thread."""
    from tracker import create_app

    # Ctrl-C reaches every process; the server ends its own, and two signals at once hang one.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    app = create_app(Settings.from_environment(os.environ))
    threading.Thread(target=read_ahead, args=(app,), daemon=True).start()
    if os.environ.get(WORKS) == "1":
        from tracker.work.loop import worker_thread

        _HELD.enter_context(worker_thread(app))
    return app


def read_ahead(app: Flask) -> None:
    """Read the words of the register, so that nobody waits for them who mistypes the first one.

    Where the register cannot be read, whoever asks for it is told so.
    """
    from sqlalchemy.exc import SQLAlchemyError

    from tracker.queries.reference import reference_at
    from tracker.queries.register import get_state
    from tracker.queries.vocabulary import near_words

    with app.app_context(), contextlib.suppress(SQLAlchemyError):
        state = get_state()
        near_words(reference=reference_at(state.reference_hash, "sv"), state=state).nearest(
            "vaven", limit=1
        )


def port_of(settings: Settings) -> int:
    """The port of the address that people use."""
    parts = urlsplit(settings.address)
    return parts.port or (443 if parts.scheme == "https" else 80)


def check_port(host: str, port: int) -> None:
    """Refuse a port that is taken, before anything is begun.

    Raises:
        PortTakenError: with the port.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortTakenError(str(port)) from None


def serve(*, host: str, port: int, is_working: bool) -> None:
    """Serve until told to stop (SIGTERM or Ctrl-C).

    Args:
        is_working: whether a server process also carries out what is due; else `tracker work` does.
    """
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces, RuntimeModes
    from granian.log import LogLevels

    kinds = {
        "interface": Interfaces,
        "runtime_mode": RuntimeModes,
        "http": HTTPModes,
        "log_level": LogLevels,
    }
    options = {name: kinds.get(name, type(v))(v) for name, v in SERVER_OPTIONS.items()}
    os.environ[WORKS] = "1" if is_working else "0"
    Granian(
        target="tracker.serving:make_app", factory=True, address=host, port=port, **options
    ).serve()
