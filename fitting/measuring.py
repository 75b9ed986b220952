"""How well a ranking meets the hand-made grades."""

from dataclasses import astuple, dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from fitting.sets import SAME, TOUCHES, GradedSet
from tracker.domain.touchpoints.ranking import SHOWN_FROM, Strength, strength_of

_BEST = (50, 100)
_STEPS = (0, 50, 100, 150, 200, 300, 400, 600, 1000, 2000)


@dataclass(frozen=True, slots=True)
class Quality:
    """Average precision of touchpoints and of duplicates alone, and what stands among the best.

    A pair that is never compared counts as never found.
    """

    average_precision: float
    of_duplicates: float
    precision_at_50: float
    hard_negatives_in_100: float


def measure(graded: GradedSet, scores: Any) -> Quality:
    """How well these scores rank a set."""
    order = np.argsort(-scores, kind="stable")
    grades = graded.grades[order]
    hard = [graded.grades_by_pair.get(graded.ids(number)) == 0 for number in order[: _BEST[1]]]
    wanted = list(graded.grades_by_pair.values())
    return Quality(
        average_precision=_average_precision(
            grades >= TOUCHES, sum(grade >= TOUCHES for grade in wanted)
        ),
        of_duplicates=_average_precision(grades == SAME, sum(grade == SAME for grade in wanted)),
        precision_at_50=float(np.mean(grades[: _BEST[0]] >= TOUCHES)),
        hard_negatives_in_100=float(sum(hard)),
    )


def _average_precision(is_wanted: Any, total: int) -> float:
    places = np.flatnonzero(is_wanted) + 1
    return float(np.sum(np.arange(1, len(places) + 1) / places) / total)


def kinds_met(graded: GradedSet, sameness: Any, least: float) -> str:
    """How well duplicates are told from other touchpoints, among those that are touchpoints."""
    touching = graded.grades >= TOUCHES
    said, true = (sameness >= least)[touching], (graded.grades == SAME)[touching]
    right = float(np.sum(said & true))
    return f"{graded.name}: {right / said.sum():.2f} of those said, {right / true.sum():.2f} found"


def as_text(name: str, quality: Quality) -> str:
    """One line of figures."""
    ap, same, at_50, hard = astuple(quality)
    return f"{name}: ap {ap:.3f}  duplicates {same:.3f}  p@50 {at_50:.2f}  hard in 100 {hard:.0f}"


def strengths_met(chances: Any, touches: Any) -> dict[str, tuple[int, float]]:
    """For each word for the strength: how many pairs have it, and how many of those touch."""
    words = np.array([strength_of(float(chance)) for chance in chances])
    shown = chances >= SHOWN_FROM
    found = {word: touches[shown & (words == word)] for word in Strength}
    return {
        word.value: (len(each), round(float(np.sum(each)) / max(1, len(each)), 2))
        for word, each in found.items()
    }


def reliability(scores: Any, touches: Any) -> str:
    """How often pairs of each strength touch, strongest first, as a table."""
    order = np.argsort(-scores, kind="stable")
    lines = ["| pairs, strongest first | lowest score | touch |", "| ---: | ---: | ---: |"]
    for first, last in pairwise(_STEPS):
        part = order[first:last]
        if len(part):
            lines.append(
                f"| {first + 1}–{last} | {scores[part].min():.2f} | {touches[part].mean():.0%} |"
            )
    return "\n".join(lines)
