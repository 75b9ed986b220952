"""A link in a reminder opens one report form without a password, until the report is in."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.clock import START, Clock
from tests.page_client import PageClient, field_values
from tests.register import add_initiative, change_row, sign_in, verbs_on
from tests.town import Town
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import AuditEntry, Membership, OutboxEvent, Person, StatusReport
from tracker.services import reminders
from tracker.services.report_links import WORKS_FOR

FORM = "main form.leading"


@pytest.fixture
def matlaget(app: Flask, town: Town) -> uuid.UUID:
    with app.app_context():
        return add_initiative(town.lea, "Matlaget", phase="ongoing")


@pytest.fixture
def link(app: Flask, town: Town, matlaget: uuid.UUID) -> str:
    with app.app_context():
        reminders.remind(town.cim, matlaget, now=START)
        query = select(OutboxEvent.payload).order_by(OutboxEvent.id.desc()).limit(1)
        return f"/report/{db.session.scalars(query).one()['values']['token']}"


def texts(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(StatusReport.happened).order_by(StatusReport.id)))


def test_whoever_got_the_mail_reports_without_signing_in(
    app: Flask, client: PageClient, town: Town, matlaget: uuid.UUID, link: str
) -> None:
    page = client.get_page(link)
    sent = {**field_values(page.one(FORM)), "happened": "Tjugo barn.", "language": "so"}

    for _ in range(2):
        answer = client.post(link, data=sent)
        assert answer.status_code == 303, answer.text
    assert "Thank you. The report is in." in client.get_page(answer.location).text()
    assert texts(app) == ["Tjugo barn."]
    with app.app_context():
        report = db.session.scalars(select(StatusReport)).one()
        assert (report.person_id, report.language) == (town.lea.person_id, "so")
        assert verbs_on(matlaget)[-1] == Verb.REPORTED_BY_LINK
        by = select(AuditEntry.person_id).where(AuditEntry.verb == Verb.REPORTED_BY_LINK.value)
        assert db.session.scalars(by).one() == town.lea.person_id
    received = client.get(f"/reports/received/{sent['submission_key']}")
    assert received.json == {"is_received": True}
    assert client.get("/reports/received/other").json == {"is_received": False}


def test_the_link_opens_nothing_else(client: PageClient, matlaget: uuid.UUID, link: str) -> None:
    client.get_page(link)

    assert client.get(f"/initiatives/{matlaget}").status_code == 303
    assert client.get("/own").status_code == 303


def test_a_report_by_anybody_ends_the_link(
    app: Flask, client: PageClient, town: Town, matlaget: uuid.UUID, link: str
) -> None:
    late = {**field_values(client.get_page(link).one(FORM)), "happened": "En gång till."}
    sign_in(client, town.mia)
    page = client.get_page(f"/initiatives/{matlaget}/reports/new")
    assert "Lea" in page.text("main")
    client.submit(page, FORM, happened="Allt väl.")

    assert "no longer works" in client.get_page(link, status=404).text("main")
    assert client.post(link, data=late).status_code == 404
    assert texts(app) == ["Allt väl."]


@pytest.mark.parametrize("who", ["organisation", "recipient"])
def test_a_link_can_be_ended(
    app: Flask, client: PageClient, town: Town, matlaget: uuid.UUID, link: str, who: str
) -> None:
    address = link
    if who == "organisation":
        sign_in(client, town.mia)
        address = f"/initiatives/{matlaget}/reports/new"
    page = client.get_page(address)
    client.submit(page, "main form.after-form")

    client.get_page(link, status=404)
    with app.app_context():
        assert verbs_on(matlaget)[-1] == Verb.REPORT_LINKS_ENDED


def test_a_link_ends_with_time_and_with_the_membership(
    app: Flask, client: PageClient, clock: Clock, town: Town, link: str
) -> None:
    client.get_page(link)
    with app.app_context():
        query = select(Membership).where(Membership.person_id == town.lea.person_id)
        before = db.session.scalar(select(func.count()).select_from(query.subquery()))
        person = db.session.get_one(Person, town.lea.person_id)
        change_row(person, is_disabled=True)
    assert before
    client.get_page(link, status=404)
    with app.app_context():
        change_row(db.session.get_one(Person, town.lea.person_id), is_disabled=False)
    client.get_page(link)
    clock.now = START + WORKS_FOR
    client.get_page(link, status=404)


def test_the_page_speaks_the_recipients_language(
    app: Flask, client: PageClient, town: Town, link: str
) -> None:
    with app.app_context():
        change_row(db.session.get_one(Person, town.lea.person_id), language="so")

    page = client.get_page(link)

    assert page.one("html").get("lang") == "so"
    assert "erey sir ah" in page.text("main")
    client.set_cookie("language", "fi", domain="localhost")
    assert client.get_page(link).one("html").get("lang") == "fi"


def test_what_is_wrong_is_said_and_the_link_still_works(
    app: Flask, client: PageClient, link: str
) -> None:
    page = client.get_page(link)
    sent = {**field_values(page.one(FORM)), "happened": ""}

    assert client.post(link, data=sent).status_code == 422
    client.get_page(link)
    assert texts(app) == []
