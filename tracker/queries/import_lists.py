"""Answers what list a kept file holds, and how its columns are understood."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.importing.columns import guess_mapping
from tracker.domain.importing.grid import Remarked
from tracker.domain.importing.header import find_table
from tracker.domain.importing.mappings import Mapping
from tracker.domain.importing.reading import read_tables
from tracker.domain.importing.tables import Table
from tracker.domain.importing.vocabulary import Vocabulary
from tracker.queries.import_register import load_vocabulary

GUESSED_FROM_ROWS = 200


@dataclass(frozen=True, slots=True)
class ListInFile:
    """The list found in a file, how its columns are understood, and what to know of the file."""

    table: Table
    mapping: Mapping
    remarks: Sequence[Remarked]
    vocabulary: Vocabulary


def read_list(
    name: str,
    content: bytes,
    *,
    choices: MappingOf[str, Any],
    saved: MappingOf[str, Any] | None,
    today: date,
) -> ListInFile:
    """Read the list and guess its columns; a saved mapping goes before the guess.

    `choices` may name a `sheet` and a `header_row`; without them the likeliest are taken.

    Raises:
        ImportFileError: the file cannot be read as a list, or not on the chosen sheet.
    """
    workbook = read_tables(content, name)
    table = find_table(workbook, sheet=choices.get("sheet"), header_row=choices.get("header_row"))
    vocabulary = load_vocabulary(today=today)
    guess = guess_mapping(table.columns, table.rows[:GUESSED_FROM_ROWS], vocabulary)
    mapping = Mapping.from_json(saved).fitted(table.columns, guess) if saved else guess
    remarks = [each for each in workbook.remarks if each.sheet in ("", table.sheet)]
    return ListInFile(table, mapping, remarks, vocabulary)
