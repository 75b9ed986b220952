"""The engine is told of an initiative what its organisation says, and of half a form what is there."""

from __future__ import annotations

from datetime import date

import pytest

from tests.register import add_initiative, get_initiative
from tests.town import Town
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import Visibility
from tracker.models import Initiative
from tracker.queries.compared import compared_content, list_compared
from tracker.queries.reference import get_reference

pytestmark = pytest.mark.usefixtures("in_app")


def test_a_saved_initiative_is_read_whole(town: Town) -> None:
    public_id = add_initiative(
        town.lea,
        "Läxhjälp",
        purpose="Fler klarar skolan.",
        target_groups=("children",),
        effort_types=("homework_help",),
        age_from=10,
        end_on=date(2026, 12, 1),
    )
    (row,) = list_compared(Initiative.public_id == public_id, reference=get_reference("sv"))

    told = row.compared
    assert (row.version, row.is_listed, row.is_limited) == (1, True, False)
    assert row.organisation_id == town.kitchen.id
    assert told.description.endswith("\nFler klarar skolan.")
    assert told.places == {"Norrby"}
    assert told.target_groups == {"children"}
    assert told.effort_types == {"homework_help"}
    assert (told.start, told.end, told.ages) == (date(2026, 1, 12), date(2026, 12, 1), (10, 120))
    assert (told.organisation, told.organisation_kind) == ("Norrby kök", "association")


def test_drafts_are_not_listed_and_what_coordinators_see_is_limited(town: Town) -> None:
    for visibility in (Visibility.DRAFT, Visibility.COORDINATED):
        add_initiative(town.lea, visibility.value, visibility=visibility)
    rows = list_compared(Initiative.id > 0, reference=get_reference("sv"))
    assert [(row.is_listed, row.is_limited) for row in rows] == [(False, True), (True, True)]


def test_an_area_is_met_in_its_district(town: Town) -> None:
    reference = get_reference("sv")
    area = next(row for row in reference.places.values() if row.kind == "regso")
    district = next(
        row for row in reference.places.values()
        if row.kind == "district" and area.id in row.inside_ids
    )  # fmt: skip
    told = compared_content(
        InitiativeContent(title="", places=(area.code,)),
        organisation="",
        organisation_kind="",
        reference=reference,
    )
    assert told.places >= {area.name, district.name}
    assert (told.start, told.ages) == (None, None)
    assert get_initiative(add_initiative(town.lea, "Läxhjälp")).id
