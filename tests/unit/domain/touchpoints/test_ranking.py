"""Pairs that touch come first, on made-up initiatives and on the hand-graded sets."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.compared import CHOIR, FOOTBALL, HOMEWORK, LAST_YEAR, STUDY
from tests.figures import Figures
from tracker.domain.touchpoint_decisions import TouchpointKind
from tracker.domain.touchpoints.initiatives import initiative_of
from tracker.domain.touchpoints.ranking import Strength, kind_of, rank, strength_of

ROOT = Path(__file__).parents[4]
SETS = ROOT / "tests" / "touchpoints"
WEIGHTS = ROOT / "tracker" / "data" / "touchpoint_weights.json"
DOCUMENT = ROOT / "docs" / "touchpoints.md"
TOUCHES = 2


def test_the_same_help_for_the_same_children_comes_before_football() -> None:
    found = rank([FOOTBALL, CHOIR, STUDY, LAST_YEAR, HOMEWORK])

    assert {found[0].one.title, found[0].other.title} == {HOMEWORK.title, STUDY.title}
    assert len(found) == 3
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(each.reasons for each in found)
    assert {each.kind for each in found} <= set(TouchpointKind)


@pytest.mark.parametrize(
    ("chance", "sameness", "shares_work", "kind"),
    [
        (0.1, 0.9, True, TouchpointKind.RELATED),
        (0.9, 0.9, True, TouchpointKind.DUPLICATE),
        (0.9, 0.1, True, TouchpointKind.COORDINATE),
        (0.9, 0.1, False, TouchpointKind.COMPLEMENT),
    ],
)
def test_the_kind_follows_from_strength_sameness_and_work(
    chance: float, sameness: float, shares_work: bool, kind: TouchpointKind
) -> None:
    assert kind_of(chance=chance, sameness=sameness, shares_work=shares_work) is kind


@pytest.mark.parametrize(
    ("chance", "strength"),
    [
        (0.9, Strength.STRONG),
        (0.7, Strength.STRONG),
        (0.5, Strength.CLEAR),
        (0.2, Strength.POSSIBLE),
    ],
)
def test_a_chance_has_a_word(chance: float, strength: Strength) -> None:
    assert strength_of(chance) is strength


def test_of_those_called_strong_four_in_five_touch_on_every_set_left_out() -> None:
    kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))["strengths_on_sets_left_out"]

    assert kept.keys() == {"a", "c", "d"}
    for name, met in kept.items():
        (count, strong), (_, clear), (_, possible) = met.values()
        assert count >= 40, name
        assert strong >= 0.8 > clear > possible, name
        assert f"| {name} | {count} | {strong:.0%} |" in DOCUMENT.read_text(encoding="utf-8")


def test_nothing_is_no_pair() -> None:
    assert rank([]) == []


@pytest.mark.parametrize("name", ["a", "c", "d"])
def test_the_weights_that_ship_know_the_sets_they_were_fitted_to(
    name: str, figures: Figures
) -> None:
    """What a set left out says stands in docs/touchpoints.md; this holds the shipped file."""
    lines = (SETS / name / "initiatives.jsonl").read_text(encoding="utf-8").splitlines()
    with (SETS / name / "pairs.csv").open(encoding="utf-8", newline="") as rows:
        wanted = {
            frozenset((row["a"], row["b"]))
            for row in csv.DictReader(rows)
            if int(row["grade"]) >= TOUCHES
        }

    found = rank([initiative_of(json.loads(line)) for line in lines])

    is_wanted = [frozenset((each.one.id, each.other.id)) in wanted for each in found]
    places = [place for place, is_one in enumerate(is_wanted, 1) if is_one]
    precision = sum(number / place for number, place in enumerate(places, 1)) / len(wanted)
    figures.record(f"touchpoints: average precision of set {name}", value=round(precision, 2))
    assert precision >= 0.8
