"""An initiative's own page: what one sees there, and every deed that leads from it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask import Flask

from tests.clock import START
from tests.documents import Document, attribute
from tests.page_client import PageClient, field_values, read
from tests.register import (
    add_initiative,
    add_report,
    get_initiative,
    open_to_everyone,
    sign_in,
)
from tests.town import Town
from tracker.domain.lifecycle import Phase, Visibility
from tracker.queries import history
from tracker.services import initiatives

FORM = "main form.form"


@pytest.fixture
def matlaget(app: Flask, town: Town) -> uuid.UUID:
    with app.app_context():
        return add_initiative(
            town.lea,
            "Matlaget",
            phase=Phase.ONGOING,
            budget_sek=1_250_000,
            age_from=7,
            age_to=12,
            links=("https://example.org/matlaget",),
            contact_name="Lea Lund",
        )


def page_of(client: PageClient, public_id: uuid.UUID) -> Document:
    return client.get_page(f"/initiatives/{public_id}")


def deeds(page: Document) -> set[str]:
    """What the page leads to, by the end of each address."""
    addresses = {attribute(tag, "href") for tag in page.select("main a[href]")}
    addresses |= {attribute(tag, "action") for tag in page.select("main form[action]")}
    return {address.rstrip("/").rsplit("/", 1)[-1].split("?")[0] for address in addresses}


def row(app: Flask, public_id: uuid.UUID) -> Any:
    with app.app_context():
        return get_initiative(public_id)


# What is shown ----------------------------------------------------------------------------


def test_the_facts_are_told_in_words(client: PageClient, town: Town, matlaget: uuid.UUID) -> None:
    sign_in(client, town.lea)

    page = page_of(client, matlaget)

    text = page.text("main")
    for words in ("Norrby kök", "1,250,000", "7–12 years", "2026-01-12 – until further notice"):
        assert words in text
    assert (
        attribute(page.one("a[href='https://example.org/matlaget']"), "rel") == "noopener nofollow"
    )


def test_every_entry_of_a_long_history_can_be_shown(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        for number in range(history.ENTRIES_SHOWN):
            add_report(town.lea, matlaget, f"Rapport {number}.")
    sign_in(client, town.rut)
    page = page_of(client, matlaget)
    assert len(page.select(".history > li")) == history.ENTRIES_SHOWN
    more = page.one("a[href*='all=1']")

    whole = client.get_page(attribute(more, "href"))

    assert len(whole.select(".history > li")) == history.ENTRIES_SHOWN + 1
    assert not whole.select("a[href*='all=1']")


def test_a_history_that_just_fits_offers_no_more(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        for number in range(history.ENTRIES_SHOWN - 1):
            add_report(town.lea, matlaget, f"Rapport {number}.")
    sign_in(client, town.rut)

    assert not page_of(client, matlaget).select("a[href*='all=1']")


@pytest.mark.parametrize(
    ("who", "open_to"),
    [
        ("lea", {"new", "edit", "move", "hand-over", "withdrawal", "publication"}),
        ("mia", {"new", "edit", "move", "hand-over", "withdrawal"}),
        ("pia", {"new"}),
        ("cim", {"new", "move"}),
        ("rut", set()),
        ("ada", set()),
    ],
)
def test_no_button_leads_to_a_refusal(
    client: PageClient, town: Town, matlaget: uuid.UUID, who: str, open_to: set[str]
) -> None:
    sign_in(client, getattr(town, who))

    found = deeds(page_of(client, matlaget))

    asked = {"new", "edit", "move", "hand-over", "withdrawal", "publication", "end", "confirmation"}
    assert found & asked == open_to


@pytest.mark.parametrize("deed", ["edit", "withdrawal", "hand-over"])
@pytest.mark.parametrize("who", ["pia", "cim", "rut"])
def test_a_form_for_a_deed_that_is_not_ones_own_is_refused(
    client: PageClient, town: Town, matlaget: uuid.UUID, deed: str, who: str
) -> None:
    sign_in(client, getattr(town, who))

    client.get_page(f"/initiatives/{matlaget}/{deed}", status=403)


# Two people, one form ---------------------------------------------------------------------


def edit_page(client: PageClient, public_id: uuid.UUID) -> Document:
    return client.get_page(f"/initiatives/{public_id}/edit")


def save(client: PageClient, page: Document, **fields: Any) -> Any:
    sent = {**field_values(page.one(FORM)), **fields}
    return client.post(attribute(page.one(FORM), "action"), data=sent)


def test_the_later_of_two_sees_both_texts_and_loses_nothing(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    page = edit_page(client, matlaget)
    save(
        client,
        page,
        title="Mias namn",
        places=["hulta"],
        phase="paused",
        links="",
        goal_areas=["work_studies"],
    )

    response = save(client, page, title="Leas namn", description="Leas text.")

    assert response.status_code == 409
    shown = read(response)
    rows = [
        [cell.get_text(" ", strip=True) for cell in line.select("th,td")]
        for line in shown.select("tbody tr")
    ]
    compared = {label: (standing, typed) for label, standing, typed in rows}
    assert compared["Name"] == ("Mias namn", "Leas namn")
    assert compared["Places"] == ("Hulta", "Norrby")
    assert compared["How far have you come?"] == ("Paused", "Ongoing")
    assert compared["Goal areas"] == ("Work and studies", "Children and youth")
    assert compared["Links"] == ("", "https://example.org/matlaget")
    assert field_values(shown.one(FORM))["description"] == "Leas text."
    again = save(client, shown)
    assert again.status_code == 303
    assert row(app, matlaget).title == "Leas namn"


def test_a_conflict_where_both_wrote_the_same_still_says_what_happened(
    client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    page = edit_page(client, matlaget)
    save(client, page, title="Samma namn")

    response = save(client, page, title="Samma namn")

    assert response.status_code == 409
    assert "Somebody else saved while you were writing" in read(response).text("main")


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 30])
def test_a_version_that_cannot_be_read_is_stale(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID, version: str
) -> None:
    sign_in(client, town.lea)

    response = save(client, edit_page(client, matlaget), title="Nytt", version=version)

    assert response.status_code == 409
    assert row(app, matlaget).title == "Matlaget"


def test_a_report_written_meanwhile_makes_no_conflict(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    page = edit_page(client, matlaget)
    with app.app_context():
        add_report(town.mia, matlaget)

    assert save(client, page, title="Nytt namn").status_code == 303


def test_an_edit_with_errors_keeps_what_was_typed(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)

    response = save(client, edit_page(client, matlaget), title="", description="Ny text.")

    page = read(response)
    assert response.status_code == 422
    assert page.text("title").startswith("Edit Matlaget (to be corrected)")
    assert field_values(page.one(FORM))["description"] == "Ny text."
    assert row(app, matlaget).description != "Ny text."


def test_a_coordinator_is_asked_why_on_the_citys_records(
    client: PageClient, app: Flask, town: Town
) -> None:
    with app.app_context():
        public_id = add_initiative(town.stina, "Läxhjälpen")
    sign_in(client, town.cim)
    page = edit_page(client, public_id)

    silent = save(client, page, title="Läxhjälp")
    told = save(client, page, title="Läxhjälp", note="Stavfel.")

    assert "Say briefly why" in read(silent).text("#note-error")
    assert told.status_code == 303
    assert "Stavfel." in client.get_page(told.location or "").text(".history")


def test_ones_own_record_asks_for_no_reason(
    client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)

    assert not edit_page(client, matlaget).select("#note")


# Withdrawing and handing over -------------------------------------------------------------


def test_an_initiative_is_withdrawn_and_brought_back(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    page = client.get_page(f"/initiatives/{matlaget}/withdrawal")
    response = client.submit(page, FORM, reason="Vi hinner inte.")
    shown = client.get_page(response.location or "")
    assert "The initiative is withdrawn. It is kept as a draft." in shown.text()
    assert "Vi hinner inte." in shown.text(".history")
    assert row(app, matlaget).visibility is Visibility.DRAFT

    assert save(client, edit_page(client, matlaget)).status_code == 303

    assert row(app, matlaget).visibility is Visibility.SHARED
    assert "was withdrawn. Only" not in page_of(client, matlaget).text("main")


def test_a_reason_for_withdrawing_is_guarded(
    client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    page = client.get_page(f"/initiatives/{matlaget}/withdrawal")

    response = client.submit(page, FORM, reason="Ring 070-174 06 35.")

    assert response.status_code == 422
    assert "a phone number" in read(response).text("#reason-error")


def test_a_coordinator_who_withdraws_lands_on_the_board(
    client: PageClient, app: Flask, town: Town
) -> None:
    with app.app_context():
        public_id = add_initiative(town.stina, "Läxhjälpen")
    sign_in(client, town.cim)
    page = client.get_page(f"/initiatives/{public_id}/withdrawal")
    assert read(client.submit(page, FORM)).text("#reason-error").startswith("Say briefly why")

    response = client.submit(page, FORM, reason="Står dubbelt.")

    assert response.location == "/board"


def test_an_initiative_is_handed_over_with_its_history(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    page = client.get_page(f"/initiatives/{matlaget}/hand-over")
    assert page.texts("#organisation option") == ["Choose", "AB Huset", "Skolan"]
    assert client.submit(page, FORM).status_code == 422

    response = client.submit(page, FORM, organisation=str(town.house.public_id), note="Varsågoda.")

    shown = client.get_page(response.location or "")
    assert "Handed over from Norrby kök to AB Huset." in shown.text(".history")
    assert "edit" not in deeds(shown)
    sign_in(client, town.pia)
    assert "edit" in deeds(page_of(client, matlaget))


def test_a_draft_that_is_handed_over_is_out_of_sight(
    client: PageClient, app: Flask, town: Town
) -> None:
    with app.app_context():
        draft = add_initiative(town.lea, "Utkast", is_draft=True)
    sign_in(client, town.lea)
    page = client.get_page(f"/initiatives/{draft}/hand-over")

    response = client.submit(page, FORM, organisation=str(town.house.public_id))

    assert response.location == "/"
    client.get_page(f"/initiatives/{draft}", status=404)


# Publication ------------------------------------------------------------------------------


def test_the_first_publication_is_asked_confirmed_and_ended(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    asked = client.submit(page_of(client, matlaget), "form[action$=publication]")
    shown = client.get_page(asked.location or "")
    assert "A coordinator has been asked" in shown.text()
    assert "publication" not in deeds(shown)

    sign_in(client, town.cim)
    client.submit(page_of(client, matlaget), "form[action$=confirmation]")
    assert row(app, matlaget).visibility is Visibility.OPEN

    sign_in(client, town.mia)
    shown = page_of(client, matlaget)
    assert "Opened to everyone." in shown.text(".history")
    client.submit(shown, "form[action$='publication/end']")
    assert row(app, matlaget).visibility is Visibility.SHARED


def test_the_second_one_is_open_at_once(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        open_to_everyone(matlaget, by=town.lea, confirmed_by=town.cim)
        second = add_initiative(town.lea, "Odlingen")
    sign_in(client, town.mia)

    response = client.submit(page_of(client, second), "form[action$=publication]")

    assert (
        "The initiative is open to everyone now." in client.get_page(response.location or "").text()
    )


def test_a_confirmation_that_nobody_waits_for_is_told_kindly(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    client.submit(page_of(client, matlaget), "form[action$=publication]")
    sign_in(client, town.cim)
    page = page_of(client, matlaget)
    with app.app_context():
        initiatives.withdraw(town.lea, matlaget, reason="", now=START)
    assert client.submit(page, "form[action$=confirmation]").status_code == 404
    with app.app_context():
        shared = add_initiative(town.lea, "Odlingen")

    sent = field_values(page.one("form[action$=confirmation]"))
    response = client.post(f"/initiatives/{shared}/publication/confirmation", data=sent)

    assert response.status_code == 409
    assert "Nobody is waiting for this confirmation" in read(response).text("main")
