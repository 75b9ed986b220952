"""What an exported column is called, and texts that no spreadsheet computes."""

from __future__ import annotations

import pytest

from tracker.domain.export_columns import (
    HEADERS,
    READ_ONLY_COLUMNS,
    ExportColumn,
    guarded,
    header,
    is_formula_like,
    unguarded,
)

FORMULAS = (
    "=1+1",
    "+46 33 35 70 00",
    "-2",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    '=HYPERLINK("http://example.org";"klicka")',
    "＝1+1",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_guarded_and_comes_back_as_it_was(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert not is_formula_like(guarded(text))
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "Matlaget", "10 - 15", "'citat'", "a=b", "Öppet +"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_column_has_a_header_of_its_own(language: str) -> None:
    names = [header(column, language) for column in ExportColumn]

    assert len(set(names)) == len(ExportColumn)
    assert list(HEADERS) == list(ExportColumn)


def test_what_the_register_says_by_itself_is_not_read_back() -> None:
    assert ExportColumn.TITLE not in READ_ONLY_COLUMNS
    assert ExportColumn.PEOPLE_REACHED in READ_ONLY_COLUMNS
