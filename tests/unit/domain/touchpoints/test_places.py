"""Where a text says that something happens."""

from __future__ import annotations

import pytest

from tracker.domain.touchpoints.places import WHOLE, place_relation, places_told


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Dans på Norrby", {"Norrby"}),
        ("Alla Hultabor är med", {"Hulta"}),
        ("Pyssel i Hässlehus", {"Hässleholmen"}),
        ("Bio för hela kommunen", {WHOLE}),
        ("Mässa i stan", {"Centrum"}),
        ("Barnet står i centrum", set()),
        ("Match med Norrby IF", set()),
        ("Vi lär av Byttorps byalag", set()),
        ("En tur på Göta kanal", set()),
    ],
)
def test_districts_are_read(text: str, places: set[str]) -> None:
    assert places_told(text) == places


def test_relation_of_places() -> None:
    norrby, sjobo, byttorp = frozenset({"Norrby"}), frozenset({"Sjöbo"}), frozenset({"Byttorp"})
    assert place_relation(norrby, norrby) == 1.0
    assert place_relation(norrby, byttorp) == place_relation(byttorp, norrby) == 0.5
    assert place_relation(norrby, frozenset({WHOLE})) == 0.4
    assert place_relation(norrby, sjobo) == 0.0
