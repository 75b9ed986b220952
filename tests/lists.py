"""Lists of others for tests: workbooks made here, and the way of a list through the services."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import openpyxl
from sqlalchemy import select

from tests.clock import START
from tracker.access.actors import Actor, OwnOrganisation
from tracker.domain.import_steps import RowOutcome
from tracker.domain.importing.fields import ImportField
from tracker.domain.importing.mappings import Mapping as ColumnsMapping
from tracker.extensions import db
from tracker.models import AuditEntry, Initiative
from tracker.queries import imports
from tracker.queries.imports import ImportPage, PreviewRow
from tracker.services import import_files, import_preview, import_saving

FOREIGN_HEADERS = (
    "ärende-id",
    "stödmottagare",
    "beviljat_belopp_sek",
    "projektnamn",
    "projektbeskrivning",
    "projekt_starttid",
    "projekt_sluttid",
    "kommuner",
)
"""Headers as the public list of EU projects has them."""


def foreign_row(number: int, **said: Any) -> list[Any]:
    """A row under `FOREIGN_HEADERS`; what is said by header goes before the usual."""
    usual = {
        "ärende-id": f"2020{number:04}",
        "stödmottagare": "Viskans vänner",
        "beviljat_belopp_sek": 125_000,
        "projektnamn": f"Fiske i Viskan {number}",
        "projektbeskrivning": f"Vi fiskar med {number} barn på onsdagar.",
        "projekt_starttid": "2025-01-02",
        "projekt_sluttid": "2026-04-30",
        "kommuner": "Norrby",
    }
    return [{**usual, **said}[header] for header in FOREIGN_HEADERS]


def workbook(rows: Iterable[Sequence[Any]] = (), **sheets: Iterable[Sequence[Any]]) -> bytes:
    """An Excel workbook of one sheet, or of several by name."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in (sheets or {"Blad1": rows}).items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def foreign_list(*rows: list[Any]) -> bytes:
    """A workbook with foreign headers."""
    return workbook([FOREIGN_HEADERS, *(rows or [foreign_row(1), foreign_row(2)])])


def semicolons(*lines: str) -> bytes:
    """A CSV file as Excel saves it in Sweden."""
    return "\r\n".join(lines).encode("utf-8-sig")


def look_through(
    actor: Actor,
    content: bytes,
    *,
    organisation: OwnOrganisation | None = None,
    name: str = "lista.xlsx",
    fields: Mapping[str, ImportField | None] | None = None,
    now: datetime = START,
    **choices: Any,
) -> ImportPage:
    """Upload a list, take the guessed columns (or say others by header), and have it read."""
    public_id = import_files.upload(
        actor,
        name=name,
        content=content,
        organisation_id=organisation.public_id if organisation else None,
        now=now,
    )
    uploaded = imports.get_own(actor, public_id)
    mapping = ColumnsMapping.from_json(uploaded.mapping)
    for header, field in (fields or {}).items():
        assert mapping.of(header), f"no column {header!r}"
        mapping = mapping.choosing(header, field)
    chosen = import_files.choose_columns(
        actor,
        public_id,
        mapping=mapping,
        choices={**uploaded.choices, **choices},
        rows=uploaded.rows_total,
        save_as="",
        now=now,
    )
    import_preview.stage(chosen.import_id, version=chosen.version, now=now)
    return imports.get_own(actor, public_id)


def read_in(actor: Actor, content: bytes, **said: Any) -> ImportPage:
    """Look a list through and save it."""
    looked = look_through(actor, content, **said)
    import_saving.save(actor, looked.public_id, now=said.get("now", START))
    return looked


def counts(looked: ImportPage) -> dict[str, int]:
    """How many rows there are of each outcome that occurs."""
    return {outcome.value: count for outcome, count in looked.counts.items() if count}


def rows_of(actor: Actor, looked: ImportPage) -> dict[int, PreviewRow]:
    """The rows of a list that was looked through, by their number in the file."""
    rows = imports.list_rows(actor, looked, outcome=None, page=1)
    return {row.row_number: row for row in rows}


def causes(row: PreviewRow) -> list[str]:
    """The causes of what was found in a row."""
    return [finding["cause"] for finding in row.findings]


def outcome_of(actor: Actor, looked: ImportPage, number: int) -> RowOutcome:
    """What saving would do with one row."""
    return rows_of(actor, looked)[number].outcome


def titles() -> list[str]:
    """The titles of all initiatives, in the order in which they were registered."""
    return list(db.session.scalars(select(Initiative.title).order_by(Initiative.id)))


def initiative_named(title: str) -> Initiative:
    """The one initiative with this title, read anew."""
    db.session.rollback()
    row: Initiative = db.session.scalars(select(Initiative).where(Initiative.title == title)).one()
    return row


def entries_of(initiative: Initiative) -> list[str]:
    """The verbs of an initiative's audit entries, in order."""
    query = (
        select(AuditEntry.verb)
        .where(AuditEntry.subject_kind == "initiative", AuditEntry.subject_id == initiative.id)
        .order_by(AuditEntry.id)
    )
    return list(db.session.scalars(query))
