"""Every pair is counted once at each crossing of what its two carry."""

from __future__ import annotations

from tracker.domain.touchpoint_crossings import count_crossings


def test_a_pair_is_counted_once_where_both_carry_the_same() -> None:
    goals = [(1, 10), (2, 10), (2, 11), (3, 12)]
    places = [(1, 70), (2, 70), (3, 71)]

    counted = count_crossings([(1, 2), (1, 3)], goals, places)

    assert counted == {
        (10, 70): 2,
        (11, 70): 1,
        (10, 71): 1,
        (12, 70): 1,
        (12, 71): 1,
    }


def test_where_there_is_nothing_nothing_is_counted() -> None:
    assert count_crossings([], [(1, 10)], [(1, 70)]) == {}
    assert count_crossings([(1, 2)], [], [(1, 70)]) == {}
    assert count_crossings([(1, 2)], [(9, 10)], [(9, 70)]) == {}
