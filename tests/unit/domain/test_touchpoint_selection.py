"""The address of the list is its state, and no address fails."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from tracker.domain.touchpoint_decisions import TouchpointState
from tracker.domain.touchpoint_selection import TouchpointSelection, WorklistOrder


def test_a_selection_is_written_as_it_is_read() -> None:
    arguments = [
        ("state", "settled"),
        ("order", "newest"),
        ("goal_area", "children_youth"),
        ("place", "norrby"),
        ("kind", "duplicate"),
    ]

    selection = TouchpointSelection.from_arguments(MultiDict(arguments))

    assert selection.state is TouchpointState.SETTLED
    assert selection.order is WorklistOrder.NEWEST
    assert selection.to_arguments() == arguments
    assert selection.is_filtered


def test_what_cannot_be_read_chooses_everything() -> None:
    odd = MultiDict({"state": "\x00", "order": "sideways", "place": "  "})

    selection = TouchpointSelection.from_arguments(odd)

    assert selection == TouchpointSelection()
    assert selection.to_arguments() == []
    assert not selection.is_filtered
