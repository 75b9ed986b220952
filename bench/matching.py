"""Measures touchpoints in the whole product: a rebuild, a save, and eight people who type at once.

`python -m bench` does it on SQLite; `python -m bench.matching --database URL` on another, empty one.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median, quantiles
from threading import Thread

from sqlalchemy import select

from bench.browser import Browser
from bench.client import Connection, Request, UnexpectedAnswerError
from bench.pages import form_of, read_known
from bench.registers import Register, open_register, product
from bench.server import PRODUCT, Server, served
from tracker.domain.lifecycle import SEEN_BY_ALL
from tracker.domain.sample_register import generate
from tracker.extensions import db
from tracker.models import Initiative
from tracker.services import touchpoint_matching

TYPISTS = 8
PAUSE_S = 0.5
TYPED_FOR_S = 15.0
_SAVES = 60
_SEED = 11
_REBUILD = "from tracker.cli import main; main(['touchpoints', 'rebuild'])"


@dataclass(frozen=True, slots=True)
class MatchingFigures:
    """What touchpoints cost in a register of a size.

    `rebuild_s` and `save_ms` are processor time, `rebuild_mb` the most memory a rebuild took;
    the panel's times are what a person waits.
    """

    initiatives: int
    rebuild_s: float
    rebuild_mb: float
    save_ms: float
    save_p95_ms: float
    panel_ms: float
    panel_p95_ms: float
    panels: int


def measure_matching(register: Register) -> MatchingFigures:
    """Rebuild, save and type in a loaded register."""
    rebuild_s, rebuild_mb = _rebuild(register)
    saves = sorted(_saves(register))
    with served(PRODUCT, register.environment) as server:
        waits = _type(register, server)
    return MatchingFigures(
        initiatives=register.initiatives,
        rebuild_s=rebuild_s,
        rebuild_mb=rebuild_mb,
        save_ms=1000 * median(saves),
        save_p95_ms=1000 * quantiles(saves, n=20)[18],
        panel_ms=1000 * median(waits),
        panel_p95_ms=1000 * quantiles(waits, n=20)[18],
        panels=len(waits),
    )


def _rebuild(register: Register) -> tuple[float, float]:
    """Processor seconds and megabytes of `tracker touchpoints rebuild`, in its own process."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603
        [sys.executable, "-c", _REBUILD],
        check=True,
        env={**os.environ, **register.environment},
        stdout=subprocess.DEVNULL,
    )
    after = getrusage(RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, after.ru_maxrss / 1000


def _saves(register: Register) -> Iterator[float]:
    """Processor seconds to find and keep what one saved initiative touches."""
    app = product(register.environment)
    with app.app_context():
        shown = select(Initiative.id).where(Initiative.visibility.in_(sorted(SEEN_BY_ALL)))
        ids = list(db.session.scalars(shown))
        folder = app.config["SETTINGS"].index_path
        for number, row_id in enumerate(random.Random(_SEED).sample(ids, _SAVES)):  # noqa: S311
            began = time.process_time()
            touchpoint_matching.match([row_id], folder=folder, now=datetime.now(UTC))
            if number:
                yield time.process_time() - began
        db.session.remove()
        db.engine.dispose()


def _type(register: Register, server: Server) -> list[float]:
    """How long the panel takes, in seconds, while several people type at the same time."""
    accounts = register.accounts
    member = Browser(server.port).sign_in(accounts.member, accounts.password)
    organisation = read_known(register.database_url, accounts.member).organisation
    waits: list[float] = []
    typists = [
        Thread(target=_typist, args=(_typing(member, organisation, number), server.port, waits))
        for number in range(TYPISTS)
    ]
    for typist in typists:
        typist.start()
        time.sleep(PAUSE_S / TYPISTS)
    for typist in typists:
        typist.join()
    return waits


def _typist(requests: Iterator[Request], port: int, waits: list[float]) -> None:
    ends = time.perf_counter() + TYPED_FOR_S
    with closing(Connection(port)) as connection:
        connection.ask(next(requests))
        while time.perf_counter() < ends:
            time.sleep(PAUSE_S)
            began = time.perf_counter()
            answer = connection.ask(next(requests))
            waits.append(time.perf_counter() - began)
            if answer.status != 200:
                raise UnexpectedAnswerError(answer.body.decode()[:500])


def _typing(member: Browser, organisation: str, number: int) -> Iterator[Request]:
    """The panel's requests of somebody who fills in one form after the other, word by word."""
    today = datetime.now(UTC).date()
    for sample in cycle(generate(40, _SEED + number, today)):
        whole = form_of(sample, organisation)
        words = whole["description"].split()
        for count in range(4, len(words) + 1, 4):
            typed = {**whole, "description": " ".join(words[:count])}
            yield member.post("/initiatives/similar", typed, as_part=True)


def main() -> None:
    """Fill an empty database and measure it."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("--size", type=int, default=20_000, help="how many initiatives")
    parser.add_argument("--database", default="", help="the address of an empty database")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vaven-bench-") as folder:
        figures = measure_matching(open_register(Path(folder), asked.size, asked.database))
    sys.stdout.write(f"{figures}\n")


if __name__ == "__main__":
    main()
