"""Invented Swedish texts name numbers, places and people as people do."""

import pytest

from tracker.domain.swedish_words import in_place, spelled, the_people


@pytest.mark.parametrize(
    ("number", "word"),
    [(0, "noll"), (9, "nio"), (19, "nitton"), (20, "tjugo"), (47, "fyrtiosju"), (99, "nittionio")],
)
def test_numbers_below_a_hundred_are_spelled(number: int, word: str) -> None:
    assert spelled(number) == word


@pytest.mark.parametrize("number", [-1, 100, 412])
def test_other_numbers_stand_in_digits(number: int) -> None:
    assert spelled(number) == str(number)


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("Norrby", "på Norrby"),
        ("Fristad", "i Fristad"),
        ("Centrum", "i centrum"),
        ("Hela kommunen", "i hela kommunen"),
    ],
)
def test_places_take_their_own_preposition(name: str, phrase: str) -> None:
    assert in_place(name) == phrase


def test_people_are_named_warmly_or_as_participants() -> None:
    assert the_people("older") == "de äldre"
    assert the_people("jobseekers") == "deltagarna"
