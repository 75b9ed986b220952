"""Ranks the pairs of initiatives that touch, strongest first, each with its kind and reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tracker.domain.touchpoints.features import NAMES, compare
from tracker.domain.touchpoints.initiatives import ComparedInitiative
from tracker.domain.touchpoints.model import model
from tracker.domain.touchpoints.profiles import profile_of
from tracker.domain.touchpoints.reasons import Reason, reasons_of

SHOWN_FROM = 0.2
"""The least chance at which a pair is worth anybody's time."""

MAY_BE_SAME = 0.4
"""The least likelihood of being one thing at which it is worth asking."""

_SHARED_WORK = NAMES.index("subjects")


class TouchpointKind(StrEnum):
    """What kind of touchpoint a pair is."""

    DUPLICATE = "duplicate"
    COORDINATE = "coordinate"
    COMPLEMENT = "complement"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """Two initiatives that may touch; `chance` is how likely their organisations should talk."""

    one: ComparedInitiative
    other: ComparedInitiative
    score: float
    chance: float
    kind: TouchpointKind
    reasons: tuple[Reason, ...]


def rank(initiatives: Sequence[ComparedInitiative]) -> list[Touchpoint]:
    """All pairs that share days and a place, strongest first."""
    profiles = [profile_of(initiative) for initiative in initiatives]
    compared = compare(profiles)
    scores = model().score(compared.rows)
    chances, sameness = model().chance(scores), model().sameness(compared.rows)
    return [
        Touchpoint(
            one=initiatives[a],
            other=initiatives[b],
            score=float(scores[number]),
            chance=float(chances[number]),
            kind=kind_of(
                chance=chances[number],
                sameness=sameness[number],
                shares_work=bool(compared.rows[number][_SHARED_WORK]),
            ),
            reasons=reasons_of(profiles[a], profiles[b]),
        )
        for number in np.argsort(-scores, kind="stable")
        for a, b in [compared.pairs[number]]
    ]


def kind_of(*, chance: float, sameness: float, shares_work: bool) -> TouchpointKind:
    """The kind of a pair: how likely it touches, is one thing, and whether the work is alike."""
    if chance < SHOWN_FROM:
        return TouchpointKind.RELATED
    if sameness >= MAY_BE_SAME:
        return TouchpointKind.DUPLICATE
    return TouchpointKind.COORDINATE if shares_work else TouchpointKind.COMPLEMENT
