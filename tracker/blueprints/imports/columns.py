"""Makes the page on which a person says what the columns of a list are."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.blueprints.imports.sentences import field_label
from tracker.domain.importing.columns import guess_mapping
from tracker.domain.importing.fields import ImportField
from tracker.domain.importing.header import find_table
from tracker.domain.importing.mappings import ColumnMapping, GuessReason, Mapping
from tracker.domain.importing.reading import read_tables
from tracker.domain.importing.tables import Table
from tracker.queries.import_register import load_vocabulary

GUESSED_FROM_ROWS = 200
SURE = 0.75


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column of the list: what it is called, what stands in it, and what it is taken for."""

    number: int
    key: str
    header: str
    examples: Sequence[str]
    field: str
    is_unsure: bool


@dataclass(frozen=True, slots=True)
class ListInFile:
    """The list found in a file, and how its columns are understood."""

    table: Table
    mapping: Mapping


def read_list(
    name: str, content: bytes, *, choices: MappingOf[str, Any], saved: MappingOf[str, Any] | None
) -> ListInFile:
    """Read the list and guess its columns; a saved mapping goes before the guess.

    Raises:
        ImportFileError: there is no list on the chosen sheet.
    """
    table = find_table(
        read_tables(content, name), sheet=choices.get("sheet"), header_row=choices.get("header_row")
    )
    guess = guess_mapping(table.columns, table.rows[:GUESSED_FROM_ROWS], load_vocabulary())
    mapping = Mapping.from_json(saved).fitted(table.columns, guess) if saved else guess
    return ListInFile(table, mapping)


def column_choices(found: ListInFile) -> list[ColumnChoice]:
    """The columns, in the order of the file."""
    return [
        ColumnChoice(
            number=number,
            key=column.key,
            header=column.shown,
            examples=entry.examples[:3],
            field=entry.field.value if entry.field else "",
            is_unsure=_is_unsure(entry),
        )
        for number, column in enumerate(found.table.columns, 1)
        if (entry := found.mapping.of(column.key) or ColumnMapping(column.key, None))
    ]


def _is_unsure(entry: ColumnMapping) -> bool:
    told = (GuessReason.CHOSEN, GuessReason.SAVED)
    return entry.field is not None and entry.confidence < SURE and entry.reason not in told


def field_choices() -> list[tuple[str, str]]:
    """What a column can be, by name."""
    fields = [field for field in ImportField if field is not ImportField.NOTES]
    return [(field.value, field_label(field.value)) for field in fields]


def chosen_mapping(found: ListInFile, form: MappingOf[str, str]) -> Mapping:
    """The mapping that a person chose: `column-1`, `column-2`, … hold the fields."""
    mapping = found.mapping
    for number, column in enumerate(found.table.columns, 1):
        given = form.get(f"column-{number}")
        if given is None:
            continue
        field = ImportField(given) if given in list(ImportField) else None
        entry = mapping.of(column.key)
        if entry is None or entry.field is not field:
            mapping = mapping.choosing(column.key, field)
    return mapping
