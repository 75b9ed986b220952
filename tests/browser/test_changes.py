"""Two people at once: a page left open says what the other one did, and moves nothing."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser import reading
from tests.browser.people import People
from tests.register import add_initiative, add_report

A_WHILE = 46_000


def test_an_open_board_tells_of_new_changes_without_moving(
    app: Flask, page: Page, people: People
) -> None:
    page.clock.install()
    people.at(page, people.official, "/board")
    heading = page.get_by_role("heading", level=1).bounding_box()

    with app.app_context():
        add_initiative(people.volunteer, "Sykurs")
        add_initiative(people.volunteer, "Vävstuga")
    page.clock.fast_forward(A_WHILE)

    region = page.get_by_role("status").locator("p", has_text="2 nya ändringar")
    expect(region).to_be_visible()
    assert page.get_by_role("heading", level=1).bounding_box() == heading
    assert reading.axe(page) == []
    region.get_by_role("link", name="visa").click()
    expect(page.locator(".card", has_text="Vävstuga")).to_be_visible()
    expect(page.locator("#changes")).to_be_empty()


def test_a_form_says_that_somebody_has_saved_before_it_is_sent(
    app: Flask, page: Page, people: People
) -> None:
    with app.app_context():
        sykurs = add_initiative(people.volunteer, "Sykurs")
    page.clock.install()
    people.at(page, people.chairman, f"/initiatives/{sykurs}/edit")
    page.locator("[name=title]").fill("Sykurs för alla")

    with app.app_context():
        add_report(people.volunteer, sykurs, "Tolv kom.")
    page.clock.fast_forward(A_WHILE)

    expect(page.locator("#changes")).to_contain_text(
        "Samira Lund på Föreningen Trådrullen har sparat sedan ni öppnade formuläret."
    )
    expect(page.locator("[name=title]")).to_have_value("Sykurs för alla")
