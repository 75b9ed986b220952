"""Makes the page on which a person says what the columns of a list are."""

from collections import Counter
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.importing.cell_lists import tags_of
from tracker.domain.importing.fields import TAG_FIELDS, ImportField
from tracker.domain.importing.grid import as_text
from tracker.domain.importing.mappings import (
    ColumnMapping,
    GuessReason,
    Mapping,
    UnknownValues,
)
from tracker.domain.importing.tables import Column
from tracker.import_sentences import field_label
from tracker.queries.import_lists import ListInFile

LOOKED_FOR_UNKNOWN = 1000
SURE = 0.75
MAY_MATCH = 0.8


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column of the list: what it is called, what stands in it, and what it is taken for.

    `unknown` are values that none of our lists has, the commonest first; None where the column
    holds no names of ours. `leaves_out` says what becomes of them.
    """

    number: int
    key: str
    header: str
    examples: Sequence[str]
    field: str
    is_unsure: bool
    unknown: Sequence[str] | None
    leaves_out: bool


def best_saved(
    found: ListInFile, mappings: Sequence[tuple[str, MappingOf[str, Any]]]
) -> str | None:
    """The name of the saved mapping whose columns the list has, if any fits well."""
    shares = [
        (Mapping.from_json(saved).fit_share(found.table.columns), name) for name, saved in mappings
    ]
    share, name = max(shares, default=(0.0, None))
    return name if share >= MAY_MATCH else None


def column_choices(found: ListInFile) -> list[ColumnChoice]:
    """The columns, in the order of the file."""
    return [
        _choice(
            number, column, found.mapping.of(column.key) or ColumnMapping(column.key, None), found
        )
        for number, column in enumerate(found.table.columns, 1)
    ]


def _choice(number: int, column: Column, entry: ColumnMapping, found: ListInFile) -> ColumnChoice:
    return ColumnChoice(
        number=number,
        key=column.key,
        header=column.shown,
        examples=entry.examples[:3],
        field=entry.field.value if entry.field else "",
        is_unsure=_is_unsure(entry),
        unknown=_unknown(number - 1, entry.field, found) if entry.field in TAG_FIELDS else None,
        leaves_out=entry.unknown_values is UnknownValues.LEAVE_OUT,
    )


def _is_unsure(entry: ColumnMapping) -> bool:
    told = (GuessReason.CHOSEN, GuessReason.SAVED)
    return entry.field is not None and entry.confidence < SURE and entry.reason not in told


def _unknown(at: int, field: ImportField | None, found: ListInFile) -> list[str]:
    """Values of a column that name nothing of ours, the commonest first."""
    if field is None:
        return []
    index = found.vocabulary.indexes[field]
    rows = found.table.rows[:LOOKED_FOR_UNKNOWN]
    cells = Counter(as_text(row.cells[at]) for row in rows if row.cells[at] is not None)
    unknown: Counter[str] = Counter()
    for text, count in cells.items():
        for part in tags_of(text, index.is_named):
            if index.find(part) is None:
                unknown[part] += count
    return [part for part, _count in unknown.most_common()]


def field_choices() -> list[tuple[str, str]]:
    """What a column can be, by name."""
    fields = [field for field in ImportField if field is not ImportField.NOTES]
    return [(field.value, field_label(field.value)) for field in fields]


def chosen_mapping(found: ListInFile, form: MappingOf[str, str]) -> Mapping:
    """The mapping that a person chose: `column-1`, `column-2`, … hold the fields.

    `leave-out-1` is ticked where unknown values of that column are to be left out; it was on the
    page where `asked-1` was.
    """
    mapping = found.mapping
    for number, column in enumerate(found.table.columns, 1):
        given = form.get(f"column-{number}")
        if given is None:
            continue
        field = ImportField(given) if given in list(ImportField) else None
        entry = mapping.of(column.key)
        if entry is None or entry.field is not field:
            mapping = mapping.choosing(column.key, field)
        if f"asked-{number}" in form:
            policy = (
                UnknownValues.LEAVE_OUT if f"leave-out-{number}" in form else UnknownValues.FAULT
            )
            mapping = _with_policy(mapping, column.key, policy)
    return mapping


def _with_policy(mapping: Mapping, key: str, policy: UnknownValues) -> Mapping:
    return Mapping(
        tuple(replace(c, unknown_values=policy) if c.key == key else c for c in mapping.columns)
    )
