"""Shares and chances are told in words and tenths, never as more than is known."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.domain.touchpoint_strength import (
    Extent,
    extent_of,
    out_of_ten,
    share_of_days,
    share_of_sets,
    share_of_spans,
)


@pytest.mark.parametrize(
    ("chance", "tenths"), [(0.0, 1), (0.24, 2), (0.55, 6), (0.83, 8), (0.97, 9), (1.0, 9)]
)
def test_a_chance_is_never_told_as_all_or_none(chance: float, tenths: int) -> None:
    assert out_of_ten(chance) == tenths


def test_a_share_of_ages_counts_both_ends() -> None:
    assert share_of_spans((10, 15), (9, 14)) == pytest.approx(5 / 7)
    assert share_of_spans((10, 12), (20, 30)) == 0
    assert share_of_spans((10, None), (9, 14)) is None


def test_a_share_of_days_wants_both_ends() -> None:
    spring = (date(2026, 1, 1), date(2026, 6, 30))
    assert share_of_days(spring, spring) == 1
    assert share_of_days(spring, (date(2026, 1, 1), None)) is None


def test_a_share_of_sets_is_what_is_common_of_all() -> None:
    assert share_of_sets(frozenset("ab"), frozenset("bc")) == pytest.approx(1 / 3)
    assert share_of_sets(frozenset(), frozenset()) is None


@pytest.mark.parametrize(
    ("share", "extent"), [(1.0, Extent.ALL), (0.7, Extent.MOST), (0.3, Extent.PART)]
)
def test_a_share_has_a_word(share: float, extent: Extent) -> None:
    assert extent_of(share) is extent
