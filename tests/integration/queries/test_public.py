"""What everyone finds without signing in: open initiatives only, by words, tags and kind."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flask import Flask

from tests.clock import START
from tests.register import add_initiative, add_organisation, add_person, open_to_everyone
from tracker.access.actors import Actor
from tracker.domain.roles import PlatformRole
from tracker.domain.selection import Selection
from tracker.queries import board, public
from tracker.queries.reference import Reference, get_reference

TODAY = START.date()


@pytest.fixture
def people(app: Flask) -> tuple[Actor, Actor]:
    """A manager of an association, and a coordinator."""
    with app.app_context():
        manager = add_person("Bo Rask", add_organisation("Läsro"))
        return manager, add_person("Elin Lind", platform_roles=[PlatformRole.COORDINATOR])


def open_one(people: tuple[Actor, Actor], title: str, **content: object) -> uuid.UUID:
    manager, coordinator = people
    initiative_id = add_initiative(manager, title, **content)  # type: ignore[arg-type]
    return open_to_everyone(initiative_id, by=manager, confirmed_by=coordinator)


def titles(selection: Selection, reference: Reference | None = None, page: int = 1) -> list[str]:
    known = reference or get_reference("sv")
    rows = public.list_cards(selection, page=page, reference=known, today=TODAY)
    return [row.title for row in rows]


def count(selection: Selection) -> int:
    return public.count_open(selection, reference=get_reference("sv"), today=TODAY)


def test_only_open_initiatives_are_listed_and_counted(
    app: Flask, people: tuple[Actor, Actor]
) -> None:
    with app.app_context():
        open_one(people, "Läxhjälp")
        add_initiative(people[0], "Delad med alla inloggade")
        add_initiative(people[0], "Utkast", is_draft=True)

        assert titles(Selection()) == ["Läxhjälp"]
        assert count(Selection()) == 1
        assert len(public.list_addresses()) == 1


def test_a_card_tells_place_goal_area_phase_and_organisation(
    app: Flask, people: tuple[Actor, Actor]
) -> None:
    with app.app_context():
        open_one(people, "Läxhjälp", places=("norrby", "sjobo"))
        [row] = public.list_cards(Selection(), page=1, reference=get_reference("sv"), today=TODAY)

    assert row.organisation_name == "Läsro"
    assert sorted(place.code for place in row.places) == ["norrby", "sjobo"]
    assert [area.code for area in row.goal_areas] == ["children_youth"]
    assert row.last_reported_on is None


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(q="läxhjälpen"), ["Läxhjälp"]),
        (Selection(place="sjobo"), ["Fotboll"]),
        (Selection(goal_area=("work_studies",)), ["Fotboll"]),
        (Selection(kind="association"), ["Fotboll", "Läxhjälp"]),
        (Selection(kind="business"), []),
        (Selection(place="no-such-place"), []),
    ],
)
def test_the_list_is_filtered_by_words_place_goal_area_and_kind(
    app: Flask, people: tuple[Actor, Actor], selection: Selection, found: list[str]
) -> None:
    with app.app_context():
        open_one(people, "Läxhjälp", description="Barn läser.")
        open_one(people, "Fotboll", places=("sjobo",), goal_areas=("work_studies",))

        assert sorted(titles(selection)) == found
        assert count(selection) == len(found)


def test_titles_come_before_texts_and_the_latest_changed_first(
    app: Flask, people: tuple[Actor, Actor]
) -> None:
    manager, coordinator = people
    with app.app_context():
        for day, title, text in (
            (1, "Fotboll för flickor", "Vi spelar."),
            (2, "Sommarlov", "Fotboll och bad."),
            (3, "Matlag", "Vi lagar mat."),
        ):
            now = START + timedelta(days=day)
            initiative_id = add_initiative(manager, title, description=text, now=now)
            open_to_everyone(initiative_id, by=manager, confirmed_by=coordinator, now=now)

        assert titles(Selection()) == ["Matlag", "Sommarlov", "Fotboll för flickor"]
        assert titles(Selection(q="fotboll")) == ["Fotboll för flickor", "Sommarlov"]


def test_the_list_is_paged(
    app: Flask, people: tuple[Actor, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "CARDS_PER_PAGE", 2)
    with app.app_context():
        for title in ("Ett", "Två", "Tre"):
            open_one(people, title)

        assert [len(titles(Selection(), page=page)) for page in (1, 2, 3)] == [2, 1, 0]


@pytest.mark.parametrize("asked", ["Dnrord", "DNRORD", "dnrord", "2026-417", "ÄÖ"])
def test_nothing_is_found_by_a_registry_number(
    app: Flask, people: tuple[Actor, Actor], asked: str
) -> None:
    with app.app_context():
        open_one(people, "Läxhjälp", diarienummer="Dnrord 2026-417 ÄÖ")

        assert titles(Selection(q=asked)) == []
        assert count(Selection(q=asked)) == 0


def test_those_signed_in_find_by_a_registry_number(app: Flask, people: tuple[Actor, Actor]) -> None:
    manager, _coordinator = people
    with app.app_context():
        open_one(people, "Läxhjälp", diarienummer="KS 2026-417")
        found = board.list_table(
            manager,
            Selection(q="ks 2026-417"),
            order=None,
            page=1,
            with_entries=False,
            reference=get_reference("sv"),
            today=TODAY,
        )

    assert [row.title for row in found] == ["Läxhjälp"]


def test_filters_that_are_not_for_everyone_are_taken_away() -> None:
    asked = Selection(q="a", mine=True, silent_days=3, condition="needs_support", kind="business")

    assert public.public_selection(asked) == Selection(q="a", kind="business")
