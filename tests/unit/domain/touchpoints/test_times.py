"""When a text says that something happens."""

from __future__ import annotations

import pytest

from tracker.domain.touchpoints.times import times_told


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Bingo tisdagar och torsdagar", {1, 3}),
        ("Bad mån–fre", {0, 1, 2, 3, 4}),
        ("Öppet vardagar utom fredagar", {0, 1, 2, 3}),
        ("Lör och sön spelar vi", {5, 6}),
        ("Every Wednesday", {2}),
        ("Kursen tar 11 mån", set()),
    ],
)
def test_weekdays_are_read(text: str, days: set[int]) -> None:
    assert times_told(text).weekdays == days


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Onsdagar kl 17–20", ((1020, 1200),)),
        ("Onsdagar. Kl 12 äter vi", ((720, 810),)),
        ("Fredagar mellan 21 och 01", ((1260, 1500),)),
        ("Tjejer 13–17", ()),
        ("Vi är 10–12 personer", ()),
        ("Spel på kvällstid", ((1020, 1260),)),
    ],
)
def test_hours_are_read(text: str, hours: tuple[tuple[int, int], ...]) -> None:
    assert times_told(text).hours == hours


def test_seasons_and_state_are_read() -> None:
    assert {"autumn_break", "breaks"} <= times_told("Skoj under höstlovet").seasons
    assert times_told("Projektet är avslutat.").is_finished
    assert not times_told("Jobb efter avslutat program").is_finished
