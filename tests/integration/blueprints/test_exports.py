"""An exported list holds what its reader may see, says what it is, and nothing in it computes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.clock import Clock
from tests.figures import Figures
from tests.register import add_initiative, add_organisation, add_person, sign_in
from tests.unit.domain.importing.conftest import vocabulary_of_boras
from tracker.access.actors import Actor
from tracker.domain.export_columns import ExportColumn, header
from tracker.domain.importing.columns import guess_mapping
from tracker.domain.importing.fields import EXPORT_HEADERS
from tracker.domain.importing.header import find_table
from tracker.domain.importing.reading import read_tables
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.roles import PlatformRole
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import AuditEntry, AuditValue, Partnership, StatusReport
from tracker.services import partnerships, status_reports
from tracker.services.status_reports import ReportContent

CSV, EXCEL = "/exports/initiatives.csv", "/exports/initiatives.xlsx"
HOSTILE = (
    '=HYPERLINK("http://example.org/"&A1,"klicka")',
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    'a;b,"c"\r\nd',
    "abc\u202edcba",
    "x\ufffey",
    "å" * 40_000,
)


@dataclass
class City:
    """Two organisations and a coordinator."""

    lead: Actor
    other: Actor
    coordinator: Actor
    reader: Actor


@pytest.fixture
def city(app: Flask) -> City:
    with app.app_context():
        kitchen = add_organisation("Norrby kök; kafé & co")
        house = add_organisation("AB Huset", kind="business")
        return City(
            add_person("Lea Lund", kitchen),
            add_person("Pia Ek", house),
            add_person("Cim", platform_roles=[PlatformRole.COORDINATOR]),
            add_person("Rut", platform_roles=[PlatformRole.READER], language="en"),
        )


@contextmanager
def fetched(client: FlaskClient, actor: Actor, url: str) -> Iterator[TestResponse]:
    sign_in(client, actor)
    response = client.get(url)
    assert response.status_code == 200
    yield response
    response.close()


def csv_rows(
    client: FlaskClient, actor: Actor, query: str = "", language: str = "sv"
) -> list[dict[ExportColumn, str]]:
    with fetched(client, actor, CSV + query) as response:
        text = response.get_data().decode("utf-8-sig")
    delimiter = ";" if language == "sv" else ","
    first, *rest = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    assert first == [header(column, language) for column in ExportColumn]
    return [dict(zip(ExportColumn, row, strict=True)) for row in rest]


def excel_rows(client: FlaskClient, actor: Actor, query: str = "") -> list[dict[ExportColumn, Any]]:
    with fetched(client, actor, EXCEL + query) as response:
        book = load_workbook(io.BytesIO(response.get_data()))
    (sheet,) = book.worksheets
    _, *rest = sheet.iter_rows()
    assert {cell.data_type for row in rest for cell in row} <= {"s", "n", "d", "inlineStr"}
    return [dict(zip(ExportColumn, (cell.value for cell in row), strict=True)) for row in rest]


def full_initiative(city: City, clock: Clock) -> None:
    initiative_id = add_initiative(
        city.lead,
        "Matlaget",
        goals=("CY1",),
        age_from=7,
        age_to=12,
        end_on=date(2026, 12, 18),
        budget_sek=125_000,
        contact_name="Lea Lund",
        contact_email="lea@example.org",
        contact_phone="+46 33 35 70 00",
        links=("https://example.org/mat",),
        phase=Phase.ONGOING,
    )
    partnerships.ask(
        city.lead,
        initiative_id,
        organisation_id=city.other.organisations[0].public_id,
        role="contributing",
        note="",
        now=clock.now,
    )
    waiting = db.session.scalars(select(Partnership.public_id)).one()
    partnerships.answer(city.other, waiting, is_accepted=True, now=clock.now)
    report = ReportContent(
        condition=Condition.ON_PLAN,
        phase=Phase.ONGOING,
        happened="Åtta har lagat soppa.",
        people_reached=8,
        reported_on=date(2026, 2, 20),
    )
    status_reports.submit(city.lead, initiative_id, report, submission_key="a", now=clock.now)
    wrong = db.session.scalars(select(StatusReport.public_id)).one()
    better = ReportContent(
        condition=Condition.ON_PLAN,
        phase=Phase.ONGOING,
        happened="Arton har lagat soppa.",
        people_reached=18,
        reported_on=date(2026, 2, 19),
    )
    status_reports.correct(city.lead, wrong, better, submission_key="b", now=clock.now)


def test_a_list_holds_everything_an_initiative_says(
    app: Flask, plain_client: FlaskClient, city: City, clock: Clock
) -> None:
    with app.app_context():
        full_initiative(city, clock)

    (row,) = csv_rows(plain_client, city.lead)

    assert row[ExportColumn.TITLE] == "Matlaget"
    assert row[ExportColumn.LEAD_ORGANISATION] == "Norrby kök; kafé & co"
    assert row[ExportColumn.PARTNERS].startswith("AB Huset (")
    assert row[ExportColumn.PLACES] == "Norrby"
    assert row[ExportColumn.AGES] == "7–12 år"
    assert row[ExportColumn.START_ON] == "2026-01-12"
    assert row[ExportColumn.VISIBILITY] == "Samverkan"
    assert row[ExportColumn.BUDGET_SEK] == "125000"
    assert row[ExportColumn.CONTACT_PHONE] == "'+46 33 35 70 00"
    assert row[ExportColumn.LINKS] == "https://example.org/mat"
    assert row[ExportColumn.PEOPLE_REACHED] == "18", "the corrected report, not the wrong one"
    assert plain_client.get(row[ExportColumn.PAGE]).status_code == 200


def test_dates_and_numbers_are_dates_and_numbers_in_excel(
    app: Flask, plain_client: FlaskClient, city: City, clock: Clock
) -> None:
    with app.app_context():
        full_initiative(city, clock)

    (row,) = excel_rows(plain_client, city.lead)

    assert row[ExportColumn.START_ON] == datetime(2026, 1, 12)  # noqa: DTZ001
    assert row[ExportColumn.REPORTED_ON] == datetime(2026, 2, 19)  # noqa: DTZ001
    assert row[ExportColumn.BUDGET_SEK] == 125_000
    assert row[ExportColumn.CONTACT_PHONE] == "+46 33 35 70 00"


def test_the_excel_file_has_a_frozen_bold_header_in_the_readers_language(
    app: Flask, plain_client: FlaskClient, city: City
) -> None:
    with fetched(plain_client, city.reader, EXCEL) as response:
        book = load_workbook(io.BytesIO(response.get_data()))
        disposition = response.headers["Content-Disposition"]

    sheet = book["Initiatives"]
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == [header(column, "en") for column in ExportColumn]
    assert sheet["A1"].font.b
    assert disposition == "attachment; filename=initiatives-2026-03-02.xlsx"


def test_a_list_speaks_the_readers_language(
    app: Flask, plain_client: FlaskClient, city: City
) -> None:
    with app.app_context():
        add_initiative(city.lead, "Matlaget", age_from=65)

    (row,) = csv_rows(plain_client, city.reader, language="en")

    assert row[ExportColumn.VISIBILITY] == "Shared"
    assert row[ExportColumn.PHASE] == "Planned"
    assert row[ExportColumn.AGES] == "from 65 years"


@pytest.mark.parametrize(("url", "ending"), [(CSV, "csv"), (EXCEL, "xlsx")])
def test_a_list_is_handed_over_as_a_file(
    app: Flask, plain_client: FlaskClient, city: City, url: str, ending: str
) -> None:
    with fetched(plain_client, city.lead, url) as response:
        assert len(response.get_data()) == response.content_length
        headers = response.headers

    assert headers["Content-Disposition"] == f"attachment; filename=insatser-2026-03-02.{ending}"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_a_list_follows_the_selection_in_the_address(
    app: Flask, plain_client: FlaskClient, city: City
) -> None:
    with app.app_context():
        add_initiative(city.lead, "Matlaget", phase=Phase.ONGOING)
        add_initiative(city.lead, "Läxlaget", phase=Phase.PLANNED)

    rows = csv_rows(plain_client, city.coordinator, "?phase=ongoing&q=mat")

    assert [row[ExportColumn.TITLE] for row in rows] == ["Matlaget"]


def test_drafts_of_others_and_partners_who_have_not_answered_are_never_in_a_list(
    app: Flask, plain_client: FlaskClient, city: City, clock: Clock, figures: Figures
) -> None:
    with app.app_context():
        add_initiative(city.lead, "MARKER hemligt utkast", is_draft=True)
        add_initiative(city.lead, "Synlig", is_draft=False)
        shared = add_initiative(city.lead, "Frågad")
        partnerships.ask(
            city.lead,
            shared,
            organisation_id=city.other.organisations[0].public_id,
            role="contributing",
            note="",
            now=clock.now,
        )

    leaks = 0
    for actor, language in ((city.other, "sv"), (city.coordinator, "sv"), (city.reader, "en")):
        rows = csv_rows(plain_client, actor, language=language)
        assert len(rows) == 2
        leaks += sum("MARKER" in str(row) or "AB Huset" in str(row) for row in rows)
        leaks += "MARKER" in str(excel_rows(plain_client, actor))
    own = csv_rows(plain_client, city.lead)

    assert leaks == 0
    assert len(own) == 3
    figures.record("foreign drafts in exported lists", value=leaks)


def test_a_contact_stands_only_where_the_reader_may_see_it(
    app: Flask, plain_client: FlaskClient, city: City, clock: Clock, figures: Figures
) -> None:
    with app.app_context():
        full_initiative(city, clock)
        stranger = add_person("Sam", add_organisation("Kören"))

    def contacts(actor: Actor, language: str = "sv") -> list[str]:
        return [
            row[ExportColumn.CONTACT_EMAIL]
            for row in csv_rows(plain_client, actor, language=language)
        ]

    for actor in (city.lead, city.other, city.coordinator):
        assert contacts(actor) == ["lea@example.org"]
    assert contacts(stranger) == [""]
    assert contacts(city.reader, "en") == [""]
    figures.record("contacts in lists of those who may not see them", value=0)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(
    app: Flask, plain_client: FlaskClient, city: City, hostile: str, figures: Figures
) -> None:
    with app.app_context():
        add_initiative(city.lead, "Matlaget", description=hostile, diarienummer=hostile[:60])

    (plain,) = csv_rows(plain_client, city.lead)
    (excel,) = excel_rows(plain_client, city.lead)

    text = plain[ExportColumn.DESCRIPTION]
    assert text.removeprefix("'") == hostile
    assert not text.startswith(("=", "+", "-", "@", "\t", "\r"))
    kept = excel[ExportColumn.DESCRIPTION]
    assert kept.rstrip("…") in hostile.replace("\ufffe", "").replace("\r\n", "\n")
    assert len(kept) <= 32_767
    figures.add("hostile texts in exported lists that stayed text", value=2, of=2)


def test_an_export_is_noted_with_its_selection_and_count(
    app: Flask, plain_client: FlaskClient, city: City
) -> None:
    with app.app_context():
        add_initiative(city.lead, "Matlaget")
    csv_rows(plain_client, city.coordinator, "?q=mat")

    with app.app_context():
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.verb == Verb.EXPORTED.value)
        ).one()
        values = {
            value.field: value.after
            for value in db.session.scalars(
                select(AuditValue).where(AuditValue.entry_id == entry.id)
            )
        }
    assert (entry.person_id, entry.subject_kind) == (city.coordinator.person_id, "register")
    assert values == {"selection": '[["q", "mat"]]', "format": '"csv"', "rows": "1"}


@pytest.mark.parametrize("url", [CSV, EXCEL])
def test_nobody_takes_out_a_list_without_signing_in(
    app: Flask, plain_client: FlaskClient, city: City, url: str
) -> None:
    response = plain_client.get(url)

    assert response.status_code == 303
    with app.app_context():
        assert (
            db.session.scalars(
                select(AuditEntry).where(AuditEntry.verb == Verb.EXPORTED.value)
            ).first()
            is None
        )


@pytest.mark.parametrize("url", [CSV, EXCEL])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_exported_list_is_understood_by_the_import(
    app: Flask,
    plain_client: FlaskClient,
    city: City,
    clock: Clock,
    url: str,
    language: str,
) -> None:
    with app.app_context():
        full_initiative(city, clock)
        add_initiative(city.lead, "Läxlaget", phase=Phase.ONGOING)
    actor = city.lead if language == "sv" else city.reader
    with fetched(plain_client, actor, url) as response:
        content = response.get_data()

    tables = read_tables(content, url.rsplit("/", maxsplit=1)[-1])
    table = find_table(tables, header_row=1)
    guesses = guess_mapping(table.columns, table.rows, vocabulary_of_boras()).columns
    guessed = [column.field for column in guesses]

    wanted = {field.value for field in EXPORT_HEADERS}
    assert [field.value if field else None for field in guessed] == [
        column.value if column.value in wanted else None for column in ExportColumn
    ]
