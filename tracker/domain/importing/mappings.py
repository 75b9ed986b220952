"""Which column of a list is which field of ours, as a value that can be shown, changed, saved."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from tracker.domain.importing.errors import MappingFormatError
from tracker.domain.importing.fields import ImportField, MoneyUnit
from tracker.domain.importing.folding import fold
from tracker.domain.importing.tables import Column

_VERSION = 1


class GuessReason(StrEnum):
    """Why a column was given its field, or none."""

    EXPORT_HEADER = "export_header"
    HEADER = "header"
    HEADER_AND_VALUES = "header_and_values"
    VALUES = "values"
    CHOSEN = "chosen"
    SAVED = "saved"
    UNKNOWN = "unknown"
    TAKEN = "taken"
    VALUES_DO_NOT_FIT = "values_do_not_fit"
    PERSONAL_DATA = "personal_data"
    FOREIGN_CURRENCY = "foreign_currency"
    EMPTY = "empty"


class UnknownValues(StrEnum):
    """What becomes of values of a column that name nothing of ours."""

    FAULT = "fault"
    LEAVE_OUT = "leave_out"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What one column is: its field (None is left out), how sure that is (0 to 1), and why.

    `examples` are values from the file, to show; they are not saved with the mapping.
    """

    key: str
    field: ImportField | None
    confidence: float = 1.0
    reason: GuessReason = GuessReason.CHOSEN
    unit: MoneyUnit = MoneyUnit.SEK
    unknown_values: UnknownValues = UnknownValues.FAULT
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """The mapping of a whole list, one entry for each column in the file's order."""

    columns: tuple[ColumnMapping, ...]

    def fields(self) -> frozenset[ImportField]:
        """Give the fields that some column fills."""
        return frozenset(column.field for column in self.columns if column.field)

    def of(self, key: str) -> ColumnMapping | None:
        """Give the entry of the column with this key, None when it has none."""
        return next((column for column in self.columns if column.key == key), None)

    def choosing(self, key: str, field: ImportField | None) -> "Mapping":
        """Give the mapping with one column's field chosen by a person."""
        return Mapping(
            tuple(
                replace(c, field=field, confidence=1.0, reason=GuessReason.CHOSEN)
                if c.key == key
                else c
                for c in self.columns
            )
        )

    def to_json(self) -> dict[str, Any]:
        """Give the mapping as plain values for a JSON column, without examples and guesses."""
        return {
            "version": _VERSION,
            "columns": [
                {
                    "key": column.key,
                    "field": column.field.value if column.field else None,
                    "unit": column.unit.value,
                    "unknown_values": column.unknown_values.value,
                }
                for column in self.columns
            ],
        }

    @classmethod
    def from_json(cls, saved: object) -> "Mapping":
        """Give a saved mapping back.

        Raises:
            MappingFormatError: not what `to_json` gives, or with a field no longer known.
        """
        if not isinstance(saved, dict) or not isinstance(saved.get("columns"), list):
            raise MappingFormatError(key="columns")
        return cls(tuple(_column(entry) for entry in saved["columns"]))

    def fitted(self, columns: Iterable[Column], guess: "Mapping") -> "Mapping":
        """Give this saved mapping for a file's columns; what it does not know is guessed."""
        saved = {fold(column.key): column for column in self.columns}
        fitted: list[ColumnMapping] = []
        for column in columns:
            guessed = guess.of(column.key) or ColumnMapping(column.key, None)
            known = saved.get(fold(column.key))
            if known is None:
                fitted.append(guessed)
                continue
            fitted.append(
                replace(
                    known,
                    key=column.key,
                    confidence=1.0,
                    reason=GuessReason.SAVED,
                    examples=guessed.examples,
                )
            )
        return Mapping(tuple(fitted))

    def fit_share(self, columns: Iterable[Column]) -> float:
        """Say which share of this mapping's columns a file has, to offer the right saved one."""
        present = {fold(column.key) for column in columns}
        if not self.columns:
            return 0.0
        return sum(1 for c in self.columns if fold(c.key) in present) / len(self.columns)


def _column(entry: object) -> ColumnMapping:
    if not isinstance(entry, dict) or not isinstance(entry.get("key"), str):
        raise MappingFormatError(key="key")
    key, named = entry["key"], entry.get("field")
    try:
        return ColumnMapping(
            key,
            ImportField(named) if named is not None else None,
            reason=GuessReason.SAVED,
            unit=MoneyUnit(entry.get("unit", MoneyUnit.SEK)),
            unknown_values=UnknownValues(entry.get("unknown_values", UnknownValues.FAULT)),
        )
    except ValueError as cause:
        raise MappingFormatError(key=key) from cause
