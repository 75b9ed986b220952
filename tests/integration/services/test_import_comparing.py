"""A list changes what it says, and only that."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.lists import (
    causes,
    counts,
    foreign_list,
    foreign_row,
    initiative_named,
    look_through,
    read_in,
    rows_of,
    semicolons,
)
from tests.register import add_initiative, change_row, get_initiative, last_changes
from tests.town import Town
from tracker.domain.lifecycle import Visibility

pytestmark = pytest.mark.usefixtures("in_app")


def looked_at(town: Town, *lines: str) -> Any:
    return look_through(town.lea, semicolons(*lines), organisation=town.kitchen, name="a.csv")


def saved(town: Town, *lines: str) -> None:
    read_in(town.lea, semicolons(*lines), organisation=town.kitchen, name="a.csv")


def test_a_changed_cell_changes_that_field_alone(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget", purpose="Gemenskap", budget_sek=5)

    saved(town, "Insats;Budget;Syfte", "Matlaget;10 000;Gemenskap")

    assert last_changes(public_id) == {"budget_sek": (5, 10_000)}
    row = get_initiative(public_id)
    assert (row.budget_sek, row.purpose, row.version) == (10_000, "Gemenskap", 2)


def test_an_empty_or_missing_cell_never_overwrites(town: Town) -> None:
    add_initiative(
        town.lea,
        "Matlaget",
        purpose="Gemenskap",
        budget_sek=5,
        end_on=date(2026, 12, 1),
        links=("https://example.se",),
        target_groups=("children",),
    )

    looked = looked_at(town, "Insats;Budget;Slut;Syfte;Målgrupp;Länkar", "Matlaget;;;;;")

    assert counts(looked) == {"unchanged": 1}


def test_what_was_edited_in_the_web_stays_where_the_list_says_nothing_of_it(town: Town) -> None:
    content = foreign_list(foreign_row(1))
    read_in(town.cim, content)
    change_row(initiative_named("Fiske i Viskan 1"), purpose="Gemenskap", diarienummer="KS 1")

    assert counts(look_through(town.cim, content)) == {"unchanged": 1}


def test_what_was_edited_in_the_web_is_shown_as_a_change_back(town: Town) -> None:
    content = foreign_list(foreign_row(1))
    read_in(town.cim, content)
    change_row(initiative_named("Fiske i Viskan 1"), description="Vi fiskar mer.")

    row = rows_of(town.cim, look_through(town.cim, content))[2]

    assert row.changed == ["description"]
    assert row.before == {"description": "Vi fiskar mer."}


def test_spaces_and_line_ends_are_no_change(town: Town) -> None:
    add_initiative(town.lea, "Matlaget", description="Ett\n\nTvå  tre ")

    looked = looked_at(town, "Insats;Beskrivning", 'Matlaget;"Ett\n\nTvå tre"')

    assert counts(looked) == {"unchanged": 1}


def test_a_range_of_ages_changes_both_ends(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget", age_from=6, age_to=12)

    saved(town, "Insats;Ålder", "Matlaget;65+")

    row = get_initiative(public_id)
    assert (row.age_from, row.age_to) == (65, None)


def test_an_end_before_the_standing_start_is_a_fault(town: Town) -> None:
    add_initiative(town.lea, "Matlaget", start_on=date(2026, 5, 1))

    looked = looked_at(town, "Insats;Slutdatum", "Matlaget;2026-04-01")

    row = rows_of(town.lea, looked)[2]
    assert (row.outcome.value, causes(row)) == ("fault", ["end_before_start"])
    assert row.findings[0]["suggestions"] == ["2026-05-01"]


def test_a_gap_filled_in_shows_it_to_the_coordinators_where_the_list_says_so(town: Town) -> None:
    head = "Insats;Beskrivning;Målområde;Stadsdel;Start;Synlighet"
    said = "Matlaget;Vi lagar mat.;Barn och unga;Norrby;{};Bara samordnarna"
    saved(town, head, said.format(""))
    assert initiative_named("Matlaget").visibility is Visibility.DRAFT

    saved(town, head, said.format("2026-02-01"))

    row = initiative_named("Matlaget")
    assert row.visibility is Visibility.COORDINATED
    assert last_changes(row.public_id)["visibility"] == ("draft", "coordinated")


def test_areas_that_follow_from_new_goals_replace_no_others(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget", goal_areas=("work_studies",))

    saved(town, "Insats;Mål", "Matlaget;CY1")

    assert set(last_changes(public_id)["goal_areas"][1]) == {"work_studies", "children_youth"}


def test_a_goal_without_its_area_is_no_change(town: Town) -> None:
    add_initiative(town.lea, "Matlaget", goals=("CY1",), goal_areas=("work_studies",))

    looked = looked_at(town, "Insats;Mål;Målområde", "Matlaget;CY1;Arbete och studier")

    assert counts(looked) == {"unchanged": 1}


def test_a_list_moves_no_initiative_to_another_organisation(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget")
    lines = ("Register-id;Titel;Ansvarig organisation", f"{public_id};Matlaget;AB Huset")

    row = rows_of(town.lea, looked_at(town, *lines))[2]

    assert (row.outcome.value, causes(row)) == ("unchanged", ["lead_stays"])


def test_a_list_hides_and_opens_nothing_that_stands(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget")

    for word in ("Utkast", "Öppen"):
        lines = ("Register-id;Titel;Synlighet", f"{public_id};Matlaget;{word}")
        row = rows_of(town.lea, looked_at(town, *lines))[2]
        assert (row.outcome.value, causes(row)) == ("unchanged", ["visibility_stays"])


def test_a_draft_that_waited_for_its_gaps_is_shared_once_they_are_filled(town: Town) -> None:
    head = "Insats;Beskrivning;Målområde;Plats;Start"
    saved(town, head, "Matlaget;;Barn och unga;Norrby;2025-01-01")
    assert initiative_named("Matlaget").visibility is Visibility.DRAFT

    saved(town, head, "Matlaget;Vi lagar mat.;Barn och unga;Norrby;2025-01-01")

    row = initiative_named("Matlaget")
    assert (row.visibility, row.is_complete) == (Visibility.SHARED, True)


def test_a_draft_that_somebody_keeps_a_draft_stays_one(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget", is_draft=True)

    saved(town, "Insats;Budget", "Matlaget;5")

    assert get_initiative(public_id).visibility is Visibility.DRAFT


def test_the_own_organisation_takes_a_draft_over_by_reading_it_in(town: Town) -> None:
    row = foreign_row(1, stödmottagare="Norrby kök")
    read_in(town.cim, foreign_list(row))
    assert initiative_named("Fiske i Viskan 1").imported_by_id == town.cim.person_id

    read_in(town.lea, foreign_list(foreign_row(1, stödmottagare="Norrby kök", kommuner="Hulta")))

    assert initiative_named("Fiske i Viskan 1").imported_by_id is None


def test_a_coordinator_changes_a_municipal_record_but_no_associations(town: Town) -> None:
    add_initiative(town.stina, "Skolans")
    add_initiative(town.lea, "Kökets")
    content = semicolons(
        "Insats;Ansvarig organisation;Budget", "Skolans;Skolan;5", "Kökets;Norrby kök;5"
    )

    looked = look_through(town.cim, content, name="a.csv")

    assert counts(looked) == {"changed": 1, "skipped": 1}
