"""The public pages, asked for by somebody who is not signed in."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask

from tests.clock import START
from tests.figures import Figures
from tests.page_client import PageClient
from tests.register import (
    add_initiative,
    add_organisation,
    add_person,
    add_report,
    open_to_everyone,
    sign_in,
)
from tracker.access.actors import Actor
from tracker.domain.roles import PlatformRole
from tracker.services import initiatives, partnerships, publication

MARKER = "HEMLIGTORD"
BUDGET = 987654321
SWITCHED_OFF = ("/open", "/open?q=a", "/sitemap.xml")


@dataclasses.dataclass
class Case:
    """An association's manager, a coordinator, and an open initiative full of private marks."""

    manager: Actor
    coordinator: Actor
    open_id: uuid.UUID
    shared_id: uuid.UUID


@pytest.fixture
def case(app: Flask) -> Case:
    with app.app_context():
        manager = add_person(f"{MARKER} Rask", add_organisation("Läsro"))
        coordinator = add_person(f"Elin {MARKER}", platform_roles=[PlatformRole.COORDINATOR])
        open_id = add_initiative(
            manager,
            "Läxhjälp",
            purpose="Fler klarar skolan.",
            goals=("CY2",),
            working_groups=("meaningful_leisure",),
            target_groups=("children",),
            age_from=7,
            age_to=12,
            end_on=date(2026, 12, 20),
            links=("https://example.org/las",),
            diarienummer=f"{MARKER}-1",
            budget_sek=BUDGET,
            funding=("sponsorship",),
            contact_name=f"{MARKER} Ek",
            contact_email=f"{MARKER.lower()}@example.org",
            contact_phone=f"{MARKER} 070",
        )
        open_to_everyone(open_id, by=manager, confirmed_by=coordinator)
        shared_id = add_initiative(manager, f"{MARKER} delad", description=MARKER)
        add_initiative(manager, f"{MARKER} utkast", is_draft=True)
        fill_with_marks(manager, coordinator, open_id)
    return Case(manager, coordinator, open_id, shared_id)


def fill_with_marks(manager: Actor, coordinator: Actor, open_id: uuid.UUID) -> None:
    add_report(manager, open_id, "Tre barn kom.", people_reached=3, obstacles=MARKER, needs=MARKER)
    asked = add_organisation(f"{MARKER} förbundet")
    partnerships.ask(
        manager,
        open_id,
        organisation_id=asked.public_id,
        role="contributing",
        note=MARKER,
        now=START,
    )


Change = Callable[..., None]


@pytest.fixture
def change_settings(app: Flask) -> Iterator[Change]:
    """Change settings for this test."""
    kept = app.config["SETTINGS"]

    def change(**wanted: bool) -> None:
        app.config["SETTINGS"] = dataclasses.replace(kept, **wanted)

    yield change
    app.config["SETTINGS"] = kept


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_list_and_the_page_are_read_in_both_languages(
    client: PageClient, case: Case, language: str
) -> None:
    client.set_cookie("language", language)

    listed = client.get_page("/open")
    page = client.get_page(f"/open/{case.open_id}")

    assert listed.texts(".card h2") == ["Läxhjälp"]
    assert page.text("h1") == "Läxhjälp"
    assert page.one("html")["lang"] == language
    few = {"sv": "färre än 5", "en": "fewer than 5"}[language]
    assert few in page.text(".history")
    assert "I Borås ska barn och unga" in page.text("main")
    assert bool(page.select("main [lang=sv]")) == (language == "en")


def test_the_language_follows_the_browser_where_nothing_is_chosen(
    client: PageClient, case: Case
) -> None:
    page = client.get_page("/open", headers={"Accept-Language": "en-GB,en;q=0.8"})

    assert page.one("html")["lang"] == "en"


@pytest.mark.parametrize("reader", ["nobody", "manager", "coordinator"])
def test_no_private_word_is_on_any_public_page(
    client: PageClient, case: Case, figures: Figures, reader: str
) -> None:
    if reader != "nobody":
        sign_in(client, getattr(case, reader))
    addresses = ["/open", "/open?q=barn", f"/open/{case.open_id}", "/sitemap.xml", "/robots.txt"]
    leaks = 0
    for address in addresses:
        text = client.get(address).text
        if reader != "nobody":
            text = text.replace(getattr(case, reader).name, "")
        leaks += MARKER.lower() in text.lower()
        leaks += str(BUDGET) in "".join(sign for sign in text if sign.isalnum())
    figures.add("private words on public pages", value=leaks)
    assert leaks == 0


def test_no_private_word_finds_anything(client: PageClient, case: Case) -> None:
    page = client.get_page(f"/open?q={MARKER}")

    assert page.texts(".card") == []


@pytest.mark.parametrize("signed_in", [False, True])
def test_what_is_not_open_is_not_found(
    client: PageClient,
    case: Case,
    signed_in: bool,  # noqa: FBT001
) -> None:
    if signed_in:
        sign_in(client, case.manager)

    assert client.get(f"/open/{case.shared_id}").status_code == 404
    assert client.get(f"/open/{uuid.uuid4()}").status_code == 404
    assert client.get("/open/none").status_code == 404


def test_it_is_gone_at_once_when_it_is_no_longer_open(
    app: Flask, client: PageClient, case: Case
) -> None:
    assert client.get(f"/open/{case.open_id}").status_code == 200
    with app.app_context():
        publication.unpublish(case.manager, case.open_id, now=START)
    assert client.get(f"/open/{case.open_id}").status_code == 404
    assert client.get_page("/open").texts(".card") == []


def test_it_is_gone_at_once_when_it_is_withdrawn(
    app: Flask, client: PageClient, case: Case
) -> None:
    with app.app_context():
        initiatives.withdraw(case.manager, case.open_id, reason="", now=START)
    assert client.get(f"/open/{case.open_id}").status_code == 404
    assert str(case.open_id) not in client.get("/sitemap.xml").text


def test_the_filter_swaps_only_the_selection(client: PageClient, case: Case) -> None:
    fragment = client.get_fragment("/open?place=sjobo")

    assert fragment.select("#selection")
    assert not fragment.select("h1")


def test_search_engines_are_told_title_description_and_address(
    client: PageClient, case: Case
) -> None:
    page = client.get_page(f"/open/{case.open_id}")

    assert page.text("title").startswith("Läxhjälp")
    assert page.one("meta[name=description]")["content"] == "Fler klarar skolan."
    assert page.one("link[rel=canonical]")["href"] == f"http://localhost/open/{case.open_id}"
    assert not page.select("meta[name=robots]")
    assert f"/open/{case.open_id}</loc>" in client.get("/sitemap.xml").text
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text


def test_a_filtered_list_is_not_indexed(client: PageClient, case: Case) -> None:
    page = client.get_page("/open?place=norrby")

    assert page.one("meta[name=robots]")["content"] == "noindex"
    assert page.one("link[rel=canonical]")["href"] == "http://localhost/open"


def test_search_engines_can_be_asked_to_stay_away(
    client: PageClient, case: Case, change_settings: Change
) -> None:
    change_settings(is_indexed=False)

    for address in ("/open", f"/open/{case.open_id}"):
        assert client.get_page(address).one("meta[name=robots]")["content"] == "noindex"
    assert client.get("/sitemap.xml").status_code == 404
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("address", SWITCHED_OFF)
def test_public_pages_can_be_switched_off(
    client: PageClient, case: Case, change_settings: Change, address: str
) -> None:
    change_settings(has_public_pages=False)

    assert client.get(address).status_code == 404
    assert client.get(f"/open/{case.open_id}").status_code == 404
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_a_page_beyond_the_last_is_empty_and_no_error(client: PageClient, case: Case) -> None:
    page = client.get_page("/open?page=100000")

    assert page.texts(".card") == []
