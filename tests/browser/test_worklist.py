"""A coordinator's morning: remind one, open one to everyone, and find whom to ask where a gap opened."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser import reading
from tests.browser.people import People
from tests.register import add_initiative, change_row, get_initiative
from tracker.domain.lifecycle import Phase
from tracker.services import publication


def test_what_waits_is_done_where_it_stands(app: Flask, page: Page, people: People) -> None:
    now = app.extensions["clock"]()
    with app.app_context():
        silent = add_initiative(people.chairman, "Sykurs", phase=Phase.ONGOING, now=now)
        change_row(get_initiative(silent), last_reported_on=now.date() - timedelta(days=90))
        first = add_initiative(people.landlord, "Grannkafé", places=("hulta",), now=now)
        publication.publish(people.landlord, first, now=now)
        end = now.date() - timedelta(days=2)
        add_initiative(
            people.official, "Ateljé", phase=Phase.COMPLETED, places=("gota",), end_on=end, now=now
        )
    people.at(page, people.coordinator, "/work-list")

    page.get_by_role("button", name="Påminn Sykurs").click()
    expect(page.locator("li", has_text="Sykurs").locator(".told")).to_have_text("Påmind i dag")
    page.get_by_role("button", name="Öppna för alla Grannkafé").click()
    expect(page.locator("li", has_text="Grannkafé").locator(".told")).to_have_text(
        "Öppen för alla nu"
    )
    assert reading.axe(page) == []

    page.reload()
    expect(page.get_by_role("button", name="Påminn Sykurs")).to_have_count(0)
    expect(page.get_by_role("heading", name="Första insatsen att öppna för alla")).to_have_count(0)
    gaps = page.get_by_role("region", name="Där inget längre är registrerat")
    gaps.get_by_role("link").last.click()
    page.get_by_role("link", name="Bjud in en organisation").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bjud in")
