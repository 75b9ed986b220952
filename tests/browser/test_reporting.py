"""Partners report on a phone: from the link of a mail, in their language, and without connection."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.people import People
from tests.browser.watch import Watch
from tests.clock import START
from tests.register import add_initiative, change_row
from tracker.extensions import db
from tracker.models import OutboxEvent, Person, StatusReport
from tracker.services import reminders


@pytest.fixture
def sewing(app: Flask, people: People) -> uuid.UUID:
    with app.app_context():
        return add_initiative(people.volunteer, "Symaskinsverkstan", phase="ongoing")


def mailed_link(app: Flask, people: People, initiative_id: uuid.UUID, language: str) -> str:
    """Remind the association, as the mail to its manager does it."""
    with app.app_context():
        chairman = db.session.get_one(Person, people.chairman.person_id)
        change_row(chairman, language=language)
        reminders.remind(people.coordinator, initiative_id, now=START)
        mails = db.session.scalars(select(OutboxEvent.payload).order_by(OutboxEvent.id.desc()))
        return f"/report/{mails.first()['values']['token']}"


def reports(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        query = select(StatusReport.happened, StatusReport.language).order_by(StatusReport.id)
        return [(text, language) for text, language in db.session.execute(query)]


@pytest.mark.parametrize(
    ("language", "send", "thanks"),
    [
        ("sv", "Skicka rapport", "Tack! Rapporten är inne."),
        pytest.param("so", "Dir warbixinta", "Mahadsanid.", marks=pytest.mark.once),
    ],
)
def test_a_partner_reports_from_the_link_of_a_mail(
    app: Flask,
    phone: Page,
    people: People,
    sewing: uuid.UUID,
    language: str,
    send: str,
    thanks: str,
) -> None:
    phone.goto(mailed_link(app, people, sewing, language))
    expect(phone.locator("html")).to_have_attribute("lang", language)
    phone.locator("#happened").fill("19 qof ayaa yimid.")
    phone.get_by_role("button", name=send, exact=True).click()

    expect(phone.get_by_role("heading", level=1)).to_contain_text(thanks)
    assert reports(app) == [("19 qof ayaa yimid.", language)]
    phone.wait_for_function("Object.keys(localStorage).length === 0")


def test_a_report_written_without_connection_is_sent_once_when_it_is_back(
    app: Flask, phone: Page, people: People, sewing: uuid.UUID, watch: Watch
) -> None:
    watch.expect_offline()
    people.at(phone, people.volunteer, f"/initiatives/{sewing}/reports/new")
    phone.context.set_offline(True)
    phone.locator("#happened").fill("Fullt hus.")
    phone.get_by_role("button", name="Skicka rapport").click()

    expect(phone.locator("[data-keep-note]")).to_contain_text("Ingen anslutning.")
    assert reports(app) == []
    phone.context.set_offline(False)
    expect(phone.get_by_text("Tack! Rapporten är inne.")).to_be_visible()
    assert reports(app) == [("Fullt hus.", "sv")]


def test_what_was_written_is_there_when_the_page_is_opened_again(
    app: Flask, phone: Page, people: People, sewing: uuid.UUID
) -> None:
    path = f"/initiatives/{sewing}/reports/new"
    people.at(phone, people.volunteer, path)
    phone.locator("#happened").fill("Tio nya kom.")
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.goto("/board")
    phone.goto(path)

    expect(phone.locator("#happened")).to_have_value("Tio nya kom.")
    expect(phone.locator("[data-keep-note]")).to_be_visible()
    phone.get_by_role("button", name="Skicka rapport").click()
    expect(phone.get_by_text("Tack! Rapporten är inne.")).to_be_visible()
    phone.goto(path)
    expect(phone.locator("#happened")).to_have_value("")
    assert reports(app) == [("Tio nya kom.", "sv")]
