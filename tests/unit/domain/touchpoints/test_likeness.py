"""How alike texts are."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.domain.touchpoints.likeness import (
    best_sentences,
    cosines,
    letters,
    standing_out,
    words,
)

TEXTS = ("Läxhjälp för barn", "Barnens läxhjälp", "Sångkör för äldre", "")


def test_a_text_is_most_like_itself_and_not_at_all_like_an_empty_one() -> None:
    alike = cosines([words(text) for text in TEXTS])

    assert np.allclose(np.diag(alike)[:3], 1)
    assert alike[0, 1] > 0.5 > alike[0, 2]
    assert not alike[3].any()


def test_titles_are_held_against_other_texts() -> None:
    alike = cosines([words("läxhjälp")], [words(text) for text in TEXTS])

    assert alike.shape == (1, 4)
    assert alike[0, 0] > alike[0, 2]


def test_two_long_texts_are_alike_by_their_best_sentences() -> None:
    one = [words("Vi sjunger visor tillsammans i kyrkan"), words("Barn får hjälp med läxorna här")]
    other = [words("Elever får hjälp med läxorna av oss"), words("Kort")]

    best = best_sentences([one, other, []])

    assert best[0, 1] == best[1, 0] > 0.3
    assert not best[2].any()
    assert not best_sentences([[], []]).any()


def test_what_is_like_everything_stands_out_less() -> None:
    alike = np.array(
        [[1, 0.5, 0.5, 0.5], [0.5, 1, 0.1, 0.1], [0.5, 0.1, 1, 0.6], [0.5, 0.1, 0.6, 1]]
    )

    above = standing_out(alike)

    assert above[2, 3] > above[0, 3]


@pytest.mark.parametrize("text", ["", "åk"])
def test_short_texts_have_no_runs_of_letters(text: str) -> None:
    assert letters(text) == []
