"""What the spreadsheet library does not tell: flawed cells, and how far the cells reach.

The library lays out every sheet as a full rectangle. One stray cell in the last corner would
make that rectangle fill the memory, so the reach is measured in the raw XML first.
"""

import html
import re
from dataclasses import dataclass
from xml.parsers import expat

from tracker.domain.importing.archives import Package
from tracker.domain.importing.errors import (
    Breakage,
    BrokenWorkbookError,
    Extent,
    TooLargeError,
)
from tracker.domain.importing.grid import CellFlaw, Flaw, column_index

CELLS_AT_MOST = 12_000_000

_SHEET_TAG = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION_TAG = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*?(/?)>""")
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\s([^>]*\bt=["']e["'][^>]*)>(.*?)</(?:\w+:)?c>""", re.DOTALL
)
_BARE_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*[^>/])>\s*"
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]*)<")
_CELL_NAME = re.compile(r"([A-Z]{1,3})(\d{1,7})$")

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "

Flaws = dict[tuple[int, int], CellFlaw]


def sheet_parts(package: Package) -> dict[str, bytes]:
    """Give the XML of each worksheet by the sheet's name; sheets without a part are left out."""
    relations = _relations(package.parts.get("xl/_rels/workbook.xml.rels", b""))
    found: dict[str, bytes] = {}
    for tag in _SHEET_TAG.finditer(package.parts.get("xl/workbook.xml", b"")):
        attributes = _attributes(tag[1])
        relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
        part = package.parts.get(relations.get(relation, ""))
        if part is not None:
            found[attributes.get("name", "")] = part
    return found


def refuse_wide_reach(name: str, part: bytes) -> None:
    """Let a worksheet pass whose filled cells fit in a rectangle that memory can hold.

    Raises:
        TooLargeError: they do not.
    """
    last_row = last_column = 0
    letters: set[bytes] = set()
    for reference in _REFERENCE.finditer(part):
        if reference[3]:
            continue
        letters.add(reference[1])
        last_row = max(last_row, int(reference[2]))
    last_column = max((column_index(name.decode()) for name in letters), default=0) + 1
    _refuse_cells(name, last_row * last_column)


def flaws_of(part: bytes) -> Flaws:
    """Find the cells of a worksheet that hold an error, or a formula without its last value."""
    flaws: Flaws = {}
    if b't="e"' in part or b"t='e'" in part:
        for cell in _ERROR_CELL.finditer(part):
            shown = _VALUE.search(cell[2])
            _note(flaws, cell[1], CellFlaw(Flaw.ERROR, _text(shown[1] if shown else b"")))
    if b"<f" in part or b":f" in part:
        for cell in _BARE_FORMULA.finditer(part):
            if b't="str"' not in cell[1]:  # an empty text is what that formula gave
                _note(flaws, cell[1], CellFlaw(Flaw.NO_CACHED_VALUE, "=" + _text(cell[2] or b"")))
    return flaws


def refuse_wide_open_document(part: bytes, filename: str) -> None:
    """Let the content of an OpenDocument file pass when its rectangles fit in memory.

    Raises:
        TooLargeError: a cell or row repeated so often, or placed so far out, that they do not.
        BrokenWorkbookError: the XML is damaged.
    """
    reach = _Reach()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reach.start
    parser.EndElementHandler = reach.end
    try:
        parser.Parse(part, True)
    except expat.ExpatError as cause:
        raise BrokenWorkbookError(filename=filename, breakage=Breakage.DAMAGED) from cause


@dataclass(slots=True)
class _Reach:
    """How far the filled cells of the sheet at hand reach, while its XML goes by."""

    name: str = ""
    row: int = 0
    column: int = 0
    last_column: int = 0
    filled_in_row: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.removeprefix(_TABLE):
            case "table":
                self.name = attributes.get(_TABLE + "name", "")
                self.row = self.last_column = 0
            case "table-row":
                self.row += _repeated(attributes, "number-rows-repeated")
                self.column = self.filled_in_row = 0
            case "table-cell" | "covered-table-cell":
                self.column += _repeated(attributes, "number-columns-repeated")
                if _OFFICE + "value-type" in attributes:
                    self.filled_in_row = self.column
            case _:
                pass

    def end(self, tag: str) -> None:
        if tag == _TABLE + "table-row" and self.filled_in_row:
            self.last_column = max(self.last_column, self.filled_in_row)
            _refuse_cells(self.name, self.row * self.last_column)


def _repeated(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(_TABLE + name, "1")
    return int(text) if text.isdecimal() and len(text) < 10 else 1


def _refuse_cells(sheet: str, cells: int) -> None:
    if cells > CELLS_AT_MOST:
        raise TooLargeError(extent=Extent.CELLS, actual=cells, limit=CELLS_AT_MOST, sheet=sheet)


def _relations(part: bytes) -> dict[str, str]:
    relations: dict[str, str] = {}
    for tag in _RELATION_TAG.finditer(part):
        attributes = _attributes(tag[1])
        target = attributes.get("Target", "").lower()
        inside = target.lstrip("/") if target.startswith("/") else f"xl/{target.removeprefix('./')}"
        relations[attributes.get("Id", "")] = inside
    return relations


def _attributes(raw: bytes) -> dict[str, str]:
    return {_text(m[1]): _text(m[2] or m[3] or b"") for m in _ATTRIBUTE.finditer(raw)}


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace"))


def _note(flaws: Flaws, attributes: bytes, flaw: CellFlaw) -> None:
    place = _CELL_NAME.match(_attributes(attributes).get("r", ""))
    if place:
        flaws[int(place[2]), column_index(place[1])] = flaw
