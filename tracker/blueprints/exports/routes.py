"""The selection of the board as a CSV or Excel file; the address takes the board's own filters."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO

from flask import Blueprint, Response, request, send_file
from flask_babel import gettext

from tracker import http
from tracker.access.permissions import Permission
from tracker.blueprints.exports.cells import rows_of_cells
from tracker.csv_file import Cell, write_csv
from tracker.domain.export_columns import ExportColumn, header
from tracker.domain.selection import Selection
from tracker.excel_file import MIDDLING, NARROW, WIDE, write_excel
from tracker.http import requires
from tracker.languages import language, list_language
from tracker.queries.export import stream
from tracker.queries.reference import get_reference
from tracker.services.exports import note_export

blueprint = Blueprint("exports", __name__)

CSV_TYPE = "text/csv; charset=utf-8"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = {
    ExportColumn.TITLE: WIDE,
    ExportColumn.DESCRIPTION: WIDE,
    ExportColumn.PURPOSE: WIDE,
    ExportColumn.HAPPENED: WIDE,
    ExportColumn.START_ON: NARROW,
    ExportColumn.END_ON: NARROW,
    ExportColumn.BUDGET_SEK: NARROW,
    ExportColumn.AGES: NARROW,
    ExportColumn.VISIBILITY: NARROW,
    ExportColumn.REPORTED_ON: NARROW,
    ExportColumn.PEOPLE_REACHED: NARROW,
    ExportColumn.CHANGED_ON: NARROW,
}


@blueprint.get("/exports/initiatives.csv")
@requires(Permission.EXPORT_REGISTER)
def csv() -> Response:
    """The selection as CSV."""
    return _as_file(
        "csv",
        CSV_TYPE,
        lambda file, headers, rows: write_csv(file, headers, rows, language=language()),
    )


@blueprint.get("/exports/initiatives.xlsx")
@requires(Permission.EXPORT_REGISTER)
def excel() -> Response:
    """The selection as an Excel workbook."""
    return _as_file(
        "xlsx",
        EXCEL_TYPE,
        lambda file, headers, rows: write_excel(
            file,
            headers,
            rows,
            widths=[_WIDTHS.get(column, MIDDLING) for column in ExportColumn],
            sheet_name=gettext("Initiatives"),
            now=http.now(),
        ),
    )


def _as_file(
    ending: str,
    content_type: str,
    write: Callable[[IO[bytes], Sequence[str], Iterator[Sequence[Cell]]], int],
) -> Response:
    """Write the whole file before a byte is sent: a fault is an error page, not half a list."""
    selection = Selection.from_arguments(request.args)
    rows = stream(
        http.actor(),
        selection,
        reference=get_reference(language()),
        language=list_language(),
        today=http.today(),
    )
    headers = [header(column, language()) for column in ExportColumn]
    with ExitStack() as at_the_end:
        file = at_the_end.enter_context(TemporaryFile())
        written = write(file, headers, rows_of_cells(rows, address=http.settings().address))
        note_export(http.actor(), selection, file_format=ending, rows=written, now=http.now())
        size_bytes = file.tell()
        file.seek(0)
        name = gettext("initiatives-%(day)s.%(ending)s", day=http.today(), ending=ending)
        response = send_file(file, content_type, as_attachment=True, download_name=name)
        response.content_length = size_bytes
        response.call_on_close(at_the_end.pop_all().close)
    return response
