"""Starts an app on the product's server with two worker processes, and stops it again."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.client import HOST
from tracker.serving import SERVER_OPTIONS

WORKERS: int = SERVER_OPTIONS["workers"]
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 10.0
PRODUCT = "wsgi:app"
FLOOR = "bench.floor:app"
_OPTIONS = (
    "--interface", SERVER_OPTIONS["interface"], "--workers", str(WORKERS),
    "--blocking-threads", str(SERVER_OPTIONS["blocking_threads"]),
    "--runtime-mode", SERVER_OPTIONS["runtime_mode"], "--http", SERVER_OPTIONS["http"],
    "--no-ws", "--no-log",
)  # fmt: skip
_FACTORIES = {FLOOR: ("--factory",)}


class ServerDidNotStartError(RuntimeError):
    """The server gave up, or did not answer in time."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens, and its worker processes."""

    port: int
    workers: tuple[int, ...]

    def cpu_s(self) -> float:
        """Processor time that the workers have used so far."""
        times = [psutil.Process(worker).cpu_times() for worker in self.workers]
        return float(sum(each.user + each.system for each in times))

    def memory_mb(self) -> float:
        """Memory that the workers hold for themselves."""
        held = [psutil.Process(worker).memory_full_info().uss for worker in self.workers]
        return float(sum(held)) / 1e6


@contextmanager
def served(target: str, environment: dict[str, str]) -> Iterator[Server]:
    """Serve an app on a free port of this machine until the block ends.

    Raises:
        ServerDidNotStartError: it did not answer in time.
    """
    port = _free_port()
    command = [sys.executable, "-m", "granian", *_OPTIONS, "--host", HOST, "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603 - our own server, no shell
        [*command, *_FACTORIES.get(target, ()), target],
        env={**os.environ, **environment},
        cwd=Path(__file__).parent.parent,
    )
    try:
        yield Server(port, _workers(process, port))
    finally:
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _workers(process: subprocess.Popen[bytes], port: int) -> tuple[int, ...]:
    give_up_at = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < give_up_at and process.poll() is None:
        children = psutil.Process(process.pid).children()
        workers = [
            child.pid for child in children if "resource_tracker" not in str(child.cmdline())
        ]
        if len(workers) == WORKERS and _answers(port):
            return tuple(workers)
        time.sleep(0.1)
    raise ServerDidNotStartError(process.args)


def _answers(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
