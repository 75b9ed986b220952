"""The journey of a list through the pages: file, columns, preview, saving; in both languages."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.clock import Clock
from tests.documents import Document, attribute
from tests.lists import (
    foreign_list,
    foreign_row,
    initiative_named,
    read_in,
    semicolons,
    titles,
    workbook,
)
from tests.page_client import PageClient, read
from tests.register import change_row, sign_in
from tests.town import Town
from tracker.access.actors import Actor
from tracker.extensions import db
from tracker.models import ImportFile, ImportRow, Person
from tracker.services import import_saving
from tracker.services.initiative_bulk import insert_initiatives
from tracker.work.loop import work_once


@pytest.fixture(params=["en", "sv"])
def language(request: pytest.FixtureRequest, app: Flask, town: Town) -> str:
    """The journey is walked in both languages."""
    chosen: str = request.param
    with app.app_context():
        for actor in (town.cim, town.lea):
            change_row(db.session.get_one(Person, actor.person_id), language=chosen)
    return chosen


def upload(
    client: PageClient, actor: Actor, content: bytes, name: str = "lista.xlsx", **fields: Any
) -> TestResponse:
    sign_in(client, actor)
    page = client.get_page("/imports")
    token = page.one("main form[method=post] [name=csrf_token]")["value"]
    data = {"csrf_token": token, "file": (io.BytesIO(content), name), **fields}
    return client.post("/imports", data=data, content_type="multipart/form-data")


def columns_of(client: PageClient, actor: Actor, content: bytes, **said: Any) -> Document:
    response = upload(client, actor, content, **said)
    assert response.status_code == 303, read(response).text("main")
    return client.get_page(response.location)


def previewed(client: PageClient, columns: Document, **changes: Any) -> Document:
    response = client.submit(columns, "main form[method=post]", **changes)
    assert response.status_code == 303, read(response).text("main")
    return client.get_page(response.location)


def chosen_fields(columns: Document) -> dict[str, str]:
    """What each column is read as, by its header."""
    found = {}
    for row in columns.select("main form[method=post] tbody tr"):
        option = row.select_one("select option[selected]")
        header = row.select_one("th")
        assert header is not None
        found[header.get_text(strip=True)] = attribute(option, "value") if option else ""
    return found


def figures(page: Document) -> list[int]:
    """The counts: to be corrected, new, changed, unchanged, skipped."""
    return [int(re.sub(r"\D", "", tag.get_text())) for tag in page.select("dl.figures b")]


def test_a_foreign_list_is_read_in_and_found_again(
    client: PageClient, app: Flask, town: Town, language: str
) -> None:
    columns = columns_of(client, town.cim, foreign_list())
    assert chosen_fields(columns) == {
        "ärende-id": "external_id",
        "stödmottagare": "lead_organisation",
        "beviljat_belopp_sek": "budget_sek",
        "projektnamn": "title",
        "projektbeskrivning": "description",
        "projekt_starttid": "start_on",
        "projekt_sluttid": "end_on",
        "kommuner": "places",
    }

    preview = previewed(client, columns)
    assert figures(preview) == [0, 2, 0, 0, 0]
    with app.app_context():
        assert titles() == [], "nothing is saved before somebody says so"

    saved = client.submit(preview, "main form[action$=saving]")
    assert saved.status_code == 303
    client.get_page(saved.location)
    assert "Fiske i Viskan 2" in client.get_page("/table?q=fiske").text("main")

    again = previewed(client, columns_of(client, town.cim, foreign_list()))
    assert figures(again) == [0, 0, 0, 2, 0]
    assert not again.select("form[action$=saving]")


def test_faults_stand_first_with_row_column_and_what_is_right(
    client: PageClient, town: Town, language: str
) -> None:
    wrong = foreign_row(2, projekt_sluttid="2025-02-31", beviljat_belopp_sek="5-10")

    page = previewed(client, columns_of(client, town.cim, foreign_list(foreign_row(1), wrong)))

    first = page.select("main tbody tr")[0]
    text = " ".join(first.get_text(" ").split())
    assert text.startswith("3 ")
    assert "projekt_sluttid:" in text
    assert "2025-02-28" in text
    assert figures(page) == [1, 1, 0, 0, 0]


def test_rows_that_were_not_saved_are_shown_after_saving(
    client: PageClient, town: Town, language: str
) -> None:
    wrong = foreign_row(2, projekt_sluttid="2025-02-31")
    page = previewed(client, columns_of(client, town.cim, foreign_list(foreign_row(1), wrong)))

    saved = client.submit(page, "main form[action$=saving]")

    shown = client.get_page(saved.location)
    assert "2025-02-31" in shown.text("main")
    assert not shown.select("form[action$=saving]")


def test_a_column_can_be_read_otherwise_and_remembered(
    client: PageClient, app: Flask, town: Town, language: str
) -> None:
    columns = columns_of(client, town.cim, foreign_list(foreign_row(1)))
    previewed(client, columns, **{"column-5": "purpose", "save_as": "EU-projekt"})

    again = columns_of(client, town.cim, foreign_list(foreign_row(1)))
    assert "EU-projekt" in again.text("main"), "it is offered where the headings are the same"
    used = client.get_page(again.url + "?mapping=EU-projekt")

    assert chosen_fields(again)["projektbeskrivning"] == "description"
    assert chosen_fields(used)["projektbeskrivning"] == "purpose"


def test_values_that_no_list_has_may_be_left_out(
    client: PageClient, town: Town, language: str
) -> None:
    rows = [foreign_row(n, kommuner="Norrby; Atlantis" if n == 1 else "Hulta") for n in range(1, 4)]
    columns = columns_of(client, town.cim, foreign_list(*rows))
    assert "Atlantis" in columns.text("main")

    kept_out = previewed(client, columns, **{"leave-out-8": None})
    left_out = previewed(client, columns, **{"leave-out-8": "1"})

    assert figures(kept_out)[0] == 1
    assert figures(left_out)[0] == 0
    assert "Atlantis" in left_out.text("main")


def test_another_sheet_or_row_of_headings_can_be_chosen(
    client: PageClient, town: Town, language: str
) -> None:
    content = workbook(
        Insatser=[("Insats", "Ort"), ("A", "Norrby"), ("B", "Hulta")],
        Gamla=[("Insats", "Var"), ("C", "Göta"), ("D", "Sjöbo")],
    )
    columns = columns_of(client, town.cim, content, organisation=str(town.kitchen.public_id))
    assert set(chosen_fields(columns)) == {"Insats", "Ort"}

    other = client.get_page(columns.url + "?sheet=Gamla")
    assert set(chosen_fields(other)) == {"Insats", "Var"}
    third = client.get_page(columns.url + "?sheet=Gamla&header_row=2")
    assert set(chosen_fields(third)) == {"C", "Göta"}

    page = previewed(client, other)
    assert "Sjöbo" in page.text("main")
    back = client.get_page(columns.url)
    assert set(chosen_fields(back)) == {"Insats", "Var"}, "what was chosen stays chosen"


@pytest.mark.parametrize("query", ["?sheet=Blad+9", "?header_row=99", "?sheet=%00", "?mapping=x"])
def test_a_sheet_that_is_not_there_gets_a_sentence(
    client: PageClient, town: Town, language: str, query: str
) -> None:
    columns = columns_of(client, town.cim, foreign_list())

    again = client.get_page(columns.url + query)

    assert chosen_fields(again) == chosen_fields(columns)


def test_what_is_known_of_the_file_is_told(client: PageClient, town: Town, language: str) -> None:
    content = "Insats;Ort;Budget\r\nBåt;Göta;5\r\nSumma;;5\r\n".encode("cp1252")

    columns = columns_of(
        client, town.cim, content, name="lista.csv", organisation=str(town.kitchen.public_id)
    )

    text = columns.text("main")
    assert ("å, ä and ö" if language == "en" else "å, ä och ö") in text
    assert "Summa" in text


def test_headings_that_nobody_knows_are_asked_about(
    client: PageClient, town: Town, language: str
) -> None:
    columns = columns_of(
        client, town.cim, semicolons("Abc;Def", "Läxhjälp;Xyz", "Fotboll;Uvw"), name="a.csv",
        organisation=str(town.kitchen.public_id),
    )  # fmt: skip

    word = "not sure which row" if language == "en" else "inte säkra på vilken rad"
    assert word in columns.text("main")


@pytest.mark.parametrize("changes", [{"column-4": ""}, {"column-5": "title"}, {"column-2": ""}])
def test_columns_that_cannot_be_read_are_refused_with_what_was_chosen(
    client: PageClient, town: Town, language: str, changes: dict[str, str]
) -> None:
    columns = columns_of(client, town.cim, foreign_list())

    response = client.submit(columns, "main form[method=post]", **changes)

    assert response.status_code == 422
    page = read(response)
    assert page.select("[data-error-summary]")
    kept = chosen_fields(page)
    ((name, value),) = changes.items()
    assert list(kept.values())[int(name.removeprefix("column-")) - 1] == value


def test_long_lists_are_read_in_the_background_with_progress(
    client: PageClient, app: Flask, clock: Clock, town: Town, language: str
) -> None:
    content = foreign_list(*(foreign_row(number) for number in range(600)))
    columns = columns_of(client, town.cim, content)

    waiting = previewed(client, columns)
    assert waiting.select("progress")
    assert waiting.select("noscript meta[http-equiv=refresh]"), "without JavaScript it looks again"
    fragment = client.get_fragment(waiting.url)
    assert fragment.select("progress")
    assert fragment.select("[hx-trigger='every 1s']")

    work_once(app, clock.now)

    done = client.get_fragment(waiting.url)
    assert figures(done) == [0, 600, 0, 0, 0]
    assert not done.select("[hx-trigger]"), "nothing more to wait for"
    second = client.get_page(waiting.url + "?outcome=new&page=2")
    assert len(second.select("main tbody tr")) == 50


def test_long_lists_are_saved_in_the_background_with_progress(
    client: PageClient,
    app: Flask,
    clock: Clock,
    town: Town,
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = foreign_list(*(foreign_row(number) for number in range(600)))
    page = previewed(client, columns_of(client, town.cim, content))
    work_once(app, clock.now)
    page = client.get_page(page.url)

    answers = [client.submit(page, "main form[action$=saving]") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert client.get_page(page.url).one("progress")["value"] == "0"
    bars: list[object] = []

    def looked_at(rows: Any) -> Any:
        bars.append(client.get_fragment(page.url).one("progress")["value"])
        return insert_initiatives(rows)

    monkeypatch.setattr(import_saving, "insert_initiatives", looked_at)
    work_once(app, clock.now)

    assert set(bars) == {"300"}, "half of the bar is the making ready, the rest saves at once"
    done = client.get_fragment(page.url)
    assert not done.select("[hx-trigger]")
    with app.app_context():
        assert len(titles()) == 600


def test_a_long_list_that_no_longer_holds_says_so(
    client: PageClient, app: Flask, clock: Clock, town: Town, language: str
) -> None:
    content = foreign_list(*(foreign_row(number) for number in range(600)))
    page = previewed(client, columns_of(client, town.cim, content))
    work_once(app, clock.now)
    client.submit(client.get_page(page.url), "main form[action$=saving]")
    with app.app_context():
        read_in(town.cim, foreign_list(foreign_row(7)))

    work_once(app, clock.now)

    told = client.get_page(page.url).text("main")
    assert ("meanwhile" if language == "en" else "under tiden") in told
    with app.app_context():
        assert len(titles()) == 1


def test_saving_twice_is_no_fault(client: PageClient, app: Flask, town: Town) -> None:
    page = previewed(client, columns_of(client, town.cim, foreign_list()))

    first = client.submit(page, "main form[action$=saving]")
    second = client.submit(page, "main form[action$=saving]")

    assert first.location == second.location
    client.get_page(second.location)
    with app.app_context():
        assert len(titles()) == 2


def test_a_list_that_no_longer_holds_is_looked_through_again(
    client: PageClient, app: Flask, town: Town, language: str
) -> None:
    first = previewed(client, columns_of(client, town.cim, foreign_list()))
    second = previewed(client, columns_of(client, town.cim, foreign_list()))
    client.submit(first, "main form[action$=saving]")

    refused = client.submit(second, "main form[action$=saving]")

    assert refused.location.endswith("/columns")
    page = client.get_page(refused.location)
    assert ("meanwhile" if language == "en" else "under tiden") in page.text("body")


def test_a_list_can_be_thrown_away(
    client: PageClient, app: Flask, town: Town, language: str
) -> None:
    page = previewed(client, columns_of(client, town.cim, foreign_list()))

    gone = client.submit(page, "main form[action$=removal]")

    client.get_page(gone.location)
    assert client.get(page.url).status_code == 404
    with app.app_context():
        assert not db.session.scalars(select(ImportRow)).all()


def test_the_list_is_anothers(client: PageClient, town: Town) -> None:
    page = previewed(client, columns_of(client, town.cim, foreign_list()))

    sign_in(client, town.lea)

    for url in (page.url, page.url + "/columns"):
        assert client.get(url).status_code == 404


def test_members_and_readers_do_not_read_in_lists(client: PageClient, town: Town) -> None:
    for actor in (town.mia, town.stina, town.rut, town.ada):
        sign_in(client, actor)
        assert client.get("/imports").status_code == 403


def test_a_manager_chooses_among_the_own_organisations_only(client: PageClient, town: Town) -> None:
    sign_in(client, town.lea)
    own = client.get_page("/imports").select("select[name=organisation] option")
    assert [option.get_text() for option in own] == ["Norrby kök"]

    response = upload(client, town.lea, foreign_list(), organisation=str(town.house.public_id))
    assert response.status_code == 422


def test_hostile_text_stays_text(client: PageClient, app: Flask, town: Town) -> None:
    row = foreign_row(
        1,
        projektnamn="<script>alert(1)</script>",
        projektbeskrivning="{{ 7 * 7 }} =cmd|' /C calc'!A0",
        stödmottagare="<b>Klubb</b> & co",
    )
    headers = ["<i>Rubrik</i>", "x"]
    content = foreign_list(row)

    columns = columns_of(client, town.cim, content, name="<img src=x>.xlsx")
    page = previewed(client, columns)
    client.submit(page, "main form[action$=saving]")

    assert not page.select("script:not([src])")
    with app.app_context():
        kept = initiative_named("<script>alert(1)</script>")
        assert kept.description == "{{ 7 * 7 }} =cmd|' /C calc'!A0"
    strange = columns_of(
        client, town.cim, workbook([headers, ["a", "b"], ["c", "d"]]),
        organisation=str(town.kitchen.public_id),
    )  # fmt: skip
    assert "<i>Rubrik</i>" in chosen_fields(strange)


def test_nothing_is_kept_of_a_file_without_a_choice(
    client: PageClient, app: Flask, town: Town
) -> None:
    sign_in(client, town.cim)
    page = client.get_page("/imports")

    response = client.submit(page, "main form[method=post]")

    assert response.status_code == 422
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ImportFile)) == 0
