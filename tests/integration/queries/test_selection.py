"""Every filter, alone and together, chooses exactly what it says: on the board, counted, listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.clock import START
from tests.register import (
    add_initiative,
    add_partner,
    add_report,
    change_row,
    open_to_everyone,
)
from tests.town import Town
from tracker.access.actors import ANONYMOUS, Actor
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.roles import ListCode
from tracker.domain.selection import Selection
from tracker.extensions import db
from tracker.models import ListEntry
from tracker.queries import board
from tracker.queries.orders import Order, Sort
from tracker.queries.reference import get_reference
from tracker.queries.register import get_state
from tracker.queries.selection import count_by_phase, total
from tracker.services import partnerships

TODAY = START.date()
pytestmark = pytest.mark.usefixtures("in_app")
EVERYTHING_SHARED = ["Lokalerna", "Läxhjälpen", "Matlaget", "Odlingen", "Trapphuset"]


@pytest.fixture(autouse=True)
def _filled(in_app: None, town: Town) -> None:
    """Six initiatives, of which each filter chooses some."""
    add_initiative(
        town.lea, "Matlaget", phase=Phase.ONGOING, goals=("CY1",), target_groups=("children",)
    )
    add_initiative(
        town.lea, "Odlingen", phase=Phase.CLOSING, places=("hulta",), effort_types=("cleanup",)
    )
    add_initiative(town.lea, "Utkastet", is_draft=True, phase=Phase.ONGOING)
    add_initiative(town.pia, "Lokalerna", phase=Phase.PLANNED, goal_areas=("housing_environment",))
    add_initiative(town.pia, "Trapphuset", phase=Phase.CANCELLED, places=("1490R025",))
    add_initiative(
        town.stina,
        "Läxhjälpen",
        phase=Phase.IDEA,
        goal_areas=("children_youth", "work_studies"),
        effort_types=("homework_help",),
        places=("1490",),
    )


def shown(actor: Actor, *, today: date = TODAY, **filters: Any) -> list[str]:
    """The titles that fit, asked for in every way there is; all ways must agree."""
    db.session.rollback()
    selection = Selection(**filters)
    given: dict[str, Any] = {"reference": get_reference("sv"), "today": today}
    listed = sorted(row.title for row in board.list_all(actor, selection, limit=500, **given))
    counts = count_by_phase(selection, actor, content_hash=get_state().content_hash, **given)
    lanes = board.list_lanes(actor, selection, counts=counts, **given)
    assert sorted(card.title for cards in lanes.values() for card in cards) == listed
    assert total(selection, actor, content_hash=get_state().content_hash, **given) == len(listed)
    for how_many in (None, len(listed)):
        for order in (None, Order(Sort.TITLE, is_descending=False)):
            rows = board.list_table(
                actor, selection, order=order, page=1, with_entries=True, total=how_many, **given
            )
            assert sorted(row.title for row in rows) == listed, (how_many, order)
    return listed


def id_of(name: str, actor: Actor) -> Any:
    rows = board.list_all(actor, Selection(), limit=500, reference=get_reference("sv"), today=TODAY)
    return next(row.public_id for row in rows if row.title == name)


# What one may see -------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["pia", "stina", "cim", "rut", "ada"])
def test_everyone_signed_in_sees_all_that_is_shared(town: Town, who: str) -> None:
    assert shown(getattr(town, who)) == EVERYTHING_SHARED


def test_an_organisation_sees_its_own_drafts_too(town: Town) -> None:
    assert shown(town.mia) == sorted([*EVERYTHING_SHARED, "Utkastet"])


def test_the_public_sees_what_is_open_alone(town: Town) -> None:
    assert shown(ANONYMOUS) == []
    open_to_everyone(id_of("Matlaget", town.lea), by=town.lea, confirmed_by=town.cim)

    assert shown(ANONYMOUS) == ["Matlaget"]


def test_a_filter_never_widens_what_one_sees(town: Town) -> None:
    attempts: list[dict[str, Any]] = [
        {"organisation": str(town.kitchen.public_id)},
        {"q": "utkastet"},
        {"phase": ("ongoing",)},
        {"mine": True},
    ]
    for filters in attempts:
        assert "Utkastet" not in shown(town.pia, **filters)


# One filter at a time ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"goal_area": ("housing_environment",)}, ["Lokalerna"]),
        ({"goal_area": ("work_studies", "housing_environment")}, ["Lokalerna", "Läxhjälpen"]),
        ({"goal": "CY1"}, ["Matlaget"]),
        ({"target_group": "children"}, ["Matlaget"]),
        ({"effort_type": "homework_help"}, ["Läxhjälpen"]),
        ({"kind": "business"}, ["Lokalerna", "Trapphuset"]),
        ({"kind": "department"}, ["Läxhjälpen"]),
        ({"phase": ("closing",)}, ["Odlingen"]),
        ({"phase": ("idea", "cancelled")}, ["Läxhjälpen", "Trapphuset"]),
        ({"condition": "not_assessed"}, EVERYTHING_SHARED),
        ({"condition": "needs_support"}, []),
        ({"q": "matlag"}, ["Matlaget"]),
    ],
)
def test_each_filter_chooses_what_it_says(
    town: Town, filters: dict[str, Any], titles: list[str]
) -> None:
    assert shown(town.rut, **filters) == titles


@pytest.mark.parametrize(
    ("place", "titles"),
    [
        ("norrby", ["Lokalerna", "Matlaget", "Trapphuset"]),
        ("1490R025", ["Trapphuset"]),
        ("hulta", ["Odlingen"]),
        ("1490", EVERYTHING_SHARED),
        ("sjobo", []),
    ],
)
def test_a_place_is_chosen_with_everything_below_it(
    town: Town, place: str, titles: list[str]
) -> None:
    assert shown(town.rut, place=place) == titles


def test_an_organisation_is_chosen_by_its_address(town: Town) -> None:
    assert shown(town.rut, organisation=str(town.house.public_id)) == ["Lokalerna", "Trapphuset"]


@pytest.mark.parametrize(
    "filters",
    [
        {"goal_area": ("nonsense",)},
        {"goal": "nonsense"},
        {"place": "nonsense"},
        {"organisation": "nonsense"},
        {"organisation": "00000000-0000-0000-0000-000000000000"},
        {"kind": "nonsense"},
        {"target_group": "nonsense"},
        {"effort_type": "nonsense"},
        {"phase": ("nonsense",)},
        {"condition": "nonsense"},
        {"q": "finnsinte"},
        {"q": "%%%"},
        {"q": "'"},
        {"q": '" OR 1=1 --'},
        {"q": "* NEAR title:"},
        {"q": "!&|():*<->"},
    ],
)
def test_what_nobody_knows_chooses_nothing_and_fails_nothing(
    town: Town, filters: dict[str, Any]
) -> None:
    assert shown(town.rut, **filters) == []


def test_a_search_without_a_word_finds_no_words_of_its_own(town: Town) -> None:
    add_initiative(town.lea, "Ord och bild")

    assert shown(town.rut, q="%%%") == []
    assert shown(town.rut, q="ord") == ["Ord och bild"]


def test_a_known_code_among_unknown_ones_still_counts(town: Town) -> None:
    assert shown(town.rut, phase=("idea", "nonsense")) == ["Läxhjälpen"]
    assert shown(town.rut, goal_area=("housing_environment", "x")) == ["Lokalerna"]


def test_a_retired_tag_still_finds_those_who_carry_it(town: Town) -> None:
    entry = get_reference("sv").entry(ListCode.TARGET_GROUP, "children")
    assert entry is not None
    change_row(db.session.get_one(ListEntry, entry.id), valid_to=date(2026, 1, 1))

    assert shown(town.rut, target_group="children") == ["Matlaget"]


def test_the_condition_is_that_of_the_latest_report(town: Town) -> None:
    add_report(town.lea, id_of("Matlaget", town.lea), condition=Condition.NEEDS_SUPPORT)

    assert shown(town.rut, condition="needs_support") == ["Matlaget"]


# Mine -------------------------------------------------------------------------------------


def test_mine_are_those_one_leads_and_takes_part_in(town: Town) -> None:
    add_partner(town.stina, id_of("Läxhjälpen", town.stina), town.lea)

    assert shown(town.lea, mine=True) == ["Läxhjälpen", "Matlaget", "Odlingen", "Utkastet"]


def test_what_one_was_asked_declined_or_ended_is_not_mine(town: Town) -> None:
    asked = add_partner(town.stina, id_of("Läxhjälpen", town.stina), town.pia, is_accepted=False)
    assert shown(town.pia, mine=True) == ["Lokalerna", "Trapphuset"]
    partnerships.answer(town.pia, asked, is_accepted=True, now=START)
    assert shown(town.pia, mine=True) == ["Lokalerna", "Läxhjälpen", "Trapphuset"]
    partnerships.end(town.pia, asked, now=START)

    assert shown(town.pia, mine=True) == ["Lokalerna", "Trapphuset"]


def test_who_belongs_nowhere_has_nothing(town: Town) -> None:
    assert shown(town.rut, mine=True) == []


# Silence ----------------------------------------------------------------------------------


def test_only_running_work_can_be_silent(town: Town) -> None:
    later = TODAY + timedelta(days=61)

    assert shown(town.rut, today=later, silent_days=60) == ["Matlaget", "Odlingen"]


@pytest.mark.parametrize(("days", "titles"), [(60, []), (61, ["Matlaget", "Odlingen"])])
def test_silence_is_counted_like_on_the_cards(town: Town, days: int, titles: list[str]) -> None:
    today = TODAY + timedelta(days=days)
    rows = board.list_all(
        town.rut, Selection(), limit=500, reference=get_reference("sv"), today=today
    )

    assert shown(town.rut, today=today, silent_days=60) == titles
    assert sorted(row.title for row in rows if row.is_late) == titles


def test_a_report_breaks_the_silence(town: Town) -> None:
    now = START + timedelta(days=30)
    add_report(town.lea, id_of("Matlaget", town.lea), now=now)

    assert shown(town.rut, today=TODAY + timedelta(days=61), silent_days=60) == ["Odlingen"]
    assert shown(town.rut, today=TODAY + timedelta(days=91), silent_days=60) == [
        "Matlaget",
        "Odlingen",
    ]


def test_old_work_registered_late_at_night_is_new_in_boras(town: Town) -> None:
    night = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    add_initiative(
        town.lea, "Nattugglan", phase=Phase.ONGOING, start_on=date(2019, 1, 1), now=night
    )

    today = date(2026, 3, 3) + timedelta(days=60)
    assert "Nattugglan" not in shown(town.rut, today=today, silent_days=60)
    assert "Nattugglan" in shown(town.rut, today=today + timedelta(days=1), silent_days=60)


def test_work_that_begins_later_is_not_silent_yet(town: Town) -> None:
    begins = TODAY + timedelta(days=40)
    add_initiative(town.lea, "Hösten", phase=Phase.ONGOING, start_on=begins)

    assert "Hösten" not in shown(town.rut, today=TODAY + timedelta(days=70), silent_days=60)


# Together ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"place": "norrby", "kind": "business"}, ["Lokalerna", "Trapphuset"]),
        ({"place": "norrby", "kind": "business", "phase": ("planned",)}, ["Lokalerna"]),
        ({"goal_area": ("children_youth",), "effort_type": "cleanup"}, ["Odlingen"]),
        ({"q": "norrby", "phase": ("ongoing",)}, ["Matlaget"]),
        ({"q": "matlaget", "place": "hulta"}, []),
        ({"goal": "CY1", "target_group": "children", "condition": "not_assessed"}, ["Matlaget"]),
    ],
)
def test_filters_together_narrow_the_choice(
    town: Town, filters: dict[str, Any], titles: list[str]
) -> None:
    assert shown(town.rut, **filters) == titles


def test_taking_a_filter_away_shows_no_less(town: Town) -> None:
    full = Selection(place="norrby", kind="business", phase=("planned",))
    fewest = set(shown(town.rut, place="norrby", kind="business", phase=("planned",)))

    for name in ("place", "kind", "phase"):
        left = full.without(name)
        wider: dict[str, Any] = {field: getattr(left, field) for field in Selection.names()}
        assert fewest <= set(shown(town.rut, **wider))


def test_counts_stand_by_phase(town: Town) -> None:
    counts = count_by_phase(
        Selection(),
        town.rut,
        reference=get_reference("sv"),
        today=TODAY,
        content_hash=get_state().content_hash,
    )

    assert {phase for phase, number in counts.items() if number} == {
        Phase.ONGOING,
        Phase.CLOSING,
        Phase.PLANNED,
        Phase.CANCELLED,
        Phase.IDEA,
    }
    assert set(counts) == set(Phase)


def test_kept_counts_are_never_shown_to_another_who_sees_less(town: Town) -> None:
    selection: dict[str, Any] = {"phase": ("ongoing",)}

    assert shown(town.lea, **selection) == ["Matlaget", "Utkastet"]
    assert shown(town.rut, **selection) == ["Matlaget"]
    assert shown(replace(town.rut, organisations=town.lea.organisations), **selection) == [
        "Matlaget",
        "Utkastet",
    ]
