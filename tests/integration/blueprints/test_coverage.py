"""The weave as its readers meet it: what stands in a cell, where it leads, and as a file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook
from werkzeug.datastructures import MultiDict

from tests.clock import START, Clock
from tests.page_client import PageClient
from tests.register import add_initiative, add_touchpoint, mails, sign_in
from tests.town import Town
from tracker.domain.coverage_view import Columns, CoverageView, Rows
from tracker.domain.lifecycle import Phase
from tracker.domain.selection import Selection
from tracker.pictures import painted


@pytest.fixture
def rut(client: PageClient, town: Town) -> PageClient:
    """A reader's browser."""
    sign_in(client, town.rut)
    return client


@pytest.fixture(autouse=True)
def initiatives(app: Flask, town: Town) -> None:
    """Two at Norrby for children, one that has ended at Hulta, and a draft."""
    with app.app_context():
        add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING, target_groups=("children",))
        add_initiative(town.pia, "Läxhjälpen", phase=Phase.PLANNED, goals=("CY1",))
        add_initiative(town.lea, "Linet", phase=Phase.COMPLETED, places=("hulta",))
        add_initiative(town.lea, "Utkast", is_draft=True, phase=Phase.ONGOING)


def row_of(client: PageClient, name: str, address: str = "/coverage") -> list[str]:
    page = client.get_page(address)
    return [row for row in page.texts(".weave tbody tr") if row.startswith(name)]


def test_a_cell_says_what_is_registered_and_a_gap_says_that_nothing_is(rut: PageClient) -> None:
    page = rut.get_page("/coverage")

    norrby = next(row for row in page.select(".weave tbody tr") if "Norrby" in row.get_text())
    texts = [cell.get_text(" ", strip=True) for cell in norrby.select("td")]
    assert "1 ongoing, 1 planned" in texts[0]
    assert "2 organisations" in texts[0]
    assert "No initiatives registered here" in texts[1]
    assert texts[-1] == "2"


def test_what_has_ended_is_told_where_nothing_goes_on(rut: PageClient) -> None:
    (hulta,) = row_of(rut, "Hulta")

    assert "No initiatives registered here" in hulta
    assert "1 completed" in hulta


def test_the_selection_is_the_same_as_on_the_board(rut: PageClient) -> None:
    page = rut.get_page("/coverage?organisation=00000000-0000-4000-8000-000000000000&place=norrby")

    assert page.texts(".views a[aria-current]") == ["Coverage"]
    assert all("place=norrby" in link["href"] for link in page.select(".views a"))
    assert "0 initiatives" in page.texts(".views .total")[0]


@pytest.mark.parametrize("query", ["columns=goal", "columns=target_group", "rows=goal"])
def test_rows_and_columns_can_be_opened_to_finer_ones(rut: PageClient, query: str) -> None:
    page = rut.get_page(f"/coverage?{query}")

    assert page.select(".weave.wide tbody td a")


def test_a_place_opens_to_its_areas_and_closes_again(rut: PageClient) -> None:
    page = rut.get_page("/coverage?open=norrby")
    turn = page.one(".weave .turn[aria-expanded=true]")

    assert page.select(".weave tr.part")
    assert not rut.get_page(str(turn["href"])).select(".weave tr.part")


def test_other_days_go_by_dates_and_two_days_are_compared(rut: PageClient) -> None:
    day, then = START.date(), START.date() - timedelta(days=3000)
    page = rut.get_page(f"/coverage?since={day - timedelta(days=1)}&until={day}&then={then}")

    assert "On days other than today the dates decide" in page.text()
    assert "came" in page.text()


def test_a_cell_lists_its_initiatives_and_who_could_be_asked(rut: PageClient) -> None:
    page = rut.get_page("/coverage/norrby/children_youth")

    assert {"Matlaget", "Läxhjälpen"} <= set(page.texts("main li a"))
    assert "Utkast" not in page.text()
    gap = rut.get_page("/coverage/hassleholmen/children_youth")
    assert "There may be some that nobody has told us of" in gap.text()
    assert "Norrby" in gap.text()


def test_who_has_experience_is_asked_about_a_gap_once_in_thirty_days(
    client: PageClient, app: Flask, town: Town, clock: Clock
) -> None:
    where = "/coverage/hulta/children_youth"
    form = f'form[action*="{town.kitchen.public_id}"]'
    sign_in(client, town.lea)
    assert not client.get_page(where).select(form)
    sign_in(client, town.cim)
    page = client.get_page(where)
    client.submit(page, form)

    told = client.get_page(where)
    assert "The question is mailed." in told.text("main")
    assert not told.select(form)
    client.submit(page, form)
    assert "within the last 30 days" in client.get_page(where).text("main")
    with app.app_context():
        (mail,) = mails()
        assert (mail["template"], mail["to"]) == ("gap_asked", "lea@example.org")
        assert mail["values"]["place_code"] == "hulta"
    sign_in(client, town.cim, now=clock.advance(days=31))
    assert client.get_page(where).select(form)


@pytest.mark.parametrize(
    "address", ["/coverage/nowhere/children_youth", "/coverage/norrby/CY1", "/coverage/norrby/x"]
)
def test_a_cell_that_is_none_is_not_found(rut: PageClient, address: str) -> None:
    assert rut.get(address).status_code == 404


def test_the_form_begins_where_the_gap_is(client: PageClient, town: Town) -> None:
    sign_in(client, town.lea)
    page = client.get_page("/coverage/hulta/CY1?columns=goal")
    (link,) = [str(a["href"]) for a in page.select("a.ds-button") if "initiatives/new" in a["href"]]

    form = client.get_page(link)

    assert form.select("[name=places][value=hulta][checked], option[value=hulta][selected]")
    assert form.select("[name=goal_areas][value=children_youth][checked]")


def test_coordinators_see_the_touchpoints_that_wait(
    client: PageClient, app: Flask, town: Town
) -> None:
    with app.app_context():
        one = add_initiative(town.lea, "En", phase=Phase.ONGOING)
        other = add_initiative(town.pia, "Annan", phase=Phase.ONGOING)
        add_touchpoint(one, other)
    sign_in(client, town.cim)

    assert "1 touchpoint waits" in client.get_page("/coverage").text()
    assert "1 touchpoint waits" in client.get_page("/coverage/norrby/children_youth").text()


def test_the_table_as_files(rut: PageClient) -> None:
    lines = list(csv.reader(io.StringIO(rut.get("/coverage.csv").get_data().decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(rut.get("/coverage.xlsx").get_data())).active

    (norrby,) = [line for line in lines if line[:2] == ["Norrby", "Children and youth"]]
    assert norrby[5:11] == ["1", "1", "0", "0", "2", "2"]
    assert sheet is not None
    assert sheet.max_row == len(lines)


def test_the_table_as_pictures(rut: PageClient) -> None:
    drawing = rut.get("/coverage.svg").get_data(as_text=True)

    assert "Norrby" in drawing
    assert rut.get("/coverage.png?columns=goal").get_data().startswith(b"\x89PNG")
    assert painted('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>')


def test_an_address_that_cannot_be_read_shows_what_is_usual() -> None:
    asked = MultiDict(
        [
            ("rows", "moon"), ("columns", "x"), ("since", "2026-02-30"), ("until", "0001-01-01"),
            ("then", "9999999"),
        ]
    )  # fmt: skip

    assert CoverageView.from_arguments(asked) == CoverageView()


def test_an_address_says_back_what_it_was_asked() -> None:
    asked = MultiDict(
        [
            ("rows", "goal"), ("columns", "effort_type"), ("open", "hulta"), ("spread", "1"),
            ("since", "2026-05-01"), ("until", "2026-04-01"), ("then", "2025-01-01"),
        ]
    )  # fmt: skip
    view = CoverageView.from_arguments(asked)

    assert (view.rows, view.columns) == (Rows.GOAL, Columns.EFFORT_TYPE)
    assert CoverageView.from_arguments(MultiDict(view.to_arguments())) == view
    assert view.since is not None
    assert view.until is not None
    assert view.since < view.until
    assert Selection.from_arguments(asked).is_everything
