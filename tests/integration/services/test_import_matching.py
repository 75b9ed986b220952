"""The same list read in again means the same records, however it names them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.clock import START
from tests.lists import (
    causes,
    counts,
    foreign_list,
    foreign_row,
    initiative_named,
    look_through,
    outcome_of,
    read_in,
    rows_of,
    semicolons,
    titles,
    workbook,
)
from tests.register import add_initiative, change_row
from tests.town import Town
from tracker.domain.importing.fields import ImportField
from tracker.extensions import db
from tracker.models import Organisation

pytestmark = pytest.mark.usefixtures("in_app")

WITHOUT_KEYS = workbook(
    [
        ("Insats", "Ansvarig organisation", "Start"),
        ("Matlaget", "Nya klubben", "2025-01-01"),
        ("Matlaget", "Nya klubben", "2026-01-01"),
        ("Matlaget", "Gamla klubben", "2025-01-01"),
    ]
)


@pytest.mark.parametrize("content", [foreign_list(), WITHOUT_KEYS], ids=["keys", "no keys"])
def test_a_second_import_changes_nothing_also_where_organisations_were_unknown(
    town: Town, content: bytes
) -> None:
    read_in(town.cim, content)
    before = titles()

    again = look_through(town.cim, content)

    assert counts(again) == {"unchanged": len(before)}


def test_titles_in_other_scripts_are_told_apart(town: Town) -> None:
    content = workbook([("Titel", "Start"), ("مساعدة", "2025-01-01"), ("دراسة", "2025-01-01")])
    read_in(town.lea, content, organisation=town.kitchen)

    again = look_through(town.lea, content, organisation=town.kitchen)

    assert counts(again) == {"unchanged": 2}


def test_a_record_that_was_renamed_in_the_web_is_still_meant(town: Town) -> None:
    read_in(town.cim, foreign_list(foreign_row(1)))
    change_row(initiative_named("Fiske i Viskan 1"), title="Fiske", title_key="fiske")

    again = look_through(town.cim, foreign_list(foreign_row(1)))

    row = rows_of(town.cim, again)[2]
    assert (row.outcome.value, row.changed) == ("changed", ["title"])


def test_a_new_row_with_a_name_in_use_is_no_rival_of_the_old_one(town: Town) -> None:
    """Its own key says that it is another initiative."""
    read_in(town.cim, foreign_list(foreign_row(1)))

    again = look_through(
        town.cim,
        foreign_list(foreign_row(1), foreign_row(2, projektnamn="Fiske i Viskan 1")),
    )

    assert counts(again) == {"unchanged": 1, "new": 1}


def test_a_second_row_of_a_name_is_new_and_asks(town: Town) -> None:
    head, first = "Insats;Start", "Matlaget;2025-01-01"
    read_in(town.lea, semicolons(head, first), organisation=town.kitchen, name="a.csv")

    both = semicolons(head, first, "Matlaget;2026-01-01")
    again = look_through(town.lea, both, organisation=town.kitchen, name="a.csv")

    assert counts(again) == {"unchanged": 1, "new": 1}
    assert "possible_duplicate" in causes(rows_of(town.lea, again)[3])


def test_a_record_from_the_web_is_met_by_its_name(town: Town) -> None:
    add_initiative(town.lea, "Matlaget")
    content = semicolons("Insats;Budget", "MATLAGET;10 000")

    looked = look_through(town.lea, content, organisation=town.kitchen, name="a.csv")

    row = rows_of(town.lea, looked)[2]
    assert (row.outcome.value, row.changed) == ("changed", ["budget_sek", "title"])


def test_equal_names_are_met_in_the_order_in_which_they_were_registered(town: Town) -> None:
    for budget in (1, 2):
        now = START + timedelta(days=budget)
        add_initiative(town.lea, "Matlaget", budget_sek=budget, now=now)
    content = semicolons("Insats;Budget", "Matlaget;1", "Matlaget;2", "Matlaget;3")

    looked = look_through(town.lea, content, organisation=town.kitchen, name="a.csv")

    assert counts(looked) == {"unchanged": 2, "new": 1}


def test_a_draft_that_the_reader_may_not_see_is_left_alone(town: Town) -> None:
    """Another coordinator has read the list in before; the drafts are not this one's to see."""
    from tests.register import add_person
    from tracker.domain.roles import PlatformRole

    content = foreign_list(foreign_row(1))
    read_in(town.cim, content)
    another = add_person("Clara Ek", platform_roles=[PlatformRole.COORDINATOR], language="en")

    looked = look_through(another, content)

    assert outcome_of(another, looked, 2).value == "skipped"
    assert causes(rows_of(another, looked)[2])[-1] == "record_not_yours"


def test_what_the_organisation_has_taken_over_is_left_to_it(town: Town) -> None:
    content = foreign_list(foreign_row(1, stödmottagare="Norrby kök"))
    read_in(town.cim, content)
    change_row(initiative_named("Fiske i Viskan 1"), imported_by_id=None, budget_sek=7)

    looked = look_through(town.cim, content)

    assert counts(looked) == {"skipped": 1}


def test_an_organisation_is_met_by_its_number(town: Town) -> None:
    change_row(db.session.get_one(Organisation, town.kitchen.id), organisation_number="802005-1234")
    content = workbook(
        [("Insats", "Organisation", "Organisationsnummer"), ("Mat", "NK Norrby", "8020051234")]
    )
    fields = {"Organisation": ImportField.LEAD_ORGANISATION}

    looked = look_through(town.lea, content, fields=fields)

    row = rows_of(town.lea, looked)[2]
    assert row.outcome.value == "new"
    assert row.lead_name == "Norrby kök"
