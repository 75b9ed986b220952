"""A coordinator opens a period, sees who lacks a report and why not, reminds, locks and reopens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from tests.clock import START, Clock
from tests.documents import attribute
from tests.page_client import PageClient, field_values
from tests.register import add_initiative, add_report, mails, sign_in
from tests.town import Town
from tracker.domain.lifecycle import Phase, Visibility
from tracker.domain.reporting_periods import PeriodKind
from tracker.queries.period_standings import ROWS_PER_PAGE
from tracker.queries.reporting_periods import get_rules
from tracker.services import conversations, reporting_periods
from tracker.services.conversations import CommentContent
from tracker.services.reporting_periods import PeriodContent

LAST_YEAR = date(START.year - 1, 3, 1)
TODAY = START.date()


def planned_year(app: Flask, town: Town) -> str:
    """The page of a period that is open for the whole year."""
    with app.app_context():
        content = PeriodContent(
            year=TODAY.year,
            kind=PeriodKind.YEAR,
            opens_on=TODAY,
            due_on=date(TODAY.year + 1, 1, 15),
        )
        return f"/reporting/{reporting_periods.plan(town.cim, content, now=START)}"


@pytest.fixture
def cim(app: Flask, town: Town, client: PageClient) -> PageClient:
    """The browser of a coordinator, in a register with two initiatives that run and one to come."""
    running: dict[str, Any] = {
        "phase": Phase.ONGOING,
        "visibility": Visibility.SHARED,
        "start_on": LAST_YEAR,
    }
    with app.app_context():
        add_initiative(town.lea, "Matlaget", **running)
        add_initiative(town.pia, "Praktiken", **running)
        add_initiative(town.stina, "Skolgården", visibility=Visibility.SHARED)
    sign_in(client, town.cim)
    return client


def test_a_period_from_beginning_to_end(app: Flask, town: Town, cim: PageClient) -> None:
    page = cim.get_page("/reporting")
    form = page.one("form[aria-labelledby=new-period]")
    sent = {
        **field_values(form),
        "year": str(TODAY.year - 1),
        "kind": "year",
        "opens_on": (TODAY - timedelta(days=9)).isoformat(),
        "due_on": TODAY.isoformat(),
    }
    cim.post(attribute(form, "action"), data=sent)
    page = cim.get_page("/reporting")
    link = page.one("tbody a")
    assert "The whole year" in page.text("tbody")

    page = cim.get_page(attribute(link, "href"))
    assert page.text("tbody").count("Waited for") == 2
    assert "It is not running now." in page.text("tbody")

    reminder = page.one("tbody tr:first-child form")
    cim.post(attribute(reminder, "action"), data=field_values(reminder))
    page = cim.get_page(attribute(link, "href"))
    assert "1 person is reminded." in page.text()
    assert f"Reminded {START.day} March 2026" in page.text("tbody tr:first-child")
    assert not page.select("tbody tr:first-child form")

    days = {"due_on": TODAY.isoformat(), "remind_before": "0x"}
    form = page.one("form[aria-labelledby=days]")
    answer = cim.post(attribute(form, "action"), data={**field_values(form), **days})
    assert answer.status_code == 422
    days = {"due_on": (TODAY + timedelta(days=3)).isoformat(), "remind_before": "7"}
    sent = {**field_values(form), **days, "remind_after": ""}
    sent.pop("remind_on_day")
    cim.post(attribute(form, "action"), data=sent)
    with app.app_context():
        (kept,) = get_rules().periods
    assert (kept.due_on, kept.schedule.steps) == (TODAY + timedelta(days=3), (-7,))

    deed = page.one("main section form")
    cim.post(attribute(deed, "action"), data=field_values(deed))
    page = cim.get_page(attribute(link, "href") + "?standing=missing")
    assert page.text("tbody").count("Missing") == 2
    assert "Skolgården" not in page.text("tbody")

    deed = page.one("form[aria-labelledby=reopen]")
    answer = cim.post(attribute(deed, "action"), data=field_values(deed))
    assert answer.status_code == 422
    cim.post(
        attribute(deed, "action"), data={**field_values(deed), "reason": "Två fick sent besked."}
    )
    page = cim.get_page(attribute(link, "href"))
    assert "Opened again: Två fick sent besked." in page.text()


def test_the_rhythm_of_a_family_can_be_changed(cim: PageClient) -> None:
    form = cim.get_page("/reporting").one("form[action='/reporting/rhythms/civil']")
    sent = {**field_values(form), "civil-wants_tertials": "y", "civil-every_days": "90"}
    cim.post(attribute(form, "action"), data=sent)

    form = cim.get_page("/reporting").one("form[action='/reporting/rhythms/civil']")
    assert field_values(form)["civil-every_days"] == "90"
    assert field_values(form)["civil-wants_tertials"] == "y"


def test_all_who_lack_a_report_are_reminded_at_once_and_once_a_week(
    app: Flask, town: Town, cim: PageClient, clock: Clock
) -> None:
    address = planned_year(app, town)
    form = cim.get_page(address).one(f"form[action='{address}/reminders']")

    cim.post(attribute(form, "action"), data=field_values(form))
    assert "2 people are reminded." in cim.get_page(address).text()
    with app.app_context():
        assert sorted(mail["to"] for mail in mails()) == ["lea@example.org", "pia@example.org"]
    cim.post(attribute(form, "action"), data=field_values(form))

    text = cim.get_page(address).text()
    assert "0 people are reminded. 2 people had a reminder within the last week." in text
    with app.app_context():
        assert len(mails()) == 2
    clock.now += timedelta(days=5)
    sign_in(cim, town.cim, now=clock.now)
    form = cim.get_page(address).one(f"form[action='{address}/reminders']")
    cim.post(attribute(form, "action"), data=field_values(form))
    assert "Nobody is reminded on a free day." in cim.get_page(address).text()


def test_a_report_that_is_sent_back_is_marked_until_it_is_answered(
    app: Flask, town: Town, cim: PageClient
) -> None:
    address = planned_year(app, town)
    with app.app_context():
        public_id = add_initiative(town.lea, "Syhörnan", phase=Phase.ONGOING)
        report_id = add_report(town.lea, public_id, "Nio kom.")
        question = CommentContent(text="Vilka dagar?", report_id=report_id, is_sent_back=True)
        conversations.say(town.cim, public_id, question, now=START)

    page = cim.get_page(f"{address}?standing=asked_back")
    assert "Sent back with a question" in page.text("tbody")
    assert len(page.select("tbody tr")) == 1
    assert "thread-" in attribute(page.one("tbody td a"), "href")

    with app.app_context():
        add_report(town.lea, public_id, "På tisdagar.")
    assert "Sent back with a question" not in cim.get_page(address).text()


def test_many_initiatives_stand_on_pages(app: Flask, town: Town, cim: PageClient) -> None:
    address = planned_year(app, town)
    with app.app_context():
        for number in range(ROWS_PER_PAGE):
            add_initiative(town.lea, f"Insats {number}", phase=Phase.ONGOING)

    first, second = cim.get_page(address), cim.get_page(f"{address}?page=2")

    assert len(first.select("tbody tr")) == ROWS_PER_PAGE
    assert len(second.select("tbody tr")) == 3


def test_what_a_period_asks_is_answered_in_the_report_and_kept_when_it_is_asked_anew(
    app: Flask, town: Town, cim: PageClient
) -> None:
    address = planned_year(app, town)

    def ask(*questions: str) -> int:
        form = cim.get_page(address).one(f"form[action='{address}/questions']")
        sent = field_values(form) | {"questions": "\n".join(questions)}
        return cim.post(attribute(form, "action"), data=sent).status_code

    assert ask("Vad har ändrats för barnen?", " ", "Vad lärde ni er?") == 303
    assert ask(*(f"Fråga {number}?" for number in range(6))) == 422
    with app.app_context():
        public_id = add_initiative(town.lea, "Syhörnan", phase=Phase.ONGOING)
    sign_in(cim, town.lea)
    page = cim.get_page(f"/initiatives/{public_id}/reports/new")
    first, second = page.select("textarea[name^=answer_]")
    own = "form[data-keep]"
    answers = {attribute(first, "name"): "De vågar fråga.", attribute(second, "name"): ""}

    refused = {attribute(second, "name"): "Ring 070-174 06 05."}
    assert cim.submit(page, own, happened="Nio kom.", **answers | refused).status_code == 422
    sign_in(cim, town.cim)
    assert ask("Vad lärde ni er?", "Vad vill ni berätta?") == 303
    sign_in(cim, town.lea)
    assert cim.submit(page, own, happened="Nio kom.", **answers).status_code == 303

    assert "De vågar fråga." in cim.get_page(f"/initiatives/{public_id}").text(".history")
    sign_in(cim, town.cim)
    answered = cim.get_page(f"{address}/answers").text("main")
    assert "Vad har ändrats för barnen? De vågar fråga." in answered
    with app.app_context():
        (period,) = get_rules().periods
    assert [(each.text, each.is_current) for each in period.questions] == [
        ("Vad har ändrats för barnen?", False),
        ("Vad lärde ni er?", True),
        ("Vad vill ni berätta?", True),
    ]
