"""Tags on cards are those of the lists, in the lists' order and the reader's language."""

from __future__ import annotations

import pytest

from tests.clock import START
from tests.register import add_initiative
from tests.town import Town
from tracker.database import read
from tracker.queries.cards import CardRow, make_cards, select_cards
from tracker.queries.reference import get_reference

pytestmark = pytest.mark.usefixtures("in_app")


def only_card(language: str, *, with_entries: bool = True) -> CardRow:
    rows = read(select_cards(with_entries=with_entries))
    (card,) = make_cards(rows, get_reference(language), today=START.date())
    return card


@pytest.mark.parametrize(
    ("language", "areas"),
    [
        ("sv", ["Barn och unga", "Arbete och studier"]),
        ("en", ["Children and youth", "Work and studies"]),
    ],
)
def test_tags_are_named_in_the_readers_language(
    town: Town, language: str, areas: list[str]
) -> None:
    add_initiative(town.lea, "Matlaget", goal_areas=("work_studies", "children_youth"))

    names = [area.name for area in only_card(language).goal_areas]

    assert sorted(names) == sorted(areas)
    assert names == [
        row.name for row in get_reference(language).goal_areas.values() if row.name in names
    ]


def test_an_initiative_without_tags_has_none(town: Town) -> None:
    add_initiative(town.lea, "Utkast", is_draft=True, goal_areas=(), places=())

    card = only_card("sv")

    assert (card.goal_areas, card.places, card.entries) == ((), (), ())


def test_many_tags_do_not_double_a_card(town: Town) -> None:
    places = tuple(row.code for row in get_reference("sv").places.values())[:20]
    add_initiative(town.lea, "Överallt", places=places, target_groups=("children", "families"))

    card = only_card("sv")

    assert tuple(place.code for place in card.places) == places
    assert len(card.entries) == 2
