"""Contact persons are asked once, by mail, and what they answer is done."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START
from tests.page_client import PageClient
from tests.register import add_initiative, change_row, get_initiative, sign_in, verbs_on
from tests.town import Town
from tracker.database import transaction
from tracker.domain.lifecycle import Visibility
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import ContactListing, Initiative, OutboxEvent
from tracker.queries.initiatives import content_of, get_page
from tracker.queries.reference import get_reference
from tracker.services import audit, initiative_bulk, initiatives
from tracker.services.contact_listings import ask_some
from tracker.work.contacts import ask_contacts

EMAIL = "olle@example.org"


@pytest.fixture
def matlaget(app: Flask, town: Town) -> uuid.UUID:
    with app.app_context():
        return add_initiative(town.lea, "Matlaget", contact_name="Olle Ohls", contact_email=EMAIL)


def asked(app: Flask) -> list[str]:
    """Ask whoever is to be asked, and say whom all mails went to."""
    with app.app_context():
        while ask_contacts(app, START):
            pass
        mails = db.session.scalars(select(OutboxEvent.payload).order_by(OutboxEvent.id)).all()
        return [mail["to"] for mail in mails if mail["template"] == "contact_named"]


def link(app: Flask) -> str:
    with app.app_context():
        mails = db.session.scalars(select(OutboxEvent.payload).order_by(OutboxEvent.id.desc()))
        return f"/contact/{mails.first()['values']['token']}"


def test_a_contact_is_asked_once_and_nobody_because_of_a_draft(
    app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        add_initiative(town.lea, "Hemligt", contact_email="h@example.org", is_draft=True)
        add_initiative(town.lea, "Utan kontakt")
        made_up = add_initiative(town.lea, "Påhittat", contact_email="p@example.org")
        row = db.session.scalars(select(Initiative).where(Initiative.public_id == made_up)).one()
        change_row(row, is_demo=True)

    assert asked(app) == [EMAIL]
    assert asked(app) == [EMAIL]


def test_the_link_asks_and_changes_nothing_by_itself(
    app: Flask, client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    asked(app)
    page = client.get_page(link(app))

    assert "Norrby kök" in page.text("main")
    assert EMAIL not in page.text("main")
    sign_in(client, town.lea)
    assert "Has not confirmed yet" in client.get_page(f"/initiatives/{matlaget}").text("main")
    sign_in(client, town.cim)
    assert "Has not confirmed yet" not in client.get_page(f"/initiatives/{matlaget}").text("main")
    client.get_page("/contact/unknown", status=404)


def test_a_yes_is_noted_once(
    app: Flask, client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    asked(app)
    page = client.get_page(link(app))
    for _ in range(2):
        answer = client.submit(page, "main form[action$='/confirmation']")
        assert answer.status_code == 303

    client.get_page(link(app))
    sign_in(client, town.lea)
    shown = client.get_page(f"/initiatives/{matlaget}").text("main")
    assert "Has not confirmed yet" not in shown
    assert "The contact person has confirmed." in shown
    with app.app_context():
        assert verbs_on(matlaget).count(Verb.CONTACT_CONFIRMED) == 1


def test_a_no_takes_the_person_away(
    app: Flask, client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    asked(app)
    address = link(app)
    page = client.get_page(address)
    assert client.submit(page, "main form[action$='/removal']").status_code == 200

    client.get_page(address, status=404)
    assert client.submit(page, "main form[action$='/confirmation']").status_code == 404
    with app.app_context():
        row = get_initiative(matlaget)
        assert (row.contact_name, row.contact_email) == ("", "")
        assert verbs_on(matlaget)[-1] == Verb.CONTACT_REMOVED


def test_a_link_of_somebody_named_before_is_worth_nothing(
    app: Flask, client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    asked(app)
    page = client.get_page(link(app))
    with app.app_context():
        change_row(get_initiative(matlaget), contact_email="en.annan@example.org")

    assert client.submit(page, "main form[action$='/removal']").status_code == 404
    with app.app_context():
        assert get_initiative(matlaget).contact_email == "en.annan@example.org"


def test_another_contact_is_asked_anew(app: Flask, town: Town, matlaget: uuid.UUID) -> None:
    asked(app)
    first = link(app)
    with app.app_context():
        page = get_page(town.lea, matlaget, reference=get_reference("sv"), today=START.date())
        for email in ("ny@example.org", "ny@example.org"):
            initiatives.edit(
                town.lea,
                matlaget,
                replace(content_of(page), contact_email=email),
                version=get_initiative(matlaget).version,
                visibility=Visibility.SHARED,
                note="",
                now=START,
            )

    assert asked(app) == [EMAIL, "ny@example.org"]
    assert link(app) != first


def test_a_list_that_names_another_contact_has_them_asked(
    app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    asked(app)
    with app.app_context():
        row = get_initiative(matlaget)
        with transaction():
            wanted = {"id": row.id, "contact_email": "ur.lista@example.org"}
            initiative_bulk.update_initiatives([wanted])
            audit.record(town.lea, Verb.IMPORTED, row, at=START)
        assert db.session.scalars(select(ContactListing)).all() == []
        assert ask_some(limit=5, now=START) == 1
