"""Searching everywhere with the keyboard alone, from any page."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser import reading
from tests.browser.people import People
from tests.register import add_initiative


def test_slash_and_arrows_lead_to_an_initiative(app: Flask, page: Page, people: People) -> None:
    with app.app_context():
        add_initiative(people.official, "Symaskinsverkstan")
        add_initiative(people.official, "Sykurs")
    people.at(page, people.official, "/organisations")

    page.keyboard.press("/")
    field = page.get_by_role("searchbox", name="Sök").first
    expect(field).to_be_focused()
    page.keyboard.type("symasinsverkstan")
    found = page.locator("#site-found a", has_text="Symaskinsverkstan").first
    expect(found).to_be_visible()
    expect(page.locator("#live")).to_have_text("1 träff")
    assert reading.axe(page) == []
    page.keyboard.press("ArrowDown")
    expect(found).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(found).to_be_hidden()
    expect(page.locator("#site-q")).to_have_value("symasinsverkstan")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Symaskinsverkstan")


def test_enter_opens_the_page_without_script_and_at_320(
    app: Flask, scriptless_page: Page, narrow: Page, people: People
) -> None:
    for page in (scriptless_page, narrow):
        people.at(page, people.official, "/board")
        page.locator(".site-search summary").click()
        field = page.locator("#site-q")
        field.fill("norrby")
        assert reading.reflow_faults(narrow) == [] if page is narrow else True
        field.press("Enter")
        expect(page.get_by_role("heading", name="Platser")).to_be_visible()
