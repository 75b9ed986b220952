"""A staff member arrives with the city's account for the first time, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.people import People
from tests.browser.watch import Watch
from tests.oidc_provider import City


@pytest.fixture
def city(app: Flask, city: City, live_server: str, watch: Watch) -> Iterator[City]:
    """The provider, which sends people back to where the product is served."""
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, address=live_server)
    watch.other_hosts |= {urlsplit(city.issuer).netloc}
    yield city
    app.config["SETTINGS"] = before


def press_the_button(page: Page) -> None:
    page.goto("/sign-in?next=/table")
    page.get_by_role("button", name="Logga in med Borås stads konto").click()


def sign_in_at_the_city(page: Page, name: str) -> None:
    press_the_button(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Stadens inloggning")
    page.get_by_label("Namn").fill(name)
    page.get_by_role("button", name="Logga in").click()


def test_a_staff_member_arrives_for_the_first_time_and_comes_back(
    page: Page, people: People, city: City
) -> None:
    city.know("petra", name="Petra Ek", department="kultur")

    sign_in_at_the_city(page, "petra")

    expect(page.get_by_role("heading", level=1)).to_have_text("Alla insatser")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hej, Petra")
    page.locator("summary").filter(has_text="Ditt konto").click()
    page.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_role("status").filter(has_text="jobbkonto")).to_be_visible()

    press_the_button(page)  # the city knows her still

    expect(page.get_by_role("heading", level=1)).to_have_text("Alla insatser")


def test_without_scripts_one_arrives_too_and_a_stranger_is_told_how_to_ask(
    scriptless_page: Page, people: People, city: City, watch: Watch
) -> None:
    city.know("okand", department="teknik")
    watch.expect_status(403)

    sign_in_at_the_city(scriptless_page, "okand")

    expect(scriptless_page.get_by_role("heading", level=1)).to_have_text("Du har inget konto än")
    expect(scriptless_page.get_by_role("link", name="Fråga om att få vara med")).to_be_visible()
