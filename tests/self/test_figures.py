"""The figures: gathered over workers, held against the floor, missing ones told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.figures import Figure, Figures, compare, load, main, save, table


def measured(**values: Any) -> dict[str, Any]:
    figures = Figures()
    for name, value in values.items():
        figures.record(name, value=value)
    return {"sqlite": figures.as_rows(), "postgresql": figures.as_rows()}


@pytest.mark.parametrize(
    ("rule", "value", "is_kept"),
    [(">=", 5, True), (">=", 6, False), ("==", 5, True), ("==", 4, False), ("<=", 4, False)],
)
def test_a_figure_is_held_to_its_rule(rule: str, value: int, is_kept: bool) -> None:
    lines = compare([{"name": "cells", "rule": rule, "value": value}], measured(cells=5))

    assert [line.is_kept for line in lines] == [is_kept, is_kept]


def test_a_missing_figure_is_a_failure() -> None:
    lines = compare([{"name": "cells", "rule": "<=", "value": 9}], {"sqlite": {}})

    assert [(line.engine, line.measured, line.is_kept) for line in lines] == [
        ("sqlite", "missing", False),
        ("postgresql", "missing", False),
    ]


def test_an_entry_may_be_for_one_engine() -> None:
    floor = [{"name": "cells", "rule": "==", "value": 5, "engines": ["sqlite"]}]

    assert [line.engine for line in compare(floor, measured(cells=5))] == ["sqlite"]


def test_fewer_than_the_whole_is_below_any_floor() -> None:
    figures = Figures()
    figures.record("endpoints guarded", value=40, of=41)
    floor = [{"name": "endpoints guarded", "rule": ">=", "value": 1, "engines": ["sqlite"]}]

    (line,) = compare(floor, {"sqlite": figures.as_rows()})

    assert not line.is_kept
    assert "40 of 41" in table([line])
    assert "BELOW THE FLOOR" in table([line])


def test_figures_of_workers_are_joined() -> None:
    here, there = Figures(), Figures()
    for figures in (here, there):
        figures.add("pages checked", value=3, of=3)
        figures.record("engines", value=2)
    here.worst("page", value=12.5, unit="ms")
    there.worst("page", value=40.25, unit="ms")

    here.take_rows(json.loads(json.dumps(there.as_rows())))

    assert here.recorded["pages checked"].text() == "6 of 6"
    assert here.recorded["page"].text() == "40.25 ms"
    assert here.recorded["engines"] == Figure(2)


def test_two_different_figures_of_one_name_are_refused() -> None:
    figures = Figures()
    figures.record("cells", value=1)

    with pytest.raises(ValueError, match="recorded twice"):
        figures.record("cells", value=2)


def test_the_command_answers_1_below_the_floor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floor, kept = tmp_path / "floor.json", tmp_path / "figures.json"
    floor.write_text(json.dumps([{"name": "cells", "rule": ">=", "value": 2}]))
    figures = Figures()
    figures.record("cells", value=2)

    save("sqlite", figures, path=kept)
    assert main(floor_file=floor, figures_file=kept) == 1
    assert "missing" in capsys.readouterr().out

    save("postgresql", figures, path=kept)
    assert main(floor_file=floor, figures_file=kept) == 0
    assert "2 of 2 figures keep the floor" in capsys.readouterr().out
    assert set(load(kept)) == {"sqlite", "postgresql"}
