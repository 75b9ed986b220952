"""A coordinator settles and looks for gaps, a politician reads, and a meeting has sheets on the wall."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.people import People
from tests.meetings import HOMEWORK
from tests.register import add_initiative, add_person, add_touchpoint, last_mail
from tracker.domain.roles import PlatformRole


@pytest.fixture
def morning(app: Flask, people: People) -> None:
    """Two initiatives at Norrby that touch."""
    with app.app_context():
        one = add_initiative(people.official, "Läxhjälp på biblioteket", **HOMEWORK)
        other = add_initiative(people.volunteer, "Läxor i föreningslokalen", **HOMEWORK)
        add_touchpoint(one, other)


@pytest.mark.usefixtures("morning")
def test_a_coordinators_morning(page: Page, app: Flask, people: People) -> None:
    people.at(page, people.coordinator)
    expect(page.get_by_role("heading", level=1)).to_have_text("Det som väntar")

    page.get_by_role("link", name=re.compile("Avgör.*Läxh")).first.click()
    page.locator("input[name=decision][value=not_relevant]").check()
    page.locator("[name=note]").fill("Olika grupper.")
    with page.expect_navigation():
        page.get_by_role("button", name="Besluta", exact=True).click()
    page.goto("/work-list")
    expect(page.get_by_role("link", name=re.compile("Avgör.*Läxh"))).to_have_count(0)

    page.goto("/coverage")
    page.locator("[data-focus] td a").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-focus] td:nth-of-type(3) a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Arbete och studier, Norrby")
    expect(page.get_by_text("Inga insatser registrerade här").first).to_be_visible()
    page.goto("/coverage/hulta/children_youth")
    expect(page.get_by_role("heading", name="Vilka som har erfarenhet i närheten")).to_be_visible()
    page.get_by_role("link", name="Bjud in en organisation").click()
    expect(page.get_by_label("Ett meddelande i mejlet")).to_have_value(re.compile("i Hulta"))
    page.get_by_label("Vad heter organisationen?").fill("Hulta syförening")
    page.get_by_label("Typ av organisation").select_option("association")
    page.get_by_label("Personens namn").fill("Sara Ek")
    page.get_by_label("Personens e-post").fill("sara@example.org")
    page.get_by_role("button", name="Skicka inbjudan").click()
    expect(page.get_by_role("cell", name="Hulta syförening").first).to_be_visible()
    with app.app_context():
        mail = last_mail("sara@example.org")
    assert "inom ”Barn och unga” i Hulta" in mail["values"]["message"]
    assert "/initiatives/new?place=hulta&goal_area=children_youth" in mail["values"]["message"]


@pytest.mark.usefixtures("morning")
def test_a_politician_reads_the_same_selection_in_five_ways(
    page: Page, app: Flask, people: People
) -> None:
    with app.app_context():
        politician = add_person("Pol Ek", platform_roles=(PlatformRole.READER,))
    people.at(page, politician, "/board?place=norrby")

    for view in ("Tabell", "Täckning", "Tidslinje", "Karta"):
        page.get_by_role("navigation", name="Sätt att se insatserna").get_by_role(
            "link", name=view
        ).click()
        expect(page.locator(".views [aria-current]")).to_have_text(view)
        assert "place=norrby" in page.url
    page.get_by_role("link", name="Norrby", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Norrby")
    expect(page.locator(".strand").first).to_contain_text("Läx")


@pytest.mark.usefixtures("morning")
def test_a_meeting_turns_the_sheets_by_keyboard(page: Page, people: People) -> None:
    people.at(page, people.official, "/wall")
    expect(page.get_by_role("heading", level=1)).to_have_text("Norrby")

    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text("Barn och unga")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text("Norrby")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("/places/norrby$"))
