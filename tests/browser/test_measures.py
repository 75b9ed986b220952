"""A company chooses what it counts, tells its internship places, and everyone reads the number."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.people import People
from tests.browser.scripts import SCRIPTS
from tests.register import add_initiative


@SCRIPTS
def test_a_company_reports_its_internship_places(
    app: Flask, open_page: OpenPage, people: People, java_script_enabled: bool
) -> None:
    with app.app_context():
        at = add_initiative(people.landlord, "Praktik på gården", phase="ongoing")
    phone = open_page(
        viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=java_script_enabled
    )
    people.at(phone, people.landlord, f"/initiatives/{at}")

    phone.get_by_role("link", name="Lägg till ett mått").click()
    phone.get_by_role("link", name="Praktikplatser just nu").click()
    phone.get_by_label("Vart vill ni komma?").fill("10")
    phone.get_by_role("button", name="Spara måttet").click()
    expect(phone.get_by_text("Måttet är sparat.")).to_be_visible()

    phone.goto(f"/initiatives/{at}/reports/new")
    phone.get_by_label("Vad har hänt sedan sist?").fill("Två nya handledare.")
    phone.get_by_label("Praktikplatser just nu").fill("6")
    phone.get_by_role("button", name="Skicka rapport").click()
    panel = phone.locator("section").filter(has_text="Mått").filter(has_text="platser")
    expect(panel).to_contain_text("6 platser")
    expect(panel).to_contain_text("Mål: 10 platser")

    phone.goto("/measures")
    expect(phone.get_by_role("row").filter(has_text="Praktikplatser just nu")).to_contain_text("6")
