"""The pages about Väven itself, in both languages, and the form that needs no sign-in."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask
from sqlalchemy import select

from tests.page_client import PageClient, read
from tests.register import add_person
from tracker.access.permissions import Permission
from tracker.domain.roles import PlatformRole
from tracker.errors import TooManyAttemptsError
from tracker.extensions import db
from tracker.models import OutboxEvent
from tracker.services import feedback

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
