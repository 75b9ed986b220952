"""The coordinators' list and the figures: filtered by address, decided in one go, and undone."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.clock import START
from tests.documents import attribute
from tests.meetings import Meeting
from tests.page_client import PageClient
from tests.register import add_initiative, add_touchpoint, sign_in
from tests.town import Town
from tracker.domain.touchpoint_decisions import Decision, TouchpointKind
from tracker.services import touchpoints
from tracker.services.touchpoints import Wish

TITLES = ".touchpoint-rows h2"


@pytest.fixture
def several(app: Flask, town: Town) -> list[uuid.UUID]:
    """Three pairs, the weakest found last, of which one is not in Norrby."""
    with app.app_context():
        found = []
        for number, place in enumerate(("norrby", "hulta", "norrby")):
            content: dict[str, Any] = {"places": (place,), "goals": ("CY1",) if number == 0 else ()}
            one = add_initiative(town.lea, f"Kök {number}", **content)
            other = add_initiative(town.pia, f"Hus {number}", **content)
            found.append(
                add_touchpoint(
                    one,
                    other,
                    chance=0.9 - number / 10,
                    now=START - timedelta(days=9 - number),
                    kind=TouchpointKind.DUPLICATE if number == 2 else TouchpointKind.COORDINATE,
                )
            )
        return found


@pytest.fixture
def cim(client: PageClient, town: Town) -> PageClient:
    """A coordinator's browser."""
    sign_in(client, town.cim)
    return client


def test_strongest_comes_first_or_newest_if_one_wants(
    cim: PageClient, several: list[uuid.UUID]
) -> None:
    page = cim.get_page("/touchpoints")
    assert page.texts(TITLES) == ["Kök 0 and Hus 0", "Kök 1 and Hus 1", "Kök 2 and Hus 2"]
    assert page.text(".how") == "Strong Should be coordinated Found 9 days ago"

    assert cim.get_page("/touchpoints?order=newest").texts(TITLES)[0] == "Kök 2 and Hus 2"
    assert len(several) == 3


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("place=norrby", ["Kök 0", "Kök 2"]),
        ("goal_area=children_youth&kind=duplicate", ["Kök 2"]),
        ("goal=CY1", ["Kök 0"]),
        ("goal_area=work_studies", []),
        ("organisation=nobody", []),
        ("place=nowhere", []),
        ("kind=odd", []),
        ("state=settled", []),
    ],
)
def test_the_list_is_filtered_by_its_address(
    cim: PageClient, several: list[uuid.UUID], query: str, titles: list[str]
) -> None:
    page = cim.get_page(f"/touchpoints?{query}")

    assert [text.partition(" and ")[0] for text in page.texts(TITLES)] == titles
    assert bool(page.select(".empty")) is not bool(titles)
    assert len(several) == 3


def test_the_list_is_filtered_by_organisation_and_htmx_gets_the_list_alone(
    cim: PageClient, several: list[uuid.UUID], town: Town
) -> None:
    page = cim.get_fragment(f"/touchpoints?organisation={town.house.public_id}")

    assert len(page.texts(TITLES)) == len(several)
    assert not page.select("h1")
    assert not cim.get_fragment(f"/touchpoints?organisation={town.school.public_id}").texts(TITLES)


@pytest.mark.usefixtures("several")
def test_norrby_is_one_tap_away_and_back(cim: PageClient) -> None:
    near = cim.get_page("/touchpoints").one("a.near")
    assert attribute(near, "href") == "/touchpoints?place=norrby"

    assert (
        attribute(cim.get_page("/touchpoints?place=norrby").one("a.near"), "href") == "/touchpoints"
    )


def test_several_are_decided_in_one_go_and_undone(
    cim: PageClient, several: list[uuid.UUID]
) -> None:
    page = cim.get_page("/touchpoints?place=norrby")
    chosen = [str(several[0]), str(several[2])]
    answer = cim.submit(page, "form.worklist", touchpoint=chosen, decision="complement")
    assert answer.status_code == 303

    page = cim.get_page(answer.location)
    assert "2 touchpoints are decided: complement one another." in page.text(".notice")
    assert page.texts(TITLES) == []
    assert cim.get_page("/touchpoints").text("a[href='/touchpoints'] .count") == "1 to look at"

    assert cim.submit(page, "form[action$='/undo']").status_code == 303
    assert len(cim.get_page("/touchpoints").texts(TITLES)) == 3


def test_what_is_wrong_about_a_decision_of_several_is_said(
    cim: PageClient, several: list[uuid.UUID]
) -> None:
    page = cim.get_page("/touchpoints")

    answer = cim.submit(page, "form.worklist", touchpoint=str(several[0]), decision="not_relevant")
    assert answer.status_code == 422
    assert "Say briefly why." in answer.text
    answer = cim.submit(page, "form.worklist", decision="complement")
    assert answer.status_code == 422
    answer = cim.submit(page, "form.worklist", touchpoint="nonsense", decision="complement")
    assert answer.status_code == 303


def test_where_nothing_waits_the_page_says_so(cim: PageClient) -> None:
    page = cim.get_page("/touchpoints")

    assert "Nothing waits" in page.text(".empty")
    assert not page.select(".site-menu .count")


def test_a_long_list_has_pages(app: Flask, cim: PageClient, town: Town) -> None:
    with app.app_context():
        ours = [add_initiative(town.lea, f"Kök {number}") for number in range(6)]
        theirs = [add_initiative(town.pia, f"Hus {number}") for number in range(5)]
        for one in ours:
            for other in theirs:
                add_touchpoint(one, other)

    page = cim.get_page("/touchpoints?page=2")
    assert len(page.texts(TITLES)) == 5
    assert attribute(page.one("a[rel=prev]"), "href") == "/touchpoints?page=1"


@pytest.mark.usefixtures("several")
def test_only_coordinators_have_the_list_and_its_link(client: PageClient, town: Town) -> None:
    for actor in (town.lea, town.rut, town.ada):
        sign_in(client, actor)
        assert client.get("/touchpoints").status_code == 403
        assert "/touchpoints" not in client.get_page("/").text(".site-menu")


# The figures ----------------------------------------------------------------------------------


def settle(app: Flask, town: Town, public_id: uuid.UUID, decision: Decision) -> None:
    with app.app_context():
        wish = Wish(decision, note="Skäl.")
        touchpoints.decide(town.cim, public_id, wish, version=1, now=START)


def test_each_figure_is_that_of_the_list_it_leads_to(
    app: Flask, cim: PageClient, town: Town, several: list[uuid.UUID]
) -> None:
    settle(app, town, several[0], Decision.COMPLEMENT)

    page = cim.get_page("/touchpoints/overview")
    links = page.select(".crossings a, .figures a")

    assert len(links) >= 4
    for link in links:
        number = int("".join(sign for sign in link.get_text() if sign.isdigit()))
        listed = cim.get_page(attribute(link, "href"))
        assert len(listed.texts(TITLES)) == number, attribute(link, "href")
    assert "9 days half of them faster" in page.text(".figures")
    assert "Complement one another 1" in page.text(".by-decision")


def test_a_reader_reads_figures_of_what_everybody_may_see(
    client: PageClient, town: Town, meeting: Meeting, held_back: Meeting
) -> None:
    sign_in(client, town.rut)
    page = client.get_page("/touchpoints/overview")
    assert page.text(".figures").startswith("Found 1 ")
    assert not page.select("main a[href*='/touchpoints']")
    assert "Hemliga" not in page.text()

    sign_in(client, town.cim)
    assert client.get_page("/touchpoints/overview").text(".figures").startswith("Found 3 ")
    assert meeting != held_back


def test_cooperations_that_have_begun_are_listed(
    client: PageClient, town: Town, meeting: Meeting
) -> None:
    sign_in(client, town.cim)
    client.submit(client.get_page(meeting.url), "form.decide", decision="cooperate")
    for actor in (town.lea, town.stina):
        sign_in(client, actor)
        client.submit(client.get_page(meeting.url), "form:has([value=yes])")

    sign_in(client, town.rut)
    text = client.get_page("/touchpoints/overview").text("main")
    assert "Läxhjälp i köket and Läxor i skolan Norrby kök · Skolan Since 2 March 2026" in text


# Where people already are ---------------------------------------------------------------------


def test_the_pages_of_both_sides_tell_of_the_other_one(
    client: PageClient, town: Town, meeting: Meeting
) -> None:
    sign_in(client, town.lea)
    text = client.get_page(f"/initiatives/{meeting.one}").text("main")
    assert "Läxor i skolan Skolan May be the same: both are about homework help" in text
    assert "Läxor i skolan Skolan · like your “Läxhjälp i köket”" in client.get_page("/").text(
        "main"
    )

    client.submit(client.get_page(meeting.url), "form:has([value=not_the_same])")
    assert "like your" not in client.get_page("/").text("main")

    sign_in(client, town.pia)
    assert "Läxor i skolan" not in client.get_page(f"/initiatives/{meeting.one}").text("main")


def test_a_changed_initiative_says_that_its_touchpoints_are_found_anew(
    app: Flask, client: PageClient, town: Town
) -> None:
    with app.app_context():
        fresh = add_initiative(town.lea, "Ny")
    sign_in(client, town.lea)
    assert "They are being found anew." in client.get_page(f"/initiatives/{fresh}").text("main")

    sign_in(client, town.pia)
    assert "found anew" not in client.get_page(f"/initiatives/{fresh}").text("main")


def test_what_waits_stands_on_the_start_page(
    client: PageClient, town: Town, meeting: Meeting
) -> None:
    sign_in(client, town.cim)
    assert "Läxor i skolan" in client.get_page("/work-list").text("main")
    client.submit(client.get_page(meeting.url), "form.decide", decision="cooperate")

    sign_in(client, town.lea)
    words = "The coordinators suggest something together with “Läxor i skolan”"
    assert words in client.get_page("/").text("main")
    client.submit(client.get_page(meeting.url), "form:has([value=yes])")
    assert words not in client.get_page("/").text("main")


def test_a_settled_pair_of_no_relevance_is_not_shown_again(
    client: PageClient, town: Town, meeting: Meeting
) -> None:
    sign_in(client, town.cim)
    answer = client.submit(
        client.get_page(meeting.url), "form.decide", decision="not_relevant", note="Olika."
    )
    assert answer.status_code == 303

    sign_in(client, town.lea)
    assert "May be the same" not in client.get_page(f"/initiatives/{meeting.one}").text("main")
