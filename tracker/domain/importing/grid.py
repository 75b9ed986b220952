"""What a read file looks like, whatever its format was: sheets of numbered rows of cells.

Blank rows are left out and rows keep the number a spreadsheet shows (1 is the first), so that
a fault can be found again in the file. Where the list begins is the question of `header`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from tracker.domain.importing.folding import clean

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None


class FileFormat(StrEnum):
    """The format that was found in the content."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


class FileRemark(StrEnum):
    """Something worth telling about a file that could nevertheless be read."""

    MACROS_IGNORED = "macros_ignored"
    FORMULAS_WITHOUT_VALUE = "formulas_without_value"
    ERROR_CELLS = "error_cells"
    ENCODING_GUESSED = "encoding_guessed"
    ENCODING_REPAIRED = "encoding_repaired"
    CHARACTERS_LOST = "characters_lost"
    CONTROL_CHARACTERS_REMOVED = "control_characters_removed"
    QUOTES_UNBALANCED = "quotes_unbalanced"
    NAME_AND_CONTENT_DIFFER = "name_and_content_differ"


class Flaw(StrEnum):
    """Why a cell that looks filled in the spreadsheet has no value here."""

    ERROR = "error"
    NO_CACHED_VALUE = "no_cached_value"


@dataclass(frozen=True, slots=True)
class Remarked:
    """A remark on the file: what, on which sheet, how many times, and an example."""

    remark: FileRemark
    sheet: str = ""
    count: int = 1
    example: str = ""


class Area(NamedTuple):
    """A merged range: first and last row (1-based) and column (0-based), all included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


class SheetRow(NamedTuple):
    """A row with something in it: its number in the file and its cells from column A."""

    number: int
    cells: tuple[Cell, ...]


class CellFlaw(NamedTuple):
    """A flawed cell: its kind and what the spreadsheet shows there (#REF!, a formula)."""

    flaw: Flaw
    shown: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; `flaws` is keyed by row number and 0-based column."""

    name: str
    rows: tuple[SheetRow, ...]
    is_hidden: bool = False
    merged: tuple[Area, ...] = ()
    flaws: dict[tuple[int, int], CellFlaw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A read file: its format, its sheets in order and the remarks on the whole."""

    file_format: FileFormat
    sheets: tuple[Sheet, ...]
    remarks: tuple[Remarked, ...] = ()
    encoding: str = ""
    delimiter: str = ""


def column_letter(index: int) -> str:
    """Give the spreadsheet's name of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Give the 0-based index of a column name: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def as_text(cell: Cell) -> str:
    """Show a cell as a person would have typed it: 12.0 is "12", a date is ISO."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "Ja" if cell else "Nej"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime():
            return (
                cell.isoformat(" ", "minutes") if cell.time() != time() else cell.date().isoformat()
            )
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat("minutes")
        case float():
            return f"{cell:.10g}"
        case _:
            return str(cell)


def cleaned(cell: object) -> Cell:
    """Give the cell with its text cleaned, and None where nothing is left."""
    if isinstance(cell, str):
        return clean(cell) or None
    if cell is None or isinstance(cell, int | float | date | time | timedelta):
        return cell
    return clean(str(cell)) or None


def trimmed(cells: list[Cell]) -> tuple[Cell, ...]:
    """Give the cells without the blank ones at the end."""
    last = len(cells)
    while last and cells[last - 1] is None:
        last -= 1
    return tuple(cells[:last])
