"""The fitted weights, read from their file, and what they make of the numbers of a pair.

A score is a straight sum of weighted features, so that what made it can always be told.
`fitting/` makes the weights.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from tracker.domain.touchpoints.features import NAMES
from tracker.domain.touchpoints.fingerprints import current_mark

_FILE = Path(__file__).parents[2] / "data" / "touchpoint_weights.json"


class StaleWeightsError(RuntimeError):
    """The weights were fitted to other features than those that are computed."""


@dataclass(frozen=True)
class Model:
    """Fitted weights: `means` and `spreads` put the features on one scale.

    A second sum tells, of two that touch, whether they may be the same. `chances` are how likely a
    pair of each of the `strengths` is one whose organisations should talk, counted on sets that the
    weights were not fitted to.
    """

    means: Any
    spreads: Any
    coefficients: Any
    intercept: float
    same_coefficients: Any
    same_intercept: float
    strengths: Any
    chances: Any

    def score(self, rows: Any) -> Any:
        """How strongly each pair touches; comparable among all pairs of all registers."""
        return self._scaled(rows) @ self.coefficients + self.intercept

    def sameness(self, rows: Any) -> Any:
        """How likely each pair, if it touches, is one thing registered twice, 0 to 1."""
        return 1 / (1 + np.exp(-self._scaled(rows) @ self.same_coefficients - self.same_intercept))

    def _scaled(self, rows: Any) -> Any:
        return (rows - self.means) / self.spreads

    def chance(self, scores: Any) -> Any:
        """How likely a pair of such a score is one whose organisations should talk, 0 to 1."""
        return np.interp(scores, self.strengths, self.chances)


@lru_cache(maxsize=1)
def matching_mark() -> int:
    """A number for all that decides what touches what: how texts are read, and these weights."""
    return crc32(_FILE.read_bytes(), current_mark())


@lru_cache(maxsize=1)
def model() -> Model:
    """The weights that ship with the product.

    Raises:
        StaleWeightsError: they belong to other features.
    """
    return model_of(json.loads(_FILE.read_text(encoding="utf-8")))


def model_of(kept: Mapping[str, Any]) -> Model:
    """The weights as `fitting/` writes them.

    Raises:
        StaleWeightsError: they belong to other features.
    """
    if tuple(kept["names"]) != NAMES:
        raise StaleWeightsError
    return Model(
        means=np.array(kept["means"]),
        spreads=np.array(kept["spreads"]),
        coefficients=np.array(kept["coefficients"]),
        intercept=kept["intercept"],
        same_coefficients=np.array(kept["same_coefficients"]),
        same_intercept=kept["same_intercept"],
        strengths=np.array(kept["strengths"]),
        chances=np.array(kept["chances"]),
    )
