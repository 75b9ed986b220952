"""The pages of an organisation's people, asked for as a browser asks."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.clock import Clock
from tests.page_client import PageClient, read
from tests.register import last_mail, sign_in
from tests.town import Town


@pytest.fixture
def here(town: Town) -> str:
    return f"/organisations/{town.kitchen.public_id}"


def test_addresses_are_shown_to_those_who_look_after_people(
    town: Town, client: PageClient, here: str
) -> None:
    for actor, sees in (
        (town.lea, True),
        (town.ada, True),
        (town.mia, False),
        (town.cim, False),
    ):
        sign_in(client, actor)
        page = client.get_page(f"{here}/people")
        assert page.texts("tbody th")[0].startswith("Lea Lund")
        assert ("mia@example.org" in page.text("main")) is sees
    for actor in (town.pia, town.rut):
        sign_in(client, actor)
        client.get_page(f"{here}/people", status=403)


def test_a_manager_changes_a_role_and_takes_somebody_out(
    town: Town, client: PageClient, here: str
) -> None:
    sign_in(client, town.lea)
    page = client.get_page(f"{here}/people")
    mia = f"{here}/people/{town.mia.public_id}"

    client.submit(page, f'form[action="{mia}/role"]')
    page = client.get_page(f"{here}/people")
    assert page.texts("tbody td:nth-child(2)") == ["Manager", "Manager"]

    client.submit(page, f'form[action="{mia}/removal"]')
    page = client.get_page(f"{here}/people")
    assert len(page.select("tbody tr")) == 1
    last = client.submit(page, 'form[action$="/role"]')
    assert last.status_code == 409
    assert "Hand over" in read(last).text("main")


def test_who_leaves_is_out_at_once(town: Town, client: PageClient, here: str) -> None:
    sign_in(client, town.mia)

    client.submit(client.get_page(f"{here}/people"), 'form[action$="/departure"]')

    assert client.get("/organisations").status_code == 303


def test_the_question_is_on_the_start_page_until_it_is_answered(
    town: Town, client: PageClient, here: str, clock: Clock
) -> None:
    clock.advance(days=365)
    sign_in(client, town.lea, now=clock())
    page = client.get_page("/")
    assert "Who answers for Norrby kök now?" in page.text("main")

    answer = client.submit(page, 'form[action$="/answers"]')

    assert answer.location == f"{here}/people"
    assert "Last answered on" in client.get_page(answer.location).text("main")
    assert "Who answers" not in client.get_page("/").text("main")


def test_a_board_hands_over_to_somebody_new(
    app: Flask, town: Town, client: PageClient, here: str
) -> None:
    sign_in(client, town.lea)
    form = client.get_page(f"{here}/hand-over")
    nothing = client.submit(form)
    assert nothing.status_code == 422
    half = client.submit(form, name="Sara Ek")
    assert "Fill this in" in read(half).text("#email-error")

    answer = client.submit(read(half), email="sara@example.org", leaving=str(town.lea.public_id))

    assert answer.location == f"{here}/people"
    assert "these leave: Lea Lund" in client.get_page(answer.location).text("main")
    with app.app_context():
        welcome = f"/welcome/{last_mail()['values']['token']}"
    client.submit(client.get_page(welcome), f'main form[action="{welcome}"]')
    assert "Lea Lund" not in client.get_page(f"{here}/people").text("main")


def test_a_board_hands_over_to_somebody_who_is_here(
    town: Town, client: PageClient, here: str
) -> None:
    sign_in(client, town.lea)

    answer = client.submit(
        client.get_page(f"{here}/hand-over"),
        answering=str(town.mia.public_id),
        leaving=str(town.lea.public_id),
    )

    assert answer.location == "/"
    assert client.get("/organisations").status_code == 303


def test_coordinators_find_organisations_that_nobody_answers_for(
    town: Town, client: PageClient, clock: Clock
) -> None:
    clock.advance(days=395)
    sign_in(client, town.cim, now=clock())
    listed = client.get_page("/organisations?standing=unanswered")
    assert listed.texts("tbody th a") == ["AB Huset", "Norrby kök", "Skolan"]
    sign_in(client, town.lea, now=clock())
    assert "13" not in client.get_page("/organisations?standing=unanswered").text("form")
