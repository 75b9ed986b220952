"""The map as its readers meet it: figures by area, a chosen one, and the same as files."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from tests.clock import START
from tests.page_client import PageClient
from tests.register import add_initiative, sign_in
from tests.town import Town
from tracker.blueprints.map.figures import ranges_of
from tracker.domain.lifecycle import Phase

NORRBY = "1490R025"


@pytest.fixture
def rut(client: PageClient, app: Flask, town: Town) -> PageClient:
    """A reader's browser, with two at Norrby, one for everyone, one that is over, and a draft."""
    with app.app_context():
        add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)
        add_initiative(town.pia, "Gården", phase=Phase.PLANNED, goal_areas=("housing_environment",))
        add_initiative(town.lea, "Överallt", phase=Phase.ONGOING, places=("1490",))
        add_initiative(town.lea, "Linet", phase=Phase.COMPLETED)
        add_initiative(town.lea, "Hemligt", phase=Phase.ONGOING, is_draft=True)
    sign_in(client, town.rut)
    return client


def test_an_area_counts_what_is_for_its_districts_and_is_not_over(rut: PageClient) -> None:
    page = rut.get_page("/map")

    assert page.texts(f"tr[data-area='{NORRBY}'] .figure") == ["2", "1", "1", "0"]
    assert page.texts(".map-table tbody tr:first-child .figure") == ["1", "1", "0", "0"]
    assert len(page.select("tr[data-area]")) == 47


def test_every_area_can_be_chosen_on_the_map_once_and_in_the_list(rut: PageClient) -> None:
    page = rut.get_page("/map?q=mat")

    links = [str(link["href"]) for link in page.select("svg.map a")]
    assert len(set(links)) == len(links) == 47
    assert all("q=mat" in link for link in links)
    assert len(page.select("#map-area option")) == 47
    (told,) = (text for text in page.texts("svg.map a title") if text.startswith("Norrby:"))
    assert told == "Norrby: 2 initiatives. Children and youth 1, Housing and local environment 1"


def test_a_chosen_area_shows_its_initiatives_and_where_they_stand_in_the_table(
    rut: PageClient,
) -> None:
    page = rut.get_page(f"/map?open={NORRBY}")

    assert page.text("#area h2") == "Norrby"
    assert set(page.texts("#area li > a")) == {"Matlaget", "Gården"}
    assert "/table?place=norrby" in [link["href"] for link in page.select("#area p a")]
    assert len(page.select("svg.map a[aria-current]")) == 1
    kept = page.select("input[form=filters]")
    assert [(field["name"], field["value"]) for field in kept] == [("open", NORRBY)]


def test_the_list_of_an_area_has_pages(rut: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.blueprints.map.figures.LISTED_PER_PAGE", 1)

    pages = [rut.get_page(f"/map?open={NORRBY}&page={number}") for number in (1, 2, 9)]

    first, second, last = (page.texts("#area li > a") for page in pages)
    assert {*first, *second} == {"Matlaget", "Gården"}
    assert last == second


def test_a_chosen_phase_is_counted_even_where_it_is_over(rut: PageClient) -> None:
    page = rut.get_page("/map?phase=completed")

    assert page.texts(f"tr[data-area='{NORRBY}'] .figure")[0] == "1"


def test_an_area_without_any_says_so_and_an_unknown_one_is_none(rut: PageClient) -> None:
    page = rut.get_page("/map?open=1490R002")

    assert "No initiatives registered here" in page.text("#area")
    assert rut.get_page("/map?open=nowhere").text("#area h2") == "No area chosen"


def test_outlines_are_sent_once(rut: PageClient) -> None:
    first = rut.get("/map/areas.geojson")

    again = rut.get("/map/areas.geojson", headers={"If-None-Match": first.headers["ETag"]})

    assert len(json.loads(first.data)["features"]) == 47
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "svg", "png", "geojson"])
def test_the_map_is_given_as_files(rut: PageClient, ending: str) -> None:
    response = rut.get(f"/map.{ending}")

    assert response.status_code == 200
    assert f"map-{START.date()}.{ending}" in response.headers["Content-Disposition"]
    match ending:
        case "csv":
            assert f"Norrby,{NORRBY},Norrby,2,1,1,0" in response.get_data(as_text=True)
        case "png":
            assert response.data.startswith(b"\x89PNG")
        case "geojson":
            features = {
                row["id"]: row["properties"] for row in json.loads(response.data)["features"]
            }
            assert features[NORRBY]["initiatives"] == 2


@pytest.mark.parametrize(
    ("totals", "ranges"),
    [
        ([], []),
        ([0, 0], []),
        ([3, 0], [(1, 3)]),
        ([1, 2, 3, 4], [(1, 1), (2, 2), (3, 3), (4, 4)]),
        ([5, 5, 5, 9], [(1, 5), (6, 9)]),
    ],
)
def test_colours_have_about_as_many_areas_each(
    totals: list[int], ranges: list[tuple[int, int]]
) -> None:
    assert ranges_of(totals) == ranges
