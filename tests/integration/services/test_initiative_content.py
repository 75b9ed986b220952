"""What is said is stored whole, described whole, and found by its words."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative, get_initiative, last_changes
from tests.town import Town
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import Phase, Visibility
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import InitiativeLink, InitiativeTag
from tracker.services import initiatives
from tracker.services.initiative_content import describe

pytestmark = pytest.mark.usefixtures("in_app")
SAID = InitiativeContent(
    title="Matlaget",
    description="Barn lagar mat.",
    purpose="Fler äter.",
    goal_areas=("children_youth",),
    goals=("CY2", "CY1"),
    places=("norrby",),
    target_groups=("families", "children"),
    effort_types=("leisure_activity",),
    working_groups=("meaningful_leisure",),
    funding=("activity_grant",),
    reach="group",
    age_from=0,
    age_to=12,
    start_on=date(2026, 1, 12),
    phase=Phase.ONGOING,
    budget_sek=0,
    links=("https://b.example.org", "https://a.example.org"),
)


def register(town: Town, content: InitiativeContent = SAID) -> uuid.UUID:
    return initiatives.register(
        town.lea,
        content,
        organisation_id=town.kitchen.public_id,
        visibility=Visibility.SHARED,
        now=START,
    )


def edit(town: Town, public_id: uuid.UUID, content: InitiativeContent, *, version: int = 1) -> None:
    initiatives.edit(
        town.lea,
        public_id,
        content,
        version=version,
        visibility=Visibility.SHARED,
        note="",
        now=START,
    )


def test_a_description_holds_all_that_was_said_and_nothing_that_was_not(town: Town) -> None:
    described = describe(get_initiative(register(town)))

    assert described == {
        "title": "Matlaget",
        "description": "Barn lagar mat.",
        "purpose": "Fler äter.",
        "age_from": 0,
        "age_to": 12,
        "start_on": "2026-01-12",
        "phase": "ongoing",
        "budget_sek": 0,
        "visibility": "shared",
        "goal_areas": ["children_youth"],
        "goals": ["CY1", "CY2"],
        "places": ["norrby"],
        "working_groups": ["meaningful_leisure"],
        "target_groups": ["children", "families"],
        "effort_types": ["leisure_activity"],
        "funding": ["activity_grant"],
        "reach": "group",
        "links": ["https://b.example.org", "https://a.example.org"],
    }


def test_the_same_words_again_change_nothing(town: Town) -> None:
    public_id = register(town)

    edit(town, public_id, SAID)

    assert last_changes(public_id) == {}


def test_a_choice_made_twice_is_one(town: Town) -> None:
    public_id = register(town, replace(SAID, target_groups=("children", "children")))

    assert describe(get_initiative(public_id))["target_groups"] == ["children"]


def test_rows_of_unchanged_tags_are_left_alone(town: Town) -> None:
    public_id = register(town)
    before = set(db.session.scalars(select(InitiativeTag.list_entry_id)))

    edit(town, public_id, replace(SAID, target_groups=("children",)))

    db.session.rollback()
    after = set(db.session.scalars(select(InitiativeTag.list_entry_id)))
    assert after < before


@pytest.mark.parametrize(
    "links",
    [
        ("https://a.example.org", "https://b.example.org"),
        ("https://c.example.org",),
        (),
    ],
)
def test_links_are_replaced_in_their_new_order(town: Town, links: tuple[str, ...]) -> None:
    public_id = register(town)

    edit(town, public_id, replace(SAID, links=links))

    db.session.rollback()
    kept = db.session.scalars(select(InitiativeLink.url).order_by(InitiativeLink.position))
    assert tuple(kept) == links


def test_an_emptied_answer_is_gone(town: Town) -> None:
    public_id = register(town)

    edit(town, public_id, replace(SAID, reach=None, budget_sek=None, purpose="", goals=()))

    assert last_changes(public_id) == {
        "reach": ("group", None),
        "budget_sek": (0, None),
        "purpose": ("Fler äter.", None),
        "goals": (["CY1", "CY2"], None),
    }


@pytest.mark.parametrize(
    "field",
    ["goal_areas", "goals", "places", "working_groups", "target_groups", "effort_types", "funding"],
)
def test_an_unknown_choice_is_named_by_its_field(town: Town, field: str) -> None:
    told = SAID.__dict__ | {field: ("nonsense",)}

    with pytest.raises(RefusedError) as refused:
        register(town, InitiativeContent(**told))
    assert (refused.value.code, refused.value.field_name) == ("unknown_choice", field)


def test_an_unknown_reach_is_named_by_its_field(town: Town) -> None:
    with pytest.raises(RefusedError) as refused:
        register(town, replace(SAID, reach="nonsense"))

    assert refused.value.field_name == "reach"


def test_a_code_of_another_list_is_no_choice(town: Town) -> None:
    with pytest.raises(RefusedError):
        register(town, replace(SAID, target_groups=("leisure_activity",)))


def test_a_title_sorts_as_swedish_does(town: Town) -> None:
    first = get_initiative(add_initiative(town.lea, "Zebra")).title_key
    second = get_initiative(add_initiative(town.lea, "Ängen")).title_key

    assert first < second
