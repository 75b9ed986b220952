"""Fits the weights of a straight sum, and how likely a score means a touchpoint."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from fitting.sets import SAME, TOUCHES, GradedSet
from tracker.domain.touchpoints.features import NAMES

_RESTRAINT = 0.1
"""The smaller, the less a weight may differ from nought (scikit-learn's `C`)."""

_WEIGHT_OF_SAME = 16.0
"""How many touchpoints one duplicate counts as, so that duplicates come first."""

_DIGITS = 5


def fit(sets: Sequence[GradedSet], *, left_out: Sequence[str] = ()) -> dict[str, Any]:
    """Weights as they are kept in a file, fitted to the given sets.

    Args:
        left_out: names of features that get no weight, to see what each is good for.
    """
    rows = np.vstack([each.rows for each in sets])
    grades = np.concatenate([each.grades for each in sets])
    means, spreads = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = (rows - means) / spreads
    scaled[:, [name in left_out for name in NAMES]] = 0
    fitted = LogisticRegression(C=_RESTRAINT, max_iter=5000)
    fitted.fit(
        scaled, grades >= TOUCHES, sample_weight=np.where(grades == SAME, _WEIGHT_OF_SAME, 1.0)
    )
    touching = grades >= TOUCHES
    same = LogisticRegression(C=_RESTRAINT, max_iter=5000)
    same.fit(scaled[touching], grades[touching] == SAME)
    return {
        "names": list(NAMES),
        "means": _rounded(means),
        "spreads": _rounded(spreads),
        "coefficients": _rounded(fitted.coef_[0]),
        "intercept": round(float(fitted.intercept_[0]), _DIGITS),
        "same_coefficients": _rounded(same.coef_[0]),
        "same_intercept": round(float(same.intercept_[0]), _DIGITS),
        "strengths": [0.0],
        "chances": [0.0],
    }


def with_chances(kept: dict[str, Any], scores: Any, touches: Any) -> dict[str, Any]:
    """Add how likely a score means a touchpoint, from scores of sets that were left out."""
    rising = IsotonicRegression(out_of_bounds="clip").fit(scores, touches)
    return kept | {
        "strengths": _rounded(rising.X_thresholds_),
        "chances": _rounded(rising.y_thresholds_),
    }


def _rounded(values: Any) -> list[float]:
    return [round(float(value), _DIGITS) for value in values]
