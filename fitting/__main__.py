"""`python -m fitting FOLDER...`: fits the weights, and prints how each set fares that is left out."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np

from fitting.measuring import (
    Quality,
    as_text,
    kinds_met,
    measure,
    reliability,
    strengths_met,
)
from fitting.sets import TOUCHES, GradedSet, read_set
from fitting.weights import fit, with_chances
from tracker.domain.touchpoints.features import NAMES
from tracker.domain.touchpoints.model import Model, model_of
from tracker.domain.touchpoints.ranking import MAY_BE_SAME

WEIGHTS = Path(__file__).parent.parent / "tracker" / "data" / "touchpoint_weights.json"


def main() -> None:
    """Fit to every set but one, measure that one, and at last fit to all of them."""
    parser = argparse.ArgumentParser(prog="python -m fitting", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="hand-graded sets")
    parser.add_argument("--ablation", action="store_true", help="leave out each feature in turn")
    parser.add_argument("--save", action="store_true", help="write the weights of the product")
    asked = parser.parse_args()
    sets = [read_set(folder) for folder in asked.folders]
    scores, found = _left_out(sets)
    for graded, quality in zip(sets, found, strict=True):
        print(as_text(graded.name, quality))
    print(as_text("mean", _mean(found)))
    print("duplicates told from other touchpoints, right and found:")
    for graded, fitted in zip(sets, _models(sets), strict=True):
        print(kinds_met(graded, fitted.sameness(graded.rows), MAY_BE_SAME))
    touches = np.concatenate([each.grades for each in sets]) >= TOUCHES
    print(reliability(np.concatenate(scores), touches))
    strengths = {each.name: _strengths(each, sets) for each in sets}
    for name, met in strengths.items():
        print(
            name, *(f"{word}: {count} pairs, {right:.0%}" for word, (count, right) in met.items())
        )
    if asked.ablation:
        _print_ablation(sets, _mean(found))
    if asked.save:
        kept = with_chances(fit(sets), np.concatenate(scores), touches)
        kept["strengths_on_sets_left_out"] = strengths
        WEIGHTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def _models(sets: Sequence[GradedSet], features: Sequence[str] = ()) -> list[Model]:
    """For each set, weights that were fitted to all the others."""
    return [
        model_of(fit([other for other in sets if other is not each], left_out=features))
        for each in sets
    ]


def _left_out(
    sets: Sequence[GradedSet], features: Sequence[str] = ()
) -> tuple[list[Any], list[Quality]]:
    """Scores and quality of each set by weights that were fitted to the others."""
    fitted = _models(sets, features)
    scores = [own.score(each.rows) for own, each in zip(fitted, sets, strict=True)]
    return scores, [measure(each, own) for each, own in zip(sets, scores, strict=True)]


def _strengths(wanted: GradedSet, sets: Sequence[GradedSet]) -> dict[str, tuple[int, float]]:
    """How right the words for the strength are on a set that had no part in weights or chances."""
    others = [each for each in sets if each is not wanted]
    scores, _ = _left_out(others)
    touches = np.concatenate([each.grades for each in others]) >= TOUCHES
    fitted = model_of(with_chances(fit(others), np.concatenate(scores), touches))
    return strengths_met(fitted.chance(fitted.score(wanted.rows)), wanted.grades >= TOUCHES)


def _mean(found: Sequence[Quality]) -> Quality:
    return Quality(*np.mean([astuple(each) for each in found], axis=0))


def _print_ablation(sets: Sequence[GradedSet], whole: Quality) -> None:
    for name in NAMES:
        without = _mean(_left_out(sets, [name])[1])
        lost = whole.average_precision - without.average_precision
        same = whole.of_duplicates - without.of_duplicates
        print(f"| {name} | {lost:+.3f} | {same:+.3f} |")


if __name__ == "__main__":
    main()
