"""A coordinator opens a period, sees who lacks a report and why not, reminds, locks and reopens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from tests.clock import START
from tests.documents import attribute
from tests.page_client import PageClient, field_values
from tests.register import add_initiative, sign_in
from tests.town import Town
from tracker.domain.lifecycle import Phase, Visibility
from tracker.queries.reporting_periods import get_rules

LAST_YEAR = date(START.year - 1, 3, 1)
TODAY = START.date()


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
    assert "They are reminded." in page.text()

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
