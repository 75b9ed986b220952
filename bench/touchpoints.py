"""Measures how long touchpoints take to find: `python -m bench.touchpoints --sizes 1000 20000`.

Texts alone, no database: sample registers are read, laid out, searched and compared throughout.
Each size is measured in a process of its own, so that its memory can be told.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from tracker.domain.lifecycle import Visibility
from tracker.domain.reference_data import load_reference_data
from tracker.domain.sample_register import generate, sample_organisations
from tracker.domain.sample_rows import SampleInitiative
from tracker.domain.touchpoints.fingerprint_taking import fingerprint_of
from tracker.domain.touchpoints.index import Index
from tracker.domain.touchpoints.initiatives import WHOLE_MUNICIPALITY, ComparedInitiative
from tracker.domain.touchpoints.shelves import Entry

SIZES = (1_000, 10_000, 20_000)
SEED = 20261123
TODAY = date(2026, 11, 23)
_T = TypeVar("_T")
_ASKED = 50
_EVERYWHERE_OF_ASKED = 10
_MOST_AGE = 100


@dataclass(frozen=True, slots=True)
class TouchpointFigures:
    """What finding touchpoints costs in a register of a size; processor time throughout.

    `read_ms` is to read one text, `find_ms` to find and explain what touches it, `change_ms` to put
    one saved initiative into the index. `rebuild_s` is to read all, lay them out and find what
    touches each; `memory_mb` is the most that took.
    """

    initiatives: int
    read_ms: float
    find_ms: float
    find_p95_ms: float
    change_ms: float
    lay_out_s: float
    find_each_s: float
    rebuild_s: float
    index_mb: float
    memory_mb: float


def figures_of(size: int) -> TouchpointFigures:
    """The figures of one size, measured in a process of its own."""
    command = [sys.executable, "-m", "bench.touchpoints", "--alone", str(size)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return TouchpointFigures(**json.loads(told.stdout))


def entries(size: int) -> list[Entry]:
    """A sample register as an index keeps it; drafts are limited."""
    return _entries(list(_initiatives(size, SEED)))


def _entries(samples: Sequence[tuple[SampleInitiative, ComparedInitiative]]) -> list[Entry]:
    numbers = {each.name: number for number, each in enumerate(sample_organisations())}
    return [
        Entry(
            id=number,
            organisation_id=numbers[sample.organisation],
            is_limited=sample.visibility in {Visibility.DRAFT, Visibility.COORDINATED},
            packed=fingerprint_of(initiative).packed(),
        )
        for number, (sample, initiative) in enumerate(samples, 1)
    ]


def measure(size: int) -> TouchpointFigures:
    """The figures of one size, measured in this process."""
    samples = list(_initiatives(size, SEED))
    kept, read_s = _timed(lambda: _entries(samples))
    index, lay_out_s = _timed(lambda: Index.of(kept))
    with tempfile.TemporaryDirectory(prefix="vaven-index-") as folder:
        index.save(Path(folder))
        index_mb = sum(each.stat().st_size for each in Path(folder).rglob("*.npy")) / 1e6
        opened = Index.load(Path(folder)) or index
        found_s = _find_seconds(opened)
        _, change_s = _timed(lambda: opened.changed(kept[:1]))
        _, find_each_s = _timed(lambda: sum(1 for _ in opened.find_each(sees_limited=True)))
    return TouchpointFigures(
        initiatives=size,
        read_ms=1000 * read_s / size,
        find_ms=1000 * median(found_s),
        find_p95_ms=1000 * quantiles(found_s, n=20)[18],
        change_ms=1000 * change_s,
        lay_out_s=lay_out_s,
        find_each_s=find_each_s,
        rebuild_s=read_s + lay_out_s + find_each_s,
        index_mb=index_mb,
        memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    )


def _find_seconds(index: Index) -> list[float]:
    """How long it takes to find what touches initiatives that are not in the register."""
    asked = _asked()
    for initiative in asked[:5]:
        _find(index, initiative)
    return [_timed(partial(_find, index, initiative))[1] for initiative in asked]


def _find(index: Index, initiative: ComparedInitiative) -> None:
    index.find(fingerprint_of(initiative), organisation_ids=frozenset({7}), sees_limited=False)


def _asked() -> list[ComparedInitiative]:
    """Others than those of the register, some of them for the whole municipality."""
    some: list[ComparedInitiative] = []
    everywhere: list[ComparedInitiative] = []
    for _, each in _initiatives(20 * _ASKED, SEED + 1):
        (everywhere if WHOLE_MUNICIPALITY in each.places else some).append(each)
    return [*everywhere[:_EVERYWHERE_OF_ASKED], *some[: _ASKED - _EVERYWHERE_OF_ASKED]]


def _timed(deed: Callable[[], _T]) -> tuple[_T, float]:
    began_at = time.process_time()
    return deed(), time.process_time() - began_at


def _initiatives(size: int, seed: int) -> Iterator[tuple[SampleInitiative, ComparedInitiative]]:
    names = {place.code: place.name_sv for place in load_reference_data().places}
    kinds = {each.name: each.kind for each in sample_organisations()}
    for sample in generate(size, seed, TODAY):
        has_ages = sample.age_from is not None or sample.age_to is not None
        yield (
            sample,
            ComparedInitiative(
                id=sample.key,
                title=sample.title,
                description=f"{sample.description} {sample.purpose}",
                organisation=sample.organisation,
                organisation_kind=kinds[sample.organisation],
                goal_areas=frozenset(sample.goal_areas),
                places=frozenset(names[code] for code in sample.places),
                target_groups=frozenset(sample.target_groups),
                effort_types=frozenset(sample.effort_types),
                start=sample.start_on,
                end=sample.end_on,
                phase=sample.phase.value,
                ages=(sample.age_from or 0, sample.age_to or _MOST_AGE) if has_ages else None,
            ),
        )


def as_table(figures: Sequence[TouchpointFigures]) -> str:
    """The figures as a table of a document."""
    lines = [
        "| initiatives | read one | find one, median | 95 of 100 | save one | lay out | find each "
        "| rebuild | index | memory |",
        "|" + " ---: |" * 10,
    ]
    lines += [
        f"| {each.initiatives:,} | {each.read_ms:.1f} ms | {each.find_ms:.1f} ms "
        f"| {each.find_p95_ms:.1f} ms | {each.change_ms:.1f} ms | {each.lay_out_s:.1f} s "
        f"| {each.find_each_s:.1f} s | {each.rebuild_s:.1f} s | {each.index_mb:.0f} MB "
        f"| {each.memory_mb:.0f} MB |"
        for each in figures
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure the sizes asked for and print them as a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.touchpoints", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--alone", type=int, help="measure one size here, as JSON")
    asked = parser.parse_args()
    if asked.alone:
        print(json.dumps(asdict(measure(asked.alone))))
    else:
        print(as_table([figures_of(size) for size in asked.sizes]))


if __name__ == "__main__":
    main()
