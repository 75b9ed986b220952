"""Who has reports to write is reminded: the right person, one mail a week, never on a holiday."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from tests.clock import START, Clock
from tests.page_client import PageClient
from tests.register import add_initiative, change_row, get_initiative, mails, verbs_on
from tests.town import Town
from tracker.domain.freshness import REPORT_WANTED_EVERY_DAYS
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import Person
from tracker.services.report_reminders import remind_of_due

DUE = START + timedelta(days=REPORT_WANTED_EVERY_DAYS)


def told(app: Flask) -> list[tuple[str, list[str]]]:
    """Whom the reminders in the outbox go to, and the initiatives in each."""
    with app.app_context():
        return [
            (mail["to"], [row["initiative"] for row in mail["values"]["reports"]])
            for mail in mails()
            if mail["template"] == "reports_due"
        ]


def days(app: Flask, first: Any, number: int) -> list[date]:
    """The days on which somebody was mailed, the worker running once a day."""
    with app.app_context():
        moments = [first + timedelta(days=day) for day in range(number)]
        return [moment.date() for moment in moments if remind_of_due(now=moment)]


@pytest.fixture
def matlaget(app: Flask, town: Town) -> uuid.UUID:
    with app.app_context():
        return add_initiative(town.lea, "Matlaget", phase="ongoing")


def test_one_is_reminded_before_on_and_after_the_day(
    app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    mailed = days(app, START, REPORT_WANTED_EVERY_DAYS + 60)

    # The day is 1 May, which is free, as is the weekend after it.
    assert DUE.date() == date(2026, 5, 1)
    assert mailed == [date(2026, 4, 17), date(2026, 5, 4), date(2026, 5, 11)]
    assert told(app) == [("lea@example.org", ["Matlaget"])] * 3
    with app.app_context():
        assert verbs_on(matlaget).count(Verb.REMINDED) == 3


def test_all_reports_of_a_person_are_in_one_mail_a_week(app: Flask, town: Town) -> None:
    with app.app_context():
        for number in range(3):
            add_initiative(town.lea, f"Insats {number}", phase="ongoing")
        late = add_initiative(town.lea, "Sist", phase="ongoing")
        change_row(get_initiative(late), last_reported_on=date(2026, 3, 6))
        titles = ["Insats 0", "Insats 1", "Insats 2"]

    assert days(app, START, 54) == [date(2026, 4, 17), date(2026, 4, 24)]
    assert told(app) == [("lea@example.org", titles), ("lea@example.org", [*titles, "Sist"])]


def test_the_contact_person_is_told_where_they_have_an_account(app: Flask, town: Town) -> None:
    with app.app_context():
        add_initiative(town.lea, "Mias", phase="ongoing", contact_email="MIA@example.org")
        add_initiative(town.lea, "Olles", phase="ongoing", contact_email="olle@example.org")
        remind_of_due(now=DUE + timedelta(days=3))
    assert sorted(told(app)) == [("lea@example.org", ["Olles"]), ("mia@example.org", ["Mias"])]


def test_done_again_within_the_day_nobody_is_told_twice(
    app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    monday = DUE + timedelta(days=3)
    with app.app_context():
        assert remind_of_due(now=monday) == 1
        assert remind_of_due(now=monday + timedelta(hours=3)) == 0


def test_whoever_wants_no_reminders_says_so_in_one(
    app: Flask, client: PageClient, clock: Clock, town: Town, matlaget: uuid.UUID
) -> None:
    monday = DUE + timedelta(days=3)
    with app.app_context():
        change_row(db.session.get_one(Person, town.lea.person_id), language="fi")
        remind_of_due(now=monday)
        mail = next(mail for mail in mails() if mail["template"] == "reports_due")
        assert mail["language"] == "fi"
    page = client.get_page(f"/reminders/{mail['values']['stop']}")
    assert "Muistutukset raporteista" in page.text("main")

    page = client.get_page(client.submit(page, "main form").location)
    with app.app_context():
        assert remind_of_due(now=monday + timedelta(days=7)) == 1
    assert told(app)[-1] == ("mia@example.org", ["Matlaget"])

    client.submit(page, "main form")
    with app.app_context():
        assert remind_of_due(now=monday + timedelta(days=8)) == 1
    assert told(app)[-1] == ("lea@example.org", ["Matlaget"])
    client.get_page("/reminders/unknown", status=404)


def test_the_button_of_a_mail_program_stops_reminders_at_once(
    app: Flask, client: PageClient, clock: Clock, town: Town, matlaget: uuid.UUID
) -> None:
    monday = DUE + timedelta(days=3)
    with app.app_context():
        remind_of_due(now=monday)
        mail = next(mail for mail in mails() if mail["template"] == "reports_due")
    page = f"/reminders/{mail['values']['stop']}"

    assert client.post(page, data={"any": "thing"}).status_code == 400
    assert client.post(page, data={"List-Unsubscribe": "One-Click"}).status_code == 204
    assert client.post("/reminders/x", data={"List-Unsubscribe": "One-Click"}).status_code == 404

    with app.app_context():
        assert remind_of_due(now=monday + timedelta(days=7)) == 1
    assert told(app)[-1] == ("mia@example.org", ["Matlaget"])
