"""The three journeys that the product is for, each also without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.people import People, sign_in_by_form
from tests.browser.scripts import SCRIPTS
from tests.figures import Figures
from tests.register import add_initiative

MOST_TAPS = 6


@dataclass
class Hand:
    """A thumb on a phone: counts what it touches and what it fills in."""

    taps: int = 0

    def tap(self, target: Locator) -> None:
        """Touch a button, a choice or a link."""
        target.tap()
        self.taps += 1

    def write(self, target: Locator, text: str) -> None:
        """Touch a field and write in it."""
        target.tap()
        target.fill(text)
        self.taps += 1


@SCRIPTS
def test_a_department_registers_reports_and_finds_its_initiative(
    open_page: OpenPage, people: People, java_script_enabled: bool
) -> None:
    page = open_page(java_script_enabled=java_script_enabled)
    sign_in_by_form(page, "jonas")

    page.get_by_role("link", name="Registrera insats").first.click()
    page.get_by_label("Namn", exact=True).fill("Läxhjälpen på Kulturhuset")
    page.get_by_label("Vad gör ni, och för vem?").fill("Läxhjälp två kvällar i veckan för elever.")
    page.get_by_label("Vad ska förändras?").fill("Fler klarar årskurs nio.")
    page.get_by_role("checkbox", name="Barn och unga").check()
    page.get_by_role("checkbox", name="Norrby", exact=True).check()
    page.get_by_label("Startdatum").fill("2026-01-12")
    page.get_by_role("radio", name="Pågår", exact=True).check()
    page.get_by_role("checkbox", name="Tonåringar").check()
    page.get_by_role("button", name="Registrera", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Läxhjälpen på Kulturhuset")
    expect(page.locator(".notice[role=status]").first).to_contain_text("Insatsen är registrerad.")

    page.get_by_role("link", name="Skriv lägesrapport").click()
    page.get_by_role("radio", name="Behöver uppmärksamhet").check()
    page.get_by_label("Vad har hänt sedan sist?").fill("Fullt båda kvällarna.")
    page.get_by_label("Ungefär hur många var med?").fill("19")
    page.get_by_role("button", name="Skicka rapport").click()

    history = page.get_by_role("listitem").filter(has_text="Fullt båda kvällarna.")
    expect(history).to_contain_text("Behöver uppmärksamhet")

    page.get_by_role("link", name="Tavla", exact=True).click()
    lane = page.get_by_role("region", name="Pågår")
    card = lane.get_by_role("listitem").filter(has_text="Läxhjälpen på Kulturhuset")
    expect(card).to_contain_text("Kulturförvaltningen")
    expect(card).to_contain_text("Behöver uppmärksamhet")

    page.get_by_role("link", name="Tabell").click()
    page.locator("#filter-q").fill("läxhjälp")
    page.get_by_role("button", name="Filtrera").click()
    page.wait_for_url("**/table?q=*")
    row = page.get_by_role("row").filter(has_text="Läxhjälpen på Kulturhuset")
    expect(row).to_contain_text("Barn och unga")
    expect(row).to_contain_text("Norrby")


@SCRIPTS
def test_an_association_reports_on_its_phone_in_few_taps(
    app: Flask,
    open_page: OpenPage,
    people: People,
    figures: Figures,
    java_script_enabled: bool,
) -> None:
    with app.app_context():
        for title in ("Kvällsläsning i föreningslokalen", "Symaskinsverkstan"):
            add_initiative(people.volunteer, title, phase="ongoing")
    app.extensions["clock"].advance(days=75)
    phone = open_page(
        viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=java_script_enabled
    )
    sign_in_by_form(phone, "samira")

    hand = Hand()
    report = phone.get_by_role("form", name="Kvällsläsning i föreningslokalen")
    assert _is_on_first_screen(report.get_by_role("radio").first)
    hand.tap(report.get_by_text("Enligt plan"))
    hand.write(report.get_by_label("Vad har hänt sedan sist?"), "19 elever, fullt på tisdagar.")
    hand.write(report.get_by_label("Ungefär hur många var med?"), "19")
    hand.tap(report.get_by_role("button", name="Skicka rapport"))
    expect(phone.locator(".notice[role=status]").first).to_contain_text("Tack! Rapporten är inne.")
    expect(phone.get_by_text("19 elever, fullt på tisdagar.")).to_be_visible()

    figures.worst("taps and fields of a report on a phone", value=hand.taps)
    assert hand.taps <= MOST_TAPS


@SCRIPTS
def test_nothing_new_is_a_report_of_one_tap(
    app: Flask, open_page: OpenPage, people: People, figures: Figures, java_script_enabled: bool
) -> None:
    with app.app_context():
        add_initiative(people.volunteer, "Symaskinsverkstan", phase="ongoing")
    app.extensions["clock"].advance(days=75)
    phone = open_page(
        viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=java_script_enabled
    )
    sign_in_by_form(phone, "samira")

    hand = Hand()
    expect(phone.get_by_text("Ingen rapport på 75 dagar")).to_be_visible()
    hand.tap(phone.get_by_role("button", name="Inget nytt sedan sist"))

    expect(phone.get_by_text("Inget nytt sedan sist.")).to_be_visible()
    figures.worst("taps to say that nothing is new", value=hand.taps)
    phone.goto("/")
    expect(phone.get_by_text("Inga rapporter väntar.")).to_be_visible()


@SCRIPTS
def test_a_company_offers_premises_and_accepts_a_partner_role(
    app: Flask, open_page: OpenPage, people: People, java_script_enabled: bool
) -> None:
    with app.app_context():
        add_initiative(people.chairman, "Symaskinsverkstan", phase="ongoing")
    landlord = open_page(java_script_enabled=java_script_enabled)
    chairman = open_page(java_script_enabled=java_script_enabled)

    sign_in_by_form(landlord, "maria")
    landlord.get_by_role("link", name="Tavla", exact=True).click()
    landlord.locator("#filter-q").fill("symaskin")
    landlord.get_by_role("button", name="Filtrera").click()
    landlord.get_by_role("link", name="Symaskinsverkstan", exact=True).click()
    landlord.get_by_role("link", name="Erbjud er att vara med").click()
    landlord.get_by_label("Roll").select_option(label="Bidrar med lokal, kunskap eller ideell tid")
    landlord.get_by_label("Meddelande").fill("Vi har en lokal på Norrby som står tom.")
    landlord.get_by_role("button", name="Skicka erbjudandet").click()
    expect(landlord.locator(".notice[role=status]").first).to_contain_text(
        "Organisationen har fått"
    )

    sign_in_by_form(chairman, "bo")
    waiting = chairman.get_by_role("listitem").filter(has_text="Viskans Bostäder AB erbjuder sig")
    waiting.get_by_role("link", name="Svara").click()
    expect(chairman.get_by_text("Vi har en lokal på Norrby som står tom.")).to_be_visible()
    chairman.get_by_role("button", name="Tacka nej").click()
    _ask_the_company(chairman)

    landlord.goto("/")
    asked = landlord.get_by_role("listitem").filter(has_text="Föreningen Trådrullen frågar")
    asked.get_by_role("link", name="Svara").click()
    landlord.get_by_role("button", name="Tacka ja").click()
    expect(landlord.locator(".notice[role=status]").first).to_contain_text("Tack! Nu samverkar ni.")

    chairman.reload()
    partners = chairman.locator(".panel").filter(has=_heading(chairman, "Organisationer"))
    partner = partners.get_by_role("listitem").filter(has_text="Viskans Bostäder AB")
    expect(partner).to_contain_text("Finansierar")
    expect(partner).not_to_contain_text("Tillfrågad")
    expect(chairman.get_by_text("Viskans Bostäder AB är med.")).to_be_visible()


def _ask_the_company(page: Page) -> None:
    page.get_by_role("link", name="Fråga en samverkanspart").click()
    page.get_by_label("Organisation", exact=True).select_option(label="Viskans Bostäder AB")
    page.get_by_label("Roll").select_option(label="Finansierar")
    page.get_by_label("Meddelande").fill("Kan ni stå för hyran i stället?")
    page.get_by_role("button", name="Skicka frågan").click()
    expect(page.locator(".notice[role=status]").first).to_contain_text(
        "Organisationen har fått frågan"
    )


def _heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name)


def _is_on_first_screen(target: Locator) -> bool:
    box = target.bounding_box()
    return box is not None and box["y"] + box["height"] < PHONE["height"]
