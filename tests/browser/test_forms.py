"""The long form in a browser: errors that are found, drafts, two writers, the keyboard alone."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.browser import reading
from tests.browser.conftest import OpenPage
from tests.browser.people import PASSWORD, People, sign_in_by_form
from tests.browser.scripts import SCRIPTS
from tests.browser.watch import Watch
from tests.register import add_initiative

TYPED = "Vi syr om gamla kläder. Ring 070-174 06 05."


@pytest.fixture
def sewing(app: Flask, people: People) -> uuid.UUID:
    with app.app_context():
        return add_initiative(people.chairman, "Symaskinsverkstan", phase="ongoing")


def described(field: Locator) -> str:
    """The texts that are read out with a field."""
    return str(
        field.evaluate(
            "e => (e.getAttribute('aria-describedby') || '').split(' ').filter(Boolean)"
            ".map((id) => document.getElementById(id).innerText).join(' ')"
        )
    )


@SCRIPTS
def test_what_must_be_corrected_is_told_and_nothing_typed_is_lost(
    open_page: OpenPage, people: People, watch: Watch, java_script_enabled: bool
) -> None:
    watch.expect_status(422)
    page = open_page(java_script_enabled=java_script_enabled)
    people.at(page, people.volunteer, "/initiatives/new")
    page.get_by_label("Vad gör ni, och för vem?").fill(TYPED)
    page.get_by_role("checkbox", name="Arbete och studier").check()
    page.get_by_label("Högsta ålder").fill("12")
    page.get_by_role("radio", name="Pausad").check()
    page.get_by_role("button", name="Registrera", exact=True).click()

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("behöver rättas")
    if java_script_enabled:
        expect(summary).to_be_focused()
    assert page.title().startswith("Registrera insats (behöver rättas)")
    expect(page.get_by_label("Vad gör ni, och för vem?")).to_have_value(TYPED)
    expect(page.get_by_role("checkbox", name="Arbete och studier")).to_be_checked()
    expect(page.get_by_label("Högsta ålder")).to_have_value("12")
    expect(page.get_by_role("radio", name="Pausad")).to_be_checked()

    assert reading.axe(page) == []
    assert reading.reflow_faults(page) == []

    summary.get_by_role("link", name="Namn").click()
    name = page.get_by_label("Namn", exact=True)
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    assert "Fyll i det här." in described(name)


def test_an_error_in_the_folded_part_opens_it(page: Page, people: People, watch: Watch) -> None:
    watch.expect_status(422)
    people.at(page, people.volunteer, "/initiatives/new")
    page.get_by_label("Namn", exact=True).fill("Sylördag")
    page.get_by_text("Mer, om ni vill").click()
    page.get_by_label("Länkar").fill("inte en adress")
    page.get_by_role("button", name="Spara utkast").click()

    page.get_by_role("alert").get_by_role("link", name="Länkar").click()

    expect(page.get_by_label("Länkar")).to_be_focused()
    expect(page.get_by_label("Länkar")).to_be_in_viewport()


@SCRIPTS
def test_a_draft_is_saved_with_a_name_alone_and_finished_later(
    open_page: OpenPage, people: People, java_script_enabled: bool
) -> None:
    page = open_page(java_script_enabled=java_script_enabled)
    people.at(page, people.volunteer, "/initiatives/new")
    page.get_by_label("Namn", exact=True).fill("Sylördag")
    page.get_by_role("button", name="Spara utkast").click()
    expect(page.locator(".notice[role=status]").first).to_contain_text("Utkastet är sparat.")

    page.get_by_role("link", name="Start", exact=True).click()
    page.get_by_role("link", name="Fortsätt Sylördag").click()
    page.get_by_label("Vad gör ni, och för vem?").fill("Alla som vill syr tillsammans.")
    page.get_by_role("checkbox", name="Arbete och studier").check()
    page.get_by_role("checkbox", name="Norrby", exact=True).check()
    page.get_by_label("Startdatum").fill("2026-03-07")
    page.get_by_role("button", name="Registrera", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sylördag")
    expect(page.locator(".notice[role=status]").first).to_contain_text("Insatsen är registrerad.")


@SCRIPTS
def test_two_people_in_one_form_see_both_texts(
    open_page: OpenPage,
    people: People,
    sewing: uuid.UUID,
    watch: Watch,
    java_script_enabled: bool,
) -> None:
    watch.expect_status(409)
    first, second = (open_page(java_script_enabled=java_script_enabled) for _ in range(2))
    people.at(first, people.chairman, f"/initiatives/{sewing}/edit")
    people.at(second, people.volunteer, f"/initiatives/{sewing}/edit")
    first.get_by_label("Vad ska förändras?").fill("Fler lagar i stället för att slänga.")
    first.get_by_role("button", name="Spara ändringarna").click()
    expect(first.locator(".notice[role=status]").first).to_contain_text("Ändringarna är sparade.")

    second.get_by_label("Vad ska förändras?").fill("Fler får ett första jobb.")
    second.get_by_role("button", name="Spara ändringarna").click()

    conflict = second.get_by_role("alert")
    expect(conflict).to_contain_text("Fler lagar i stället för att slänga.")
    expect(conflict).to_contain_text("Fler får ett första jobb.")
    if java_script_enabled:
        expect(conflict).to_be_focused()
    expect(second.get_by_label("Vad ska förändras?")).to_have_value("Fler får ett första jobb.")
    assert reading.axe(second) == []
    assert reading.reflow_faults(second) == []
    second.get_by_role("button", name="Spara ändringarna").click()
    expect(second.get_by_text("Fler får ett första jobb.").first).to_be_visible()


def test_typed_text_is_asked_for_before_the_page_is_left(page: Page, people: People) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    people.at(page, people.volunteer, "/initiatives/new")
    page.get_by_label("Namn", exact=True).press_sequentially("Sylördag")
    page.get_by_role("link", name="Tavla", exact=True).click()

    expect(page.get_by_label("Namn", exact=True)).to_have_value("Sylördag")
    assert asked == ["beforeunload"]
    page.remove_listener("dialog", stay)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/board")


def test_an_initiative_is_registered_by_the_keyboard_alone(page: Page, people: People) -> None:
    sign_in_by_form(page, "samira")
    page.goto("/initiatives/new")

    _press(
        page,
        ("Namn", "Sylördag"),
        ("Vad gör ni, och för vem?", "Alla som vill syr tillsammans."),
        ("Arbete och studier", " "),
        ("Norrby", " "),
        ("Startdatum", "03072026"),
        ("Planerad", "ArrowRight"),
        ("Registrera", "Enter"),
    )

    expect(page.get_by_role("heading", level=1)).to_have_text("Sylördag")
    expect(page.get_by_text("Pågår", exact=True).first).to_be_visible()
    expect(page.get_by_text("2026-03-07").first).to_be_visible()


def test_signing_in_and_reporting_need_the_keyboard_alone(
    page: Page, people: People, sewing: uuid.UUID
) -> None:
    page.goto("/sign-in")
    _press(
        page,
        ("E-post", "bo@example.org"),
        ("Jag har ett lösenord", "Enter"),
        ("Lösenord", PASSWORD),
        ("Logga in", "Enter"),
    )
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hej")

    page.goto(f"/initiatives/{sewing}/reports/new")
    _press(
        page,
        ("Enligt plan", "ArrowDown"),
        ("Vad har hänt sedan sist?", "Åtta nya har kommit."),
        ("Skicka rapport", "Enter"),
    )

    expect(page.get_by_text("Åtta nya har kommit.")).to_be_visible()
    expect(page.get_by_text("Behöver uppmärksamhet").first).to_be_visible()


@pytest.mark.parametrize("path", ["/initiatives/new", "/board", "/"])
def test_the_keyboards_way_follows_the_page_and_is_seen(
    page: Page, people: People, sewing: uuid.UUID, path: str
) -> None:
    people.at(page, people.chairman, path)

    stops = reading.tab_order(page)

    assert stops[0].name == "Hoppa till innehållet"
    assert [stop for stop in stops if not (stop.is_seen and stop.is_ringed)] == []
    assert _read_in_order(page)


def _press(page: Page, *steps: tuple[str, str]) -> None:
    """Go to each field or button by Tab, and press a key or type a text there."""
    for name, keys in steps:
        _tab_to(page, name)
        if keys in {"ArrowDown", "ArrowRight", "Enter"}:
            page.keyboard.press(keys)
        else:
            page.keyboard.type(keys)


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the field or button with this name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate(reading.WHERE_FOCUS_IS)
        if here is not None and here["name"].split("\n")[0].split(" (")[0] == name:
            return
    message = f"the Tab key does not reach {name}"
    raise AssertionError(message)


def _read_in_order(page: Page) -> bool:
    """Whether nothing changes the order of the page for the Tab key."""
    return page.locator("[tabindex]").evaluate_all(
        "all => all.every((e) => Number(e.getAttribute('tabindex')) <= 0)"
    )
