"""Measures pages in rounds, each beside the floor, so that a busy machine slows both alike."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from bench.client import Connection, Sample, connections, measure
from bench.pages import Page
from bench.server import Server

CONNECTIONS_PER_WORKER = 4


@dataclass(frozen=True, slots=True)
class Target:
    """One page on one server."""

    page: Page
    server: Server
    initiatives: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of a page; times in milliseconds, `bytes` of a whole answer.

    `ratio` compares requests a second with the floor's in the same round; `cpu_ms` is processor
    time of the server for one request.
    """

    p50_ms: float
    p95_ms: float
    per_second: float
    cpu_ms: float
    bytes: int
    ratio: float
    cpu_ratio: float


@dataclass(frozen=True, slots=True)
class _Stretch:
    sample: Sample
    cpu_s: float

    @property
    def cpu_ms(self) -> float:
        return 1000 * self.cpu_s / len(self.sample.latencies_s)


def measure_all(
    targets: Sequence[Target], floor: Target, *, rounds: int, seconds: float
) -> tuple[list[Figures], Figures]:
    """Figures of each target and of the floor: medians over the rounds.

    A round measures the floor before and after each target; the two are what it is compared with.
    """
    for target in (floor, *targets):
        _stretch(target, seconds)
    found: list[list[tuple[_Stretch, _Stretch, _Stretch]]] = [[] for _ in targets]
    floors: list[_Stretch] = []
    for _ in range(rounds):
        before = _stretch(floor, seconds / 2)
        for number, target in enumerate(targets):
            own = _stretch(target, seconds)
            after = _stretch(floor, seconds / 2)
            found[number].append((before, own, after))
            floors.append(after)
            before = after
    return [_figures(rows) for rows in found], _figures([(each, each, each) for each in floors])


def _stretch(target: Target, seconds: float) -> _Stretch:
    """Measure for so long, over connections of its own: a server hangs up on idle ones."""
    page, server = target.page, target.server
    with connections(server.port, server.workers, CONNECTIONS_PER_WORKER) as held:
        cpu_s = server.cpu_s()
        sample = measure(held, page.next_request, seconds=seconds, status=page.status)
        return _Stretch(sample, server.cpu_s() - cpu_s)


def _figures(rows: Sequence[tuple[_Stretch, _Stretch, _Stretch]]) -> Figures:
    latencies = [quantiles(own.sample.latencies_s, n=20) for _, own, _ in rows]
    return Figures(
        p50_ms=1000 * median(each[9] for each in latencies),
        p95_ms=1000 * median(each[18] for each in latencies),
        per_second=median(own.sample.per_second for _, own, _ in rows),
        cpu_ms=median(own.cpu_ms for _, own, _ in rows),
        bytes=round(median(size for _, own, _ in rows for size in own.sample.sizes)),
        ratio=median(
            2 * own.sample.per_second / (before.sample.per_second + after.sample.per_second)
            for before, own, after in rows
        ),
        cpu_ratio=median(
            (before.cpu_ms + after.cpu_ms) / 2 / own.cpu_ms for before, own, after in rows
        ),
    )


def first_view_ms(
    view: Page, deed: Page, server: Server, *, times: int
) -> tuple[float, float, float]:
    """How long one waits for a page alone: median and p95 while nothing changes, and after a change."""
    with connections(server.port, server.workers, 1) as held:
        calm = [_seconds(connection, view) for _ in range(times) for connection in held]
        after_change = []
        for _ in range(times):
            _seconds(held[0], deed)
            after_change += [_seconds(connection, view) for connection in held]
    return 1000 * median(calm), 1000 * quantiles(calm, n=20)[18], 1000 * median(after_change)


def _seconds(connection: Connection, page: Page) -> float:
    began_at = time.perf_counter()
    connection.ask(page.next_request())
    return time.perf_counter() - began_at
