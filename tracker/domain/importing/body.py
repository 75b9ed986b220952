"""The rows below a header: merged values filled down, totals and repeated headers left out."""

import re
from collections.abc import Sequence

from tracker.domain.importing.folding import fold
from tracker.domain.importing.grid import Cell, Sheet, SheetRow, as_text
from tracker.domain.importing.tables import Column, SkippedRow, SkipReason, TableRow

_TOTAL = re.compile(
    r"^(?:summa|summering|total|totalt|totalsumma|delsumma|sum|subtotal|sub total|grand total|"
    r"genomsnitt|medelvarde|average|antal insatser|antal projekt)\b"
)
_LONGEST_LABEL = 60
_LEAST_IN_FULL_ROW = 3
_FOOTNOTE = re.compile(
    r"^(?:\*|källa\b|source\b|not[: ]|obs[:! ]|anm[:. ]|uppdaterad\b|senast uppdaterad|kontakta\b|"
    r"utskriven\b|listan\b|sida \d|page \d|kommentar:|förklaring)",
    re.IGNORECASE,
)


class WideRow(SheetRow):
    """A row of the sheet on its way into the table."""

    __slots__ = ()

    def narrowed(self, columns: Sequence[Column]) -> TableRow:
        """Give the row with the cells of the given columns only."""
        cells, width = self.cells, len(self.cells)
        picked = tuple(cells[c.index] if c.index < width else None for c in columns)
        return TableRow(self.number, picked)


def body_rows(
    sheet: Sheet, header_at: int, headers: Sequence[str]
) -> tuple[list[WideRow], tuple[SkippedRow, ...]]:
    """Give the rows of the list below the header, and those that are none of its rows."""
    filled = _filled_down(sheet, sheet.rows[header_at].number)
    wide = _wide_merges(sheet, len(headers))
    labels = [fold(header) for header in headers]
    rows: list[WideRow] = []
    skipped: list[SkippedRow] = []
    for source in sheet.rows[header_at + 1 :]:
        row = _with(source, filled.get(source.number))
        reason = _reason_to_skip(row, labels, is_wide=source.number in wide)
        if reason is None:
            rows.append(row)
        else:
            skipped.append(SkippedRow(row.number, reason, _first_text(row)))
    _skip_footnotes(rows, skipped, len(headers))
    _skip_sections(rows, skipped)
    return rows, tuple(skipped)


def _filled_down(sheet: Sheet, header_number: int) -> dict[int, dict[int, Cell]]:
    """Give what cells merged downwards mean in the rows that they cover."""
    by_number = {row.number: row for row in sheet.rows}
    filled: dict[int, dict[int, Cell]] = {}
    for area in sheet.merged:
        if area.first_row <= header_number or area.last_row == area.first_row:
            continue
        top = by_number.get(area.first_row)
        if top is None or area.first_column >= len(top.cells):
            continue
        value = top.cells[area.first_column]
        for number in range(area.first_row + 1, min(area.last_row, sheet.rows[-1].number) + 1):
            if number in by_number:
                filled.setdefault(number, {})[area.first_column] = value
    return filled


def _with(source: SheetRow, filled: dict[int, Cell] | None) -> WideRow:
    if not filled:
        return WideRow(source.number, source.cells)
    cells = list(source.cells) + [None] * (max(filled) + 1 - len(source.cells))
    for column, value in filled.items():
        cells[column] = value if cells[column] is None else cells[column]
    return WideRow(source.number, tuple(cells))


def _wide_merges(sheet: Sheet, width: int) -> set[int]:
    """Give the numbers of rows with a cell merged across half of the list or more."""
    return {
        area.first_row
        for area in sheet.merged
        if area.first_row == area.last_row
        and area.last_column - area.first_column + 1 >= max(2, width / 2)
    }


def _reason_to_skip(row: WideRow, labels: list[str], *, is_wide: bool) -> SkipReason | None:
    at, first = next((i, cell) for i, cell in enumerate(row.cells) if cell is not None)
    if type(first) is str and len(first) < _LONGEST_LABEL:
        words = fold(first)
        if at < len(labels) and words == labels[at] and _repeats(row, labels):
            return SkipReason.REPEATED_HEADER
        if _TOTAL.match(words) and _is_total(row, words):
            return SkipReason.TOTAL
    if is_wide and sum(1 for cell in row.cells if cell is not None) == 1:
        return SkipReason.SECTION
    return None


def _repeats(row: WideRow, labels: list[str]) -> bool:
    """Whether a row is the header again, as lists printed on several pages have it."""
    cells = [(i, cell) for i, cell in enumerate(row.cells) if cell is not None]
    same = all(i < len(labels) and fold(as_text(cell)) == labels[i] for i, cell in cells)
    return same and len(cells) * 2 > sum(1 for label in labels if label)


def _is_total(row: WideRow, words: str) -> bool:
    """Whether beside its label a row holds numbers only, in few cells."""
    cells = [cell for cell in row.cells if cell is not None]
    texts = [cell for cell in cells if isinstance(cell, str)]
    if len(texts) > 2 or not all(any(map(str.isdigit, text)) for text in texts[1:]):
        return False
    if len(cells) == 1 and any(map(str.isdigit, words)):
        return True
    return len(texts) < len(cells) or len(texts) == 2 or len(words.split()) <= 2


def _skip_footnotes(rows: list[WideRow], skipped: list[SkippedRow], width: int) -> None:
    """Take away what stands under the list: single cells that begin like a note."""
    while width > 2 and rows:
        cells = [cell for cell in rows[-1].cells if cell is not None]
        text = as_text(cells[0]) if len(cells) == 1 else ""
        if not text or not _FOOTNOTE.match(text):
            return
        skipped.append(SkippedRow(rows.pop().number, SkipReason.FOOTNOTE, text[:120]))


def _skip_sections(rows: list[WideRow], skipped: list[SkippedRow]) -> None:
    """Take away headings between the rows: a lone text where all other rows say much more."""
    counts = [_filled(row) for row in rows]
    full = [count for count in counts if count > 1]
    if len(full) < 2 or min(full) < _LEAST_IN_FULL_ROW or len(full) * 2 < len(counts):
        return
    lone = [at for at, count in enumerate(counts) if count == 1 and _heads(rows, counts, at)]
    if len(lone) == len(counts) - len(full):  # else some rows are only not filled in yet
        for at in reversed(lone):
            text = _first_text(rows[at])
            skipped.append(SkippedRow(rows.pop(at).number, SkipReason.SECTION, text))
        skipped.sort(key=lambda row: row.number)


def _filled(row: WideRow) -> int:
    return sum(1 for cell in row.cells if cell is not None)


def _heads(rows: list[WideRow], counts: list[int], at: int) -> bool:
    """Whether a lone text stands first in its row, above a full row."""
    text = _first_text(rows[at])
    first = next(i for i, cell in enumerate(rows[at].cells) if cell is not None)
    begins = min(i for row in rows for i, cell in enumerate(row.cells) if cell is not None)
    is_above = at + 1 < len(rows) and counts[at + 1] > 1
    return is_above and first == begins and len(text) <= _LONGEST_LABEL


def _first_text(row: WideRow) -> str:
    return next((as_text(cell)[:120] for cell in row.cells if cell is not None), "")
