"""Many fingerprints side by side."""

from __future__ import annotations

import pytest

from tests.compared import CHOIR, HOMEWORK, STUDY, an_initiative
from tracker.domain.touchpoints.codes import Facet
from tracker.domain.touchpoints.fingerprint_taking import fingerprint_of
from tracker.domain.touchpoints.fingerprints import StaleFingerprintError
from tracker.domain.touchpoints.tables import (
    EVERYWHERE,
    TAGGED_EVERYWHERE,
    Table,
    places_beside,
)

INITIATIVES = (
    HOMEWORK,
    an_initiative("Kör", "Vi ses i Havrehallen.", places=frozenset({"Hela kommunen", "Hulta"})),
    an_initiative("Dans", places=frozenset()),
    STUDY,
    CHOIR,
)


def test_every_row_gives_its_fingerprint_back() -> None:
    packed = [fingerprint_of(each).packed() for each in INITIATIVES]

    table = Table.of(packed)

    assert [table.fingerprint(row).packed() for row in range(len(table))] == packed


def test_places_are_bits_and_what_names_none_is_everywhere() -> None:
    table = Table.of([fingerprint_of(each).packed() for each in INITIATIVES])

    assert table.places[0] == table.places[3] != table.places[4]
    assert table.places[1] & TAGGED_EVERYWHERE
    assert table.places[2] == EVERYWHERE
    assert table.sizes[:, Facet.PLACE].tolist() == [1, 1, 0, 1, 1]
    assert table.tagged_groups.tolist() == [1, 1, 1, 1, 1]


def test_places_lie_beside_each_other() -> None:
    beside = an_initiative("Dans", places=frozenset({"Byttorp", "Lilla Torpet"}))
    table = Table.of([fingerprint_of(each).packed() for each in (HOMEWORK, beside, CHOIR)])

    assert table.places[1] & places_beside(table.places[0])
    assert table.places[0] & places_beside(table.places[1])
    assert not table.places[2] & places_beside(table.places[0])


def test_an_empty_table_is_no_fault_and_what_is_stale_is_refused() -> None:
    assert len(Table.of([])) == 0
    with pytest.raises(StaleFingerprintError):
        Table.of([b"x" * 60])
