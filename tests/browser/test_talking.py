"""A coordinator asks back about a report, and the association answers on a phone."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.people import People
from tests.register import add_initiative, add_report


@pytest.mark.once
def test_a_question_about_a_report_is_answered_on_a_phone(
    app: Flask, page: Page, phone: Page, people: People
) -> None:
    with app.app_context():
        sewing = add_initiative(people.volunteer, "Symaskinsverkstan", phase="ongoing")
        add_report(people.volunteer, sewing, "Nio kom.")
    people.at(page, people.coordinator, f"/initiatives/{sewing}")
    page.locator(".history summary", has_text="Fråga om rapporten").click()
    page.get_by_label("Fråga om rapporten").fill("Vilka dagar är ni öppna?")
    page.get_by_role("button", name="Skicka tillbaka med frågan").click()
    expect(page.locator(".history")).to_contain_text("Vi undrar")

    people.at(phone, people.chairman, "/own")
    asked = phone.locator(".panel:has(#asked-back)")
    expect(asked).to_contain_text("Vilka dagar är ni öppna?")
    expect(phone.locator(".told .count")).to_contain_text("1")
    asked.get_by_role("link", name="Svara").click()
    thread = phone.locator("#conversation .thread").first
    thread.locator("summary", has_text="Svara").click()
    answer = thread.get_by_label("Ditt svar")
    answer.press_sequentially("Tisdagar, @samo")
    thread.locator(".names button").first.click()
    thread.get_by_role("button", name="Skicka svaret").click()
    expect(phone.locator(".history")).to_contain_text("Besvarat")

    people.at(page, people.coordinator, "/notifications")
    expect(page.locator(".told-list .unread")).to_contain_text("Föreningen Trådrullen nämner dig")
