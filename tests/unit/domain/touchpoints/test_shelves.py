"""Entries with all that finding them needs."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.compared import many_entries
from tracker.domain.touchpoints.shelves import Shelf

ENTRIES = many_entries(400)


def test_a_shelf_gives_its_entries_back_also_from_files(tmp_path: Path) -> None:
    shelf = Shelf.of(ENTRIES)
    nothing = np.zeros(len(shelf), bool)

    shelf.save(tmp_path / "shelf")
    again = Shelf.load(tmp_path / "shelf")

    for each in (shelf, again):
        assert sorted(each.entries(nothing), key=lambda entry: entry.id) == ENTRIES
    for one, other in zip(
        shelf.best(shelf.compared, 5, hidden=nothing, organisation_ids=None),
        again.best(again.compared, 5, hidden=nothing, organisation_ids=None),
        strict=True,
    ):
        np.testing.assert_array_equal(one, other)


def test_limited_entries_are_found_by_their_own_organisation_alone() -> None:
    shelf = Shelf.of(ENTRIES)
    nothing = np.zeros(len(shelf), bool)

    def organisations(own: frozenset[int] | None) -> set[int]:
        rows, _ = shelf.best(shelf.compared, 0, hidden=nothing, organisation_ids=own)
        return set(shelf.organisation_ids[rows[shelf.is_limited[rows]]].tolist())

    assert organisations(frozenset()) == set()
    assert organisations(frozenset({3})) == {3}
    assert organisations(None) > {3, 4}


def test_an_empty_shelf_can_be_kept(tmp_path: Path) -> None:
    Shelf.of([]).save(tmp_path / "empty")

    assert len(Shelf.load(tmp_path / "empty")) == 0
