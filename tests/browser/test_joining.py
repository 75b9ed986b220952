"""An association becomes a user, step by step, by the links in its mails."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.people import People
from tests.browser.scripts import SCRIPTS
from tests.figures import Figures
from tests.register import add_initiative
from tracker.config import Settings
from tracker.work.loop import work_once

LINK = re.compile(r"^http://localhost(/(?:join/links|welcome)/\S+)", re.M)


def link_mailed_to(app: Flask, address: str) -> str:
    """Let the worker write what waits as files; the path of the newest link to an address."""
    clock = app.extensions["clock"]
    work_once(app, clock())
    settings: Settings = app.config["SETTINGS"]
    folder = Path(settings.instance_path) / "mail"
    found = []
    for file in sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns):
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        if letter["To"] == address:
            found += LINK.findall(letter.get_content())
    clock.advance(seconds=1)
    return str(found[-1])


@SCRIPTS
def test_an_association_asks_is_let_in_invites_two_and_hands_over(
    app: Flask,
    open_page: OpenPage,
    people: People,
    figures: Figures,
    java_script_enabled: bool,
) -> None:
    phone = open_page(
        viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=java_script_enabled
    )
    _ask(phone)
    phone.goto(link_mailed_to(app, "sara@example.org"))
    phone.get_by_role("button", name="Bekräfta min adress").click()
    expect(phone.get_by_text("Väntar på svar")).to_be_visible()

    desk = people.at(open_page(java_script_enabled=java_script_enabled), people.coordinator)
    desk.get_by_role("link", name="Svara Syrummet i Norrby").click()
    desk.get_by_role("button", name="Släpp in dem").click()
    expect(desk.locator(".notice[role=status]").first).to_contain_text("Organisationen är med.")

    phone.goto(link_mailed_to(app, "sara@example.org"))
    phone.get_by_role("button", name="Ja, jag vill vara med").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Hej, Sara")

    phone.goto("/organisations?q=syrummet")
    phone.get_by_role("link", name="Syrummet i Norrby").click()
    phone.get_by_role("link", name="Alla personer och inbjudningar").click()
    people_page = phone.url
    for name, email in (("Leyla Sund", "leyla@example.org"), ("Åke Öst", "ake@example.org")):
        _invite(phone, people_page, name, email)
    leyla = open_page(java_script_enabled=java_script_enabled)
    leyla.goto(link_mailed_to(app, "leyla@example.org"))
    leyla.get_by_role("button", name="Ja, jag vill vara med").click()
    expect(leyla.locator(".notice[role=status]").first).to_contain_text(
        "företräder du Syrummet i Norrby"
    )

    _hand_over(phone, people_page)
    leyla.goto(people_page)
    expect(leyla.get_by_role("row").filter(has_text="Leyla Sund")).to_contain_text("Ansvarig")
    expect(leyla.get_by_text("Sara Ek")).to_have_count(0)
    figures.add("associations that came in, and changed their board", value=1, of=1)


def test_a_property_company_asks_is_let_in_and_offers_premises(
    app: Flask, open_page: OpenPage, people: People
) -> None:
    with app.app_context():
        add_initiative(people.chairman, "Symaskinsverkstan", phase="ongoing")
    company, desk, chairman = open_page(), open_page(), open_page()
    _ask(company, "Företag", "Privat bostadsbolag eller fastighetsägare", "Norrbyhus AB")
    company.goto(link_mailed_to(app, "sara@example.org"))
    company.get_by_role("button", name="Bekräfta min adress").click()
    people.at(desk, people.coordinator)
    desk.get_by_role("link", name="Svara Norrbyhus AB").click()
    desk.get_by_role("button", name="Släpp in dem").click()
    company.goto(link_mailed_to(app, "sara@example.org"))
    company.get_by_role("button", name="Ja, jag vill vara med").click()

    company.goto("/table?q=symaskin")
    company.get_by_role("link", name="Symaskinsverkstan", exact=True).click()
    company.get_by_role("link", name="Erbjud er att vara med").click()
    company.get_by_label("Roll").select_option(label="Bidrar med lokal, kunskap eller ideell tid")
    company.get_by_label("Meddelande").fill("Vi har en lokal som står tom.")
    company.get_by_role("button", name="Skicka erbjudandet").click()
    people.at(chairman, people.chairman)
    waiting = chairman.get_by_role("listitem").filter(has_text="Norrbyhus AB erbjuder sig")
    waiting.get_by_role("link", name="Svara").click()
    chairman.get_by_role("button", name="Tacka ja").click()

    expect(chairman.get_by_text("Norrbyhus AB är med.")).to_be_visible()


def _ask(
    phone: Page,
    door: str = "Förening eller civilsamhälle",
    kind: str = "Förening",
    name: str = "Syrummet i Norrby",
) -> None:
    phone.goto("/sign-in")
    phone.get_by_role("link", name="Fråga om att få vara med").click()
    phone.get_by_role("link", name=door).click()
    phone.get_by_label("Vad heter organisationen?").fill(name)
    phone.get_by_role("radio", name=kind, exact=True).check()
    phone.get_by_label("Vad gör ni?").fill("Vi syr tillsammans på torsdagar.")
    phone.get_by_label("Ditt namn").fill("Sara Ek")
    phone.get_by_label("Din e-post").fill("sara@example.org")
    expect(phone.get_by_text("allmän handling")).to_be_visible()
    phone.get_by_role("button", name="Skicka", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Titta i din e-post")


def _invite(phone: Page, people_page: str, name: str, email: str) -> None:
    phone.goto(people_page)
    phone.get_by_role("link", name="Bjud in någon").click()
    phone.get_by_label("Personens namn").fill(name)
    phone.get_by_label("Personens e-post").fill(email)
    phone.get_by_role("button", name="Skicka inbjudan").click()
    expect(phone.locator(".notice[role=status]").first).to_contain_text(email)


def _hand_over(phone: Page, people_page: str) -> None:
    phone.goto(people_page)
    phone.get_by_role("link", name="Lämna över").click()
    answering = phone.get_by_role("group", name="Vilka av er svarar från och med nu?")
    answering.get_by_role("checkbox", name="Leyla Sund").check()
    leaving = phone.get_by_role("group", name="Vilka slutar?")
    leaving.get_by_role("checkbox", name="Sara Ek").check()
    phone.get_by_role("button", name="Lämna över").click()
    expect(phone.get_by_role("heading", level=1)).not_to_contain_text("Hej")
