"""Registering for the coordinators only: a quiet third way, marked wherever it is shown."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.page_client import PageClient, field_values, read
from tests.register import add_initiative, add_report, get_initiative, sign_in
from tests.town import Town
from tracker.domain.lifecycle import Phase, Visibility

FORM = "main form.form"
MARK = "Coordinators only"
ENOUGH: dict[str, Any] = {
    "title": "Matlaget",
    "description": "Barn från sju år lagar mat tillsammans.",
    "goal_areas": ["children_youth"],
    "places": ["norrby"],
    "start_on": "2026-01-12",
}


@pytest.fixture
def lea(client: PageClient, town: Town) -> PageClient:
    """Lea's browser."""
    sign_in(client, town.lea)
    return client


@pytest.fixture
def address(app: Flask, town: Town) -> str:
    """Where an initiative is that only the coordinators see."""
    with app.app_context():
        public_id = add_initiative(
            town.lea, "Matlaget", visibility=Visibility.COORDINATED, phase=Phase.ONGOING
        )
    return f"/initiatives/{public_id}"


def press(client: PageClient, form_at: str, to: str, **fields: Any) -> TestResponse:
    """Fill in a form and press a button, the first one where none is among the fields."""
    values = field_values(client.get_page(form_at).one(FORM))
    return client.post(to, data={**values, **fields})


def visibility_at(app: Flask, address: str) -> Visibility:
    with app.app_context():
        return get_initiative(uuid.UUID(address.rsplit("/", 1)[-1])).visibility


def test_a_third_button_registers_for_the_coordinators(app: Flask, lea: PageClient) -> None:
    form = lea.get_page("/initiatives/new")
    assert form.texts(f"{FORM} button") == [
        "Register",
        "Save as draft",
        "Register for the coordinators only",
    ]

    saved = press(lea, "/initiatives/new", "/initiatives", **ENOUGH, coordinators="1")

    page = lea.get_page(saved.location or "")
    assert "Only the organisation and the coordinators see it." in page.text()
    assert MARK in page.text(".page-head")
    assert visibility_at(app, saved.location or "") is Visibility.COORDINATED


def test_what_is_missing_is_told_and_the_way_stays_open(lea: PageClient) -> None:
    answer = press(lea, "/initiatives/new", "/initiatives", title="Matlaget", coordinators="1")

    assert answer.status_code == 422
    page = read(answer)
    assert len(page.texts("[data-error-summary] li")) == 4
    assert page.select(f"{FORM} details.more[open]")


def test_a_draft_goes_on_to_the_coordinators(app: Flask, lea: PageClient, town: Town) -> None:
    with app.app_context():
        address = f"/initiatives/{add_initiative(town.lea, 'Matlaget', is_draft=True)}"

    press(lea, f"{address}/edit", f"{address}/edit", coordinators="1")

    page = lea.get_page(address)
    assert "Shown to the coordinators." in page.text(".history")
    assert visibility_at(app, address) is Visibility.COORDINATED


def test_saving_keeps_it_with_the_coordinators(app: Flask, lea: PageClient, address: str) -> None:
    saved = press(lea, f"{address}/edit", f"{address}/edit", title="Matlaget 2")

    assert "Your changes are saved." in lea.get_page(saved.location or "").text()
    assert visibility_at(app, address) is Visibility.COORDINATED


def test_a_button_of_its_own_shares_it(app: Flask, lea: PageClient, address: str) -> None:
    form = lea.get_page(f"{address}/edit")
    assert form.texts(f"{FORM} button") == [
        "Save the changes",
        "Save and share with everyone signed in",
    ]

    saved = press(lea, f"{address}/edit", f"{address}/edit", everyone="1")

    page = lea.get_page(saved.location or "")
    assert "Everyone signed in can see it." in page.text()
    assert "Shared with everyone who is signed in." in page.text(".history")
    assert MARK not in page.text()
    assert visibility_at(app, address) is Visibility.SHARED


def test_no_button_hides_what_is_shared(app: Flask, lea: PageClient, town: Town) -> None:
    with app.app_context():
        address = f"/initiatives/{add_initiative(town.lea, 'Matlaget')}"

    for button in ("draft", "coordinators"):
        press(lea, f"{address}/edit", f"{address}/edit", **{button: "1"})
        assert visibility_at(app, address) is Visibility.SHARED


def test_a_form_that_came_too_late_lets_nobody_more_see_it(
    app: Flask, lea: PageClient, town: Town
) -> None:
    with app.app_context():
        address = f"/initiatives/{add_initiative(town.lea, 'Matlaget', is_draft=True)}"
    opened = field_values(lea.get_page(f"{address}/edit").one(FORM))
    press(lea, f"{address}/edit", f"{address}/edit", coordinators="1")

    late = lea.post(f"{address}/edit", data={**opened, "title": "Matlaget 2"})

    assert late.status_code == 409
    again = field_values(read(late).one(FORM))
    lea.post(f"{address}/edit", data=again)
    assert visibility_at(app, address) is Visibility.COORDINATED


@pytest.mark.parametrize("page", ["/", "/board", "/table"])
def test_a_mark_says_who_sees_it(
    app: Flask, client: PageClient, town: Town, address: str, page: str
) -> None:
    for actor in (town.lea, town.cim) if page != "/" else (town.lea,):
        sign_in(client, actor)
        assert MARK in client.get_page(page).text("main")


def test_its_page_offers_only_what_others_need_not_see(
    client: PageClient, town: Town, address: str
) -> None:
    sign_in(client, town.cim)
    seen_by_coordinator = client.get_page(address).text("main")
    sign_in(client, town.lea)
    seen_by_own = client.get_page(address).text("main")

    assert "Propose another phase" in seen_by_coordinator
    assert "Withdraw" in seen_by_own
    for words in ("Ask a partner", "open it to everyone", "Open to everyone", "Offer to take part"):
        assert words not in seen_by_own
        assert words not in seen_by_coordinator


def test_a_question_to_a_partner_is_refused(client: PageClient, town: Town, address: str) -> None:
    sign_in(client, town.lea)

    answer = client.get(f"{address}/partners/new")

    assert answer.status_code == 409
    assert "Share it with everyone signed in first." in answer.get_data(as_text=True)


@pytest.mark.parametrize("who", [None, "pia", "stina", "rut", "ada"])
def test_others_find_it_on_no_page(
    app: Flask, client: PageClient, town: Town, address: str, who: str | None
) -> None:
    with app.app_context():
        public_id = uuid.UUID(address.rsplit("/", 1)[-1])
        add_report(town.lea, public_id, happened="Matlaget åt soppa.")
    if who:
        sign_in(client, getattr(town, who))
    pages = [
        "/", "/board", "/table", "/board?q=matlaget", "/table?q=matlaget", "/table?silent=1",
        "/exports/initiatives.csv", "/public", "/public?q=matlaget", "/organisations", "/sitemap.xml",
        f"/organisations/{town.kitchen.public_id}", f"{address}?all=1", f"{address}/edit",
        f"/initiatives/new?copy={address.rsplit('/', 1)[-1]}", f"/public{address}",
    ]  # fmt: skip

    for page in pages:
        answer = client.get(page)
        text = answer.get_data(as_text=True).replace('value="matlaget"', "")
        answer.close()
        assert "Matlaget" not in text, page
