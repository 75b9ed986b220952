"""The audit trail in words: who sees which of it, how it is searched, taken out and erased."""

from __future__ import annotations

import csv
import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START, Clock
from tests.documents import attribute
from tests.page_client import PageClient, read
from tests.register import add_initiative, add_report, sign_in
from tests.town import Town
from tracker.audit_labels import KINDS, VERBS, field_name
from tracker.domain.lifecycle import Phase
from tracker.domain.verbs import SubjectKind, Verb
from tracker.extensions import db
from tracker.models import AuditEntry
from tracker.queries import audit as queries
from tracker.services import people, phases
from tracker.services.audit_verify import verify
from tracker.services.people import PersonContent

TRAIL = "/administration/audit"
FORM = "main form[method=post]"


@pytest.fixture
def matlaget(app: Flask, town: Town) -> uuid.UUID:
    with app.app_context():
        found = add_initiative(town.lea, "Matlaget", contact_name="Olle Ohls")
        add_report(town.mia, found)
        add_initiative(town.lea, "Hemligt", is_draft=True)
        return found


def of(town: Town) -> str:
    return f"/organisations/{town.kitchen.public_id}/audit"


def test_every_verb_and_kind_has_words() -> None:
    assert set(VERBS) == set(Verb)
    assert set(KINDS) == set(SubjectKind)
    assert field_name("no_word_of_ours") == "no word of ours"


def test_managers_coordinators_and_administrators_read_an_organisations_trail(
    client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    own = client.get_page(of(town)).text("main table")
    sign_in(client, town.cim)
    coordinators = client.get_page(of(town)).text("main table")
    for actor in (town.mia, town.pia, town.rut):
        sign_in(client, actor)
        client.get_page(of(town), status=403)

    assert "Lea Lund" in own
    assert "Mia Alm" in own
    assert "Reported the status" in own
    assert "Hemligt" in own
    assert "Matlaget" in coordinators
    assert "Hemligt" not in coordinators
    assert coordinators.count("Initiative") == own.count("Initiative") - 1


def test_a_manager_is_told_the_names_of_the_own_people_alone(
    app: Flask, client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        phases.propose(town.cim, matlaget, Phase.CLOSING, reason="x", now=START)
    sign_in(client, town.lea)

    assert "Cim" not in client.get_page(of(town)).text("main")
    sign_in(client, town.ada)
    assert "Cim Dal" in client.get_page(of(town)).text("main")


def test_an_administrator_searches_the_whole_register(
    app: Flask, client: PageClient, town: Town, matlaget: uuid.UUID, clock: Clock
) -> None:
    with app.app_context():
        add_initiative(town.pia, "Odlingen", now=START + timedelta(days=2))
    sign_in(client, town.ada)

    def found(query: str) -> list[str]:
        return client.get_page(f"{TRAIL}?{query}").texts("tbody td:last-child")

    assert found("q=odlingen") == ["Initiative Odlingen"]
    assert found("q=huset&verb=registered") == ["Initiative Odlingen"]
    assert found("q=mia&verb=reported") == ["Initiative Matlaget"]
    assert found("q=hemligt") == []
    assert found("verb=registered&q=norrby") == ["Initiative", "Initiative Matlaget"]
    assert found("from_on=2026-03-04&to_on=2026-03-04") == ["Initiative Odlingen"]
    assert found(f"person={town.mia.public_id}&verb=created") == ["Person Mia Alm"]
    assert len(found("verb=nonsense&from_on=x&person=x")) == queries.ROWS_PER_PAGE
    assert found("q=%C2%B4") == []


def test_the_trail_is_read_page_by_page(
    client: PageClient, town: Town, matlaget: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "ROWS_PER_PAGE", 2)
    monkeypatch.setattr("tracker.blueprints.audit.routes.ROWS_PER_PAGE", 2)
    sign_in(client, town.lea)

    first = client.get_page(of(town))
    second = client.get_page(attribute(first.one("a[rel=next]"), "href"))
    back = client.get_page(attribute(second.one(".pagination a"), "href"))

    assert [len(page.texts("tbody tr")) for page in (first, second)] == [2, 2]
    assert set(first.texts("tbody tr")) & set(second.texts("tbody tr")) == set()
    assert back.texts("tbody tr") == first.texts("tbody tr")


def file_at(client: PageClient, url: str) -> str:
    with client.get(url) as answer:
        return answer.data.decode("utf-8-sig")


def test_the_trail_is_taken_out_and_that_is_an_entry(
    app: Flask, client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.ada)
    whole = file_at(client, f"{TRAIL}.csv?verb=reported")
    sign_in(client, town.lea)
    own = file_at(client, f"{of(town)}.csv")
    sign_in(client, town.mia)
    assert client.get(f"{of(town)}.csv").status_code == 403
    sign_in(client, town.pia)
    assert client.get(f"{of(town)}.csv").status_code == 403

    (line,) = csv.DictReader(whole.splitlines())
    assert (line["Who"], line["What was done"], line["Name"]) == (
        "Mia Alm",
        "Reported the status",
        "Matlaget",
    )
    assert len(own.splitlines()) == 5
    with app.app_context():
        taken = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "exported")).all()
        assert [(row.person_id, row.organisation_id) for row in taken] == [
            (town.ada.person_id, None),
            (town.lea.person_id, town.kitchen.id),
        ]


def test_who_reads_about_a_person_is_kept_once_in_a_while(
    app: Flask, client: PageClient, town: Town, clock: Clock
) -> None:
    sign_in(client, town.ada)
    for minutes in (0, 5, 20):
        clock.advance(minutes=minutes)
        client.get_page(f"/administration/people/{town.mia.public_id}")
    client.get_page(f"{TRAIL}?person={town.pia.public_id}")
    client.get_page(f"/administration/people/{town.ada.public_id}")

    with app.app_context():
        read = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "read")).all()
        assert [row.subject_id for row in read] == [
            town.mia.person_id,
            town.mia.person_id,
            town.pia.person_id,
        ]


def entry_of(app: Flask, verb: Verb) -> str:
    with app.app_context():
        query = select(AuditEntry.entry_hash).where(AuditEntry.verb == verb)
        return str(db.session.scalars(query.order_by(AuditEntry.id.desc())).first())


def test_an_entry_tells_its_values_and_they_can_be_erased(
    app: Flask, client: PageClient, town: Town
) -> None:
    with app.app_context():
        people.create(town.ada, PersonContent(name="Ola Fel", email="ola@example.org"), now=START)
    sign_in(client, town.ada)
    address = f"{TRAIL}/{entry_of(app, Verb.CREATED)}"

    page = client.get_page(address)
    assert "Ola Fel" in page.text("table")
    refused = client.submit(page, FORM, reason="", fields=["name"])
    assert refused.status_code == 422
    assert "Ola Fel" in read(refused).text("table")
    assert client.submit(page, FORM, reason="Wrong person", fields=["name"]).status_code == 303

    page = client.get_page(address)
    assert "Ola Fel" not in page.text("table")
    assert "Erased" in page.text("table")
    assert "name" not in [attribute(box, "value") for box in page.select("[name=fields]")]
    with app.app_context():
        assert verify().faults == []


def test_what_an_organisation_wrote_is_erased_unread(
    app: Flask, client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.ada)
    address = f"{TRAIL}/{entry_of(app, Verb.REGISTERED)}"

    page = client.get_page(address)
    assert "Contact person" in client.get_page(f"{TRAIL}/{first_registered(app)}").text("main")
    assert "Hemligt" not in page.text("main")
    client.submit(page, FORM, reason="Asked", fields=["title"])
    client.get_page(f"{TRAIL}/{'0' * 64}", status=404)


def first_registered(app: Flask) -> str:
    with app.app_context():
        query = select(AuditEntry.entry_hash).where(AuditEntry.verb == Verb.REGISTERED)
        return str(db.session.scalars(query.order_by(AuditEntry.id)).first())
