"""The shared board in a browser: filters, lanes that grow, cards that move, and what is said."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from tests.browser import reading
from tests.browser.conftest import OpenPage
from tests.browser.people import People
from tests.browser.scripts import SCRIPTS
from tests.browser.watch import Watch
from tests.register import add_initiative
from tracker.access.actors import Actor

ENOUGH_TO_GROW = 25


def initiative(app: Flask, actor: Actor, title: str, **content: Any) -> uuid.UUID:
    with app.app_context():
        return add_initiative(actor, title, **{"phase": "ongoing", **content})


def lane(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=re.compile(f"^{name} "))


def card(within: Page | Locator, title: str) -> Locator:
    return within.get_by_role("listitem").filter(has_text=title)


def number_of(lane: Locator) -> Locator:
    return lane.locator("h2 .number")


@pytest.fixture
def sewing(app: Flask, people: People) -> uuid.UUID:
    return initiative(app, people.official, "Symaskinsverkstan")


# Moving a card -----------------------------------------------------------------------------------


def test_a_card_dragged_backwards_asks_why_and_stays_until_told(
    page: Page, people: People, sewing: uuid.UUID, watch: Watch
) -> None:
    watch.expect_status(422)
    people.at(page, people.official, "/board")

    drag_card(page, "Symaskinsverkstan", start="Pågår", end="Planerad")

    waiting = card(lane(page, "Pågår"), "Symaskinsverkstan")
    expect(waiting.get_by_label("Flytta till")).to_have_value("planned")
    reason = waiting.get_by_label("Varför?")
    expect(reason).to_be_focused()
    reason.fill("Lokalen renoveras.")
    waiting.get_by_role("button", name="Flytta").click()

    expect(page.locator("#live")).to_have_text("Symaskinsverkstan flyttades till Planerad.")
    moved = card(lane(page, "Planerad"), "Symaskinsverkstan")
    expect(moved.get_by_role("link", name="Symaskinsverkstan", exact=True)).to_be_focused()
    page.reload()
    expect(moved).to_be_visible()


def test_a_dragged_card_needs_no_reason_forwards(
    page: Page, people: People, sewing: uuid.UUID
) -> None:
    people.at(page, people.official, "/board")

    drag_card(page, "Symaskinsverkstan", start="Pågår", end="Avslutad")

    expect(page.locator("#live")).to_have_text("Symaskinsverkstan flyttades till Avslutad.")
    expect(number_of(lane(page, "Pågår"))).to_contain_text("0")
    expect(number_of(lane(page, "Avslutad"))).to_contain_text("1")


def test_a_card_is_moved_by_its_form_where_it_stands(
    page: Page, people: People, sewing: uuid.UUID
) -> None:
    people.at(page, people.official, "/board")

    page.get_by_role("link", name="Flytta Symaskinsverkstan").click()
    choice = page.get_by_label("Flytta till")
    expect(choice).to_be_focused()
    assert reading.axe(page) == []
    choice.select_option(label="Avslutad")
    page.get_by_role("button", name="Flytta", exact=True).click()

    expect(page.locator("#live")).to_have_text("Symaskinsverkstan flyttades till Avslutad.")
    moved = card(lane(page, "Avslutad"), "Symaskinsverkstan")
    expect(moved.get_by_role("link", name="Symaskinsverkstan", exact=True)).to_be_focused()
    assert page.url.endswith("/board")


def test_a_card_is_moved_without_scripts(
    scriptless_page: Page, people: People, sewing: uuid.UUID, watch: Watch
) -> None:
    watch.expect_status(422)
    page = people.at(scriptless_page, people.official, "/board")

    page.get_by_role("link", name="Flytta Symaskinsverkstan").click()
    page.get_by_label("Flytta till").select_option(label="Planerad")
    page.get_by_role("button", name="Flytta", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Varför?")
    expect(page.get_by_label("Flytta till")).to_have_value("planned")
    page.get_by_label("Varför?").fill("Vi börjar om till hösten.")
    page.get_by_role("button", name="Flytta", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Symaskinsverkstan")
    expect(page.locator(".notice[role=status]").first).to_contain_text("flyttades till Planerad")
    expect(page.get_by_text("Flyttades från Pågår till Planerad.")).to_be_visible()


def test_a_card_is_moved_by_the_keyboard_alone(
    page: Page, people: People, sewing: uuid.UUID
) -> None:
    people.at(page, people.official, "/board")

    tab_to(page, page.get_by_role("link", name="Flytta Symaskinsverkstan"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Flytta till")).to_be_focused()
    page.keyboard.type("Avslutad")
    tab_to(page, page.get_by_role("button", name="Flytta", exact=True))
    page.keyboard.press("Enter")

    expect(page.locator("#live")).to_have_text("Symaskinsverkstan flyttades till Avslutad.")


def test_a_coordinator_proposes_a_move_that_the_association_accepts(
    app: Flask, open_page: OpenPage, people: People
) -> None:
    initiative(app, people.chairman, "Kvällsläsning")
    coordinator = people.at(open_page(), people.coordinator, "/board")

    coordinator.get_by_role("link", name="Flytta Kvällsläsning").click()
    coordinator.get_by_label("Flytta till").select_option(label="Avslutad")
    coordinator.get_by_label("Varför?").fill("Terminen är slut.")
    coordinator.get_by_role("button", name="Föreslå").click()
    expect(coordinator.locator("#live")).to_contain_text("Organisationen bestämmer.")
    expect(card(lane(coordinator, "Pågår"), "Kvällsläsning")).to_be_visible()

    chairman = people.at(open_page(), people.chairman)
    waiting = chairman.get_by_role("listitem").filter(has_text="En samordnare föreslår")
    waiting.get_by_role("link", name="Svara").click()
    expect(chairman.get_by_text("Terminen är slut.").first).to_be_visible()
    chairman.get_by_role("button", name="Ja, flytta").click()
    expect(chairman.locator(".notice[role=status]").first).to_contain_text("Tack för svaret.")

    coordinator.reload()
    expect(card(lane(coordinator, "Avslutad"), "Kvällsläsning")).to_be_visible()


# Choosing what to see ----------------------------------------------------------------------------


def test_a_filter_replaces_the_selection_alone_and_stands_in_the_address(
    app: Flask, page: Page, people: People, sewing: uuid.UUID
) -> None:
    initiative(app, people.official, "Odling på Hulta", places=("hulta",))
    people.at(page, people.official, "/board")
    page.evaluate("document.querySelector('h1').dataset.kept = 'yes'")

    page.get_by_label("Plats", exact=True).select_option(label="Norrby")

    expect(card(page, "Odling på Hulta")).to_have_count(0)
    expect(card(page, "Symaskinsverkstan")).to_be_visible()
    expect(page.locator("#live")).to_have_text("1 insats")
    assert page.locator("h1").get_attribute("data-kept") == "yes"
    assert "place=norrby" in page.url

    page.get_by_role("link", name="Tabell").click()
    expect(page.get_by_role("row").filter(has_text="Odling på Hulta")).to_have_count(0)
    expect(page.get_by_label("Plats", exact=True)).to_have_value("norrby")


def test_the_back_button_takes_the_filter_away_again(
    app: Flask, page: Page, people: People, sewing: uuid.UUID
) -> None:
    initiative(app, people.official, "Odling på Hulta", places=("hulta",))
    people.at(page, people.official, "/board")
    page.get_by_label("Plats", exact=True).select_option(label="Norrby")
    expect(card(page, "Odling på Hulta")).to_have_count(0)

    page.go_back()

    expect(card(page, "Odling på Hulta")).to_be_visible()
    expect(page.get_by_label("Plats", exact=True)).to_have_value("")


def test_a_filter_works_without_scripts(
    app: Flask, scriptless_page: Page, people: People, sewing: uuid.UUID
) -> None:
    initiative(app, people.official, "Odling på Hulta", places=("hulta",))
    page = people.at(scriptless_page, people.official, "/board")

    page.get_by_label("Plats", exact=True).select_option(label="Norrby")
    page.get_by_role("button", name="Filtrera").click()

    expect(card(page, "Symaskinsverkstan")).to_be_visible()
    expect(card(page, "Odling på Hulta")).to_have_count(0)


@SCRIPTS
def test_a_lane_shows_more_when_asked(
    app: Flask, open_page: OpenPage, people: People, java_script_enabled: bool
) -> None:
    with app.app_context():
        for number in range(ENOUGH_TO_GROW):
            add_initiative(people.official, f"Insats {number}", phase="planned")
    page = people.at(open_page(java_script_enabled=java_script_enabled), people.official, "/board")
    titles: set[str] = set()

    within = lane(page, "Planerad") if java_script_enabled else page.get_by_role("main")
    more = within.get_by_role("link", name="Visa fler")
    for shown in (10, 20, ENOUGH_TO_GROW):
        if java_script_enabled:
            expect(within.locator(".card")).to_have_count(shown)
        titles |= set(within.locator(".card :is(h2, h3) a").all_inner_texts())
        if shown < ENOUGH_TO_GROW:
            follow(page, more, is_scripted=java_script_enabled)
    expect(more).to_have_count(0)

    assert len(titles) == ENOUGH_TO_GROW


def follow(page: Page, link: Locator, *, is_scripted: bool) -> None:
    """Click, and wait for the new page where there is one."""
    if is_scripted:
        link.click()
        return
    with page.expect_navigation():
        link.click()


def drag_card(page: Page, title: str, *, start: str, end: str) -> None:
    """Press the mouse on a card, go to another lane in small steps as a hand does, and let go."""
    grip = card(lane(page, start), title).locator(".organisation").bounding_box()
    target = lane(page, end).get_by_role("list").bounding_box()
    assert grip is not None
    assert target is not None
    page.mouse.move(grip["x"] + 20, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 40, grip["y"] + 20, steps=5)
    page.mouse.move(target["x"] + target["width"] / 2, target["y"] + 30, steps=15)
    page.mouse.up()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus."""
    for _ in range(100):
        page.keyboard.press("Tab")
        if target.evaluate("e => e === document.activeElement"):
            return
    message = f"the Tab key does not reach {target}"
    raise AssertionError(message)
