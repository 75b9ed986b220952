"""A report in two minutes on a phone: one choice, one sentence, and never sent twice."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.clock import Clock
from tests.documents import Document, attribute
from tests.page_client import PageClient, field_values, read
from tests.register import add_initiative, add_report, get_initiative, sign_in
from tests.town import Town
from tracker.domain.lifecycle import Condition, Phase
from tracker.extensions import db
from tracker.models import StatusReport

FORM = "main form.form"


@pytest.fixture
def matlaget(app: Flask, town: Town) -> uuid.UUID:
    with app.app_context():
        return add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)


@pytest.fixture
def mia(client: PageClient, town: Town) -> PageClient:
    """The browser of a member."""
    sign_in(client, town.mia)
    return client


def form_page(client: PageClient, public_id: uuid.UUID) -> Document:
    return client.get_page(f"/initiatives/{public_id}/reports/new")


def send(client: PageClient, public_id: uuid.UUID, **fields: Any) -> TestResponse:
    page = form_page(client, public_id)
    sent = {**field_values(page.one(FORM)), **fields}
    return client.post(attribute(page.one(FORM), "action"), data=sent)


def reports(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(StatusReport)) or 0


def test_one_sentence_is_enough(app: Flask, mia: PageClient, matlaget: uuid.UUID) -> None:
    response = send(mia, matlaget, happened="Tjugo barn lagade soppa.")

    page = mia.get_page(response.location or "")
    assert "Thank you. The report is in." in page.text()
    assert "Tjugo barn lagade soppa." in page.text(".history")
    assert reports(app) == 1


def test_the_form_starts_from_how_it_was_and_today(
    app: Flask, mia: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    first = field_values(form_page(mia, matlaget).one(FORM))
    assert (first["condition"], first["phase"]) == ("on_plan", "ongoing")
    assert first["reported_on"] == "2026-03-02"
    with app.app_context():
        add_report(town.lea, matlaget, "Vi väntar.", condition=Condition.NEEDS_SUPPORT)

    page = form_page(mia, matlaget)

    assert field_values(page.one(FORM))["condition"] == "needs_support"
    assert "Vi väntar." in page.text(FORM)


def test_a_late_evening_report_is_of_the_day_in_boras(
    app: Flask, mia: PageClient, town: Town, matlaget: uuid.UUID, clock: Clock
) -> None:
    clock.now = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    sign_in(mia, town.mia, now=clock.now)

    assert field_values(form_page(mia, matlaget).one(FORM))["reported_on"] == "2026-03-03"
    assert send(mia, matlaget, happened="Vi stängde sent.").status_code == 303
    with app.app_context():
        assert get_initiative(matlaget).last_reported_on == date(2026, 3, 3)


def test_nothing_new_is_one_press(app: Flask, mia: PageClient, matlaget: uuid.UUID) -> None:
    response = send(mia, matlaget, nothing_new="1")

    assert response.status_code == 303
    assert "Nothing new since last time." in mia.get_page(response.location or "").text(".history")


def test_two_presses_send_one_report(app: Flask, mia: PageClient, matlaget: uuid.UUID) -> None:
    page = form_page(mia, matlaget)
    sent = {**field_values(page.one(FORM)), "happened": "Tjugo kom."}
    action = attribute(page.one(FORM), "action")

    first, second = mia.post(action, data=sent), mia.post(action, data=sent)

    assert first.status_code == second.status_code == 303
    assert reports(app) == 1


def test_everything_can_be_told(app: Flask, mia: PageClient, matlaget: uuid.UUID) -> None:
    response = send(
        mia,
        matlaget,
        condition="needs_attention",
        happened="Tjugo kom.",
        obstacles="Trångt.",
        needs="En större lokal.",
        people_reached="1 020",
        phase="closing",
        reported_on="1/3/2026",
    )

    told = mia.get_page(response.location or "").text(".history")
    for words in ("Trångt.", "En större lokal.", "1020", "Needs attention", "Closing"):
        assert words in told


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({}, "happened", "Write a sentence about what has happened"),
        ({"happened": "Ja.", "reported_on": "2026-03-03"}, "reported_on", "Choose today or an"),
        ({"happened": "Ja.", "reported_on": "1/3"}, "reported_on", "Write the day as 2026-12-01."),
        ({"happened": "Ja.", "reported_on": ""}, "reported_on", "Fill this in."),
        ({"happened": "Ja.", "people_reached": "många"}, "people_reached", "Write a whole number"),
        (
            {"happened": "Ja.", "people_reached": "9999999"},
            "people_reached",
            "Write a number between",
        ),
        (
            {"happened": "Kim 811228-9874 kom."},
            "happened",
            "This text contains a personal identity",
        ),
        ({"happened": "Ja.", "needs": "Ring 070-174 06 35"}, "needs", "This text contains a phone"),
        (
            {"happened": "Ja.", "obstacles": "a@example.org"},
            "obstacles",
            "This text contains an e-m",
        ),
        ({"nothing_new": "1", "phase": "idea"}, "happened", "Say briefly why."),
        ({"happened": "x" * 5001}, "happened", "Write at most 5000 characters."),
    ],
)
def test_what_must_be_corrected_is_said_beside_its_field_and_nothing_is_lost(
    app: Flask,
    mia: PageClient,
    matlaget: uuid.UUID,
    fields: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    response = send(mia, matlaget, **fields)

    page = read(response)
    assert response.status_code == 422
    assert page.text(f"#{field}-error").startswith(sentence)
    assert page.one("[data-error-summary]")
    kept = field_values(page.one(FORM))
    assert {name: kept[name] for name in fields if name != "nothing_new"} == {
        name: value for name, value in fields.items() if name != "nothing_new"
    }
    assert reports(app) == 0


def test_a_corrected_form_sends_once(app: Flask, mia: PageClient, matlaget: uuid.UUID) -> None:
    page = read(send(mia, matlaget))

    response = mia.submit(page, FORM, happened="Nu vet jag.")

    assert response.status_code == 303
    assert reports(app) == 1


@pytest.mark.parametrize("condition", ["", "not_assessed", "splendid"])
def test_a_condition_is_chosen_from_the_list(
    app: Flask, mia: PageClient, matlaget: uuid.UUID, condition: str
) -> None:
    assert send(mia, matlaget, happened="Ja.", condition=condition).status_code == 422
    assert reports(app) == 0


# Correcting -------------------------------------------------------------------------------


def test_a_report_is_corrected_from_the_history(
    app: Flask, mia: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        add_report(town.lea, matlaget, "Tvåhundra kom.", people_reached=200)
    shown = mia.get_page(f"/initiatives/{matlaget}")
    page = mia.get_page(attribute(shown.one(".history a[href$=correction]"), "href"))
    form = field_values(page.one(FORM))
    assert (form["happened"], form["people_reached"]) == ("Tvåhundra kom.", "200")
    assert "nothing_new" not in page.text(FORM)

    response = mia.submit(page, FORM, happened="Tjugo kom.", people_reached="20")

    told = mia.get_page(response.location or "")
    assert "The correction is in." in told.text()
    assert "Corrected by a later report" in told.text(".history li.corrected")
    assert "Corrects the report of 2 March 2026" in told.text(".history")
    assert len(told.select(".history a[href$=correction]")) == 1


def test_a_report_of_another_initiative_is_not_corrected_here(
    app: Flask, mia: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        other = add_initiative(town.lea, "Odlingen")
        report_id = add_report(town.lea, other)
    page = form_page(mia, matlaget)
    sent = {**field_values(page.one(FORM)), "happened": "Rättat."}

    mia.get_page(f"/initiatives/{matlaget}/reports/{report_id}/correction", status=404)
    response = mia.post(f"/initiatives/{matlaget}/reports/{report_id}/correction", data=sent)

    assert response.status_code == 404
    assert reports(app) == 1


def test_a_report_already_corrected_says_so(
    app: Flask, mia: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        report_id = add_report(town.lea, matlaget, "Fel.")
    address = f"/initiatives/{matlaget}/reports/{report_id}/correction"
    page, same = mia.get_page(address), mia.get_page(address)
    mia.submit(page, FORM, happened="Rätt.")

    response = mia.submit(same, FORM, happened="Också rätt?")

    assert response.status_code == 422
    assert "already been corrected" in read(response).text("[data-error-summary]")


# Who --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "status"), [("pia", 403), ("cim", 403), ("rut", 403)])
def test_others_do_not_report(
    client: PageClient, town: Town, matlaget: uuid.UUID, who: str, status: int
) -> None:
    sign_in(client, getattr(town, who))

    client.get_page(f"/initiatives/{matlaget}/reports/new", status=status)
    assert not client.get_page(f"/initiatives/{matlaget}").select("a[href$='reports/new']")


def test_a_coordinator_reports_for_the_citys_own(
    client: PageClient, app: Flask, town: Town
) -> None:
    with app.app_context():
        public_id = add_initiative(town.stina, "Läxhjälpen")
    sign_in(client, town.cim)

    assert send(client, public_id, happened="Ringde in: allt väl.").status_code == 303


def test_a_hidden_initiative_has_no_report_form(client: PageClient, app: Flask, town: Town) -> None:
    with app.app_context():
        draft = add_initiative(town.lea, "Utkast", is_draft=True)
    sign_in(client, town.pia)

    client.get_page(f"/initiatives/{draft}/reports/new", status=404)
