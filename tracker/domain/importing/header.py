"""Find where in a file the list is: which sheet, which header row, which columns and rows.

Lists of others have titles, merged cells and blank rows above the header, instructions on the
first sheet, headers in two rows, and totals below. A person may choose sheet and row instead.
"""

from tracker.domain.importing.body import body_rows
from tracker.domain.importing.errors import (
    Extent,
    NoTableFoundError,
    SheetNotFoundError,
    TooLargeError,
)
from tracker.domain.importing.fields import is_header_word, known_field
from tracker.domain.importing.folding import fold
from tracker.domain.importing.grid import (
    Area,
    Cell,
    Sheet,
    SheetRow,
    Workbook,
    as_text,
    column_letter,
)
from tracker.domain.importing.reading import LIMITS, Limits
from tracker.domain.importing.tables import Column, SheetChoice, Table

_ROWS_LOOKED_AT = 60
_ROWS_BELOW = 25
_LONGEST_HEADER = 120
_SIDE_SHEETS = (
    "instruktion", "las mig", "lasmig", "readme", "info", "anvisning", "hjalp", "help", "pivot",
    "diagram", "listor", "kodlista", "koder", "val", "rullista", "lookup", "lists",
    "sammanstallning",
    "statistik", "mall", "exempel", "forklaring", "om filen", "oversikt",
)  # fmt: skip


def find_table(
    workbook: Workbook,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    limits: Limits = LIMITS,
) -> Table:
    """Find the list: on the likeliest sheet and below the likeliest header, unless chosen.

    Raises:
        SheetNotFoundError: the chosen sheet is not there.
        NoTableFoundError: nothing like a list, or nothing in the chosen header row.
        TooLargeError: too many rows or columns with something in them.
    """
    choices = rank_sheets(workbook)
    by_name = {each.name: each for each in workbook.sheets}
    if sheet is not None and sheet not in by_name:
        raise SheetNotFoundError(sheet=sheet, sheets=tuple(by_name))
    name = sheet if sheet is not None else next((choice.name for choice in choices), "")
    source = by_name.get(name)
    at = _header_at(source, header_row) if source else None
    if source is None or at is None:
        raise NoTableFoundError(sheets=tuple(by_name))
    first, last = _header_extent(source, at, is_chosen=header_row is not None)
    return _table(source, first, last, choices, limits)


def rank_sheets(workbook: Workbook) -> tuple[SheetChoice, ...]:
    """Say how much each sheet with something in it looks like a list, the likeliest first."""
    choices = [
        SheetChoice(sheet.name, _sheet_score(sheet), len(sheet.rows), sheet.is_hidden)
        for sheet in workbook.sheets
        if sheet.rows
    ]
    return tuple(sorted(choices, key=lambda choice: -choice.score))


def _sheet_score(sheet: Sheet) -> float:
    at = _header_at(sheet, None)
    if at is None:
        return 0.0
    below = len(sheet.rows) - at - 1
    score = _score(sheet.rows, at) + min(below, 50) / 10 + (2 if below else -4)
    if sheet.is_hidden:
        score -= 12
    if any(word in fold(sheet.name) for word in _SIDE_SHEETS):
        score -= 6
    return round(score, 3)


def _header_at(sheet: Sheet, number: int | None) -> int | None:
    """Give the place of the header among the sheet's rows, chosen by number or by looks."""
    if number is not None:
        return next((i for i, row in enumerate(sheet.rows) if row.number == number), None)
    best, most = None, 0.0
    for at in range(min(len(sheet.rows), _ROWS_LOOKED_AT)):
        score = _score(sheet.rows, at)
        if score > most:
            best, most = at, score
    return best


def _score(rows: tuple[SheetRow, ...], at: int) -> float:
    """Say how much a row looks like a header: short distinct texts, known words, data below."""
    cells = [cell for cell in rows[at].cells if cell is not None]
    texts = [c for c in cells if isinstance(c, str) and len(c) <= _LONGEST_HEADER and _is_wordy(c)]
    years = sum(1 for cell in cells if _is_year(cell))
    if not texts or len(texts) + (years if len(texts) > 1 else 0) < len(cells) * 0.6:
        return 0.0
    known = sum(1 for text in texts if is_header_word(text))
    distinct = len({fold(text) for text in texts}) / len(texts)
    score = 2.5 * known + 3 * len(texts) / len(cells) + distinct
    score += 4 * _coverage(rows, at)
    brevity = sum(1 for text in texts if len(text) <= 40) / len(texts)
    return score + brevity - 0.02 * at


def _coverage(rows: tuple[SheetRow, ...], at: int) -> float:
    """Say which share of the columns that are used below has a header in this row."""
    below = rows[at + 1 : at + 1 + _ROWS_BELOW]
    if not below:
        return 0.5
    named = {i for i, cell in enumerate(rows[at].cells) if cell is not None}
    used: dict[int, int] = {}
    for row in below:
        for i, cell in enumerate(row.cells):
            if cell is not None:
                used[i] = used.get(i, 0) + 1
    common = {i for i, count in used.items() if count * 5 >= len(below)}
    return len(common & named) / (len(common) or 1)


def _is_year(cell: Cell) -> bool:
    """Whether a cell may head the figures of one year."""
    return isinstance(cell, int | float) and cell in range(1990, 2100)


def _is_wordy(text: str) -> bool:
    return any(letter.isalpha() for letter in text) and not text.startswith(("http", "="))


def _header_extent(sheet: Sheet, at: int, *, is_chosen: bool) -> tuple[int, int]:
    """Give the first and last place of the header: a group row above or names below join it."""
    if at + 1 < len(sheet.rows) and _is_second_row(sheet, at):
        return at, at + 1
    if not is_chosen and at and _is_group_row(sheet, at - 1):
        return at - 1, at
    return at, at


def _is_second_row(sheet: Sheet, at: int) -> bool:
    """Whether the row below only parts the merged groups of this one into their columns."""
    upper, lower = sheet.rows[at], sheet.rows[at + 1]
    groups = [a for a in _areas_in(sheet, upper.number) if a.last_column > a.first_column]
    under = {i for a in groups for i in range(a.first_column, a.last_column + 1)}
    filled = [(i, cell) for i, cell in enumerate(lower.cells) if cell is not None]
    if lower.number != upper.number + 1 or len(filled) < 2:
        return False
    if not all(isinstance(c, str) and len(c) <= 40 and _is_wordy(c) for _, c in filled):
        return False
    if groups and len(under) < max(len(upper.cells), len(lower.cells)):
        return all(i in under for i, _ in filled)
    blank_above = [i for i, _ in filled if i >= len(upper.cells) or upper.cells[i] is None]
    known = [c for _, c in filled if is_header_word(str(c))]
    return len(known) == len(filled) and bool(blank_above) and len(filled) < len(upper.cells)


def _is_group_row(sheet: Sheet, at: int) -> bool:
    """Whether the row above groups columns: two or more short texts, or one over a part."""
    row, header = sheet.rows[at], sheet.rows[at + 1]
    if row.number != header.number - 1:
        return False
    filled = [cell for cell in row.cells if cell is not None]
    if not all(isinstance(c, str) and len(c) <= 60 and _is_wordy(c) for c in filled):
        return False
    width = len(header.cells)
    partial = [a for a in _areas_in(sheet, row.number) if 1 < _width(a) < width]
    if partial:
        return True
    return len(filled) >= 2 and row.cells[0] is None


def _areas_in(sheet: Sheet, number: int) -> list[Area]:
    return [area for area in sheet.merged if area.first_row == number]


def _width(area: Area) -> int:
    return area.last_column - area.first_column + 1


def _table(
    sheet: Sheet, first: int, last: int, choices: tuple[SheetChoice, ...], limits: Limits
) -> Table:
    headers = _headers(sheet, first, last)
    rows, skipped = body_rows(sheet, last, headers)
    used = {i for row in rows for i, cell in enumerate(row.cells) if cell is not None}
    used |= {i for i, header in enumerate(headers) if header}
    if len(used) > limits.max_columns:
        raise _too_large(sheet, Extent.COLUMNS, len(used), limits.max_columns)
    if len(rows) > limits.max_rows:
        raise _too_large(sheet, Extent.ROWS, len(rows), limits.max_rows)
    columns = _columns(headers, sorted(used))
    return Table(
        sheet.name,
        tuple(sheet.rows[i].number for i in range(first, last + 1)),
        columns,
        tuple(row.narrowed(columns) for row in rows),
        skipped,
        any(known_field(column.header) for column in columns if column.header),
        choices,
        sheet.flaws,
    )


def _too_large(sheet: Sheet, extent: Extent, actual: int, limit: int) -> TooLargeError:
    return TooLargeError(extent=extent, actual=actual, limit=limit, sheet=sheet.name)


def _headers(sheet: Sheet, first: int, last: int) -> list[str]:
    lower = [_label(cell) for cell in _with_merged(sheet, last)]
    if first == last:
        return lower
    upper = [_label(cell) for cell in sheet.rows[first].cells]
    width = max(len(lower), len(upper))
    lower += [""] * (width - len(lower))
    upper += [""] * (width - len(upper))
    for area in _areas_in(sheet, sheet.rows[first].number):
        for i in range(area.first_column + 1, min(area.last_column + 1, width)):
            upper[i] = upper[area.first_column]
    return [_combined(group, name) for group, name in zip(upper, lower, strict=True)]


def _with_merged(sheet: Sheet, at: int) -> list[Cell]:
    """The cells of a row, with what is merged down to it from the rows above."""
    row, cells = sheet.rows[at], list(sheet.rows[at].cells)
    tops = {above.number: above.cells for above in sheet.rows[:at]}
    for area in sheet.merged:
        top, column = tops.get(area.first_row, ()), area.first_column
        is_over = area.last_row == row.number and area.last_column == column < len(top)
        if is_over and column < len(cells) and cells[column] is None:
            cells[column] = top[column]
    return cells


def _combined(group: str, name: str) -> str:
    if not group or not name or fold(group) == fold(name):
        return name or group
    return name if is_header_word(name) and len(fold(name)) > 5 else f"{group}: {name}"


def _label(cell: Cell) -> str:
    return " ".join(as_text(cell).split())


def _columns(headers: list[str], used: list[int]) -> tuple[Column, ...]:
    columns: list[Column] = []
    seen: dict[str, int] = {}
    for i in used:
        header = headers[i] if i < len(headers) else ""
        key = header or f"[{column_letter(i)}]"
        seen[key] = seen.get(key, 0) + 1
        unique = key if seen[key] == 1 else f"{key} ({seen[key]})"
        columns.append(Column(i, column_letter(i), header, unique))
    return tuple(columns)
