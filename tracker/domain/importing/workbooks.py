"""Read Excel and OpenDocument workbooks into sheets of rows, after the archive has passed.

Formulas count with the value they last had; macros are never run; hidden sheets are read and
marked as such.
"""

import io
import re
from collections import Counter
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from tracker.domain.importing.archives import Package
from tracker.domain.importing.errors import (
    Breakage,
    BrokenWorkbookError,
    Extent,
    ProtectedWorkbookError,
    TooLargeError,
)
from tracker.domain.importing.grid import (
    Area,
    CellFlaw,
    FileFormat,
    FileRemark,
    Flaw,
    Remarked,
    Sheet,
    SheetRow,
    Workbook,
    cleaned,
    trimmed,
)
from tracker.domain.importing.scanning import (
    Flaws,
    flaws_of,
    refuse_wide_open_document,
    refuse_wide_reach,
    sheet_parts,
)

_SHEETS_AT_MOST = 100
_ERROR_TEXT = re.compile(
    r"(?:#(?:REF|N/A|DIV/0|VALUE|NAME|NULL|NUM|SPILL|CALC|REFERENS|SAKNAS|DIVISION/0|VÄRDE|NAMN"
    r"|SKÄRNING|OGILTIGT|OGILTIG|EJ TILLÄMPLIGT)[!?]?|Err:5\d\d)$"
)
_REMARK_OF_FLAW = {
    Flaw.ERROR: FileRemark.ERROR_CELLS,
    Flaw.NO_CACHED_VALUE: FileRemark.FORMULAS_WITHOUT_VALUE,
}


def read_package(package: Package, content: bytes, filename: str) -> Workbook:
    """Read a zipped workbook (xlsx, xlsm, ods) whose parts have been checked.

    Raises:
        BrokenWorkbookError: cannot be read. TooLargeError: reaches too far.
    """
    flaws: dict[str, Flaws] = {}
    if package.file_format is FileFormat.ODS:
        refuse_wide_open_document(package.parts.get("content.xml", b""), filename)
    for name, part in sheet_parts(package).items():
        refuse_wide_reach(name, part)
        flaws[name] = flaws_of(part)
    sheets = _sheets(content, filename, flaws)
    remarks = [Remarked(FileRemark.MACROS_IGNORED)] if package.has_macros else []
    return Workbook(package.file_format, sheets, (*remarks, *_flaw_remarks(sheets)))


def read_old_workbook(content: bytes, filename: str) -> Workbook:
    """Read an xls workbook; where its formulas lack a value cannot be told in this format.

    Raises:
        ProtectedWorkbookError: has a password. BrokenWorkbookError: cannot be read.
    """
    sheets = _sheets(content, filename, {})
    has_macros = "_VBA_PROJECT".encode("utf-16-le") in content
    remarks = [Remarked(FileRemark.MACROS_IGNORED)] if has_macros else []
    return Workbook(FileFormat.XLS, sheets, (*remarks, *_flaw_remarks(sheets)))


def error_flaws(rows: tuple[SheetRow, ...]) -> Flaws:
    """Find the cells whose text is a spreadsheet's error, as pasted lists and CSV have them."""
    return {
        (row.number, column): CellFlaw(Flaw.ERROR, cell)
        for row in rows
        for column, cell in enumerate(row.cells)
        if type(cell) is str and cell[:1] in "#E" and _ERROR_TEXT.match(cell)
    }


def _sheets(content: bytes, filename: str, flaws: dict[str, Flaws]) -> tuple[Sheet, ...]:
    try:
        return tuple(_read(content, flaws))
    except PasswordError as cause:
        raise ProtectedWorkbookError(filename=filename) from cause
    except (CalamineError, ValueError, OverflowError, OSError) as cause:
        raise BrokenWorkbookError(filename=filename, breakage=Breakage.DAMAGED) from cause
    except BaseException as cause:
        # A panic in the Rust library derives from BaseException and has no importable name.
        if type(cause).__name__ != "PanicException":
            raise
        raise BrokenWorkbookError(filename=filename, breakage=Breakage.DAMAGED) from cause


def _read(content: bytes, flaws: dict[str, Flaws]) -> list[Sheet]:
    sheets: list[Sheet] = []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        about = book.sheets_metadata
        if len(about) > _SHEETS_AT_MOST:
            raise TooLargeError(extent=Extent.SHEETS, actual=len(about), limit=_SHEETS_AT_MOST)
        for index, sheet in enumerate(about):
            if sheet.typ is SheetTypeEnum.WorkSheet:
                hidden = sheet.visible is not SheetVisibleEnum.Visible
                source = book.get_sheet_by_index(index)
                sheets.append(_sheet(source, flaws.get(sheet.name, {}), is_hidden=hidden))
    return sheets


def _sheet(source: Any, flaws: Flaws, *, is_hidden: bool) -> Sheet:
    rows: list[SheetRow] = []
    if source.start is not None:
        pad = [None] * source.start[1]  # rows come from the first, cells from the first filled
        for number, cells in enumerate(source.iter_rows(), 1):
            row = trimmed([*pad, *(cleaned(cell) for cell in cells)])
            if row:
                rows.append(SheetRow(number, row))
    merged = tuple(
        Area(first[0] + 1, last[0] + 1, first[1], last[1])
        for first, last in source.merged_cell_ranges or ()
    )
    kept = tuple(rows)
    return Sheet(source.name, kept, is_hidden, merged, {**error_flaws(kept), **flaws})


def _flaw_remarks(sheets: tuple[Sheet, ...]) -> list[Remarked]:
    remarks: list[Remarked] = []
    for sheet in sheets:
        counts = Counter(cell.flaw for cell in sheet.flaws.values())
        for flaw, count in sorted(counts.items()):
            example = next(c.shown for c in sheet.flaws.values() if c.flaw is flaw)
            remarks.append(Remarked(_REMARK_OF_FLAW[flaw], sheet.name, count, example))
    return remarks
