"""Read a file into sheets of cells, whatever kind of list it is and whatever its name says.

Where in the sheets the list begins is found by `header`; what the columns mean by `columns`.
"""

from dataclasses import dataclass, replace
from pathlib import PurePath

from tracker.domain.importing.archives import open_package
from tracker.domain.importing.delimited import read_delimited
from tracker.domain.importing.encodings import Decoded, decode
from tracker.domain.importing.errors import (
    Breakage,
    BrokenWorkbookError,
    EmptyFileError,
    Extent,
    NotATableError,
    ProtectedWorkbookError,
    SeemsToBe,
    TooLargeError,
)
from tracker.domain.importing.grid import FileFormat, FileRemark, Remarked, Sheet, Workbook
from tracker.domain.importing.signatures import Container, container_of, markup_of
from tracker.domain.importing.workbooks import error_flaws, read_old_workbook, read_package

_MEGABYTE = 1 << 20
_ORDINARY_CONTROLS = "\t\n\r\x0b\x0c\x1a"
_TEXT_NAMES = (".csv", ".tsv", ".txt", ".tab", "")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a list may be. Rows and columns are those with anything in them."""

    max_bytes: int = 20 * _MEGABYTE
    max_unpacked_bytes: int = 300 * _MEGABYTE
    max_rows: int = 50_000
    max_columns: int = 200


LIMITS = Limits()


def read_tables(content: bytes, filename: str, limits: Limits = LIMITS) -> Workbook:
    """Read an Excel, OpenDocument or delimited text file into its sheets.

    The kind is told by the content; the name only serves remarks and refusals. The limits on
    rows and columns are those of the sheet finally used: `header.find_table` keeps them.

    Raises:
        EmptyFileError: nothing in it.
        TooLargeError: too many bytes, packed or unpacked.
        NotATableError: something else than a table.
        ProtectedWorkbookError: opens with a password only.
        BrokenWorkbookError: a damaged or unsafe workbook.
    """
    if len(content) > limits.max_bytes:
        raise TooLargeError(extent=Extent.BYTES, actual=len(content), limit=limits.max_bytes)
    if not content.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise EmptyFileError
    workbook = _remarked(_read(content, filename, limits), filename)
    if not any(sheet.rows for sheet in workbook.sheets):
        raise EmptyFileError
    return workbook


def _read(content: bytes, filename: str, limits: Limits) -> Workbook:
    match container_of(content):
        case Container.ZIP:
            package = open_package(content, filename, max_unpacked=limits.max_unpacked_bytes)
            workbook = read_package(package, content, filename)
        case Container.OLE_WORKBOOK:
            workbook = read_old_workbook(content, filename)
        case Container.OLE_ENCRYPTED:
            raise ProtectedWorkbookError(filename=filename)
        case Container.TEXT:
            return _read_text(content, filename, limits)
        case SeemsToBe() as kind:
            raise NotATableError(filename=filename, seems_to_be=kind)
    if not workbook.sheets:
        raise BrokenWorkbookError(filename=filename, breakage=Breakage.NO_SHEETS)
    return workbook


def _read_text(content: bytes, filename: str, limits: Limits) -> Workbook:
    decoded = decode(content)
    controls = _control_characters(decoded.text)
    if controls * 50 > len(decoded.text) or _is_noise(decoded):
        raise NotATableError(filename=filename, seems_to_be=SeemsToBe.BINARY)
    markup = markup_of(decoded.text)
    if markup:
        raise NotATableError(filename=filename, seems_to_be=markup)
    table = read_delimited(decoded.text.replace("\x00", ""), max_rows=limits.max_rows)
    remarks = list(decoded.remarks)
    if controls:
        remarks.append(Remarked(FileRemark.CONTROL_CHARACTERS_REMOVED, count=controls))
    if table.unbalanced:
        first = str(table.unbalanced[0])
        remarks.append(Remarked(FileRemark.QUOTES_UNBALANCED, "", len(table.unbalanced), first))
    flaws = error_flaws(table.rows)
    if flaws:
        shown = next(iter(flaws.values())).shown
        remarks.append(Remarked(FileRemark.ERROR_CELLS, "", len(flaws), shown))
    sheet = Sheet(PurePath(filename).stem, table.rows, flaws=flaws)
    return Workbook(FileFormat.CSV, (sheet,), tuple(remarks), decoded.encoding, table.delimiter)


def _control_characters(text: str) -> int:
    return sum(text.count(chr(code)) for code in range(32) if chr(code) not in _ORDINARY_CONTROLS)


def _is_noise(decoded: Decoded) -> bool:
    """Whether a text in a guessed or lossy encoding has too few plain letters to be one."""
    sample = decoded.text[:20_000]
    strange = sum(1 for letter in sample if letter > "\x7f")
    return bool(decoded.remarks) and strange * 3 > len(sample)


def _remarked(workbook: Workbook, filename: str) -> Workbook:
    """Add a remark when the name promises another kind of file than the content is."""
    suffix = PurePath(filename).suffix.lower()
    usual = _TEXT_NAMES if workbook.file_format is FileFormat.CSV else (f".{workbook.file_format}",)
    if suffix in usual or (suffix, workbook.file_format) == (".xlsm", FileFormat.XLSX):
        return workbook
    differs = Remarked(FileRemark.NAME_AND_CONTENT_DIFFER, example=workbook.file_format)
    return replace(workbook, remarks=(*workbook.remarks, differs))
