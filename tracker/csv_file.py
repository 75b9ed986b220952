"""Writes cells as a CSV file that Excel opens right in Sweden and abroad."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import TextIOWrapper
from typing import IO

from tracker.domain.export_columns import guarded

Cell = str | int | date | None
DELIMITERS = {"sv": ";", "en": ","}


def write_csv(
    file: IO[bytes], headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, language: str
) -> int:
    """Write the file row by row (UTF-8 with BOM, CRLF, RFC 4180 quoting); returns how many rows."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=DELIMITERS[language], lineterminator="\r\n")
    writer.writerow(headers)
    written = 0
    for row in rows:
        writer.writerow([_as_text(cell) for cell in row])
        written += 1
    text.flush()
    text.detach()
    return written


def _as_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case date():
            return cell.isoformat()
        case int():
            return str(cell)
        case str():
            return guarded(cell.replace("\x00", ""))
