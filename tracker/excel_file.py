"""Writes cells as an Excel file, one row at a time, with nothing in it that computes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

from xlsxwriter import Workbook

from tracker.csv_file import Cell
from tracker.domain.export_columns import is_formula_like

LONGEST_CELL = 32_767
_NO_XML = {0x00: None, 0xFFFE: None, 0xFFFF: None}
NARROW, MIDDLING, WIDE = 14, 28, 50


def write_excel(
    file: IO[bytes],
    headers: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    widths: Sequence[int],
    sheet_name: str,
    now: datetime,
) -> int:
    """Write the workbook; rows go to a temporary file as they come. Returns how many rows.

    Args:
        widths: of the columns, in characters.
    """
    with Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"created": now.replace(tzinfo=None)})
        sheet = book.add_worksheet(sheet_name)
        sheet.freeze_panes(1, 0)
        for position, width in enumerate(widths):
            sheet.set_column(position, position, width)
        bold = book.add_format({"bold": True})
        for position, header in enumerate(headers):
            sheet.write_string(0, position, header, bold)
        written = _write_rows(book, sheet, rows)
        sheet.autofilter(0, 0, written, len(headers) - 1)
    return written


def _write_rows(book: Any, sheet: Any, rows: Iterable[Sequence[Cell]]) -> int:
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    as_text = book.add_format({"quote_prefix": True})
    number = 0
    for number, row in enumerate(rows, 1):
        for position, cell in enumerate(row):
            match cell:
                case None | "":
                    continue
                case date():
                    sheet.write_datetime(number, position, cell, day)
                case int():
                    sheet.write_number(number, position, cell)
                case str():
                    kept = as_text if is_formula_like(cell) else None
                    sheet.write_string(number, position, _fitting(cell), kept)
    return number


def _fitting(text: str) -> str:
    """What Excel takes: no more than fits in a cell, and no signs that XML does not know."""
    known = text.replace("\r\n", "\n").replace("\r", "\n").translate(_NO_XML)
    return known if len(known) <= LONGEST_CELL else f"{known[: LONGEST_CELL - 1]}…"
