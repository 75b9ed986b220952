"""A manager adds a recurring activity on a phone, and confirms a term of it by one button."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.people import People
from tests.register import add_initiative
from tracker.extensions import db
from tracker.models import ActivityDay


@pytest.fixture
def sewing(app: Flask, people: People) -> uuid.UUID:
    with app.app_context():
        return add_initiative(people.chairman, "Symaskinsverkstan", phase="ongoing")


def told(app: Flask) -> list[tuple[date, int | None, bool]]:
    with app.app_context():
        query = select(ActivityDay).order_by(ActivityDay.held_on)
        rows = db.session.scalars(query)
        return [(row.held_on, row.people_reached, row.is_called_off) for row in rows]


def test_a_manager_confirms_a_term_of_recurring_activities(
    app: Flask, phone: Page, people: People, sewing: uuid.UUID
) -> None:
    people.at(phone, people.chairman, f"/initiatives/{sewing}/activities")
    phone.get_by_label("Vad händer?").fill("Öppen verkstad")
    phone.get_by_label("Vilken dag?").fill("2026-02-10")
    phone.get_by_text("Varje vecka, tid, plats, en rad").click()
    phone.get_by_label("Varje vecka till och med").fill("2026-06-02")
    phone.get_by_role("button", name="Lägg till aktiviteten").click()
    expect(phone.get_by_text("Aktiviteten är sparad.")).to_be_visible()

    phone.goto("/own")
    expect(phone.get_by_text("Dagar att berätta om: 3")).to_be_visible()
    phone.get_by_label("Personer varje gång").fill("12")
    phone.get_by_role("button", name="Som vanligt").click()

    expect(phone.get_by_text("Tack. Dagarna är sparade.")).to_be_visible()
    expect(phone.get_by_role("heading", name="Hur gick det?")).to_have_count(0)
    days = (date(2026, 2, 10), date(2026, 2, 17), date(2026, 2, 24))
    assert told(app) == [(day, 12, False) for day in days]
