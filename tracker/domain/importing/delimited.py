"""Read delimited text (CSV, TSV) into rows: which sign divides, which quotes are to be believed.

Rows are numbered as a spreadsheet would show them: a cell with line ends in it is one row and
a first line `sep=;` is none.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.importing.errors import Extent, TooLargeError
from tracker.domain.importing.grid import SheetRow, cleaned, trimmed

_DELIMITERS = (";", "\t", ",", "|")
_SEP_LINE = re.compile(r"\A\s*\"?sep=(.|\\t)\"?[ \t;,]*(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_PROSE_COMMA = re.compile(r",(?= )|(?<=\d),(?=\d)")
_AS_TEXT = re.compile(r'\A="(.*)"\Z', re.DOTALL)
_SAMPLE_CHARACTERS = 64_000
_SAMPLE_ROWS = 60
_LINES_IN_A_CELL = 200
_COLUMNS_AT_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Delimited:
    """The rows of a delimited text, its delimiter, and where quotes could not be paired."""

    rows: tuple[SheetRow, ...]
    delimiter: str
    unbalanced: tuple[int, ...] = ()


def read_delimited(text: str, *, max_rows: int) -> Delimited:
    """Read a text whose rows are lines and whose cells are divided by `;`, tab, `,` or `|`.

    Raises:
        TooLargeError: more than `max_rows` rows, or thousands of columns.
    """
    declared = _SEP_LINE.match(text)
    if declared:
        text = text[declared.end() :]
        delimiter = declared[1].replace("\\t", "\t")
    else:
        delimiter = sniffed_delimiter(text)
    records = _believing_quotes(text, delimiter)
    unbalanced: tuple[int, ...] = ()
    if records is None:
        records, unbalanced = _doubting_quotes(text, delimiter)
    return Delimited(_numbered(records, max_rows), delimiter, unbalanced)


def sniffed_delimiter(text: str) -> str:
    """Find the sign that divides most lines into the same number of cells.

    Decimal commas and commas in running text lose, because they do not repeat alike.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    best, most = _DELIMITERS[0], 0.0
    for delimiter in _DELIMITERS:
        score = _evenness(sample, delimiter)
        if delimiter == "," and _is_prose(sample):
            score *= 0.1
        if score > most:
            best, most = delimiter, score
    return best


def _is_prose(sample: str) -> bool:
    """Whether commas stand as in running text or numbers: before a space, between figures."""
    commas = sample.count(",")
    return len(_PROSE_COMMA.findall(sample)) * 2 > commas


def _evenness(sample: str, delimiter: str) -> float:
    widths: Counter[int] = Counter()
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(record):
                widths[len(record)] += 1
            if widths.total() >= _SAMPLE_ROWS:
                break
    except csv.Error:
        return _plain_evenness(sample, delimiter)
    return _score(widths, delimiter)


def _plain_evenness(sample: str, delimiter: str) -> float:
    lines = [line for line in sample.splitlines() if line.strip()][:_SAMPLE_ROWS]
    return _score(Counter(line.count(delimiter) + 1 for line in lines), delimiter)


def _score(widths: Counter[int], delimiter: str) -> float:
    divided = {width: count for width, count in widths.items() if width > 1}
    if not divided:
        return 0.0
    width, count = max(divided.items(), key=lambda pair: (pair[1], pair[0]))
    if delimiter == "," and sum(divided.values()) * 2 < widths.total():
        return 0.0  # a list of one column, some of whose texts hold a comma
    return float((count / widths.total()) ** 2 * (width - 1))


def _believing_quotes(text: str, delimiter: str) -> list[list[str]] | None:
    """Read by the rules, or give None when a quote evidently swallowed what follows it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    records: list[list[str]] = []
    tall: list[int] = []
    line = 0
    try:
        for record in reader:
            if reader.line_num - line > 1:
                tall.append(len(records))
                if reader.line_num - line > _LINES_IN_A_CELL:
                    return None
            line = reader.line_num
            records.append(record)
    except csv.Error:
        return None
    if text.count('"') % 2 or tall:
        usual = Counter(len(r) for r in records if any(r)).most_common(1)
        if any(_swallowed(records[i], usual[0][0], delimiter) for i in tall):
            return None
        if text.count('"') % 2 and tall and tall[-1] == len(records) - 1:
            return None  # the last quote never closed and took all the rest
    return records


def _swallowed(record: list[str], usual: int, delimiter: str) -> bool:
    """Whether a cell with line ends seems to hold whole rows of the table."""
    if len(record) == usual and usual > 1:
        return False
    return usual > 1 and any("\n" in c.replace("\r", "\n") and delimiter in c for c in record)


def _doubting_quotes(text: str, delimiter: str) -> tuple[list[list[str]], tuple[int, ...]]:
    """Read line by line, joining lines only where that gives a row like the others."""
    lines = re.split(r"\r\n|\r|\n", text)
    plain = Counter(line.count(delimiter) + 1 for line in lines if line.strip())
    usual = plain.most_common(1)[0][0] if plain else 1
    records: list[list[str]] = []
    unbalanced: list[int] = []
    at = 0
    while at < len(lines):
        record, used = _joined(lines, at, delimiter, usual)
        if record is None:
            unbalanced.append(len(records) + 1)
            record, used = [c.strip('" ') for c in lines[at].split(delimiter)], 1
        records.append(record)
        at += used
    return records, tuple(unbalanced)


def _joined(lines: list[str], at: int, delimiter: str, usual: int) -> tuple[list[str] | None, int]:
    for used in range(1, min(_LINES_IN_A_CELL, len(lines) - at) + 1):
        joined = "\n".join(lines[at : at + used])
        try:
            record = next(
                csv.reader(io.StringIO(joined, newline=""), delimiter=delimiter, strict=True), []
            )
        except csv.Error as cause:
            if "unexpected end" not in str(cause):
                return None, 1
            continue
        return (record, used) if used == 1 or len(record) == usual else (None, 1)
    return None, 1


def _numbered(records: list[list[str]], max_rows: int) -> tuple[SheetRow, ...]:
    rows: list[SheetRow] = []
    for number, record in enumerate(_unwrapped(records), 1):
        cells = trimmed([cleaned(cell) for cell in record])
        if not cells:
            continue
        if len(cells) > _COLUMNS_AT_MOST:
            raise TooLargeError(extent=Extent.COLUMNS, actual=len(cells), limit=_COLUMNS_AT_MOST)
        rows.append(SheetRow(number, cells))
        if len(rows) > max_rows + 100:  # the header and its titles are not counted as rows
            raise TooLargeError(extent=Extent.ROWS, actual=len(records), limit=max_rows)
    return tuple(rows)


def _unwrapped(records: list[list[str]]) -> Iterator[list[str]]:
    """Take away the `="00123"` by which programs keep zeros in front of a number."""
    for record in records:
        yield [_AS_TEXT.sub(r"\1", c) if c.startswith('="') else c for c in record]
