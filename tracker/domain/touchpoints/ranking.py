"""Ranks the pairs of initiatives that touch, strongest first, each with its kind and reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from tracker.domain.touchpoints.efforts import Effort
from tracker.domain.touchpoints.features import NAMES, compare
from tracker.domain.touchpoints.model import model
from tracker.domain.touchpoints.profiles import profile_of
from tracker.domain.touchpoints.reasons import Reason, reasons_of

SHOWN_FROM = 0.2
"""The least chance at which a pair is worth anybody's time."""

_SAME_WORK = 0.45
_SAME_WORDS = 2.0


class TouchpointKind(StrEnum):
    """What kind of touchpoint a pair is."""

    DUPLICATE = "duplicate"
    COORDINATE = "coordinate"
    COMPLEMENT = "complement"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """Two initiatives that may touch; `chance` is how likely their organisations should talk."""

    one: Effort
    other: Effort
    score: float
    chance: float
    kind: TouchpointKind
    reasons: tuple[Reason, ...]


def rank(efforts: Sequence[Effort]) -> list[Touchpoint]:
    """All pairs that share days and a place, strongest first."""
    profiles = [profile_of(effort) for effort in efforts]
    compared = compare(profiles)
    scores = model().score(compared.rows)
    chances = model().chance(scores)
    return [
        Touchpoint(
            one=efforts[a],
            other=efforts[b],
            score=float(scores[number]),
            chance=float(chances[number]),
            kind=kind_of(compared.rows[number], chance=float(chances[number])),
            reasons=reasons_of(profiles[a], profiles[b]),
        )
        for number in np.argsort(-scores, kind="stable")
        for a, b in [compared.pairs[number]]
    ]


def kind_of(row: Any, *, chance: float) -> TouchpointKind:
    """The kind of a pair, from its numbers."""
    told = dict(zip(NAMES, row, strict=True))
    if chance < SHOWN_FROM:
        return TouchpointKind.RELATED
    if not told["subjects"]:
        return TouchpointKind.COMPLEMENT
    if told["subject_cosine"] >= _SAME_WORK and told["words_above"] >= _SAME_WORDS:
        return TouchpointKind.DUPLICATE
    return TouchpointKind.COORDINATE
