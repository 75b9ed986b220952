"""The map in a browser: drawn at once, and moved and zoomed once somebody asks for it."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.people import People
from tests.register import add_initiative


@pytest.fixture
def at_norrby(app: Flask, people: People) -> None:
    with app.app_context():
        add_initiative(people.official, "Symaskinsverkstan", phase="ongoing")


@pytest.mark.usefixtures("at_norrby")
def test_the_map_can_be_moved_and_an_area_of_it_chosen(page: Page, people: People) -> None:
    people.at(page, people.official, "/map?q=symaskin")
    drawn = page.locator("svg.map").first
    expect(drawn).to_be_visible()

    page.get_by_role("button", name="Flytta och zooma kartan").click()

    areas = page.locator(".map-moving path.leaflet-interactive")
    expect(areas).to_have_count(47)
    expect(drawn).to_be_hidden()
    page.locator(".map-moving path.step-1").first.dispatch_event("click")
    expect(page.locator("#area li > a")).to_have_text(["Symaskinsverkstan"])
    assert "q=symaskin" in page.url


@pytest.mark.usefixtures("at_norrby")
def test_an_area_is_chosen_on_the_drawn_map_by_keyboard(page: Page, people: People) -> None:
    people.at(page, people.official, "/map")

    page.get_by_role("link", name="Norrby: 1 insats").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#area h2")).to_have_text("Norrby")
