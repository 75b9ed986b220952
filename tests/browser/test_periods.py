"""A coordinator leads a period from its first day to its lock."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.people import People
from tests.clock import START
from tests.register import add_initiative

TODAY = START.date()


@pytest.mark.once
def test_a_coordinator_opens_a_period_sees_who_lacks_reminds_asks_back_and_locks(
    app: Flask, page: Page, phone: Page, people: People
) -> None:
    with app.app_context():
        add_initiative(people.chairman, "Symaskinsverkstan", phase="ongoing")
        add_initiative(people.landlord, "Praktikplatser", phase="ongoing")
        add_initiative(people.official, "Konstrundan", phase="planned")

    people.at(page, people.coordinator, "/reporting")
    form = page.locator("form[aria-labelledby=new-period]")
    form.get_by_label("Del av året").select_option("year")
    form.get_by_label("Öppnar").fill(TODAY.isoformat())
    form.get_by_label("Rapporterna inne senast").fill(f"{TODAY.year + 1}-01-15")
    form.get_by_role("button", name="Lägg till perioden").click()
    page.get_by_role("link", name=f"Helåret {TODAY.year}").click()
    expect(page.locator("tbody")).to_contain_text("Den pågår inte nu.")
    page.get_by_role("link", name="Väntas in (2)").click()
    expect(page.locator("tbody tr")).to_have_count(2)

    page.get_by_role("button", name="Påminn alla som saknar en rapport").click()
    expect(page.locator("main")).to_contain_text("2 personer är påminda.")
    expect(page.locator("tbody")).to_contain_text("Påmind 2 mars 2026")
    page.get_by_role("button", name="Påminn alla som saknar en rapport").click()
    expect(page.locator("main")).to_contain_text("2 personer fick en påminnelse den senaste veckan")

    people.at(phone, people.chairman, "/own")
    expect(phone.locator("main")).to_contain_text(
        f"Helåret {TODAY.year}: rapportera senast 15 januari {TODAY.year + 1}."
    )
    phone.locator("#happened").fill("Nio kom.")
    phone.get_by_role("button", name="Skicka rapport").click()

    expect(phone.locator("main")).to_contain_text("Tack! Rapporten är inne.")
    page.reload()
    page.get_by_role("link", name="Läs, tacka eller fråga").click()
    page.locator(".history summary", has_text="Fråga om rapporten").click()
    page.get_by_label("Fråga om rapporten").fill("Vilka dagar är ni öppna?")
    page.get_by_role("button", name="Skicka tillbaka med frågan").click()
    page.goto("/reporting")
    page.get_by_role("link", name=f"Helåret {TODAY.year}").click()
    page.get_by_role("link", name="Återsänd med en fråga (1)").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("Symaskinsverkstan")

    page.get_by_role("button", name="Lås perioden").click()
    expect(page.locator("main")).to_contain_text("Perioden är låst.")
    expect(page.locator("tbody")).to_contain_text("Saknas")
    people.at(phone, people.landlord, "/own")
    expect(phone.locator("main")).not_to_contain_text(f"Helåret {TODAY.year}")
