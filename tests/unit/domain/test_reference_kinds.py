"""The kinds of reference data: the six lists among them."""

from __future__ import annotations

from tracker.domain.reference_kinds import ReferenceKind
from tracker.domain.roles import ListCode


def test_every_editable_list_is_a_kind_and_knows_its_list() -> None:
    lists = {kind.list_code for kind in ReferenceKind if kind.list_code is not None}

    assert lists == set(ListCode)


def test_goals_places_and_groups_are_no_lists() -> None:
    others = [kind.value for kind in ReferenceKind if kind.list_code is None]

    assert others == ["programme", "goal_area", "goal", "place", "working_group"]
