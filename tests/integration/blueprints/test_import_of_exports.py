"""What the register exports it understands again: nothing changes, and edited cells alone do."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask import Flask

from tests.lists import counts, look_through, read_in, rows_of
from tests.page_client import PageClient
from tests.register import (
    add_initiative,
    add_partner,
    add_report,
    change_row,
    get_initiative,
    last_changes,
    sign_in,
)
from tests.town import Town
from tracker.domain.export_columns import HEADERS, READ_ONLY_COLUMNS, ExportColumn
from tracker.domain.importing.fields import EXPORT_HEADERS, known_field
from tracker.domain.lifecycle import Phase, Visibility
from tracker.domain.roles import MembershipRole
from tracker.extensions import db
from tracker.models import Person

KINDS = ("csv", "xlsx")


@pytest.fixture(params=["sv", "en"])
def filled_town(request: pytest.FixtureRequest, app: Flask, town: Town) -> Town:
    """A town whose records say everything a record can say, read in Swedish or in English."""
    with app.app_context():
        full: dict[str, Any] = {
            "description": "Vi läser läxor.\n\nOch äter frukt – på onsdagar.",
            "purpose": "=Fler klarar skolan",
            "goals": ("CY1", "WS1"),
            "goal_areas": ("children_youth", "work_studies"),
            "places": ("norrby", "hulta"),
            "target_groups": ("children", "teenagers", "parents"),
            "effort_types": ("homework_help", "meeting_place"),
            "funding": ("iop", "volunteer_time"),
            "reach": "group",
            "age_from": 7,
            "age_to": 15,
            "end_on": date(2026, 12, 18),
            "budget_sek": 125_000,
            "contact_name": "Lea Lund",
            "diarienummer": "KS 2026-00123",
            "links": ("https://example.org/a", "https://example.org/b"),
            "phase": Phase.ONGOING,
        }
        first = add_initiative(town.lea, "Läxhjälp; med “frukt” & 'saft'", **full)
        add_partner(town.lea, first, town.pia)
        add_report(town.lea, first, happened="Tolv nya.")
        add_initiative(town.lea, "Seniorfika", age_from=65, phase=Phase.CLOSING)
        add_initiative(town.lea, "Upp till tolv", visibility=Visibility.COORDINATED, age_to=12)
        add_initiative(town.lea, "Ett utkast", is_draft=True, description="", places=())
        add_initiative(town.pia, "Husets egen", organisation=town.house)
        add_initiative(town.stina, "Skolans", organisation=town.school)
        for actor in (town.lea, town.cim):
            change_row(db.session.get_one(Person, actor.person_id), language=request.param)
    return town


def exported(client: PageClient, actor: Any, kind: str) -> bytes:
    sign_in(client, actor)
    response = client.get(f"/exports/initiatives.{kind}")
    assert response.status_code == 200
    content = response.get_data()
    response.close()
    return content


def edited(content: bytes, kind: str, cells: dict[tuple[str, int], Any]) -> bytes:
    """The file with cells changed, by title of the row and place of the column."""
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        rows = list(book.worksheets[0].iter_rows())
        for (title, column), value in cells.items():
            row = next(row for row in rows if row[2].value == title)
            row[column].value = value
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
    text = content.decode("utf-8-sig")
    delimiter = ";" if text.count(";") > text.count(",") else ","
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    for (title, column), value in cells.items():
        next(line for line in lines if line[2] == title)[column] = str(value)
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(lines)
    return written.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["lea", "cim"])
def test_an_exported_list_changes_nothing(
    client: PageClient, app: Flask, filled_town: Town, kind: str, who: str
) -> None:
    actor = getattr(filled_town, who)
    content = exported(client, actor, kind)

    with app.app_context():
        looked = look_through(actor, content, name=f"export.{kind}")
        found = {
            n: (r.outcome.value, r.changed, r.findings) for n, r in rows_of(actor, looked).items()
        }

    rows = 6 if who == "lea" else 5
    assert counts(looked) == {"unchanged": rows}, found
    read_as = {column["key"]: column["field"] for column in looked.mapping["columns"]}
    told = {header for column in READ_ONLY_COLUMNS for header in HEADERS[column]}
    assert not [key for key, field in read_as.items() if key in told and field]


@pytest.mark.parametrize("kind", KINDS)
def test_two_edited_cells_are_two_changes(
    client: PageClient, app: Flask, filled_town: Town, kind: str
) -> None:
    lea = filled_town.lea
    content = exported(client, lea, kind)
    with app.app_context():
        mine = edited(
            content, kind, {("Seniorfika", 22): 5000, ("Upp till tolv", 3): "Ny beskrivning"}
        )

        looked = read_in(lea, mine, name=f"export.{kind}")

    assert counts(looked) == {"changed": 2, "unchanged": 4}


@pytest.mark.parametrize("kind", KINDS)
def test_an_edited_row_of_another_organisation_is_refused(
    client: PageClient, app: Flask, filled_town: Town, kind: str
) -> None:
    lea = filled_town.lea
    content = exported(client, lea, kind)
    with app.app_context():
        theirs = edited(content, kind, {("Husets egen", 3): "Nu är den min"})

        looked = look_through(lea, theirs, name=f"export.{kind}")

    assert counts(looked) == {"unchanged": 5, "fault": 1}


@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_emptied_in_an_exported_list_empties_nothing(
    client: PageClient, app: Flask, filled_town: Town, kind: str
) -> None:
    lea = filled_town.lea
    content = exported(client, lea, kind)
    with app.app_context():
        emptied = edited(content, kind, {("Seniorfika", 3): "", ("Seniorfika", 14): ""})

        looked = look_through(lea, emptied, name=f"export.{kind}")

    assert counts(looked) == {"unchanged": 6}


def test_addresses_of_contacts_are_the_one_thing_exported_and_not_read_back() -> None:
    read_back = {column.value for column in HEADERS if column not in READ_ONLY_COLUMNS}
    assert read_back - {field.value for field in EXPORT_HEADERS} == {
        "contact_email",
        "contact_phone",
    }
    for column in (ExportColumn.CONTACT_EMAIL, ExportColumn.CONTACT_PHONE):
        assert not any(known_field(header) for header in HEADERS[column])


def test_a_member_of_the_house_reads_its_own_back(
    client: PageClient, app: Flask, filled_town: Town
) -> None:
    assert filled_town.pia.organisations[0].role is MembershipRole.MANAGER
    content = exported(client, filled_town.pia, "csv")
    with app.app_context():
        mine = edited(content, "csv", {("Husets egen", 3): "Vi bjuder på kaffe"})
        looked = read_in(filled_town.pia, mine, name="export.csv")
        (row,) = (r for r in [get_initiative_named("Husets egen")])
        changes = last_changes(row.public_id)

    assert looked.to_save == 1
    assert list(changes) == ["description"]


def get_initiative_named(title: str) -> Any:
    from tests.lists import initiative_named

    return get_initiative(initiative_named(title).public_id)
