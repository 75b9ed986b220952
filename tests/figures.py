"""Figures that tests record, gathered over workers and engines, held against tests/floor.json.

A test asks for the fixture `figures` and says what it counted. The run prints the table and adds
its part to tests/figures.json; `python -m tests.figures` compares that with the committed floor.
"""

from __future__ import annotations

import json
import operator
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

HERE = Path(__file__).parent
FIGURES_FILE = HERE / "figures.json"
FLOOR_FILE = HERE / "floor.json"
ENGINES = ("sqlite", "postgresql")
RULES: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "==": operator.eq,
    "<=": operator.le,
}
Gathering = Literal["one", "sum", "worst"]


@dataclass
class Figure:
    """What one name stands at: a number, and of how many when the whole is known."""

    value: float
    of: float | None = None
    unit: str = ""
    gathering: Gathering = "one"

    def text(self) -> str:
        """The figure as a reader wants it: `41 of 41`, `2.4 ms`."""
        whole = "" if self.of is None else f" of {_plain(self.of)}"
        unit = f" {self.unit}" if self.unit else ""
        return f"{_plain(self.value)}{whole}{unit}"

    def joined(self, name: str, other: Figure) -> Figure:
        """This figure and the same one from another test or worker, as one."""
        match self.gathering:
            case "sum":
                whole = None if self.of is None or other.of is None else self.of + other.of
                return Figure(self.value + other.value, whole, self.unit, "sum")
            case "worst":
                return self if self.value >= other.value else other
            case "one":
                if (self.value, self.of) != (other.value, other.of):
                    message = f"{name!r} was recorded twice: {self.text()} and {other.text()}"
                    raise ValueError(message)
                return self


class Figures:
    """What this process has recorded so far."""

    def __init__(self) -> None:
        self.recorded: dict[str, Figure] = {}

    def record(self, name: str, *, value: float, of: float | None = None, unit: str = "") -> None:
        """Say a figure that one test knows in full; less than `of` is a failure of the floor."""
        self.take(name, Figure(value, of, unit, "one"))

    def add(self, name: str, *, value: float, of: float | None = None, unit: str = "") -> None:
        """Add to a figure that many tests, on many workers, make together."""
        self.take(name, Figure(value, of, unit, "sum"))

    def worst(self, name: str, *, value: float, unit: str = "") -> None:
        """Keep the highest of what many tests measure."""
        self.take(name, Figure(value, None, unit, "worst"))

    def take(self, name: str, figure: Figure) -> None:
        """Join `figure` with what is already recorded under `name`."""
        before = self.recorded.get(name)
        self.recorded[name] = figure if before is None else before.joined(name, figure)

    def as_rows(self) -> dict[str, dict[str, Any]]:
        """Plain values, to send from a worker or to write as JSON."""
        return {name: asdict(figure) for name, figure in sorted(self.recorded.items())}

    def take_rows(self, rows: Mapping[str, Mapping[str, Any]]) -> None:
        """Join what another process sent."""
        for name, row in rows.items():
            self.take(name, Figure(**row))


@dataclass(frozen=True)
class Line:
    """One figure of the floor beside what was measured."""

    name: str
    engine: str
    wanted: str
    measured: str
    is_kept: bool


def compare(floor: Iterable[Mapping[str, Any]], measured: Mapping[str, Any]) -> list[Line]:
    """Hold the measured figures, by engine, against the floor; a missing figure is not kept.

    A floor entry has `name`, `rule` and `value`, and may have `engines` (else both).
    """
    lines = []
    for entry in floor:
        for engine in entry.get("engines", ENGINES):
            row = measured.get(engine, {}).get(entry["name"])
            wanted = f"{entry['rule']} {_plain(entry['value'])}"
            if row is None:
                lines.append(Line(entry["name"], engine, wanted, "missing", is_kept=False))
                continue
            figure = Figure(**row)
            is_whole = figure.of is None or figure.value >= figure.of
            is_kept = is_whole and RULES[entry["rule"]](figure.value, entry["value"])
            lines.append(Line(entry["name"], engine, wanted, figure.text(), is_kept))
    return lines


def table(lines: list[Line]) -> str:
    """The comparison as text, one line a figure, faults marked."""
    heads = ("figure", "engine", "wanted", "measured")
    rows = [(line.name, line.engine, line.wanted, line.measured) for line in lines]
    widths = [max(len(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    texts = ["  ".join(cell.ljust(w) for cell, w in zip(heads, widths, strict=True)).rstrip()]
    for line, row in zip(lines, rows, strict=True):
        text = "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True))
        texts.append(f"{text}  {'ok' if line.is_kept else 'BELOW THE FLOOR'}")
    return "\n".join(texts)


def save(engine: str, figures: Figures, *, path: Path = FIGURES_FILE) -> None:
    """Put this run's figures into the file under its engine; the other engine's stay."""
    known = load(path)
    known[engine] = figures.as_rows()
    path.write_text(json.dumps(known, indent=2, ensure_ascii=False, sort_keys=True) + "\n")


def load(path: Path) -> dict[str, Any]:
    """The JSON of `path`, or nothing yet."""
    return dict(json.loads(path.read_text())) if path.exists() else {}


def main(*, floor_file: Path = FLOOR_FILE, figures_file: Path = FIGURES_FILE) -> int:
    """Print the comparison; 1 when a figure is missing or below the floor."""
    lines = compare(json.loads(floor_file.read_text()), load(figures_file))
    faults = [line for line in lines if not line.is_kept]
    print(table(lines))
    print(f"\n{len(lines) - len(faults)} of {len(lines)} figures keep the floor")
    return 1 if faults else 0


def _plain(number: float) -> str:
    return str(round(number)) if float(number).is_integer() else f"{number:.2f}"


# How a test run gathers them ---------------------------------------------------------------

GATHERED = pytest.StashKey[Figures]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--save-figures", action="store_true", help="keep the figures in tests/figures.json"
    )
    parser.addoption(
        "--compare-figures", action="store_true", help="fail the run below tests/floor.json"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[GATHERED] = Figures()


@pytest.fixture(scope="session")
def figures(request: pytest.FixtureRequest) -> Figures:
    """Where a test records what it counted."""
    return request.config.stash[GATHERED]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Take what a worker recorded when it ends."""
    node.config.stash[GATHERED].take_rows(getattr(node, "workeroutput", {}).get("figures", {}))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    sent_home: dict[str, Any] | None = getattr(config, "workeroutput", None)
    if sent_home is not None:
        sent_home["figures"] = config.stash[GATHERED].as_rows()
        return
    if config.getoption("save_figures"):
        save(str(config.getoption("engine")), config.stash[GATHERED])
    if config.getoption("compare_figures"):
        lines = compare(json.loads(FLOOR_FILE.read_text()), load(FIGURES_FILE))
        if not all(line.is_kept for line in lines):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    recorded = config.stash[GATHERED].recorded
    if recorded:
        terminalreporter.section(f"figures on {config.getoption('engine')}")
    for name, figure in sorted(recorded.items()):
        terminalreporter.write_line(f"{name}: {figure.text()}")
    if config.getoption("compare_figures"):
        terminalreporter.section("figures beside the floor")
        lines = compare(json.loads(FLOOR_FILE.read_text()), load(FIGURES_FILE))
        terminalreporter.write_line(table(lines))


if __name__ == "__main__":
    sys.exit(main())
