"""Tags come in the order of the lists, links in the order they were typed."""

from __future__ import annotations

import pytest

from tests.register import add_initiative, get_initiative
from tests.town import Town
from tracker.queries.reference import get_reference
from tracker.queries.tags import Tags, get_tags

pytestmark = pytest.mark.usefixtures("in_app")


def test_tags_follow_the_lists_and_links_their_author(town: Town) -> None:
    reference = get_reference("sv")
    links = ("https://c.example.org", "https://a.example.org", "https://b.example.org")
    places = tuple(row.code for row in reference.places.values())[3:9]
    public_id = add_initiative(
        town.lea,
        "Matlaget",
        goals=("WS1", "CY2", "CY1"),
        places=tuple(reversed(places)),
        links=links,
    )

    tags = get_tags(town.lea, get_initiative(public_id).id, reference=reference)

    assert [goal.code for goal in tags.goals] == ["CY1", "CY2", "WS1"]
    assert tuple(place.code for place in tags.places) == places
    assert tags.links == links


def test_tags_of_one_initiative_are_not_anothers(town: Town) -> None:
    add_initiative(town.lea, "Matlaget", goals=("CY1",), links=("https://a.example.org",))
    bare = add_initiative(town.lea, "Utkast", is_draft=True, goal_areas=(), places=())

    tags = get_tags(town.lea, get_initiative(bare).id, reference=get_reference("sv"))

    assert tags == Tags((), (), (), (), (), ())
