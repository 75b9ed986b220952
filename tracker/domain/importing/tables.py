"""What a list is once its header is found: named columns and numbered rows below them."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.importing.grid import Cell, CellFlaw


class SkipReason(StrEnum):
    """Why a row below the header is not a row of the list."""

    TOTAL = "total"
    REPEATED_HEADER = "repeated_header"
    SECTION = "section"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list.

    `key` is unique in the table and names the column in mappings: the header, with " (2)" for
    the second of that name, or the letter in square brackets when it has no header.
    """

    index: int
    letter: str
    header: str
    key: str

    @property
    def shown(self) -> str:
        """The header, or the letter where there is none: what a person finds in the file."""
        return self.header or self.letter


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the list: its number in the file and one cell for each column."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row below the header that is no row of the list, and the first text in it."""

    number: int
    reason: SkipReason
    text: str


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """A sheet of the file as a candidate: how much it looks like a list, and its rows."""

    name: str
    score: float
    rows: int
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The list found in a file.

    `header_rows` are the numbers of the one or two header rows; `is_header_certain` is false
    when no column is called anything known, so that a person should look. `choices` are all
    sheets with something in them, the likeliest first. `flaws` is keyed by row number and
    column index in the sheet.
    """

    sheet: str
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    skipped: tuple[SkippedRow, ...]
    is_header_certain: bool
    choices: tuple[SheetChoice, ...]
    flaws: dict[tuple[int, int], CellFlaw]
