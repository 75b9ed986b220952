"""Gives a table that a page shows as a file, and notes that it was taken out."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import IO

from flask import Response, request, send_file
from flask_babel import gettext

from tracker import http
from tracker.csv_file import Cell, write_csv
from tracker.domain.selection import Selection
from tracker.excel_file import MIDDLING, NARROW, write_excel
from tracker.languages import language
from tracker.services.exports import note_export

CSV_TYPE = "text/csv; charset=utf-8"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Lines = Sequence[Sequence[Cell]]


def csv_of(name: str, headers: Sequence[str], rows: Lines) -> Response:
    """The table as CSV; `name` stands first in the name of the file."""
    return _given(
        name, "csv", CSV_TYPE, lambda file: write_csv(file, headers, rows, language=language())
    )


def excel_of(name: str, headers: Sequence[str], rows: Lines) -> Response:
    """The table as an Excel workbook; `name` stands first in the name of the file."""
    widths = [MIDDLING, *[NARROW] * (len(headers) - 1)]
    return _given(
        name,
        "xlsx",
        EXCEL_TYPE,
        lambda file: write_excel(
            file, headers, rows, widths=widths, sheet_name=gettext("Initiatives"), now=http.now()
        ),
    )


def _given(
    name: str, ending: str, content_type: str, write: Callable[[IO[bytes]], int]
) -> Response:
    file = BytesIO()
    rows = write(file)
    chosen = Selection.from_arguments(request.args)
    note_export(http.actor(), chosen, file_format=f"{name} {ending}", rows=rows, now=http.now())
    file.seek(0)
    download_name = f"{name}-{http.today()}.{ending}"
    return send_file(file, content_type, as_attachment=True, download_name=download_name)
