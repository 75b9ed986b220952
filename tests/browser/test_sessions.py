"""Signing in and out in a browser, the language, and a session that ends while one writes."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.people import PASSWORD, People, sign_in_by_form
from tests.browser.scripts import SCRIPTS
from tests.browser.watch import Watch
from tests.register import add_initiative


@pytest.fixture
def sewing(app: Flask, people: People) -> uuid.UUID:
    with app.app_context():
        return add_initiative(people.volunteer, "Symaskinsverkstan", phase="ongoing")


def open_account(page: Page) -> None:
    page.locator("summary").filter(has_text="Ditt konto").click()


def test_a_wrong_password_is_told_without_saying_which_was_wrong(
    page: Page, people: People, watch: Watch
) -> None:
    watch.expect_status(422)
    page.goto("/sign-in")
    page.get_by_label("E-post").fill("samira@example.org")
    page.get_by_text("Jag har ett lösenord").click()
    page.get_by_label("Lösenord").fill("ett annat lösenord")
    page.get_by_role("button", name="Logga in", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text(
        "E-postadressen eller lösenordet stämmer inte."
    )
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("E-post")).to_have_value("samira@example.org")


@SCRIPTS
def test_a_link_leads_on_after_signing_in(
    open_page: OpenPage, people: People, sewing: uuid.UUID, java_script_enabled: bool
) -> None:
    page = open_page(java_script_enabled=java_script_enabled)
    page.goto(f"/initiatives/{sewing}/reports/new")
    page.get_by_label("E-post").fill("samira@example.org")
    page.get_by_text("Jag har ett lösenord").click()
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Symaskinsverkstan")


@SCRIPTS
def test_signing_out_ends_it_also_for_the_back_button(
    open_page: OpenPage, people: People, java_script_enabled: bool
) -> None:
    page = open_page(java_script_enabled=java_script_enabled)
    sign_in_by_form(page, "samira")
    page.goto("/board")
    open_account(page)
    page.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in i Väven")

    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in i Väven")


@SCRIPTS
def test_the_language_changes_in_place_and_is_remembered(
    open_page: OpenPage, people: People, java_script_enabled: bool
) -> None:
    page = open_page(java_script_enabled=java_script_enabled)
    people.at(page, people.volunteer, "/board?q=sy")
    page.locator(".languages > summary").click()
    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("All initiatives")
    assert page.url.endswith("/board?q=sy")
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Samira")
    page.locator(".languages > summary").click()
    page.get_by_role("button", name="Svenska", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hej, Samira")


@SCRIPTS
def test_a_form_sent_after_the_session_ended_is_kept_and_sent_again(
    app: Flask,
    open_page: OpenPage,
    people: People,
    sewing: uuid.UUID,
    watch: Watch,
    java_script_enabled: bool,
) -> None:
    watch.expect_status(401)
    page = open_page(java_script_enabled=java_script_enabled)
    sign_in_by_form(page, "samira")
    page.goto(f"/initiatives/{sewing}/reports/new")
    page.get_by_label("Vad har hänt sedan sist?").fill("Nio kom och sydde.")
    app.extensions["clock"].advance(days=2)
    page.get_by_role("button", name="Skicka rapport").click()

    expect(page.locator(".notice[role=status]").first).to_contain_text("Det du skrev finns kvar")
    page.get_by_label("E-post").fill("samira@example.org")
    page.get_by_text("Jag har ett lösenord").click()
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.get_by_role("button", name="Skicka det jag skrev").click()

    expect(page.get_by_text("Nio kom och sydde.")).to_be_visible()


def test_the_board_leads_to_sign_in_when_the_session_has_ended(
    app: Flask, page: Page, people: People, sewing: uuid.UUID, watch: Watch
) -> None:
    watch.expect_status(401)
    people.at(page, people.volunteer, "/board")
    app.extensions["clock"].advance(days=2)

    page.get_by_label("Plats", exact=True).select_option(label="Norrby")

    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in i Väven")


def test_dark_is_chosen_and_remembered(page: Page, people: People) -> None:
    people.at(page, people.volunteer, "/")
    page.get_by_role("button", name="Byt mellan ljust och mörkt").click()

    page.goto("/board")

    assert page.locator("html").get_attribute("data-color-scheme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
