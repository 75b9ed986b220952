"""Where a text says that something happens."""

from __future__ import annotations

import pytest

from tracker.domain.touchpoints.places import WHOLE, districts, neighbours_of, places_told


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
        ("Upplägget är hämtat från Norrby", set()),
        ("Efter succén på Norrby börjar vi på Hulta", {"Hulta"}),
    ],
)
def test_districts_are_read(text: str, places: set[str]) -> None:
    assert places_told(text) == places


def test_districts_lie_beside_each_other_both_ways() -> None:
    assert "Byttorp" in neighbours_of("Norrby")
    assert "Sjöbo" not in neighbours_of("Norrby")
    assert all(one in neighbours_of(other) for one in districts() for other in neighbours_of(one))
    assert neighbours_of("Atlantis") == frozenset()
