"""Why a file cannot be imported at all: one class a cause, carrying data and no sentence.

Faults in single rows are another matter; they live in `findings`.
"""

from enum import StrEnum


class SeemsToBe(StrEnum):
    """What the content of a refused file seems to be, whatever its name says."""

    PICTURE = "picture"
    PDF = "pdf"
    WORD = "word"
    POWERPOINT = "powerpoint"
    HTML = "html"
    XML = "xml"
    JSON = "json"
    RTF = "rtf"
    OPEN_DOCUMENT = "open_document"
    NUMBERS = "numbers"
    EXCEL_BINARY = "excel_binary"
    ARCHIVE = "archive"
    OUTLOOK = "outlook"
    OFFICE = "office"
    PROGRAM = "program"
    SOUND_OR_FILM = "sound_or_film"
    DATABASE = "database"
    BINARY = "binary"


class Extent(StrEnum):
    """Which limit a too large file passed; the unit is in the name."""

    BYTES = "bytes"
    UNPACKED_BYTES = "unpacked_bytes"
    ROWS = "rows"
    COLUMNS = "columns"
    CELLS = "cells"
    SHEETS = "sheets"


class Breakage(StrEnum):
    """In which way a workbook is broken."""

    DAMAGED = "damaged"
    NO_SHEETS = "no_sheets"
    UNSAFE_XML = "unsafe_xml"
    UNSAFE_ARCHIVE = "unsafe_archive"


class ImportFileError(Exception):
    """The file as a whole cannot be imported."""


class EmptyFileError(ImportFileError):
    """The file holds nothing: no bytes, or no cell with anything in it."""


class NotATableError(ImportFileError):
    """The content is something else than a table, whatever the file is called."""

    def __init__(self, *, filename: str, seems_to_be: SeemsToBe) -> None:
        super().__init__(filename, seems_to_be)
        self.filename = filename
        self.seems_to_be = seems_to_be


class ProtectedWorkbookError(ImportFileError):
    """The workbook is encrypted and opens with a password only."""

    def __init__(self, *, filename: str) -> None:
        super().__init__(filename)
        self.filename = filename


class TooLargeError(ImportFileError):
    """The file passes a limit; `actual` may be a lower bound when counting stopped early."""

    def __init__(self, *, extent: Extent, actual: int, limit: int, sheet: str = "") -> None:
        super().__init__(extent, actual, limit, sheet)
        self.extent = extent
        self.actual = actual
        self.limit = limit
        self.sheet = sheet


class BrokenWorkbookError(ImportFileError):
    """The file is a workbook by its kind but cannot be read."""

    def __init__(self, *, filename: str, breakage: Breakage) -> None:
        super().__init__(filename, breakage)
        self.filename = filename
        self.breakage = breakage


class NoTableFoundError(ImportFileError):
    """No sheet, or not the chosen one, holds anything like a list with a header row."""

    def __init__(self, *, sheets: tuple[str, ...]) -> None:
        super().__init__(sheets)
        self.sheets = sheets


class SheetNotFoundError(ImportFileError):
    """The chosen sheet is not in the workbook; `sheets` are the ones that are."""

    def __init__(self, *, sheet: str, sheets: tuple[str, ...]) -> None:
        super().__init__(sheet, sheets)
        self.sheet = sheet
        self.sheets = sheets


class MappingFormatError(ImportFileError):
    """A saved mapping cannot be read; `key` is the part that is wrong."""

    def __init__(self, *, key: str) -> None:
        super().__init__(key)
        self.key = key
