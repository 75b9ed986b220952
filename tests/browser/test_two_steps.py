"""A coordinator's second step, and an administrator who ends a stolen session, in a browser."""

from __future__ import annotations

import re

import pyotp
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.conftest import OpenPage
from tests.browser.people import PASSWORD, People
from tests.browser.scripts import SCRIPTS
from tracker.extensions import db
from tracker.models import OutboxEvent


def ask_with_password(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-post").fill(f"{name}@example.org")
    page.get_by_text("Jag har ett lösenord").click()
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()


def code_of(secret: str, app: Flask) -> str:
    shown: str = pyotp.TOTP(secret).at(int(app.extensions["clock"]().timestamp()))
    return shown


@SCRIPTS
def test_a_coordinator_sets_up_an_app_signs_in_with_it_and_with_a_code_on_paper(
    app: Flask, open_page: OpenPage, people: People, java_script_enabled: bool
) -> None:
    page = open_page(java_script_enabled=java_script_enabled)
    ask_with_password(page, "elin")
    expect(page.get_by_role("heading", level=1)).to_have_text("Skydda ditt konto i två steg")
    page.get_by_text("Jag kan inte använda kameran").click()
    secret = re.sub(r"\s", "", page.locator("code.key").inner_text())
    page.get_by_label("Koden som appen visar").fill(code_of(secret, app))
    page.get_by_role("button", name="Gå vidare").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Dina reservkoder")
    paper = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="Jag har sparat dem").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Det som väntar")

    for shown in (lambda: code_of(secret, app), lambda: paper):
        page.context.clear_cookies(name="vaven")
        app.extensions["clock"].advance(minutes=2)
        ask_with_password(page, "elin")
        expect(page.get_by_role("heading", level=1)).to_have_text("Ett steg till")
        page.get_by_label("Koden i appen").fill(shown())
        page.get_by_role("button", name="Logga in", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Det som väntar")


@SCRIPTS
def test_a_volunteer_signs_in_with_the_code_of_a_mail(
    app: Flask, open_page: OpenPage, people: People, java_script_enabled: bool
) -> None:
    page = open_page(java_script_enabled=java_script_enabled)
    page.goto("/sign-in?next=/table")
    page.get_by_label("E-post").fill("samira@example.org")
    page.get_by_role("button", name="Mejla mig en kod").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Skriv koden")
    with app.app_context():
        query = select(OutboxEvent).order_by(OutboxEvent.id.desc())
        code = db.session.scalars(query).first().payload["values"]["code"]
    page.get_by_label("Koden i mejlet").fill(f"{code[:3]} {code[3:]}")
    page.get_by_role("button", name="Logga in", exact=True).click()

    expect(page).to_have_url(re.compile("/table$"))


def test_an_administrator_ends_a_stolen_session(
    app: Flask, open_page: OpenPage, people: People
) -> None:
    stolen, desk = open_page(), open_page()
    people.at(stolen, people.volunteer, "/board")
    people.at(desk, people.administrator, f"/administration/people/{people.volunteer.public_id}")
    desk.get_by_role("button", name="Logga ut överallt").click()
    expect(desk.get_by_text("Personen är utloggad överallt.")).to_be_visible()

    stolen.goto("/board")

    expect(stolen.get_by_role("heading", level=1)).to_have_text("Logga in i Väven")
