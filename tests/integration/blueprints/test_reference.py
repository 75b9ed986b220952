"""The pages of the reference data, asked for as a browser asks."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.page_client import PageClient, read
from tests.register import add_initiative, add_organisation, add_person, sign_in
from tracker.access.actors import Actor
from tracker.domain.reference_kinds import ReferenceKind
from tracker.domain.roles import PlatformRole

ROOT = "/administration/reference"
EDIT = 'main form[action$="/edit"]'


@pytest.fixture
def administrator(app: Flask, client: PageClient) -> Actor:
    with app.app_context():
        actor = add_person("Ann Ek", platform_roles=[PlatformRole.ADMINISTRATOR])
    sign_in(client, actor)
    return actor


@pytest.fixture
def manager(app: Flask) -> Actor:
    with app.app_context():
        return add_person("Bo Rask", add_organisation("Läsro"))


def names(client: PageClient, kind: str) -> list[str]:
    return client.get_page(f"{ROOT}/{kind}").texts("tbody th a")


def test_only_administrators_reach_the_reference_data(client: PageClient, manager: Actor) -> None:
    sign_in(client, manager)
    for url in (f"{ROOT}/reach", f"{ROOT}/reach/new", f"{ROOT}/reach/group"):
        client.get_page(url, status=403)


@pytest.mark.parametrize("kind", list(ReferenceKind))
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_has_its_list_and_its_forms_in_both_languages(
    app: Flask, client: PageClient, kind: ReferenceKind, language: str
) -> None:
    with app.app_context():
        actor = add_person("Ann", platform_roles=[PlatformRole.ADMINISTRATOR], language=language)
    sign_in(client, actor)

    page = client.get_page(f"{ROOT}/{kind}")
    first = str(page.select("tbody th a")[0]["href"])

    client.get_page(first)
    client.get_page(f"{ROOT}/{kind}/new")


def test_an_unknown_kind_or_row_is_not_found(client: PageClient, administrator: Actor) -> None:
    for url in (f"{ROOT}/kings", f"{ROOT}/reach/nowhere", f"{ROOT}/goal/nowhere/new-wording"):
        client.get_page(url, status=404)


def test_a_new_entry_can_be_chosen_in_the_register_form_and_a_retired_one_cannot(
    client: PageClient, administrator: Actor, manager: Actor
) -> None:
    opened = client.get_page(f"{ROOT}/funding/new")
    answer = client.submit(opened, name_sv="Gåva", name_en="Gift")
    assert answer.status_code == 303
    assert "Gåva" in names(client, "funding")

    sign_in(client, manager)
    assert "Gåva" in client.get_page("/initiatives/new").text("#funding")

    sign_in(client, administrator)
    row = client.get_page(f"{ROOT}/funding/gift")
    client.submit(row, form='main form[action$="/retirement"]')
    assert "Går inte att välja" in client.get_page(f"{ROOT}/funding").text(".retired")
    sign_in(client, manager)
    assert "Gåva" not in client.get_page("/initiatives/new").text("#funding")

    sign_in(client, administrator)
    row = client.get_page(f"{ROOT}/funding/gift")
    client.submit(row, form='main form[action$="/return"]')
    client.submit(client.get_page(f"{ROOT}/funding/gift"), form='main form[action$="/deletion"]')
    assert "Gåva" not in names(client, "funding")


def test_a_programme_is_added_with_its_goal_areas(client: PageClient, administrator: Actor) -> None:
    opened = client.get_page(f"{ROOT}/programme/new")
    nameless = client.submit(opened, name_sv="Nytt program", adopted_on="i våras")
    assert nameless.status_code == 422

    answer = client.submit(
        client.get_page(f"{ROOT}/programme/new"),
        name_sv="Nytt program",
        name_en="New programme",
        text_sv="Minska skillnaderna",
        text_en="Smaller differences",
        adopted_by="Kommunfullmäktige",
        adopted_on="2026-11-22",
    )
    assert answer.status_code == 303
    assert "Nytt program" in names(client, "programme")
    shown = client.get_page(f"{ROOT}/programme/new_programme")
    assert "22 november 2026" in shown.text(".facts")
    area = client.get_page(f"{ROOT}/goal_area/new")
    assert "Nytt program" in area.text("#within")


def test_what_is_used_has_no_button_to_delete_it_and_says_so_when_asked_anyway(
    app: Flask, client: PageClient, administrator: Actor, manager: Actor
) -> None:
    unused = client.get_page(f"{ROOT}/effort_type/homework_help")
    with app.app_context():
        add_initiative(manager, "Läxhjälp", effort_types=("homework_help",))

    answer = client.submit(unused, form='main form[action$="/deletion"]')

    assert answer.status_code == 409
    assert "används" in read(answer).text("main")
    page = client.get_page(f"{ROOT}/effort_type/homework_help")
    assert page.select('form[action$="/deletion"]') == []
    assert "1 post" in page.text("dl.facts")


def test_a_wrong_form_keeps_what_was_typed(client: PageClient, administrator: Actor) -> None:
    opened = client.get_page(f"{ROOT}/target_group/new")

    answer = client.submit(
        opened,
        name_sv="Nya",
        name_en="New ones",
        age_from="20",
        age_to="10",
        valid_from="2026-05-02",
        valid_to="2026-05-09",
    )
    assert answer.status_code == 422
    assert read(answer).texts(".ds-validation-message") != []

    answer = client.submit(read(answer), age_to="300", code="å ä ö")
    assert len(read(answer).texts(".ds-validation-message")) == 2

    answer = client.submit(read(answer), age_to="30", code="children")
    assert "redan" in read(answer).text("#code-error")


def test_two_who_edit_one_row_see_both_texts(client: PageClient, administrator: Actor) -> None:
    opened = client.get_page(f"{ROOT}/place/norrby")
    client.submit(opened, form=EDIT, name_sv="Norrbyområdet", aliases="Ett\nTvå")

    answer = client.submit(opened, form=EDIT, name_sv="Norrby centrum")

    assert answer.status_code == 409
    page = read(answer)
    assert page.texts(".typed")[:2] == ["Norrbyområdet", "Norrby centrum"]
    assert client.submit(page, form=EDIT).status_code == 303
    assert "Norrby centrum" in names(client, "place")


def test_an_order_button_moves_a_row(client: PageClient, administrator: Actor) -> None:
    before = names(client, "reach")
    page = client.get_page(f"{ROOT}/reach")
    action = str(page.select("form.order")[0]["action"])
    token = str(page.select('form.order input[name="csrf_token"]')[0]["value"])

    client.post(action, data={"csrf_token": token, "direction": "down"})
    assert names(client, "reach") == [before[1], before[0], before[2]]
    client.post(action, data={"csrf_token": token, "direction": "up"})
    assert names(client, "reach") == before


def test_a_goal_shows_its_adopted_wording_and_takes_a_new_one(
    client: PageClient, administrator: Actor
) -> None:
    page = client.get_page(f"{ROOT}/goal/CY1")
    adopted = page.text("blockquote")
    assert adopted.startswith("I Borås ska barn och unga ha tillit")
    assert page.select('[name="text_sv"]') == []

    form = client.get_page(f"{ROOT}/goal/CY1/new-wording")
    answer = client.submit(
        form, code="CY1b", text_sv="Ny lydelse", text_en="New wording", valid_from="2026-04-01"
    )
    assert answer.status_code == 303
    listed = client.get_page(f"{ROOT}/goal").text("main")
    assert adopted in listed
    assert "Ny lydelse" in listed
    assert "2026-03-31" in str(client.get_page(f"{ROOT}/goal/CY1").one("#valid_to"))

    answer = client.submit(form, code="CY1c", text_sv="X", text_en="Y", valid_from="2026-04-01")
    assert answer.status_code == 409


def test_a_new_wording_without_a_day_is_refused(client: PageClient, administrator: Actor) -> None:
    form = client.get_page(f"{ROOT}/goal/CY1/new-wording")

    answer = client.submit(form, text_sv="Ny lydelse", text_en="New wording", valid_from="")

    assert answer.status_code == 422
    assert "dag" in read(answer).text("#valid_from-error")


def test_statistical_areas_are_renamed_and_nothing_more(
    client: PageClient, administrator: Actor
) -> None:
    page = client.get_page(f"{ROOT}/place/1490R025")

    assert len(page.select("main form")) == 1
    assert page.select('[name="ties"]') == []
    assert client.submit(page, form=EDIT, name_sv="Norrby A").status_code == 303
