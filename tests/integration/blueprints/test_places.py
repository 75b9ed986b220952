"""The page of a place tells all that is done there; the open one only what is open."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from tests.page_client import PageClient
from tests.register import add_initiative, add_report, open_to_everyone, sign_in
from tests.town import Town
from tracker.domain.lifecycle import Phase


@pytest.fixture(autouse=True)
def initiatives(app: Flask, town: Town) -> None:
    """Two at Norrby, of which one is open; one elsewhere; a draft."""
    with app.app_context():
        shared = add_initiative(
            town.lea, "Matlaget", phase=Phase.ONGOING, goals=("CY1",),
            working_groups=("meaningful_leisure",),
        )  # fmt: skip
        add_report(town.lea, shared, "Tolv nya barn.", needs="Två vuxna på tisdagar.")
        opened = add_initiative(
            town.pia, "Trapphuset", phase=Phase.PLANNED, goal_areas=("housing_environment",),
            start_on=date(2027, 1, 1),
        )  # fmt: skip
        open_to_everyone(opened, by=town.pia, confirmed_by=town.cim)
        add_initiative(town.lea, "Linet", places=("hulta",), phase=Phase.ONGOING)
        add_initiative(town.lea, "Utkast", is_draft=True)


@pytest.fixture
def rut(client: PageClient, town: Town) -> PageClient:
    """A reader's browser."""
    sign_in(client, town.rut)
    return client


def test_the_strands_stand_side_by_side(rut: PageClient) -> None:
    page = rut.get_page("/places/norrby")

    strands = page.texts(".strand")
    assert "Matlaget" in strands[0]
    assert "Trapphuset" in strands[1]
    assert "No initiatives registered here" in strands[2]
    assert "Linet" not in page.text()
    assert "Utkast" not in page.text()


def test_it_tells_what_is_needed_who_is_there_and_what_is_new(rut: PageClient) -> None:
    text = rut.get_page("/places/norrby").text()

    assert "Två vuxna på tisdagar." in text
    assert "Tolv nya barn." in text
    assert "2 new ones" in text
    assert "Norrby kök" in text or "organisations answer for them" in text


def test_a_working_group_leads_to_the_initiatives_that_it_counts(rut: PageClient) -> None:
    page = rut.get_page("/places/norrby")
    (link,) = [a for a in page.select("a") if "working_group=meaningful_leisure" in str(a["href"])]

    assert link.get_text() == "1 initiative"
    assert rut.get_page(str(link["href"])).texts(".views .total") == ["1 initiative"]


def test_a_goal_that_nothing_works_towards_leads_to_its_gap(rut: PageClient) -> None:
    page = rut.get_page("/places/norrby")
    gaps = [str(link["href"]) for link in page.select(".goal-gaps a")]

    assert gaps
    assert not [gap for gap in gaps if "/CY1" in gap]
    assert "No initiatives registered here" in rut.get_page(gaps[0]).text()


def test_everyone_sees_only_what_is_open(client: PageClient) -> None:
    text = client.get_page("/open/places/norrby").text()

    assert "Trapphuset" in text
    for hidden in ("Matlaget", "Tolv nya barn.", "Två vuxna", "Utkast"):
        assert hidden not in text


def test_a_place_without_anything_says_so_and_every_place_is_listed(rut: PageClient) -> None:
    assert "No initiatives registered here" in rut.get_page("/places/sjobo").text()
    assert "Norrby" in rut.get_page("/places").text()
    assert rut.get("/places/nowhere").status_code == 404
    assert rut.get("/open/places/nowhere").status_code == 404


def test_the_year_says_when_each_begins_and_ends(rut: PageClient) -> None:
    page = rut.get_page("/places/norrby")

    assert "Matlaget" in page.texts("details tbody tr")[0]
