"""Everyone who sees an initiative talks about it on its page; names are for those concerned."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from tests.page_client import PageClient
from tests.register import add_initiative, add_partner, sign_in, verbs_on
from tests.town import Town
from tracker.domain.verbs import Verb

SAY = "#conversation form.say[action$='/conversation']"
ANSWER = "#conversation .answer form"


@pytest.fixture
def address(app: Flask, town: Town, client: PageClient) -> str:
    """An initiative of Lea's that everybody sees; Lea is signed in."""
    with app.app_context():
        public_id = add_initiative(town.lea, "Matlaget")
    sign_in(client, town.lea)
    return f"/initiatives/{public_id}"


def say(client: PageClient, address: str, text: str, form: str = SAY, **fields: str) -> int:
    return client.submit(client.get_page(address), form, text=text, **fields).status_code


def talk(client: PageClient, address: str) -> str:
    return client.get_page(address).text("#conversation")


def names(client: PageClient, address: str, beginning: str) -> list[str]:
    return client.get_fragment(f"{address}/mentions?q={beginning}").texts("button")


def test_a_question_is_answered_and_resolved(
    app: Flask, town: Town, client: PageClient, address: str
) -> None:
    sign_in(client, town.stina)
    assert say(client, address, "Finns det plats?", kind="question") == 303
    sign_in(client, town.lea)
    assert "A question Stina Sund, Skolan" in talk(client, address)
    assert say(client, address, "Ja, fyra platser.", ANSWER) == 303
    client.submit(client.get_page(address), "form[action$='/resolution']")
    assert "Resolved" in talk(client, address)
    client.submit(client.get_page(address), "form[action$='/resolution/end']")

    assert "Resolved" not in talk(client, address)
    with app.app_context():
        verbs = verbs_on(uuid.UUID(address.split("/")[2]))
    said = [Verb.COMMENTED, Verb.COMMENTED, Verb.COMMENT_RESOLVED, Verb.COMMENT_REOPENED]
    assert verbs[-4:] == said
    assert "Something was changed" not in client.get_page(address).text()


def test_a_second_press_says_nothing_more(client: PageClient, address: str) -> None:
    say(client, address, "Vi börjar på måndag.")
    say(client, address, "Vi börjar på måndag.")
    assert talk(client, address).count("Vi börjar på måndag.") == 1


def test_names_of_people_are_for_those_concerned(
    client: PageClient, town: Town, address: str
) -> None:
    say(client, address, "Kan du ta det, @mia alm? Eller @AB Huset, @samordnarna eller @ingen.")
    shown = talk(client, address)
    assert "Lea Lund, Norrby kök" in shown
    for name in ("@Mia Alm", "@AB Huset", "@the coordinators", "@ingen"):
        assert name in shown

    sign_in(client, town.stina)
    shown = talk(client, address)
    assert "Norrby kök ·" in shown
    assert "@somebody" in shown
    assert "Lea" not in shown
    assert "Mia" not in shown


def test_only_names_that_one_may_know_are_suggested(
    client: PageClient, town: Town, address: str
) -> None:
    assert names(client, address, "mi") == ["@Mia Alm Norrby kök"]
    assert names(client, address, "hus") == ["@AB Huset"]
    sign_in(client, town.stina)
    assert names(client, address, "mi") == []
    assert names(client, address, "") == []


def test_what_one_took_back_is_gone(client: PageClient, town: Town, address: str) -> None:
    say(client, address, "Fel insats.")
    sign_in(client, town.mia)
    assert not client.get_page(address).select("form[action$='/withdrawal']")
    sign_in(client, town.lea)
    client.submit(client.get_page(address), "form[action$='/withdrawal']")
    shown = talk(client, address)
    assert "Fel insats." not in shown
    assert "Taken back by whoever wrote it." in shown


def test_nothing_said_and_a_number_of_somebody_are_refused(
    client: PageClient, address: str
) -> None:
    assert say(client, address, " ") == 422
    assert say(client, address, "Ring 0701234567.") == 422
    say(client, address, "Hej")
    assert say(client, address, "anna@example.org", ANSWER) == 422


def test_a_draft_is_talked_about_by_its_own_people_alone(
    app: Flask, client: PageClient, town: Town
) -> None:
    with app.app_context():
        public_id = add_initiative(town.lea, "Utkastet", is_draft=True)
    sign_in(client, town.mia)
    assert say(client, f"/initiatives/{public_id}", "Ska vi @AB Huset?") == 303
    assert "@AB Huset" in talk(client, f"/initiatives/{public_id}")
    sign_in(client, town.cim)
    assert client.get(f"/initiatives/{public_id}/conversation").status_code == 404


def test_the_partner_knows_the_names_and_long_talks_have_pages(
    app: Flask, client: PageClient, town: Town, address: str
) -> None:
    for number in range(7):
        say(client, address, f"Tråd {number}.")
    with app.app_context():
        add_partner(town.lea, uuid.UUID(address.split("/")[2]), town.pia)
    sign_in(client, town.pia)
    page = client.get_page(address)
    assert "Tråd 6." in page.text()
    assert "Tråd 1." not in page.text()
    everything = client.get_page(f"{address}/conversation").text()
    assert "Lea Lund, Norrby kök" in everything
    assert "Tråd 0." in everything
