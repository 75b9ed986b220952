"""Partners are asked and offer themselves by forms, and answer on the initiative's own page."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from tests.documents import Document
from tests.page_client import PageClient, field_values, read
from tests.register import add_initiative, add_partner, add_person, sign_in
from tests.town import Town
from tracker.domain.roles import PlatformRole

FORM = "main form.form"


@pytest.fixture
def matlaget(app: Flask, town: Town) -> uuid.UUID:
    with app.app_context():
        return add_initiative(town.lea, "Matlaget", contact_email="lea@example.org")


def page_of(client: PageClient, public_id: uuid.UUID) -> Document:
    return client.get_page(f"/initiatives/{public_id}")


def organisations(page: Document) -> str:
    return page.text("ul.plain-list")


def test_a_partner_is_asked_and_accepts(
    client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.mia)
    page = client.get_page(f"/initiatives/{matlaget}/partners/new")
    sent = client.submit(
        page, FORM, organisation=str(town.house.public_id), role="contributing", note="En lokal?"
    )
    shown = client.get_page(sent.location or "")
    assert "The organisation has been asked" in shown.text()
    assert "AB Huset" in shown.text("main")
    assert "Asked" in shown.text("main")

    sign_in(client, town.pia)
    shown = page_of(client, matlaget)
    assert "En lokal?" in shown.text("main")
    assert "lea@example.org" not in shown.text()
    accepted = client.submit(shown, "form[action$=acceptance]")

    shown = client.get_page(accepted.location or "")
    assert "AB Huset takes part." in shown.text(".history")
    assert "lea@example.org" in shown.text("main")
    assert not shown.select("form[action$=acceptance]")


def test_an_offer_is_made_and_accepted(client: PageClient, town: Town, matlaget: uuid.UUID) -> None:
    sign_in(client, town.pia)
    page = client.get_page(f"/initiatives/{matlaget}/offers/new")
    assert field_values(page.one(FORM))["organisation"] == str(town.house.public_id)
    sent = client.submit(page, FORM, role="contributing", note="Vi har en tom lokal.")
    shown = client.get_page(sent.location or "")
    assert "AB Huset offered to take part." in shown.text(".history")
    assert not shown.select("form[action$=acceptance]")
    assert not shown.select("a[href$='offers/new']")

    sign_in(client, town.lea)
    shown = page_of(client, matlaget)
    assert "Vi har en tom lokal." in shown.text("main")
    client.submit(shown, "form[action$=acceptance]")

    assert "AB Huset takes part." in page_of(client, matlaget).text(".history")


@pytest.mark.parametrize(("who", "is_accepted"), [("pia", False), ("pia", True), ("lea", True)])
def test_either_side_says_no_or_ends_it(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID, who: str, is_accepted: bool
) -> None:
    with app.app_context():
        add_partner(town.lea, matlaget, town.pia, is_accepted=is_accepted)
    sign_in(client, getattr(town, who))
    page = page_of(client, matlaget)

    button = "form[action$='/end']" if is_accepted else "form[action$=refusal]"
    client.submit(page, button)

    told = page_of(client, matlaget).text(".history")
    ending = "no longer takes part" if is_accepted else "declined to take part"
    assert f"AB Huset {ending}." in told


def test_an_answer_given_twice_is_told_kindly(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        add_partner(town.lea, matlaget, town.pia, is_accepted=False)
    sign_in(client, town.pia)
    page = page_of(client, matlaget)
    client.submit(page, "form[action$=acceptance]")

    response = client.submit(page, "form[action$=refusal]")

    assert response.status_code == 409
    assert "Somebody has already answered." in read(response).text("main")


def test_no_organisation_is_chosen_by_accident(
    client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    page = client.get_page(f"/initiatives/{matlaget}/partners/new")
    assert page.texts("#organisation option") == ["Choose", "AB Huset", "Skolan"]

    response = client.submit(page, FORM)

    assert response.status_code == 422
    assert read(response).text("#organisation-error") == "Fill this in."


def test_the_lead_role_is_not_offered(client: PageClient, town: Town, matlaget: uuid.UUID) -> None:
    sign_in(client, town.lea)
    page = client.get_page(f"/initiatives/{matlaget}/partners/new")

    values = [option.get("value") for option in page.select("#role option")]

    assert "lead" not in values
    assert "contributing" in values


def test_asking_twice_is_told_beside_the_field(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        add_partner(town.lea, matlaget, town.pia)
    sign_in(client, town.lea)
    page = client.get_page(f"/initiatives/{matlaget}/partners/new")

    response = client.submit(
        page, FORM, organisation=str(town.house.public_id), role="funding", note="Igen?"
    )

    again = read(response)
    assert response.status_code == 422
    assert "already been asked" in again.text("#organisation-error")
    assert field_values(again.one(FORM))["note"] == "Igen?"


@pytest.mark.parametrize("way", ["partners", "offers"])
def test_a_note_with_a_phone_number_is_pointed_out(
    client: PageClient, town: Town, matlaget: uuid.UUID, way: str
) -> None:
    sign_in(client, town.lea if way == "partners" else town.pia)
    page = client.get_page(f"/initiatives/{matlaget}/{way}/new")

    response = client.submit(
        page,
        FORM,
        organisation=str(town.house.public_id),
        role="contributing",
        note="Ring 070-174 06 35.",
    )

    assert response.status_code == 422
    assert "a phone number" in read(response).text("#note-error")


def test_who_may_not_ask_gets_no_form(client: PageClient, town: Town, matlaget: uuid.UUID) -> None:
    for actor in (town.pia, town.cim, town.rut):
        sign_in(client, actor)
        client.get_page(f"/initiatives/{matlaget}/partners/new", status=403)


def test_nobody_is_asked_about_a_draft(client: PageClient, app: Flask, town: Town) -> None:
    with app.app_context():
        draft = add_initiative(town.lea, "Skissen", is_draft=True)
    sign_in(client, town.lea)

    page = client.get_page(f"/initiatives/{draft}/partners/new", status=409)

    assert "This is a draft." in page.text("main")
    assert not page_of(client, draft).select("a[href$='partners/new']")


def test_who_takes_part_already_has_nothing_to_offer(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        add_partner(town.lea, matlaget, town.pia)
    for actor in (town.pia, town.lea):
        sign_in(client, actor)
        client.get_page(f"/initiatives/{matlaget}/offers/new", status=409)


def test_somebody_in_two_organisations_chooses_which_one_offers(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        both = add_person("Två Hattar", town.house, town.school, language="en")
    sign_in(client, both)

    page = client.get_page(f"/initiatives/{matlaget}/offers/new")

    assert page.texts("#organisation option") == ["Choose", "AB Huset", "Skolan"]


def test_a_coordinator_answers_for_no_organisation(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        add_partner(town.lea, matlaget, town.pia, is_accepted=False)
        cim = add_person("Cia Dal", platform_roles=[PlatformRole.COORDINATOR], language="en")
    sign_in(client, cim)

    page = page_of(client, matlaget)

    assert not page.select("form[action$=acceptance]")
    assert organisations(page)
