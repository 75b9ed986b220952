"""What the register knows of a list: its words, current ones first, and records one may see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.lists import foreign_list, foreign_row, read_in
from tests.register import add_initiative, change_row, get_initiative
from tests.town import Town
from tracker.database import transaction
from tracker.extensions import db
from tracker.models import ListEntry, Organisation, RegisterState
from tracker.queries.import_register import (
    list_hidden_keys,
    list_standing,
    load_organisations,
    load_vocabulary,
)

pytestmark = pytest.mark.usefixtures("in_app")
TODAY = START.date()


def test_every_kind_of_word_is_known_in_both_languages(town: Town) -> None:
    words = load_vocabulary(today=TODAY)

    assert len(words.goal_areas) == 3
    assert len(words.goals) == 13
    assert words.whole_place == "1490"
    names = {name for term in words.target_groups for name in term.names}
    assert {"Barn", "Children"} <= names
    assert {term.names[0] for term in words.organisations} == {"Norrby kök", "AB Huset", "Skolan"}


def test_a_closed_organisation_is_no_word(town: Town) -> None:
    change_row(db.session.get_one(Organisation, town.house.id), closed_on=TODAY)

    names = {term.names[0] for term in load_vocabulary(today=TODAY).organisations}
    assert "AB Huset" not in names
    assert town.house.id in load_organisations().closed_ids


def test_a_retired_word_stands_after_those_that_may_be_chosen(town: Town) -> None:
    query = select(ListEntry).where(
        ListEntry.list_code == "target_group", ListEntry.code == "older"
    )
    with transaction() as session:
        entry = session.scalars(query.order_by(ListEntry.id)).one()
        entry.valid_to = TODAY - timedelta(days=1)
        entry.position = 0
        session.scalars(select(RegisterState)).one().reference_hash = "changed"
        from tests.register import ANONYMOUS, Verb, audit

        audit.record(ANONYMOUS, Verb.EDITED, entry, at=START)

    groups = load_vocabulary(today=TODAY).target_groups

    assert groups[-1].code == "older"


def test_only_records_that_one_may_see_are_met(town: Town) -> None:
    shared = add_initiative(town.pia, "Delad")
    add_initiative(town.pia, "Hemlig", is_draft=True)

    found = list_standing(town.lea, lead_ids=[town.house.id], public_ids=[])

    assert [record.public_id for record in found] == [shared]


def test_a_record_comes_with_all_it_says(town: Town) -> None:
    public_id = add_initiative(
        town.lea,
        "Matlaget",
        goals=("CY1",),
        target_groups=("children", "parents"),
        effort_types=("meeting_place",),
        funding=("iop",),
        links=("https://a.se", "https://b.se"),
        reach="group",
    )

    (record,) = list_standing(town.lea, lead_ids=[], public_ids=[public_id])

    assert record.id == get_initiative(public_id).id
    assert record.content["goals"] == ["CY1"]
    assert set(record.content["target_groups"]) == {"children", "parents"}
    assert record.content["links"] == ["https://a.se", "https://b.se"]
    assert (record.content["reach"], record.content["funding"]) == ("group", ["iop"])


def test_keys_of_drafts_that_one_may_not_see_are_hidden_ones(town: Town) -> None:
    read_in(town.cim, foreign_list(foreign_row(1, stödmottagare="Norrby kök")))

    key = (town.kitchen.id, "own:20200001")
    assert list_hidden_keys(town.pia, lead_ids=[town.kitchen.id]) == {key}
    assert not list_hidden_keys(town.cim, lead_ids=[town.kitchen.id])
    assert not list_hidden_keys(town.lea, lead_ids=[town.kitchen.id])
