"""Tags come in the order of the lists, links in the order they were typed."""

from __future__ import annotations

import uuid

import pytest

from tests.clock import START
from tests.register import add_initiative
from tests.town import Town
from tracker.access.actors import Actor
from tracker.queries.initiatives import InitiativePage, get_page
from tracker.queries.reference import get_reference

pytestmark = pytest.mark.usefixtures("in_app")


def page_of(actor: Actor, public_id: uuid.UUID) -> InitiativePage:
    return get_page(actor, public_id, reference=get_reference("sv"), today=START.date())


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

    tags = page_of(town.lea, public_id)

    assert [goal.code for goal in tags.goals] == ["CY1", "CY2", "WS1"]
    assert tuple(place.code for place in tags.places) == places
    assert tags.links == links


def test_tags_of_one_initiative_are_not_anothers(town: Town) -> None:
    add_initiative(town.lea, "Matlaget", goals=("CY1",), links=("https://a.example.org",))
    bare = add_initiative(town.lea, "Utkast", is_draft=True, goal_areas=(), places=())

    page = page_of(town.lea, bare)

    tags = (page.goal_areas, page.goals, page.places, page.working_groups, page.entries, page.links)
    assert not any(tags)
