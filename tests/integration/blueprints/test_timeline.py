"""The timeline as its readers meet it: the lines, what has no dates, and the same as files."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START
from tests.documents import attribute
from tests.page_client import PageClient, read
from tests.register import add_initiative, sign_in
from tests.town import Town
from tracker.blueprints.timeline.chart import make_chart
from tracker.domain.lifecycle import Phase, Visibility
from tracker.extensions import db
from tracker.models import Initiative

TODAY = START.date()
FORM = "main form.form"
LINES = ".timeline tr:not(.group) th a"


@pytest.fixture
def cim(client: PageClient, app: Flask, town: Town) -> PageClient:
    with app.app_context():
        add_initiative(
            town.lea,
            "Matlaget",
            phase=Phase.ONGOING,
            start_on=TODAY - timedelta(days=40),
            end_on=TODAY + timedelta(days=20),
        )
        add_initiative(town.lea, "Kören", phase=Phase.ONGOING, start_on=TODAY, places=("hulta",))
        add_initiative(
            town.lea,
            "Förr",
            phase=Phase.COMPLETED,
            start_on=date(2001, 1, 1),
            end_on=date(2001, 5, 1),
        )
        add_initiative(town.lea, "Någon gång", phase=Phase.IDEA, start_on=None, is_draft=True)
        add_initiative(
            town.lea,
            "Hemligt",
            phase=Phase.ONGOING,
            start_on=TODAY,
            visibility=Visibility.DRAFT,
        )
    sign_in(client, town.cim)
    return client


def test_lines_say_phase_and_dates_and_what_ends_with_nothing_after_it(cim: PageClient) -> None:
    page = cim.get_page("/timeline")

    assert page.texts(LINES) == ["Matlaget", "Kören"]
    first, second = page.texts(".timeline tr:not(.group) td:nth-of-type(1)")
    assert first.startswith("Ongoing ")
    assert (TODAY + timedelta(days=20)).isoformat() in first
    assert "ends with nothing after it" in first
    assert "ends with nothing after it" not in second
    assert "1 that ended before, 0 that begin after" in page.text("main")
    assert not page.select(".undated")


@pytest.mark.parametrize("group", ["goal_area", "place", "organisation"])
@pytest.mark.parametrize("zoom", ["month", "quarter", "year"])
def test_every_grouping_and_zoom_shows_the_same_initiatives(
    cim: PageClient, group: str, zoom: str
) -> None:
    page = cim.get_page(f"/timeline?group={group}&zoom={zoom}")

    assert set(page.texts(LINES)) == {"Matlaget", "Kören"}
    assert len(page.select(".timeline-choices [aria-current]")) == 2


def test_the_past_is_a_link_away_and_the_selection_stays(cim: PageClient) -> None:
    page = cim.get_page("/timeline?from=2001-01&q=f%C3%B6rr")

    assert page.texts(LINES) == ["Förr"]
    links = [str(link["href"]) for link in page.select(".timeline-choices a, .views a")]
    assert links
    assert all("q=f%C3%B6rr" in link for link in links)


def test_a_place_that_nothing_is_tagged_with_says_so(cim: PageClient) -> None:
    page = cim.get_page("/timeline?from=1995-01")

    assert "No initiatives registered here in these months." in page.text("main")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "svg", "png"])
def test_the_lines_are_given_as_files(
    cim: PageClient, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table holds every line, whichever page one is on; a picture holds the page."""
    monkeypatch.setitem(make_chart.__kwdefaults__ or {}, "per_page", 1)
    response = cim.get(f"/timeline.{ending}?group=place&from=2026")

    assert response.status_code == 200
    assert f"timeline-{TODAY}.{ending}" in response.headers["Content-Disposition"]
    if ending in ("csv", "svg"):
        assert "Matlaget" in response.get_data(as_text=True)
        assert ("Kören" in response.get_data(as_text=True)) is (ending == "csv")
        assert "Hemligt" not in response.get_data(as_text=True)
    if ending == "png":
        assert response.data.startswith(b"\x89PNG")


def test_an_organisations_own_drafts_are_on_its_own_timeline(
    client: PageClient, cim: PageClient, town: Town
) -> None:
    sign_in(client, town.lea)

    page = client.get_page("/timeline")

    assert "Hemligt" in page.texts(LINES)
    assert page.texts(".undated a") == ["Någon gång"]


def test_what_comes_after_an_end_is_registered_from_it_and_counts_as_that(
    client: PageClient, app: Flask, town: Town
) -> None:
    end = START.date() + timedelta(days=9)
    with app.app_context():
        ends = add_initiative(town.lea, "Vår", phase=Phase.ONGOING, end_on=end, goals=("CY1",))
        foreign = add_initiative(town.pia, "Annans", phase=Phase.ONGOING, end_on=end)
    sign_in(client, town.lea)
    assert not client.get_page(f"/initiatives/{foreign}").select("a[href*='after=']")
    assert client.get(f"/initiatives/new?after={foreign}").status_code == 403
    where = attribute(client.get_page(f"/initiatives/{ends}").one("a[href*='after=']"), "href")
    form = client.get_page(where)
    again = client.submit(form, FORM, title="Höst", places="hulta")
    assert again.status_code == 422
    assert "at least one that “Vår” has" in read(again).text("[data-error-summary]")

    client.submit(form, FORM, title="Höst")

    page = client.get_page(f"/initiatives/{ends}")
    assert "Goes on in Höst" in page.text("main").replace("\n", " ")
    assert not page.select("a[href*='after=']")
    with app.app_context():
        row = db.session.scalars(select(Initiative).where(Initiative.title == "Höst")).one()
        assert (row.start_on, row.end_on) == (end + timedelta(days=1), None)
    sign_in(client, town.cim)
    assert client.get_page("/work-list/endings").texts("li h2") == ["Annans"]
