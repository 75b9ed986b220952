"""The command that ranks a file, without a database."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tracker.cli import main

ROW: dict[str, Any] = {
    "id": "x1",
    "title": "Läxhjälp på biblioteket",
    "description": "Barn i åk 4–6 får hjälp med läxorna på tisdagar.",
    "organisation": "Läxlaget",
    "organisation_kind": "association",
    "goal_areas": ["children_youth"],
    "places": ["Norrby"],
    "target_groups": ["children"],
    "methods": ["homework_help"],
    "start": "2026-01-12",
    "end": None,
    "status": "ongoing",
}
OTHER = {**ROW, "id": "x0", "title": "Plugga ihop", "organisation": "Studenterna"}


def ranked(tmp_path: Path, text: str, *options: str) -> tuple[Result, list[dict[str, str]]]:
    source, target = tmp_path / "initiatives.jsonl", tmp_path / "ranked.csv"
    source.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(
        main, ["touchpoints", "rank", str(source), "--output", str(target), *options]
    )
    rows = []
    if target.exists():
        with target.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    return result, rows


@pytest.mark.parametrize(("language", "said"), [("sv", "Norrby i båda"), ("en", "Norrby in both")])
def test_each_pair_has_a_score_a_kind_and_reasons(tmp_path: Path, language: str, said: str) -> None:
    text = f"{json.dumps(ROW)}\n\n{json.dumps(OTHER)}\n"

    result, rows = ranked(tmp_path, text, "--language", language)

    assert result.exit_code == 0, result.output
    assert [(row["a"], row["b"]) for row in rows] == [("x0", "x1")]
    assert rows[0]["kind"] in {"duplicate", "coordinate", "complement", "related"}
    assert float(rows[0]["score"]) > 0
    assert said in rows[0]["reasons"].split("; ")


@pytest.mark.parametrize(
    "line", ["{", '"x"', json.dumps({"id": "x"}), json.dumps({**ROW, "start": "i våras"})]
)
def test_a_line_that_is_no_initiative_is_named(tmp_path: Path, line: str) -> None:
    result, rows = ranked(tmp_path, f"{json.dumps(ROW)}\n{line}\n")

    assert result.exit_code == 1
    assert "Line 2" in result.output
    assert rows == []


def test_a_file_that_is_no_text_and_one_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    picture, empty = tmp_path / "picture.jsonl", tmp_path / "empty.jsonl"
    picture.write_bytes(b"\xff\xfe")
    empty.touch()

    unread = CliRunner().invoke(
        main, ["touchpoints", "rank", str(picture), "--output", str(tmp_path / "x.csv")]
    )
    unwritten = CliRunner().invoke(
        main, ["touchpoints", "rank", str(empty), "--output", str(tmp_path / "nowhere" / "x.csv")]
    )

    assert (unread.exit_code, unwritten.exit_code) == (1, 1)
    assert "no text in UTF-8" in unread.output
    assert "cannot be written" in unwritten.output


def test_an_empty_file_has_no_pairs(tmp_path: Path) -> None:
    result, rows = ranked(tmp_path, "")

    assert result.exit_code == 0
    assert rows == []
