"""The fitted weights."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.domain.touchpoints.features import NAMES
from tracker.domain.touchpoints.model import StaleWeightsError, model, model_of

KEPT = {
    "names": list(NAMES),
    "means": [0.0] * len(NAMES),
    "spreads": [1.0] * len(NAMES),
    "coefficients": [1.0] + [0.0] * (len(NAMES) - 1),
    "intercept": 0.0,
    "same_coefficients": [0.0, 1.0] + [0.0] * (len(NAMES) - 2),
    "same_intercept": 0.0,
    "strengths": [0, 1],
    "chances": [0.1, 0.9],
}


def test_a_score_is_a_straight_sum() -> None:
    rows = np.zeros((2, len(NAMES)))
    rows[1, :2] = (3, 7)

    assert model_of({**KEPT, "intercept": -1.0}).score(rows) == pytest.approx([-1, 2])


def test_a_second_sum_tells_whether_two_may_be_the_same() -> None:
    rows = np.zeros((2, len(NAMES)))
    rows[1, 1] = 3

    assert model_of(KEPT).sameness(rows) == pytest.approx([0.5, 0.9526], abs=1e-4)


def test_chances_rise_with_the_score_and_stay_within_what_was_seen() -> None:
    fitted = model_of(KEPT)

    assert fitted.chance(np.array([-5, 0.5, 5])) == pytest.approx([0.1, 0.5, 0.9])


def test_weights_of_other_features_are_refused() -> None:
    with pytest.raises(StaleWeightsError):
        model_of({**KEPT, "names": ["words"]})


def test_the_weights_that_ship_fit_the_features() -> None:
    assert len(model().coefficients) == len(NAMES)
    assert len(model().score(np.zeros((0, len(NAMES))))) == 0
