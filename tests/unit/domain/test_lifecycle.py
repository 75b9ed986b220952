"""Phases and lanes: every phase has its place on the board, and a step back wants a reason."""

from __future__ import annotations

from itertools import product

import pytest

from tracker.domain.lifecycle import (
    LANE_OF,
    LANE_PHASES,
    Lane,
    Phase,
    Visibility,
    is_shared,
    needs_reason,
    wider,
)

FORWARD = [
    (Phase.IDEA, Phase.PLANNED),
    (Phase.IDEA, Phase.ONGOING),
    (Phase.IDEA, Phase.CANCELLED),
    (Phase.PLANNED, Phase.ONGOING),
    (Phase.PLANNED, Phase.PAUSED),
    (Phase.ONGOING, Phase.CLOSING),
    (Phase.ONGOING, Phase.COMPLETED),
    (Phase.CLOSING, Phase.COMPLETED),
    (Phase.PAUSED, Phase.CANCELLED),
]
BACKWARD = [(after, before) for before, after in FORWARD]
SIDEWAYS = [
    (Phase.ONGOING, Phase.PAUSED),
    (Phase.PAUSED, Phase.ONGOING),
    (Phase.COMPLETED, Phase.CANCELLED),
    (Phase.CANCELLED, Phase.COMPLETED),
]


def test_every_phase_stands_in_exactly_one_lane() -> None:
    placed = [phase for phases in LANE_PHASES.values() for phase in phases]

    assert sorted(placed) == sorted(Phase)
    assert set(LANE_PHASES) == set(Lane)


@pytest.mark.parametrize(
    ("phase", "lane"),
    [
        (Phase.IDEA, Lane.IDEA),
        (Phase.PLANNED, Lane.PLANNED),
        (Phase.ONGOING, Lane.ONGOING),
        (Phase.CLOSING, Lane.ONGOING),
        (Phase.PAUSED, Lane.PAUSED),
        (Phase.COMPLETED, Lane.COMPLETED),
        (Phase.CANCELLED, Lane.COMPLETED),
    ],
)
def test_a_phase_lies_in_the_lane_that_the_field_decided(phase: Phase, lane: Lane) -> None:
    assert LANE_OF[phase] is lane


@pytest.mark.parametrize("lane", Lane)
def test_a_card_dropped_in_a_lane_gets_the_phase_of_its_name(lane: Lane) -> None:
    assert LANE_PHASES[lane][0].value == lane.value


@pytest.mark.parametrize(("before", "after"), FORWARD)
def test_a_step_forward_needs_no_reason(before: Phase, after: Phase) -> None:
    assert not needs_reason(before, after)


@pytest.mark.parametrize(("before", "after"), BACKWARD)
def test_a_step_back_needs_a_reason(before: Phase, after: Phase) -> None:
    assert needs_reason(before, after)


@pytest.mark.parametrize(("before", "after"), SIDEWAYS)
def test_pausing_and_the_two_ways_to_end_are_no_steps_back(before: Phase, after: Phase) -> None:
    assert not needs_reason(before, after)


def test_between_two_phases_at_most_one_way_is_backwards() -> None:
    for before, after in product(Phase, Phase):
        assert not (needs_reason(before, after) and needs_reason(after, before))


def test_each_visibility_is_seen_by_more_than_those_before_it() -> None:
    order = [Visibility.DRAFT, Visibility.COORDINATED, Visibility.SHARED, Visibility.OPEN]

    assert list(Visibility) == order
    for one, other in product(order, repeat=2):
        assert wider(one, other) is order[max(order.index(one), order.index(other))]
    assert [is_shared(visibility) for visibility in order] == [False, False, True, True]
