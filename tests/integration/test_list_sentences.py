"""Whatever is wrong with a file, or worth knowing of it, has a sentence in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from flask import Flask

from tracker.domain.importing import errors
from tracker.domain.importing.errors import Breakage, Extent, ImportFileError, SeemsToBe
from tracker.domain.importing.fields import ImportField
from tracker.domain.importing.grid import FileRemark, Remarked
from tracker.domain.importing.mappings import ColumnMapping, Mapping
from tracker.domain.importing.tables import SkippedRow, SkipReason
from tracker.list_sentences import (
    failure_sentence,
    file_remark,
    file_sentence,
    mapping_faults,
    skipped_sentences,
)

pytestmark = pytest.mark.once

Said = TypeVar("Said")
FAULTS: list[ImportFileError] = [
    errors.EmptyFileError(),
    errors.ProtectedWorkbookError(filename="a"),
    errors.NoTableFoundError(sheets=()),
    errors.SheetNotFoundError(sheet="a", sheets=()),
    errors.MappingFormatError(key="a"),
    *(errors.NotATableError(filename="a", seems_to_be=kind) for kind in SeemsToBe),
    *(errors.TooLargeError(extent=extent, actual=2, limit=1) for extent in Extent),
    *(errors.BrokenWorkbookError(filename="a", breakage=breakage) for breakage in Breakage),
]


def in_both(app: Flask, make: Callable[[], Said]) -> tuple[Said, Said]:
    answers = []
    for language in ("sv", "en"):
        with app.test_request_context(headers={"Accept-Language": language}):
            answers.append(make())
    return answers[0], answers[1]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_every_fault_of_a_file_has_a_sentence(app: Flask, fault: ImportFileError) -> None:
    swedish, english = in_both(app, lambda: file_sentence(fault))

    assert swedish != english
    assert swedish.endswith(".")


@pytest.mark.parametrize("remark", FileRemark)
def test_every_remark_on_a_file_has_a_sentence(app: Flask, remark: FileRemark) -> None:
    swedish, english = in_both(app, lambda: file_remark(Remarked(remark, example="100 %")))

    assert swedish != english
    assert "%(" not in swedish + english


@pytest.mark.parametrize("reason", SkipReason)
@pytest.mark.parametrize("count", [1, 3])
def test_rows_left_out_are_told_once_a_reason(app: Flask, reason: SkipReason, count: int) -> None:
    rows = [SkippedRow(number, reason, "Summa 100 %") for number in range(7, 7 + count)]

    for (sentence,) in in_both(app, lambda: skipped_sentences(rows)):
        assert "7" in sentence
        assert ("3" in sentence) is (count == 3)


@pytest.mark.parametrize("cause", ["SheetNotFoundError", "NoReader", ""])
def test_a_reading_that_failed_says_why(app: Flask, cause: str) -> None:
    swedish, english = in_both(app, lambda: failure_sentence(cause))

    assert swedish != english


def mapping_of(*fields: ImportField | None) -> Mapping:
    return Mapping(tuple(ColumnMapping(str(at), field) for at, field in enumerate(fields)))


@pytest.mark.parametrize(
    ("fields", "has_organisation", "faults"),
    [
        ([ImportField.TITLE], True, 0),
        ([ImportField.TITLE], False, 1),
        ([ImportField.TITLE, ImportField.LEAD_ORGANISATION], False, 0),
        ([ImportField.TITLE, ImportField.REGISTER_ID], False, 0),
        ([ImportField.TITLE, ImportField.TITLE], True, 1),
        ([ImportField.TITLE, ImportField.PLACES, ImportField.PLACES, None, None], True, 0),
        ([None], False, 2),
    ],
)
def test_columns_that_no_row_could_be_read_by_are_refused(
    app: Flask, fields: list[ImportField | None], has_organisation: bool, faults: int
) -> None:
    mapping = mapping_of(*fields)

    for sentences in in_both(
        app, lambda: mapping_faults(mapping, has_organisation=has_organisation)
    ):
        assert len(sentences) == faults
