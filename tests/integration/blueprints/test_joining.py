"""The pages of asking to join and of answering, asked for as a browser asks."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.clock import Clock
from tests.page_client import PageClient, read
from tests.register import last_mail, mails, sign_in
from tests.town import Town

WANTED = {
    "organisation_name": "Syrummet i Norrby",
    "kind": "association",
    "name": "Sara Ek",
    "email": "sara@example.org",
    "language": "sv",
}
CONFIRM = 'main form[action$="/confirmation"]'


def ask(client: PageClient, **changes: str) -> str:
    """Ask to join by the form; returns the address that was mailed."""
    answer = client.submit(client.get_page("/join/new/civil"), **{**WANTED, **changes})
    assert answer.status_code == 303
    with client.application.app_context():
        return f"/join/links/{last_mail()['values']['token']}"


def confirmed(client: PageClient, **changes: str) -> str:
    link = ask(client, **changes)
    client.submit(client.get_page(link), CONFIRM)
    client.get_page(link)
    with client.application.app_context():
        return f"/join-requests/{last_mail()['values']['request_id']}"


def test_the_door_chooses_the_kinds(town: Town, client: PageClient) -> None:
    doors = client.get_page("/join").select(".doors a")
    assert len(doors) == 3
    for door in doors:
        client.get_page(str(door["href"]))
    page = client.get_page("/join/new/business")
    assert [str(entry["value"]) for entry in page.select("input[name=kind]")] == [
        "business",
        "housing_company",
    ]
    client.get_page("/join/new/kings", status=404)


def test_the_answer_is_the_same_for_known_and_unknown(town: Town, client: PageClient) -> None:
    answers = []
    for email, name in (("lea@example.org", "Norrby kök"), ("ny@example.org", "Något nytt")):
        form = client.get_page("/join/new/civil")
        sent = client.submit(form, **{**WANTED, "email": email, "organisation_name": name})
        page = client.get_page(sent.location)
        again = client.submit(page, email=email)
        nobody = client.submit(page, email=f"x{email}")
        answers.append(
            [sent.location, page.text("main"), again.location, nobody.location, again.data]
        )
    assert answers[0] == answers[1]


def test_a_persons_own_number_is_neither_kept_nor_shown_back(
    town: Town, client: PageClient
) -> None:
    form = client.get_page("/join/new/civil")
    number = {"organisation_number": "19811228-9874"}

    wrong = client.submit(form, **{**WANTED, **number, "email": "inte en adress"})
    assert wrong.status_code == 422
    assert b"9874" not in wrong.data

    sent = client.submit(form, **{**WANTED, **number})
    assert "personnummer" in client.get_page(sent.location).text(".notice")


def test_wrong_numbers_are_told_and_what_was_typed_is_kept(town: Town, client: PageClient) -> None:
    form = client.get_page("/join/new/civil")
    for number in ("123", "802401-1235", "abc", "１２３", "556036-0793-1"):
        answer = client.submit(form, **{**WANTED, "organisation_number": number})
        assert answer.status_code == 422
        assert "organisationsnummer" in read(answer).text("#organisation_number-error")
        assert read(answer).one("#organisation_name")["value"] == WANTED["organisation_name"]


def test_the_link_tells_where_it_stands_and_a_button_confirms(
    app: Flask, town: Town, client: PageClient
) -> None:
    link = ask(client)
    page = client.get_page(link)
    assert "Adressen är inte bekräftad" in page.text("main")
    assert "Syrummet i Norrby" in page.text(".facts")

    client.submit(page, CONFIRM)
    waiting = client.get_page(link)
    assert "Väntar på svar" in waiting.text(".panel.leading")

    client.submit(waiting, 'main form[action$="/mail"]')
    client.submit(client.get_page(link), 'main form[action$="/withdrawal"]')
    assert "Tillbakadragen" in client.get_page(link).text("main")
    client.get_page("/join/links/unknown", status=404)
    with app.app_context():
        assert [mail["template"] for mail in mails()] == ["join_link", "join_waiting", "join_link"]


def test_an_expired_link_says_so(town: Town, client: PageClient, clock: Clock) -> None:
    link = ask(client)
    opened = client.get_page(link)
    clock.advance(days=2)

    assert client.submit(opened, CONFIRM).status_code == 409
    assert "Har gått ut" in client.get_page(link).text("main")


def test_a_coordinator_sees_who_it_may_be_and_lets_them_in(
    app: Flask, town: Town, client: PageClient
) -> None:
    where = confirmed(client, organisation_name="Norrby köket")
    sign_in(client, town.cim)
    assert "Norrby köket" in client.get_page("/work-list").text(".work-list")
    listed = client.get_page("/join-requests?standing=waiting")
    assert listed.texts("tbody th a") == ["Norrby köket"]
    assert client.get_page("/join-requests?standing=accepted").select("tbody") == []

    page = client.get_page(where)
    assert "Norrby kök" in page.text(".column + .column")
    answer = client.submit(page, f'main form[action="{where}/acceptance"]')

    assert answer.location == where
    assert "Accepted" in client.get_page(where).text("main")
    client.submit(client.get_page(where), 'main form[action$="/mail"]')
    with app.app_context():
        assert [mail["template"] for mail in mails()][-2:] == ["invited"] * 2


def test_a_name_that_is_taken_is_told_on_the_form(town: Town, client: PageClient) -> None:
    where = confirmed(client, organisation_name="Norrby kök")
    sign_in(client, town.cim)

    form = f'main form[action="{where}/acceptance"]'
    taken = client.submit(client.get_page(where), form)
    assert taken.status_code == 422
    assert "already an organisation" in read(taken).text("#organisation-error")
    odd = client.submit(read(taken), form, organisation="kings")
    assert odd.status_code == 422

    kitchen = str(town.kitchen.public_id)
    answer = client.submit(read(taken), form, organisation=kitchen, role="member")
    assert answer.status_code == 303


@pytest.mark.parametrize("kind", ["question", "no"])
def test_an_answer_in_words_is_read_on_the_askers_page(
    app: Flask, town: Town, client: PageClient, kind: str
) -> None:
    where = confirmed(client)
    sign_in(client, town.cim)
    form = f'main form[action="{where}/answer"]'
    empty = client.submit(client.get_page(where), form, kind=kind)
    assert empty.status_code == 422

    client.submit(read(empty), form, kind=kind, body="Var håller ni till?")

    with app.app_context():
        link = f"/join/links/{last_mail()['values']['token']}"
    client.submit(client.get_page(where), 'form[action="/sign-out"]')
    client.get_page("/sign-in")
    page = client.get_page(link)
    assert "Var håller ni till?" in page.text("main")
    assert "Cim" not in page.text("main")
    if kind == "question":
        reply = 'main form[action$="/reply"]'
        assert client.submit(page, reply).status_code == 422
        assert client.submit(page, reply, body="På Källgatan.").status_code == 303
        assert "På Källgatan." in client.get_page(link).text("main")
