"""How alike two names of organisations are."""

from __future__ import annotations

import pytest

from tracker.domain.likeness import ALIKE_FROM, name_likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Föreningen Trådrullen", "foreningen  TRÅDRULLEN"),
        ("Trådrullen", "Föreningen Trådrullen"),
        ("Viskans Bostäder AB", "Viskans Bostader"),
        ("Norrby IF", "IF Norrby"),
        ("Hulta idrottsförening", "Hultas idrottsförening"),
        ("IF", "if"),
    ],
)
def test_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert name_likeness(one, other) >= ALIKE_FROM
    assert name_likeness(one, other) == name_likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Föreningen Trådrullen", "Viskans Bostäder AB"),
        ("Kulturförvaltningen", "Fritidsgruppen"),
        ("Läsro", ""),
        ("...", "Läsro"),
    ],
)
def test_different_names_are_not(one: str, other: str) -> None:
    assert name_likeness(one, other) < ALIKE_FROM
