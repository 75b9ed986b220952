"""An organisation shows a page of its own to everyone, where its managers want it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from flask import Flask

from tests.clock import START
from tests.page_client import PageClient
from tests.register import (
    add_initiative,
    add_report,
    change_row,
    open_to_everyone,
    sign_in,
)
from tests.town import Town
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, RefusedError
from tracker.extensions import db
from tracker.models import AuditEntry, Organisation
from tracker.services import (
    activities,
    open_organisations,
    organisation_mergers,
    organisations,
)
from tracker.services.activities import ActivityContent
from tracker.services.organisations import OrganisationContent

MARKER = "HEMLIGTORD"


@pytest.fixture
def meals(app: Flask, town: Town) -> uuid.UUID:
    """An open initiative with reports, one with few people, and others that are not open."""
    with app.app_context():
        about = OrganisationContent(
            name="Norrby kök", kind="association", about="Vi lagar mat.", email="norrby@example.org"
        )
        organisations.edit(town.lea, town.kitchen.public_id, about, version=1, now=START)
        meals = add_initiative(town.lea, "Matlaget", contact_name=f"{MARKER} Ek", budget_sek=98765)
        open_to_everyone(meals, by=town.lea, confirmed_by=town.cim)
        add_report(town.mia, meals, "Vi lagade mat.", people_reached=40, needs=MARKER)
        add_report(town.mia, meals, "Tre kom.", people_reached=3, obstacles=MARKER)
        held = ActivityContent(title="Soppa", first_on=date(2026, 2, 3), people_reached=22)
        activities.add(town.lea, meals, held, now=START)
        for title, is_draft in ((f"{MARKER} delad", False), (f"{MARKER} utkast", True)):
            hidden = add_initiative(town.lea, title, is_draft=is_draft)
            add_report(town.lea, hidden, MARKER, people_reached=777)
        return meals


def address(town: Town) -> str:
    return f"/open/organisations/{town.kitchen.public_id}"


def open_page(app: Flask, town: Town) -> None:
    with app.app_context():
        open_organisations.open_page(town.lea, town.kitchen.public_id, now=START)


@pytest.mark.usefixtures("meals")
def test_no_page_is_shown_until_a_manager_wants_it(
    app: Flask, client: PageClient, town: Town
) -> None:
    client.get_page(address(town), status=404)
    sign_in(client, town.lea)
    own = client.get_page(f"/organisations/{town.kitchen.public_id}")
    client.submit(own, "form[action$='/open-page']")
    assert client.get_page(address(town)).text("h1") == "Norrby kök"

    own = client.get_page(f"/organisations/{town.kitchen.public_id}")
    client.submit(own, "form[action$='/open-page/closing']")
    client.get_page(address(town), status=404)
    with app.app_context():
        verbs = [row.verb for row in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert verbs[-2:] == [Verb.PAGE_OPENED, Verb.PAGE_CLOSED]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_everyone_reads_what_is_open_and_no_more(
    app: Flask, client: PageClient, town: Town, meals: uuid.UUID, language: str
) -> None:
    open_page(app, town)
    client.set_cookie("language", language)
    page = client.get_page(address(town))

    assert page.texts(".card h2") == ["Matlaget"]
    assert page.texts("tbody td") == ["2", "40", "1", "22"]
    assert "Vi lagade mat." in page.text("main")
    for hidden in (MARKER, "777", "43", "98765", "norrby@example.org", "Lea Lund", "Mia Alm"):
        assert hidden not in page.soup.get_text()
    assert page.select(f"main a[href='/open/{meals}']")


@pytest.mark.usefixtures("meals")
def test_a_link_to_the_page_is_shown_with_its_name_and_words(
    app: Flask, client: PageClient, town: Town
) -> None:
    open_page(app, town)
    page = client.get_page(address(town))
    said = {tag["property"]: tag["content"] for tag in page.select("meta[property]")}
    url = f"http://localhost{address(town)}"

    assert said["og:title"] == "Norrby kök"
    assert said["og:description"] == "Vi lagar mat."
    assert said["og:url"] == page.one("link[rel=canonical]")["href"] == url
    assert url in client.get("/sitemap.xml").text


def test_the_page_of_an_initiative_leads_to_that_of_its_organisation(
    app: Flask, client: PageClient, town: Town, meals: uuid.UUID
) -> None:
    assert not client.get_page(f"/open/{meals}").select(f"a[href='{address(town)}']")
    open_page(app, town)
    assert client.get_page(f"/open/{meals}").select(f"a[href='{address(town)}']")


@pytest.mark.usefixtures("meals")
def test_a_browser_keeps_the_page_and_asks_whether_it_still_holds(
    app: Flask, client: PageClient, town: Town
) -> None:
    open_page(app, town)
    first = client.get(address(town))
    assert first.headers["Cache-Control"] == "private, no-cache"
    asked = {"If-None-Match": first.headers["ETag"]}
    assert client.get(address(town), headers=asked).status_code == 304
    with app.app_context():
        open_to_everyone(add_initiative(town.lea, "Ny"), by=town.lea, confirmed_by=town.cim)
    assert client.get(address(town), headers=asked).status_code == 200


def test_only_managers_decide(app: Flask, town: Town) -> None:
    with app.app_context():
        for stranger in (town.mia, town.pia, town.cim, town.rut, town.ada):
            with pytest.raises(NotAllowedError):
                open_organisations.open_page(stranger, town.kitchen.public_id, now=START)
            with pytest.raises(NotAllowedError):
                open_organisations.close_page(stranger, town.kitchen.public_id, now=START)


def test_a_closed_organisation_has_no_page(app: Flask, client: PageClient, town: Town) -> None:
    open_page(app, town)
    assert "Nothing is open to everyone yet" in client.get_page(
        address(town), headers={"Accept-Language": "en"}
    ).text("main")
    with app.app_context():
        organisations.close(town.cim, town.kitchen.public_id, now=START)
        assert db.session.query(Organisation).filter_by(id=town.kitchen.id).one().closed_on
    client.get_page(address(town), status=404)


def test_what_cannot_be_shown_is_refused(app: Flask, town: Town) -> None:
    with app.app_context():
        row = db.session.get_one(Organisation, town.kitchen.id)
        change_row(row, is_verified=False)
        with pytest.raises(RefusedError, match="not_verified"):
            open_organisations.open_page(town.lea, town.kitchen.public_id, now=START)
        change_row(row, is_verified=True, closed_on=date(2026, 1, 1))
        with pytest.raises(RefusedError, match="organisation_closed"):
            open_organisations.open_page(town.lea, town.kitchen.public_id, now=START)


def test_showing_twice_and_closing_twice_is_once(app: Flask, town: Town) -> None:
    with app.app_context():
        open_organisations.open_page(town.lea, town.kitchen.public_id, now=START)
        later = START + timedelta(days=1)
        open_organisations.open_page(town.lea, town.kitchen.public_id, now=later)
        row = db.session.get_one(Organisation, town.kitchen.id)
        assert row.page_opened_at == START
        for _twice in range(2):
            open_organisations.close_page(town.lea, town.kitchen.public_id, now=later)
        told = db.session.query(AuditEntry).filter(
            AuditEntry.verb.in_([Verb.PAGE_OPENED, Verb.PAGE_CLOSED])
        )
        assert told.count() == 2


def test_the_page_of_one_that_went_up_in_another_leads_there(
    app: Flask, client: PageClient, town: Town
) -> None:
    open_page(app, town)
    with app.app_context():
        open_organisations.open_page(town.pia, town.house.public_id, now=START)
        organisation_mergers.merge(
            town.cim, town.kitchen.public_id, town.house.public_id, now=START
        )
    answer = client.get(address(town))
    assert answer.status_code == 302
    assert answer.location == f"/open/organisations/{town.house.public_id}"
