"""The pages about Väven itself, in both languages, and the form that needs no sign-in."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from tests.documents import attribute
from tests.page_client import PageClient, read
from tests.register import add_person
from tracker.access.permissions import Permission
from tracker.domain.retention import Keeping
from tracker.domain.roles import PlatformRole
from tracker.domain.ways_in import WayIn
from tracker.errors import TooManyAttemptsError
from tracker.extensions import db
from tracker.labels import WAYS
from tracker.models import OutboxEvent
from tracker.services import accounts, feedback

FEEDBACK = "/accessibility/feedback"


@pytest.fixture
def administrator(app: Flask) -> None:
    with app.app_context():
        add_person("Ada Ek", platform_roles=[PlatformRole.ADMINISTRATOR])


def messages(app: Flask) -> list[dict[str, str]]:
    with app.app_context():
        return [payload["values"] for payload in db.session.scalars(select(OutboxEvent.payload))]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("address", ["/accessibility", "/privacy", "/permissions", FEEDBACK])
def test_the_pages_are_open_to_everyone_in_both_languages(
    client: PageClient, address: str, language: str
) -> None:
    client.set_cookie("language", language)

    page = client.get_page(address)

    assert page.one("html")["lang"] == language


def test_the_statement_leads_to_the_form_and_to_the_authority(client: PageClient) -> None:
    page = client.get_page("/accessibility")

    assert page.select(f"main a[href='{FEEDBACK}']")
    assert page.select("main a[href='https://www.digg.se/tdosanmalan']")


def test_the_table_of_permissions_has_a_row_for_every_deed(client: PageClient) -> None:
    page = client.get_page("/permissions")

    assert len(page.select("main section:nth-of-type(2) tbody tr")) == len(Permission)


def test_the_city_can_say_whom_to_turn_to(app: Flask, client: PageClient) -> None:
    kept = app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(
        kept, data_protection_contact="Dataskyddsombudet, 033-00 00 00"
    )
    try:
        assert "Dataskyddsombudet, 033-00 00 00" in client.get_page("/privacy").text()
    finally:
        app.config["SETTINGS"] = kept


def test_the_page_about_personal_data_tells_what_the_settings_do(
    app: Flask, client: PageClient
) -> None:
    kept = app.config["SETTINGS"]
    usual = client.get_page("/privacy").text("main")
    app.config["SETTINGS"] = dataclasses.replace(
        kept,
        keeping=Keeping(sign_ins_days=77, lists_days=0),
        ways_in=frozenset({WayIn.OIDC}),
        mail=dataclasses.replace(kept.mail, host="mail.example.org"),
    )
    try:
        changed = client.get_page("/privacy").text("main")
    finally:
        app.config["SETTINGS"] = kept

    with app.test_request_context(), force_locale("sv"):
        account = str(WAYS[WayIn.OIDC])
    assert "365 dagar" in usual
    assert "Inga mejl går ut" in usual
    assert "77 dagar" in changed
    assert "Sparas tills någon tar bort det." in changed
    assert f"Påslaget här: {account}." in changed
    assert "Inga mejl går ut" not in changed


def test_the_page_names_every_cookie_that_is_set_and_no_other(
    app: Flask, client: PageClient, quick_hashes: None
) -> None:
    with app.app_context():
        add_person("Lea Lund", password_hash=accounts._hasher.hash("ullgarnet hänger på tork"))
    token = attribute(client.get_page("/sign-in").select("input[name=csrf_token]")[0], "value")
    answers = [
        client.post("/language", data={"language": "sv", "csrf_token": token}),
        client.submit(
            client.get_page("/sign-in"),
            "main form[action='/sign-in']",
            email="lea@example.org",
            password="ullgarnet hänger på tork",
        ),
    ]
    script = Path(app.static_folder or "", "app.js").read_text()
    set_by_script = set(re.findall(r"document\.cookie = `(\w+)=", script))
    set_by_server = {
        line.partition("=")[0] for each in answers for line in each.headers.getlist("Set-Cookie")
    }

    named = set(client.get_page("/privacy").texts("main dt code"))
    assert set_by_server | set_by_script == named


@pytest.mark.usefixtures("administrator")
def test_a_message_is_handed_on_without_signing_in(app: Flask, client: PageClient) -> None:
    page = client.get_page(f"{FEEDBACK}?about=/open")

    response = client.submit(page, message="Knappen syns inte.")

    assert (response.status_code, response.location) == (303, "/accessibility")
    assert messages(app) == [
        {"name": "Ada Ek", "message": "Knappen syns inte.", "about": "/open", "reply_to": ""}
    ]
    assert "Tack!" in client.get_page("/accessibility").text("main")


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"message": ""}, "message"),
        ({"message": "Ring 070-123 45 67"}, "message"),
        ({"message": "a" * 5001}, "message"),
        ({"message": "Svårt.", "reply_to": "ingen adress"}, "reply_to"),
        ({"message": "Svårt.", "about": "b" * 301}, "about"),
    ],
)
def test_what_needs_correcting_is_said_and_nothing_typed_is_lost(
    app: Flask, client: PageClient, fields: dict[str, str], wrong: str
) -> None:
    response = client.submit(client.get_page(FEEDBACK), **fields)

    page = read(response)
    assert response.status_code == 422
    assert page.select(f".ds-error-summary a[href='#{wrong}']")
    assert page.one("textarea").get_text().removeprefix("\n") == fields["message"]
    assert messages(app) == []


@pytest.mark.usefixtures("administrator")
def test_too_many_messages_are_told_to_wait(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_fields: object) -> None:
        raise TooManyAttemptsError(3600)

    monkeypatch.setattr(feedback, "send_feedback", refuse)

    response = client.submit(client.get_page(FEEDBACK), message="Svårt.")

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "3600"


def test_where_nobody_reads_the_form_says_so(client: PageClient) -> None:
    response = client.submit(client.get_page(FEEDBACK), message="Svårt.")

    assert response.status_code == 422
    assert "ett annat sätt" in read(response).text(".ds-error-summary")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("address", "status"), [("/nowhere", 404), ("/accessibility/", 404)])
def test_an_unknown_page_is_answered_in_the_same_clothes(
    client: PageClient, address: str, status: int, language: str
) -> None:
    client.set_cookie("language", language)

    page = client.get_page(address, status=status)

    assert page.select(".error-page a[href='/']")


def test_a_form_without_its_token_is_refused(client: PageClient) -> None:
    assert client.post(FEEDBACK, data={"message": "Svårt."}).status_code == 400
    assert client.put(FEEDBACK).status_code in {400, 405}
