"""The overview, the settings as they stand, and taking out the demo city."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.clock import Clock
from tests.demo import find_person, load_demo
from tests.page_client import PageClient, read
from tests.register import add_organisation, add_person, sign_in
from tracker.access.actors import Actor
from tracker.config import MailServer, Settings
from tracker.database import transaction
from tracker.domain.mails import MailTemplate
from tracker.domain.reference_kinds import ReferenceKind
from tracker.domain.roles import PlatformRole
from tracker.extensions import db
from tracker.installation import SIGN_INS_FILE
from tracker.models import OutboxEvent
from tracker.services import outbox

SETTINGS = "/administration/settings"
DEMO = "/administration/demo"


@pytest.fixture
def administrator(app: Flask, client: PageClient) -> Actor:
    with app.app_context():
        actor = add_person("Ann Ek", platform_roles=[PlatformRole.ADMINISTRATOR])
    sign_in(client, actor)
    return actor


def configure(app: Flask, monkeypatch: pytest.MonkeyPatch, **changes: object) -> None:
    settings: Settings = app.config["SETTINGS"]
    monkeypatch.setitem(app.config, "SETTINGS", replace(settings, **changes))  # type: ignore[arg-type]


def test_only_administrators_reach_the_administration(app: Flask, client: PageClient) -> None:
    with app.app_context():
        others = [
            add_person("Bo Rask", add_organisation("Läsro")),
            add_person("Elin Lind", platform_roles=[PlatformRole.COORDINATOR]),
        ]
    for actor in others:
        sign_in(client, actor)
        for url in ("/administration", SETTINGS, DEMO):
            client.get_page(url, status=403)


def test_every_link_of_the_overview_leads_to_a_page(
    client: PageClient, administrator: Actor
) -> None:
    page = client.get_page("/administration")
    links = [str(link["href"]) for link in page.select("main h3 a")]

    assert len(links) == len(ReferenceKind) + 4
    for link in links:
        client.get_page(link)
    assert page.text('nav [aria-current="page"]') == "Administration"


def test_without_a_mail_server_the_administrator_is_told_where_mails_lie(
    client: PageClient, administrator: Actor
) -> None:
    page = client.get_page(SETTINGS)

    assert "Ingen mejlserver." in page.text(".notice")
    assert "instance/mail/" in page.text(".notice")


def test_with_a_mail_server_its_name_is_shown_and_its_password_is_not(
    app: Flask, client: PageClient, administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = MailServer("smtp.boras.se", 587, "vaven", "hemligt-lösenord", True, "v@boras.se")
    configure(app, monkeypatch, mail=server)

    page = client.get_page(SETTINGS)

    assert "smtp.boras.se:587" in page.text("main")
    assert "hemligt-lösenord" not in str(page.soup)
    assert page.select(".notice") == []


def test_mails_that_fail_are_told_of(
    app: Flask, client: PageClient, administrator: Actor, clock: Clock
) -> None:
    with app.app_context(), transaction() as session:
        outbox.add_mail(
            to="a@example.org",
            template=MailTemplate.INVITATION,
            language="sv",
            values={"name": "A", "token": "t"},
            now=clock.now,
        )
        session.flush()
        session.query(OutboxEvent).one().last_error = "no contact"

    page = client.get_page(SETTINGS)
    assert "1 mejl kunde inte skickas" in page.text("main")
    assert "1 mejl" in page.text("dl.facts")


@pytest.mark.parametrize(
    ("is_on", "sentence"), [(True, "På: alla ser det som är öppet"), (False, "Av: bara den som")]
)
def test_public_pages_are_shown_as_configured(
    app: Flask,
    client: PageClient,
    administrator: Actor,
    monkeypatch: pytest.MonkeyPatch,
    is_on: bool,
    sentence: str,
) -> None:
    configure(app, monkeypatch, has_public_pages=is_on, is_indexed=is_on)

    assert sentence in client.get_page(SETTINGS).text("main")


def test_the_demo_city_goes_with_one_button_after_a_question(
    app: Flask, client: PageClient, administrator: Actor, clock: Clock
) -> None:
    with app.app_context():
        loaded = load_demo(clock.now)
    sign_ins = Path(app.config["SETTINGS"].instance_path, SIGN_INS_FILE)
    sign_ins.write_text("x")
    page = client.get_page(SETTINGS)
    assert "Påhittat innehåll" in page.text(".demo-strip")

    question = client.get_page(str(page.one('main a[href$="/demo"]')["href"]))
    assert f"{loaded} påhittade insatser" in question.text("main")
    answer = client.submit(question)

    page = client.get_page(answer.location)
    assert "Demostaden är borttagen" in page.text(".notice")
    assert page.select(".demo-strip") == []
    assert not sign_ins.exists()
    assert "inget påhittat" in client.get_page(DEMO).text("main")


def test_without_a_real_administrator_the_page_says_how_to_make_one(
    app: Flask, client: PageClient, clock: Clock
) -> None:
    with app.app_context():
        load_demo(clock.now)
        invented = find_person("administrator@demo.example")
        sign_in(client, Actor(person_id=invented.id))

    page = client.get_page(DEMO)
    assert "tracker administrator create" in page.text("main")
    assert page.select("main button") == []

    answer = client.submit(page)
    assert answer.status_code == 409
    assert "tracker administrator create" in read(answer).text("main")


def test_the_invented_administrator_is_signed_out_with_the_city(
    app: Flask, client: PageClient, administrator: Actor, clock: Clock
) -> None:
    with app.app_context():
        load_demo(clock.now)
        invented = find_person("administrator@demo.example")
        sign_in(client, Actor(person_id=invented.id))

    client.submit(client.get_page(DEMO))

    page = client.get("/", follow_redirects=True)
    assert page.request.path != "/"
    assert client.get(SETTINGS).status_code == 303
    with app.app_context():
        assert db.session.query(OutboxEvent).count() == 0


def test_the_pages_are_english_for_who_reads_english(
    app: Flask, client: PageClient, clock: Clock
) -> None:
    with app.app_context():
        actor = add_person("Ann", platform_roles=[PlatformRole.ADMINISTRATOR], language="en")
        load_demo(clock.now)
    sign_in(client, actor)

    assert client.get_page("/administration").text("h1") == "Administration"
    client.get_page(SETTINGS)
    client.get_page(DEMO)
