"""Pages: whole for a browser, one block for htmx, with a menu of what the reader may do."""

from __future__ import annotations

from flask import Flask

from tests.clock import Clock
from tests.page_client import PageClient
from tests.register import add_initiative, add_organisation, add_person, add_report, sign_in
from tracker.domain.roles import MembershipRole, PlatformRole


def _menu(client: PageClient) -> list[str]:
    page = client.get_page("/board")
    return [str(link["href"]) for link in page.select("nav.wide-menu a")]


def test_the_menu_shows_what_the_reader_may_do(app: Flask, client: PageClient) -> None:
    with app.app_context():
        organisation = add_organisation("Norrby kök")
        member = add_person("Lea Lund", organisation, role=MembershipRole.MEMBER)
        manager = add_person("Bo Rask", organisation, role=MembershipRole.MANAGER)
        administrator = add_person("Amir Berg", platform_roles=[PlatformRole.ADMINISTRATOR])

    sign_in(client, member)
    assert "/imports" not in _menu(client)
    sign_in(client, manager)
    assert "/imports" in _menu(client)
    sign_in(client, administrator)
    assert "/imports" not in _menu(client)


def test_htmx_gets_the_part_it_swaps_and_everybody_else_the_page(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        member = add_person("Lea Lund", add_organisation("Norrby kök"))
    sign_in(client, member)

    part = client.get("/board", headers={"HX-Request": "true"})
    whole = client.get("/board")
    boosted = client.get("/board", headers={"HX-Request": "true", "HX-Boosted": "true"})

    assert "<html" not in part.text
    assert part.text.strip() in whole.text
    assert boosted.text.count("<html") == 1
    assert "HX-Request" in part.headers["Vary"]


def test_a_page_is_drawn_anew_once_anything_that_it_shows_has_changed(
    app: Flask, client: PageClient, clock: Clock
) -> None:
    with app.app_context():
        kitchen = add_organisation("Norrby kök")
        member, other = add_person("Lea Lund", kitchen), add_person("Bo Rask", kitchen)
        matlaget = add_initiative(member, "Matlaget", now=clock.now)
        add_report(member, matlaget, now=clock.now)
    sign_in(client, member, now=clock.now)
    clock.advance(hours=1)
    first = client.get_page("/table").text("tbody")

    assert client.get_page("/table").text("tbody") == first
    clock.advance(hours=20)
    sign_in(client, member, now=clock.now)
    assert "i går" in client.get_page("/table").text("tbody")
    with app.app_context():
        add_initiative(other, "Odling", is_draft=True, now=clock.now)
    assert "Odling" in client.get_page("/table").text("tbody")


def test_what_was_drawn_for_one_is_not_shown_to_another(app: Flask, client: PageClient) -> None:
    with app.app_context():
        kitchen = add_organisation("Norrby kök")
        member, reader = add_person("Lea Lund", kitchen), add_person("Ri Ek", language="en")
        add_initiative(member, "Hemlig odling", is_draft=True)
    sign_in(client, member)
    assert "Hemlig odling" in client.get_page("/table").text("tbody")

    sign_in(client, reader)

    assert "Hemlig" not in client.get("/table").text


def test_a_static_file_is_kept_for_ever_under_an_address_that_changes_with_it(
    app: Flask, client: PageClient
) -> None:
    address = app.jinja_env.from_string('{{ asset("base.css") }}').render()

    with client.get(address) as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
