"""Names stand as Swedish readers expect, byte by byte and so on every database."""

from __future__ import annotations

import pytest

from tracker.domain.sorting import sort_key


def in_order(*names: str) -> list[str]:
    return sorted(names, key=sort_key)


def test_a_ring_a_umlaut_and_o_umlaut_come_after_z() -> None:
    assert in_order("Öppet hus", "Ängen", "Åsen", "Zebra", "Alfa") == [
        "Alfa",
        "Zebra",
        "Åsen",
        "Ängen",
        "Öppet hus",
    ]


def test_capitals_do_not_matter() -> None:
    assert in_order("beta", "Alfa", "ALFB") == ["Alfa", "ALFB", "beta"]
    assert sort_key("LÄXHJÄLP") == sort_key("läxhjälp")


@pytest.mark.parametrize(
    ("accented", "plain"), [("Idé", "Ide"), ("São", "Sao"), ("Müller", "Muller")]
)
def test_accents_of_other_languages_do_not_matter(accented: str, plain: str) -> None:
    assert sort_key(accented) == sort_key(plain)


@pytest.mark.parametrize(("neighbour", "swedish"), [("Bjørn", "Björn"), ("Sæter", "Säter")])
def test_danish_letters_stand_with_their_swedish_sisters(neighbour: str, swedish: str) -> None:
    assert sort_key(neighbour) == sort_key(swedish)


def test_blanks_around_and_between_words_do_not_matter() -> None:
    assert sort_key("  Norrby   kök ") == sort_key("Norrby kök")


def test_a_key_fits_its_column_however_long_the_name() -> None:
    assert len(sort_key("å" * 5000)) == 200
