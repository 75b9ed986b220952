"""Prints what was measured, beside what was wanted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.matching import MatchingFigures
from bench.measuring import Figures
from bench.pages import OVER_ALL, Page
from bench.statements import Statements
from bench.visit import FirstView

MOST_STATEMENTS = 12
MOST_STATEMENTS_OVER_ALL = 15
MOST_GROWTH = 1.3
MOST_KB = {"board": 100}
MOST_KB_ELSEWHERE = 85
MOST_REBUILD_S = 90
MOST_SAVE_MS = 50
MOST_PANEL_MS = 150
_Table = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One page at one size."""

    page: Page
    initiatives: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that one run found out; statements, weights and first views of the largest size."""

    floor: Figures
    rows: Sequence[Row]
    statements: Mapping[str, Statements]
    weights_kb: Mapping[str, float]
    first_views: Sequence[FirstView]
    memory_mb: float
    matching: Sequence[MatchingFigures]


def as_text(run: Run) -> str:
    """The tables for a terminal."""
    return "\n\n".join(_aligned(table) for table in _tables(run))


def as_markdown(run: Run) -> str:
    """The tables for a document."""
    return "\n".join(_piped(table) for table in _tables(run))


def _tables(run: Run) -> list[_Table]:
    return [
        _speed(run),
        _growth(run.rows),
        _pages(run),
        _first_views(run.first_views),
        _matching(run.matching),
    ]


def _speed(run: Run) -> _Table:
    head = ("page", "initiatives", "p50 ms", "p95 ms", "req/s", "of floor", "wanted", "cpu ms",
            "of floor's cpu", "bytes")  # fmt: skip
    return [
        head,
        _speed_row("floor: 50 bare rows", "", run.floor, None),
        *(
            _speed_row(row.page.name, _thousands(row.initiatives), row.figures, row.page.wanted)
            for row in run.rows
        ),
    ]


def _speed_row(name: str, size: str, of: Figures, wanted: float | None) -> tuple[str, ...]:
    return (
        name,
        size,
        f"{of.p50_ms:.1f}",
        f"{of.p95_ms:.1f}",
        f"{of.per_second:.0f}",
        f"{of.ratio:.2f}",
        "" if wanted is None else _judged(f"≥ {wanted}", is_met=of.ratio >= wanted),
        f"{of.cpu_ms:.2f}",
        f"{of.cpu_ratio:.2f}",
        _thousands(of.bytes),
    )


def _growth(rows: Sequence[Row]) -> _Table:
    sizes = sorted({row.initiatives for row in rows})
    if len(sizes) < 2:
        return [("growth", ""), ("one size only", "")]
    by_page = {(row.page.name, row.initiatives): row.figures for row in rows}
    names = dict.fromkeys(row.page.name for row in rows)
    head = ("page", f"{_thousands(sizes[0])} → {_thousands(sizes[-1])}", "wanted")
    growths = [
        (name, by_page[name, sizes[0]].ratio / by_page[name, sizes[-1]].ratio) for name in names
    ]
    return [
        head,
        *(
            (name, f"× {growth:.2f}", _judged(f"≤ {MOST_GROWTH}", is_met=growth <= MOST_GROWTH))
            for name, growth in growths
        ),
    ]


def _pages(run: Run) -> _Table:
    head = ("page", "SQL, first", "SQL, later", "wanted", "browser files kB", "wanted")
    return [head, *(_page_row(run, name) for name in run.statements)]


def _page_row(run: Run, name: str) -> tuple[str, ...]:
    statements, weight = run.statements[name], run.weights_kb[name]
    most_asked = MOST_STATEMENTS_OVER_ALL if name in OVER_ALL else MOST_STATEMENTS
    most = next((kb for start, kb in MOST_KB.items() if name.startswith(start)), MOST_KB_ELSEWHERE)
    return (
        name,
        str(statements.first),
        str(statements.later),
        _judged(f"≤ {most_asked}", is_met=statements.later <= most_asked),
        f"{weight:.1f}",
        _judged(f"≤ {most}", is_met=weight <= most),
    )


def _first_views(views: Iterable[FirstView]) -> _Table:
    head = ("alone on the server", "nothing changes, ms", "p95", "wanted",
            "first view after a change, ms")  # fmt: skip
    return [head, *map(_first_view_row, views)]


def _first_view_row(view: FirstView) -> tuple[str, ...]:
    most, p95 = view.page.most_ms, view.calm_p95_ms
    return (
        view.page.name,
        f"{view.calm_ms:.1f}",
        f"{p95:.1f}",
        "" if most is None else _judged(f"≤ {most:.0f}", is_met=p95 <= most),
        f"{view.after_change_ms:.1f}",
    )


def _matching(figures: Iterable[MatchingFigures]) -> _Table:
    head = ("touchpoints", "rebuild, cpu s", "wanted", "MB", "save, cpu ms", "p95", "wanted",
            "panel, ms", "p95", "wanted")  # fmt: skip
    return [head, *(_matching_row(each) for each in figures)]


def _matching_row(of: MatchingFigures) -> tuple[str, ...]:
    return (
        _thousands(of.initiatives),
        f"{of.rebuild_s:.1f}",
        _judged(f"≤ {MOST_REBUILD_S}", is_met=of.rebuild_s <= MOST_REBUILD_S),
        f"{of.rebuild_mb:.0f}",
        f"{of.save_ms:.1f}",
        f"{of.save_p95_ms:.1f}",
        _judged(f"≤ {MOST_SAVE_MS}", is_met=of.save_ms <= MOST_SAVE_MS),
        f"{of.panel_ms:.0f}",
        f"{of.panel_p95_ms:.0f}",
        _judged(f"≤ {MOST_PANEL_MS}", is_met=of.panel_p95_ms <= MOST_PANEL_MS),
    )


def _judged(wanted: str, *, is_met: bool) -> str:
    return wanted if is_met else f"{wanted} missed"


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _aligned(table: _Table) -> str:
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    )


def _piped(table: _Table) -> str:
    rule = tuple("---" if column == 0 else "---:" for column in range(len(table[0])))
    return "".join(f"| {' | '.join(row)} |\n" for row in (table[0], rule, *table[1:]))
