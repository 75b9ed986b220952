"""Which kinds of rooms, and which named ones, a text speaks of."""

from __future__ import annotations

from tracker.domain.touchpoints.venues import venues_told


def test_venues_are_read() -> None:
    assert {"biblioteket", "sjöbo bibliotek"} <= venues_told("Saga på Sjöbo bibliotek")
    assert "norrbyhuset" in venues_told("Spel i Norrbyhuset")
