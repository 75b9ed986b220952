"""Passkeys in a browser whose device is made of software: adding, signing in, cancelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest
from flask import Flask
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.people import PASSWORD, People
from tests.browser.watch import Watch

ARRIVED = re.compile(r"//[^/]+/table$")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """The authenticator of one page, as its owner handles it."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        made = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self.place = {"authenticatorId": made["authenticatorId"]}

    @property
    def keys(self) -> list[dict[str, Any]]:
        found = self.session.send("WebAuthn.getCredentials", self.place)
        keys: list[dict[str, Any]] = found["credentials"]
        return keys

    def unlock(self, *, is_right: bool) -> None:
        verified = {**self.place, "isUserVerified": is_right}
        self.session.send("WebAuthn.setUserVerified", verified)


@pytest.fixture
def at_this_place(app: Flask, live_server: str) -> Iterator[Callable[..., None]]:
    """Passkeys are bound to the address that the product thinks it is served at."""
    before = app.config["SETTINGS"]

    def change(**settings: Any) -> None:
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], **settings)

    change(address=live_server)
    yield change
    app.config["SETTINGS"] = before


def add_passkey(page: Page, people: People, device: Device) -> None:
    people.at(page, people.coordinator, "/account/passkeys")
    page.get_by_label("Vad den ska heta").fill("Telefonen")
    page.get_by_role("button", name="Lägg till en passnyckel").click()
    expect(page.get_by_role("status").filter(has_text="tillagd")).to_be_visible()
    assert len(device.keys) == 1


def sign_in(page: Page) -> None:
    page.context.clear_cookies()
    page.goto("/sign-in?next=/table")
    page.get_by_role("button", name="Logga in med passnyckel").click()


@pytest.mark.usefixtures("at_this_place")
def test_a_coordinator_adds_a_passkey_signs_in_with_it_and_takes_it_away(
    page: Page, people: People, watch: Watch
) -> None:
    device = Device(page)
    add_passkey(page, people, device)

    sign_in(page)

    expect(page).to_have_url(ARRIVED)
    page.goto("/account/passkeys")
    expect(page.get_by_text("Senast använd")).to_be_visible()
    page.get_by_role("button", name="Ta bort Telefonen").click()
    expect(page.get_by_text("Du har inga passnycklar än.")).to_be_visible()

    watch.expect_status(422)
    sign_in(page)
    expect(page.get_by_role("alert")).to_contain_text("Passnyckeln är inte känd här.")


@pytest.mark.usefixtures("at_this_place")
def test_what_is_cancelled_or_there_already_is_said_beside_the_button(
    page: Page, people: People
) -> None:
    device = Device(page)
    add_passkey(page, people, device)
    page.get_by_role("button", name="Lägg till en passnyckel").click()
    expect(page.get_by_role("alert")).to_contain_text("har redan en passnyckel")

    device.unlock(is_right=False)
    sign_in(page)

    expect(page.get_by_role("alert")).to_contain_text("avbröts, eller tog för lång tid")
    assert page.url.endswith("/sign-in?next=/table")


@pytest.mark.usefixtures("at_this_place")
def test_an_answer_sent_twice_is_refused(page: Page, people: People, watch: Watch) -> None:
    add_passkey(page, people, Device(page))
    with page.expect_request("**/sign-in/passkey") as sent:
        sign_in(page)
    expect(page).to_have_url(ARRIVED)
    answer = page.request.post(
        sent.value.url,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        data=sent.value.post_data or "",
    )

    assert answer.status == 400  # its token belongs to the session before

    page.context.clear_cookies()
    page.goto("/sign-in")
    watch.expect_status(422)
    page.evaluate(
        """([answer]) => {
          const form = document.querySelector("form[action='/sign-in']");
          form.elements.answer.value = answer;
          form.action = "/sign-in/passkey";
          form.submit();
        }""",
        parse_qs(sent.value.post_data or "")["answer"],
    )
    expect(page.get_by_role("alert")).to_contain_text("Det tog för lång tid.")


def test_a_coordinator_shows_a_passkey_after_the_password(
    page: Page, people: People, at_this_place: Callable[..., None]
) -> None:
    at_this_place(second_factor=True)
    add_passkey(page, people, Device(page))
    page.context.clear_cookies()
    page.goto("/sign-in?next=/table")
    page.get_by_label("E-post").fill("elin@example.org")
    page.get_by_text("Jag har ett lösenord").click()
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()

    page.get_by_role("button", name="Använd en passnyckel").click()

    expect(page).to_have_url(ARRIVED)


def test_without_scripts_no_button_is_shown(scriptless_page: Page, people: People) -> None:
    scriptless_page.goto("/sign-in")
    expect(scriptless_page.get_by_role("button", name="Mejla mig en kod")).to_be_visible()
    expect(scriptless_page.get_by_text("Logga in med passnyckel")).to_be_hidden()

    people.at(scriptless_page, people.volunteer, "/account/passkeys")
    expect(scriptless_page.get_by_text("kan inte skapa passnycklar här")).to_be_visible()
