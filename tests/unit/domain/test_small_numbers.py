"""Small counts are not told, and cannot be worked out from a sum."""

from __future__ import annotations

from tracker.domain.small_numbers import is_few, sum_of_told, told


def test_fewer_than_five_are_not_told() -> None:
    assert [told(count) for count in (None, 0, 4, 5, 120)] == [None, None, None, 5, 120]
    assert is_few(4)
    assert not is_few(None)


def test_a_sum_holds_only_what_is_told() -> None:
    assert sum_of_told([12, 3, None, 5]) == 17
    assert sum_of_told([3, None]) is None
    assert sum_of_told([]) is None
