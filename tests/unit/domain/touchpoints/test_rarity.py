"""How much it says to share something."""

from __future__ import annotations

import numpy as np
import pytest

from tests.compared import CHOIR, HOMEWORK, STUDY, laid_out
from tracker.domain.touchpoints.codes import Facet, number_of
from tracker.domain.touchpoints.rarity import LENGTHS, Background, lengths_of

NORRBY, SJOBO = number_of(Facet.PLACE, "Norrby"), number_of(Facet.PLACE, "Sjöbo")


def background(total: int, count: int) -> Background:
    return Background(total, np.array([NORRBY]), np.array([count]), np.array([count]))


def test_rarity_is_the_same_in_a_large_register_as_in_a_small_one() -> None:
    small, large = background(160, 16), background(16_000, 1_600)

    numbers = np.array([NORRBY, SJOBO])

    assert large.rarity(numbers)[0] == pytest.approx(small.rarity(numbers)[0], abs=0.05)
    assert large.rarity(numbers)[1] == pytest.approx(np.log(161 / 1.5), abs=1e-4)
    assert small.rarity_of_tags(numbers)[0] == small.rarity(numbers)[0]
    assert background(16_000, 16_000).rarity(numbers)[0] == pytest.approx(0, abs=1e-3)


def test_only_what_is_to_be_counted_is() -> None:
    table = laid_out([HOMEWORK, STUDY, CHOIR]).table

    counted = Background.of(table, np.array([True, False, True]))

    at = counted.numbers.tolist().index(NORRBY)
    assert (counted.total, counted.counts[at]) == (2, 1)


def test_lengths_leave_out_words_that_half_of_all_hold() -> None:
    table = laid_out([HOMEWORK, STUDY, CHOIR]).table
    numbers = np.unique(table.numbers)
    counts = np.full(len(numbers), 150)
    everywhere = Background(160, numbers, counts, counts)

    lengths = lengths_of(table, everywhere)

    assert lengths.shape == (3, len(LENGTHS))
    assert not lengths[:, LENGTHS.index("text")].any()
    assert lengths_of(table, Background.of(table, np.ones(3, bool))).all()
