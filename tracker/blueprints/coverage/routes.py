"""The weave: what is done at which place and for which goal, a cell of it, and it all as a file."""

import uuid
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.addresses import address_of_view
from tracker.blueprints.coverage.crossing import make_crossing
from tracker.blueprints.coverage.drawing import draw_table
from tracker.blueprints.coverage.findings import findings_of
from tracker.blueprints.coverage.sheets import cells_of_table, headers_of
from tracker.blueprints.coverage.table import Question, column_labels, make_table
from tracker.domain.coverage_view import OFFERED, CoverageView
from tracker.domain.selection import Selection
from tracker.errors import RefusedError
from tracker.filter_form import make_filters
from tracker.http import requires
from tracker.pages import kept_page, page
from tracker.pictures import drawing_of, picture_of
from tracker.queries import selection as selections
from tracker.refusals import refusal
from tracker.services import gap_questions
from tracker.table_files import csv_of, excel_of

blueprint = Blueprint("coverage", __name__)


def _question() -> Question:
    return Question(
        Selection.from_arguments(request.args),
        CoverageView.from_arguments(request.args),
        identity.reference(),
    )


@blueprint.get("/coverage")
@requires(Permission.READ_REGISTER)
def index() -> Response:
    """Where something is done, and where threads are missing."""
    return kept_page("coverage/index.html", "coverage/content.html", "selection", _index)


def _index() -> dict[str, Any]:
    question = _question()
    table = make_table(question)
    total = sum(
        selections.count_by_phase(
            question.selection,
            http.actor(),
            reference=question.reference,
            today=http.today(),
            content_hash=identity.register_state().content_hash,
        ).values()
    )
    return {
        "filters": make_filters(question.selection, here="coverage.index"),
        "here": "coverage.index",
        "total": total,
        "table": table,
        "findings": findings_of(table),
        "labels": column_labels(),
        "offered": OFFERED,
        "address": address_of_view,
        "view": question.view,
        "today": http.today(),
    }


@blueprint.get("/coverage/<row>/<column>")
@requires(Permission.READ_REGISTER)
def cell(row: str, column: str) -> Response:
    """One crossing: what is done there, who has done the same nearby, and how to begin."""
    crossing = make_crossing(_question(), row=row, column=column)
    if crossing is None:
        abort(404)
    return page("coverage/cell.html", crossing=crossing)


@blueprint.post("/coverage/<row>/<column>/questions/<uuid:public_id>")
@requires(Permission.COORDINATE)
def ask(row: str, column: str, public_id: uuid.UUID) -> BaseResponse:
    """Ask an organisation whether it wants to do something where nothing is registered."""
    try:
        gap_questions.ask(http.actor(), public_id, row, column, now=http.now())
    except RefusedError as refused:
        flash(refusal(refused.code), "warning")
    else:
        flash(gettext("The question is mailed."), "success")
    return redirect(url_for("coverage.cell", row=row, column=column), code=303)


@blueprint.get("/coverage.csv")
@requires(Permission.EXPORT_REGISTER)
def csv() -> Response:
    """The table as CSV."""
    table = make_table(_question())
    return csv_of("coverage", headers_of(table), cells_of_table(table))


@blueprint.get("/coverage.xlsx")
@requires(Permission.EXPORT_REGISTER)
def excel() -> Response:
    """The table as an Excel workbook."""
    table = make_table(_question())
    return excel_of("coverage", headers_of(table), cells_of_table(table))


@blueprint.get("/coverage.svg")
@requires(Permission.EXPORT_REGISTER)
def drawing() -> Response:
    """The table as a drawing."""
    table = make_table(_question())
    return drawing_of("coverage", draw_table(table), rows=table.total)


@blueprint.get("/coverage.png")
@requires(Permission.EXPORT_REGISTER)
def picture() -> Response:
    """The same drawing, painted."""
    table = make_table(_question())
    return picture_of("coverage", draw_table(table), rows=table.total)
