"""The pages of organisations, asked for as a browser asks."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from tests.page_client import PageClient, read
from tests.register import add_initiative, add_organisation, add_person, sign_in
from tracker.access.actors import Actor, OwnOrganisation
from tracker.domain.roles import MembershipRole, PlatformRole

NEW = "/organisations/new"


@pytest.fixture
def own(app: Flask) -> OwnOrganisation:
    with app.app_context():
        return add_organisation("Läsro")


@pytest.fixture
def manager(app: Flask, own: OwnOrganisation) -> Actor:
    with app.app_context():
        return add_person("Bo Rask", own)


@pytest.fixture
def coordinator(app: Flask) -> Actor:
    with app.app_context():
        return add_person("Elin Lind", platform_roles=[PlatformRole.COORDINATOR])


def address(organisation: OwnOrganisation, deed: str = "") -> str:
    return f"/organisations/{organisation.public_id}{deed}"


def test_the_list_asks_a_stranger_to_sign_in(client: PageClient) -> None:
    assert client.get("/organisations").status_code == 303


def test_the_list_counts_the_initiatives_that_the_reader_may_see(
    app: Flask, client: PageClient, manager: Actor, coordinator: Actor
) -> None:
    with app.app_context():
        add_initiative(manager, "Läxhjälp")
        add_initiative(manager, "Hemligt utkast", is_draft=True)

    sign_in(client, coordinator)
    assert client.get_page("/organisations").text("td.figure") == "1"
    sign_in(client, manager)
    assert client.get_page("/organisations").text("td.figure") == "2"


def test_the_list_is_searched_by_any_part_of_the_name_and_by_kind(
    app: Flask, client: PageClient, coordinator: Actor
) -> None:
    with app.app_context():
        add_organisation("Åby förening")
        add_organisation("Östra köket", kind="business")
        add_organisation("Fritidsförvaltningen", kind="department", is_municipal=True)
    sign_in(client, coordinator)

    def names(query: str) -> list[str]:
        return client.get_page(f"/organisations?{query}").texts("tbody th a")

    assert names("") == ["Fritidsförvaltningen", "Åby förening", "Östra köket"]
    assert names("q=KÖKET+östra") == ["Östra köket"]
    assert names("q=100%25") == []
    assert names("kind=department") == ["Fritidsförvaltningen"]
    assert names("kind=unknown&q=") == []
    assert names("standing=unverified") == []
    assert names("standing=odd&page=x") == names("")


def test_a_long_list_is_paged_and_keeps_its_filter(
    app: Flask, client: PageClient, coordinator: Actor
) -> None:
    with app.app_context():
        for number in range(52):
            add_organisation(f"Grupp {number:02}")
    sign_in(client, coordinator)

    first = client.get_page("/organisations?q=grupp")
    second = client.get_page(str(first.one('a[rel="next"]')["href"]))

    assert second.texts("tbody th a") == ["Grupp 50", "Grupp 51"]
    assert "q=grupp" in str(second.one('a[rel="prev"]')["href"])
    assert client.get_page("/organisations?page=99").texts("tbody th") == []


def test_one_organisation_shows_what_it_leads(
    app: Flask, client: PageClient, own: OwnOrganisation, manager: Actor, coordinator: Actor
) -> None:
    with app.app_context():
        add_initiative(manager, "Läxhjälp")
        add_initiative(manager, "Hemligt utkast", is_draft=True)
    sign_in(client, coordinator)

    page = client.get_page(address(own))

    assert page.text("h1") == "Läsro"
    assert "Läxhjälp" in page.text("main")
    assert "Hemligt utkast" not in page.text("main")


def test_members_are_seen_by_their_own_and_by_coordinators_alone(
    app: Flask, client: PageClient, own: OwnOrganisation, manager: Actor, coordinator: Actor
) -> None:
    with app.app_context():
        outsider = add_person("Maria Strand", add_organisation("Tråden"))
        reader = add_person("Gun Ek", platform_roles=[PlatformRole.READER])

    seen = {}
    for actor in (manager, coordinator, outsider, reader):
        sign_in(client, actor)
        seen[actor.name] = "Bo Rask" in client.get_page(address(own)).text("main")

    assert seen == {"Bo Rask": True, "Elin Lind": True, "Maria Strand": False, "Gun Ek": False}


def test_an_unknown_organisation_is_not_found(client: PageClient, manager: Actor) -> None:
    sign_in(client, manager)
    client.get_page(f"/organisations/{uuid.uuid4()}", status=404)


def test_a_coordinator_adds_an_organisation(client: PageClient, coordinator: Actor) -> None:
    sign_in(client, coordinator)

    answer = client.submit(
        client.get_page(NEW), name="Östra köket", kind="association", website="www.ostra.se"
    )

    assert answer.status_code == 303
    page = client.get_page(answer.location)
    assert page.text("h1") == "Östra köket"
    assert str(page.one('a[rel~="nofollow"]')["href"]) == "https://www.ostra.se"


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(
    client: PageClient, coordinator: Actor, own: OwnOrganisation
) -> None:
    sign_in(client, coordinator)

    answer = client.submit(
        client.get_page(NEW),
        name="läsro",
        about="Mejla anna@exempel.se",
        organisation_number="811228-9874",
        email="inte en adress",
    )

    page = read(answer)
    assert answer.status_code == 422
    assert page.texts(".ds-validation-message") != []
    assert "Mejla anna@exempel.se" in page.text("textarea")

    answer = client.submit(page, name="läsro", about="", organisation_number="", email="")
    assert "redan" in read(answer).text("#name-error")


def test_two_who_edit_at_once_see_both_texts_and_lose_nothing(
    client: PageClient, own: OwnOrganisation, manager: Actor
) -> None:
    sign_in(client, manager)
    opened = client.get_page(address(own, "/edit"))
    client.submit(opened, about="Den första texten")

    answer = client.submit(opened, about="Den andra texten")

    assert answer.status_code == 409
    page = read(answer)
    assert page.texts(".typed") == ["Den första texten", "Den andra texten"]
    assert page.text("textarea") == "Den andra texten"
    assert client.submit(page).status_code == 303
    assert "Den andra texten" in client.get_page(address(own)).text("main")


def test_who_may_not_edit_gets_no_button_and_no_form(
    app: Flask, client: PageClient, own: OwnOrganisation, coordinator: Actor
) -> None:
    with app.app_context():
        member = add_person("Leyla Sund", own, role=MembershipRole.MEMBER)
        stranger = add_person("Maria Strand", add_organisation("Tråden"))
    for actor in (member, stranger, coordinator):
        sign_in(client, actor)
        page = client.get_page(address(own))
        assert address(own, "/edit") not in [link.get("href") for link in page.select("a")]
        client.get_page(address(own, "/edit"), status=403)


def test_closing_asks_first_and_can_be_undone(
    client: PageClient, own: OwnOrganisation, coordinator: Actor
) -> None:
    sign_in(client, coordinator)

    client.submit(client.get_page(address(own, "/closing")))
    page = client.get_page(address(own))
    assert "avslutades" in page.text("main")
    assert client.get_page("/organisations?standing=closed").texts("tbody th a") == ["Läsro"]

    client.submit(page, form='main form[action$="/reopening"]')
    assert "avslutades" not in client.get_page(address(own)).text("main")


def test_verifying_is_a_form_of_its_own(
    app: Flask, client: PageClient, own: OwnOrganisation, coordinator: Actor, manager: Actor
) -> None:
    sign_in(client, coordinator)
    answer = client.submit(client.get_page(address(own, "/verification")), name="Läsro Norrby")
    assert client.get_page(answer.location).text("h1") == "Läsro Norrby"

    sign_in(client, manager)
    client.get_page(address(own, "/verification"), status=403)


def test_the_pages_are_english_for_who_reads_english(
    app: Flask, client: PageClient, own: OwnOrganisation
) -> None:
    with app.app_context():
        reader = add_person(
            "Ann Reader", platform_roles=[PlatformRole.ADMINISTRATOR], language="en"
        )
    sign_in(client, reader)

    assert client.get_page("/organisations").text("h1") == "Organisations"
    client.get_page(address(own))
    client.get_page(NEW)
    client.get_page(address(own, "/verification"))
    client.get_page(address(own, "/closing"))
