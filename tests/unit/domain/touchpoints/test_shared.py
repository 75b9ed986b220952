"""What one shares with many."""

from __future__ import annotations

import numpy as np

from tests.compared import CHOIR, FOOTBALL, HOMEWORK, STUDY, an_initiative, laid_out
from tracker.domain.touchpoints.codes import Facet
from tracker.domain.touchpoints.shared import shared_with


def test_each_facet_is_counted_for_each_of_the_others() -> None:
    all_four = laid_out([HOMEWORK, STUDY, FOOTBALL, CHOIR])

    shared = shared_with(all_four, 0, all_four, np.array([1, 2, 3]))

    assert shared.counts[:, Facet.PLACE].tolist() == [1, 1, 0]
    assert shared.tagged_places.tolist() == [True, True, False]
    assert shared.tagged_groups.tolist() == [1, 1, 0]
    assert shared.sums[0, Facet.SUBJECT] > shared.sums[1, Facet.SUBJECT]
    assert (shared.rarest <= shared.sums + 1e-9).all()


def test_both_ways_the_same_is_shared_even_by_endless_texts() -> None:
    long = an_initiative("Läxhjälp", " ".join(f"ord{n}" for n in range(2_000)))
    both = laid_out([long, HOMEWORK])

    there = shared_with(both, 0, both, np.array([1]))
    back = shared_with(both, 1, both, np.array([0]))

    np.testing.assert_allclose(there.sums, back.sums)
    np.testing.assert_allclose(there.title_in_text, back.text_in_title)
    assert there.names_other.tolist() == back.named_by_other.tolist()
