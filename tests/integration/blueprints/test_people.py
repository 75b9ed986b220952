"""The pages of accounts, asked for as a browser asks."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from tests.clock import Clock
from tests.markup import attribute
from tests.page_client import PageClient, read
from tests.register import add_organisation, add_person, sign_in
from tracker.access.actors import Actor, OwnOrganisation
from tracker.domain.roles import PlatformRole
from tracker.extensions import db
from tracker.models import OutboxEvent

PEOPLE = "/administration/people"
FORM = 'main form[action$="/edit"]'


@pytest.fixture
def own(app: Flask) -> OwnOrganisation:
    with app.app_context():
        return add_organisation("Läsro")


@pytest.fixture
def manager(app: Flask, own: OwnOrganisation) -> Actor:
    with app.app_context():
        return add_person("Bo Rask", own)


@pytest.fixture
def administrator(app: Flask, client: PageClient) -> Actor:
    with app.app_context():
        actor = add_person("Ann Ek", platform_roles=[PlatformRole.ADMINISTRATOR])
    sign_in(client, actor)
    return actor


def address(actor: Actor, deed: str = "") -> str:
    return f"{PEOPLE}/{actor.public_id}{deed}"


def test_only_administrators_reach_the_accounts(
    app: Flask, client: PageClient, manager: Actor
) -> None:
    with app.app_context():
        coordinator = add_person("Elin Lind", platform_roles=[PlatformRole.COORDINATOR])
    for actor in (manager, coordinator):
        sign_in(client, actor)
        for url in (PEOPLE, f"{PEOPLE}/new", address(manager)):
            client.get_page(url, status=403)


def test_people_are_found_by_name_and_address(
    app: Flask, client: PageClient, administrator: Actor, manager: Actor
) -> None:
    with app.app_context():
        add_person("Åsa Ström", email="asa@boras.se")
        add_person("Stängd Person", is_disabled=True)

    def names(query: str) -> list[str]:
        return client.get_page(f"{PEOPLE}?{query}").texts("tbody th a")

    assert names("") == ["Ann Ek", "Bo Rask", "Åsa Ström"]
    assert names("q=åsa") == ["Åsa Ström"]
    assert names("q=ASA@BORAS") == ["Åsa Ström"]
    assert names("q=rask+bo") == ["Bo Rask"]
    assert names("q=ingen") == []
    assert names("standing=closed") == ["Stängd Person"]


def test_the_list_says_who_is_what_and_who_has_no_password(
    client: PageClient, administrator: Actor, manager: Actor
) -> None:
    page = client.get_page(PEOPLE)

    assert "Läsro (Ansvarig)" in page.text("tbody")
    assert "Administratör" in page.text("tbody")
    assert "Inbjuden" in page.text("tbody")


def test_adding_a_person_mails_a_link_and_tells_where_the_mail_lies(
    app: Flask, client: PageClient, administrator: Actor, own: OwnOrganisation
) -> None:
    answer = client.submit(
        client.get_page(f"{PEOPLE}/new"),
        **{
            "name": "Leyla Sund",
            "email": "leyla@example.org",
            "language": "en",
            "memberships-0-organisation": str(own.public_id),
            "memberships-0-role": "member",
        },
    )

    page = client.get_page(answer.location)
    assert page.text("h1") == "Leyla Sund"
    assert "instance/mail/" in page.text(".notice")
    assert attribute(page.one("#memberships-0-organisation option[selected]"), "value") == str(
        own.public_id
    )
    with app.app_context():
        mail = db.session.query(OutboxEvent).one().payload
    assert (mail["to"], mail["language"]) == ("leyla@example.org", "en")


def test_a_wrong_form_keeps_what_was_typed(
    client: PageClient, administrator: Actor, manager: Actor
) -> None:
    opened = client.get_page(f"{PEOPLE}/new")

    answer = client.submit(opened, name="Bo", email="bo@example.org", language="sv")
    assert answer.status_code == 422
    assert "redan" in read(answer).text("#email-error")

    answer = client.submit(read(answer), email="inte en adress")
    assert answer.status_code == 422
    assert attribute(read(answer).one("#name"), "value") == "Bo"


def test_a_membership_that_is_not_on_the_list_is_refused(
    client: PageClient, administrator: Actor
) -> None:
    opened = client.get_page(f"{PEOPLE}/new")
    for organisation, role in ((str(uuid.uuid4()), "member"), ("x", "member"), ("", "king")):
        answer = client.submit(
            opened,
            **{
                "name": "Bo",
                "email": "b@example.org",
                "language": "sv",
                "memberships-0-organisation": organisation,
                "memberships-0-role": role,
            },
        )
        assert answer.status_code == 422
        assert "listan" in read(answer).text("#memberships-error")


def test_a_membership_is_added_and_taken_away(
    app: Flask, client: PageClient, administrator: Actor, manager: Actor
) -> None:
    with app.app_context():
        other = add_organisation("Tråden")
    client.submit(
        client.get_page(address(manager)),
        form=FORM,
        **{
            "memberships-0-organisation": "",
            "memberships-1-organisation": str(other.public_id),
            "memberships-1-role": "manager",
        },
    )

    chosen = [
        attribute(option, "value")
        for option in client.get_page(address(manager)).select(
            "select[name$=organisation] option[selected]"
        )
    ]
    assert chosen == [str(other.public_id)]


def test_two_who_edit_one_person_see_both_texts(
    client: PageClient, administrator: Actor, manager: Actor
) -> None:
    opened = client.get_page(address(manager))
    client.submit(opened, form=FORM, name="Bo Ek")

    answer = client.submit(opened, form=FORM, **{"name": "Bo Alm", "memberships-0-role": "member"})

    assert answer.status_code == 409
    assert read(answer).texts(".typed") == [
        *("Bo Ek", "Bo Alm"),
        *("Läsro (Ansvarig)", "Läsro (Medlem)"),
    ]
    assert client.submit(read(answer), form=FORM).status_code == 303


def test_an_administrator_sees_why_the_own_role_stays(
    client: PageClient, administrator: Actor
) -> None:
    answer = client.submit(client.get_page(address(administrator)), form=FORM, platform_roles=None)

    assert answer.status_code == 422
    assert "administratör" in read(answer).text("#platform_roles-error")


def test_closing_an_account_signs_out_at_once(
    app: Flask, client: PageClient, administrator: Actor, manager: Actor, clock: Clock
) -> None:
    sign_in(client, manager)
    assert client.get("/organisations").status_code == 200
    with client.session_transaction() as session:
        token = session["_user_id"]
    sign_in(client, administrator)

    client.submit(client.get_page(address(manager)), form='main form[action$="/closing"]')

    assert "stängt" in client.get_page(address(manager)).text("main")
    with client.session_transaction() as session:
        session["_user_id"] = token
    assert client.get("/organisations").status_code == 303

    sign_in(client, administrator)
    client.submit(client.get_page(address(manager)), form='main form[action$="/reopening"]')
    assert "stängt" not in client.get_page(address(manager)).text(".columns")


def test_ones_own_account_has_no_button_to_close_it(
    client: PageClient, administrator: Actor
) -> None:
    page = client.get_page(address(administrator))

    assert page.select('form[action$="/closing"]') == []
    assert client.post(address(administrator, "/closing")).status_code in (400, 409)


def test_a_link_is_mailed_again(
    app: Flask, client: PageClient, administrator: Actor, manager: Actor
) -> None:
    client.submit(client.get_page(address(manager)), form='main form[action$="/invitation"]')

    assert "Länk väntar" in client.get_page(address(manager)).text("main")
    with app.app_context():
        assert db.session.query(OutboxEvent).count() == 1


def test_an_unknown_person_is_not_found(client: PageClient, administrator: Actor) -> None:
    client.get_page(f"{PEOPLE}/{uuid.uuid4()}", status=404)


def test_the_pages_are_english_for_who_reads_english(app: Flask, client: PageClient) -> None:
    with app.app_context():
        actor = add_person("Ann", platform_roles=[PlatformRole.ADMINISTRATOR], language="en")
    sign_in(client, actor)

    assert client.get_page(PEOPLE).text("h1") == "People"
    client.get_page(f"{PEOPLE}/new")
    client.get_page(address(actor))
