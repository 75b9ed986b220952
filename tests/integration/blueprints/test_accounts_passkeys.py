"""Passkeys by their addresses: what the script is given, what a refusal looks like, and switched off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.authenticator import Authenticator
from tests.page_client import PageClient, read
from tests.register import sign_in
from tests.town import Town
from tracker.database import transaction
from tracker.domain.ways_in import StepKind, WayIn
from tracker.queries.passkeys import list_own_passkeys
from tracker.services.arrivals import NOWHERE, add_step

FACTOR = "/sign-in/second-factor/passkey"


@pytest.fixture
def client(client: PageClient) -> PageClient:
    """A browser that has chosen English."""
    client.set_cookie("language", "en")
    return client


def send(client: PageClient, url: str, **fields: str) -> TestResponse:
    """Send what the script or its form would, with the token of this browser."""
    page = client.get_page("/accessibility")
    token = str(page.select("input[name=csrf_token]")[0]["value"])
    return client.post(url, data={**fields, "csrf_token": token})


@pytest.fixture
def device(client: PageClient, town: Town) -> Authenticator:
    """Lea's phone, whose passkey she has added; she is signed in."""
    device = Authenticator()
    sign_in(client, town.lea)
    page = client.get_page("/account/passkeys")
    options = send(client, "/account/passkeys/challenge").text
    answer = client.submit(page, "main form.form", answer=device.make(options))
    assert answer.location == "/account/passkeys"
    return device


def test_a_passkey_without_a_name_is_named_after_the_browser(
    client: PageClient, device: Authenticator, app: Flask, town: Town
) -> None:
    with app.app_context():
        assert [row.name for row in list_own_passkeys(town.lea)] == ["Passkey"]
    page = client.get_page("/account/passkeys")
    assert "Not used yet." in page.text("main")


def test_signing_in_leads_to_where_one_was_going(client: PageClient, device: Authenticator) -> None:
    send(client, "/sign-out")
    page = client.get_page("/sign-in?next=/table")
    answer = device.show(send(client, "/sign-in/passkey/challenge").text)

    fields = {"answer": answer, "next": "/table"}
    assert page.one("[data-passkey]")["data-answer-to"] == "/sign-in/passkey"
    assert send(client, "/sign-in/passkey", **fields).location == "/table"


def test_a_refusal_stands_beside_the_button_and_keeps_what_was_typed(client: PageClient) -> None:
    send(client, "/sign-in/passkey/challenge")
    fields = {"answer": "{}", "next": "/table", "email": "lea@example.org"}

    answer = send(client, "/sign-in/passkey", **fields)

    page = read(answer)
    assert answer.status_code == 422
    assert "not known here" in page.text("[data-passkey-error]")
    assert page.one("main input[name=next]")["value"] == "/table"
    assert page.one("input[name=email]")["value"] == "lea@example.org"


def test_an_answer_that_nobody_asked_for_is_refused(client: PageClient, town: Town) -> None:
    sign_in(client, town.lea)
    page = client.get_page("/account/passkeys")

    answer = client.submit(page, "main form.form", answer=Authenticator().make(MADE_UP))

    assert answer.status_code == 422
    assert "It took too long" in read(answer).text("[data-passkey-error]")


MADE_UP = '{"challenge": "bWFkZSB1cA", "user": {"id": "bWFkZSB1cA"}}'


def test_a_second_factor_is_asked_of_whoever_has_begun_to_sign_in(
    client: PageClient, device: Authenticator, app: Flask, town: Town
) -> None:
    send(client, "/sign-out")
    assert send(client, f"{FACTOR}/challenge").status_code == 404
    with app.app_context(), transaction():
        token = add_step(
            StepKind.FACTOR,
            bound=NOWHERE,
            now=app.extensions["clock"].now,
            person_id=town.lea.person_id,
            way=WayIn.PASSWORD,
        )
    with client.session_transaction() as session:
        session["factor_step"] = token

    send(client, f"{FACTOR}/challenge")
    refused = send(client, FACTOR, answer="{}")
    answer = device.show(send(client, f"{FACTOR}/challenge").text)

    assert refused.status_code == 422
    assert send(client, FACTOR, answer=answer).location == "/"


@pytest.mark.usefixtures("device")
def test_switched_off_there_are_none(client: PageClient, app: Flask) -> None:
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, ways_in=frozenset({WayIn.EMAIL_CODE}))
    try:
        assert client.get("/account/passkeys").status_code == 404
        for url in ("/account/passkeys", "/sign-in/passkey", FACTOR):
            assert send(client, url).status_code == 404
            assert send(client, f"{url}/challenge").status_code == 404
        send(client, "/sign-out")
        assert "data-passkey" not in client.get("/sign-in").text
    finally:
        app.config["SETTINGS"] = before
