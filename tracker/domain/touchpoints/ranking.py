"""Ranks the pairs of initiatives that touch, strongest first, each with its kind and reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tracker.domain.touchpoint_decisions import TouchpointKind
from tracker.domain.touchpoints.features import NAMES, compare_all
from tracker.domain.touchpoints.fingerprint_taking import fingerprint_of
from tracker.domain.touchpoints.initiatives import ComparedInitiative
from tracker.domain.touchpoints.model import model
from tracker.domain.touchpoints.reasons import Reason, reasons_of
from tracker.domain.touchpoints.shared import Compared
from tracker.domain.touchpoints.tables import Table

SHOWN_FROM = 0.2
"""The least chance at which a pair is worth anybody's time."""

MAY_BE_SAME = 0.4
"""The least likelihood of being one thing at which it is worth asking."""

SHARED_WORK = NAMES.index("subjects")
"""Which number of a pair says whether the work is alike."""

_STRONG_FROM = 0.7
_CLEAR_FROM = 0.4


class Strength(StrEnum):
    """How sure it is that two organisations should talk."""

    STRONG = "strong"
    CLEAR = "clear"
    POSSIBLE = "possible"


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
    found = [fingerprint_of(initiative) for initiative in initiatives]
    pairs, numbers = compare_all(Compared.alone(Table.of([each.packed() for each in found])))
    scores = model().score(numbers)
    chances, sameness = model().chance(scores), model().sameness(numbers)
    return [
        Touchpoint(
            one=initiatives[a],
            other=initiatives[b],
            score=float(scores[number]),
            chance=float(chances[number]),
            kind=kind_of(
                chance=chances[number],
                sameness=sameness[number],
                shares_work=bool(numbers[number][SHARED_WORK]),
            ),
            reasons=reasons_of(found[a], found[b]),
        )
        for number in np.argsort(-scores, kind="stable")
        for a, b in [pairs[number]]
    ]


def kind_of(*, chance: float, sameness: float, shares_work: bool) -> TouchpointKind:
    """The kind of a pair: how likely it touches, is one thing, and whether the work is alike."""
    if chance < SHOWN_FROM:
        return TouchpointKind.RELATED
    if sameness >= MAY_BE_SAME:
        return TouchpointKind.DUPLICATE
    return TouchpointKind.COORDINATE if shares_work else TouchpointKind.COMPLEMENT


def strength_of(chance: float) -> Strength:
    """A word for how likely two organisations should talk."""
    if chance >= _STRONG_FROM:
        return Strength.STRONG
    return Strength.CLEAR if chance >= _CLEAR_FROM else Strength.POSSIBLE
