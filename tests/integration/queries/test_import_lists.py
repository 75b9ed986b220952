"""The list in a file: the likeliest sheet and headings, unless somebody says others."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clock import START
from tests.lists import foreign_list, workbook
from tracker.domain.importing.errors import NoTableFoundError, SheetNotFoundError
from tracker.domain.importing.fields import ImportField
from tracker.domain.importing.mappings import GuessReason
from tracker.queries.import_lists import ListInFile, read_list

pytestmark = pytest.mark.usefixtures("in_app", "town")

TWO_SHEETS = workbook(
    Info=[("Kontakta oss",)],
    Insatser=[("Insats", "Ort"), ("A", "Norrby"), ("B", "Hulta")],
    Gamla=[("Rapport 2020",), (), ("Insats", "Var"), ("C", "Göta"), ("D", "Sjöbo")],
)


def read(content: bytes, saved: dict[str, Any] | None = None, **choices: object) -> ListInFile:
    today = START.date()
    return read_list("a.xlsx", content, choices=choices, saved=saved, today=today)


def test_the_likeliest_sheet_is_taken() -> None:
    assert read(TWO_SHEETS).table.sheet == "Insatser"


def test_another_sheet_and_row_can_be_chosen() -> None:
    table = read(TWO_SHEETS, sheet="Gamla").table
    assert [column.header for column in table.columns] == ["Insats", "Var"]
    assert read(TWO_SHEETS, sheet="Gamla", header_row=4).table.columns[0].header == "C"


def test_what_is_not_there_is_told() -> None:
    with pytest.raises(SheetNotFoundError):
        read(TWO_SHEETS, sheet="Blad 9")
    with pytest.raises(NoTableFoundError):
        read(TWO_SHEETS, header_row=99)


def test_a_saved_choice_goes_before_the_guess() -> None:
    guess = read(foreign_list()).mapping
    saved = guess.choosing("projektbeskrivning", ImportField.PURPOSE).to_json()

    mapping = read(foreign_list(), saved=saved).mapping

    entry = mapping.of("projektbeskrivning")
    assert entry is not None
    assert (entry.field, entry.reason) == (ImportField.PURPOSE, GuessReason.SAVED)
