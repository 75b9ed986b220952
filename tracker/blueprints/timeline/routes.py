"""The timeline of the selection, and the same as files and as a picture."""

import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response
from flask_babel import gettext

from tracker import http
from tracker.access.permissions import Permission
from tracker.addresses import address_of_view
from tracker.blueprints.timeline import axis
from tracker.blueprints.timeline.chart import Chart, Question, asked, make_chart
from tracker.blueprints.timeline.drawing import draw_chart
from tracker.blueprints.timeline.rows import drawn_stretches
from tracker.blueprints.timeline.sheets import cells_of_chart, headers
from tracker.domain.timeline import ROWS_PER_PAGE, Window, Zoom
from tracker.filter_form import make_filters
from tracker.http import requires
from tracker.languages import language
from tracker.pages import kept_page
from tracker.paging import paging
from tracker.pictures import drawing_of, picture_of
from tracker.table_files import csv_of, excel_of

blueprint = Blueprint("timeline", __name__)
HERE = "timeline.index"
EVERY_LINE = sys.maxsize


@blueprint.get("/timeline")
@requires(Permission.READ_REGISTER)
def index() -> Response:
    """What runs when."""
    return kept_page("timeline/index.html", "timeline/content.html", "selection", _index)


def _index() -> dict[str, Any]:
    question = asked()
    chart = make_chart(question)
    window = question.window
    return {
        "filters": make_filters(question.selection, here=HERE),
        "here": HERE,
        "total": chart.initiatives,
        "chart": chart,
        "rows": drawn_stretches(chart),
        "ticks": axis.ticks_of(window),
        "today_at": axis.today_at(window),
        "period": axis.period(window),
        "choices": _choices(question),
        "pages": paging(
            chart.total,
            number=chart.page,
            per_page=ROWS_PER_PAGE,
            url=lambda number: _address(question, ("page", str(number))),
        ),
        "address": address_of_view,
        "arguments": question.arguments(),
    }


def _address(question: Question, *more: tuple[str, str]) -> str:
    return address_of_view(HERE, question.selection, *question.arguments(), *more)


def _choices(question: Question) -> Mapping[str, Any]:
    """The ways to group, to zoom and to move in time: label, address, and whether it is this one."""
    window, today = question.window, http.today()
    return {
        "groups": [
            (label, _address(question.with_grouping(group)), group is question.grouping)
            for group, label in axis.group_labels().items()
        ],
        "zooms": [
            (
                label,
                _address(question.with_window(window.at_zoom(zoom, today))),
                zoom is window.zoom,
            )
            for zoom, label in _zoom_labels(language()).items()
        ],
        "earlier": _address(question.with_window(window.moved(-1))),
        "now": _address(question.with_window(Window.around(window.zoom, today))),
        "later": _address(question.with_window(window.moved(1))),
    }


@lru_cache
def _zoom_labels(_language: str) -> Mapping[Zoom, str]:
    return {
        Zoom.MONTH: gettext("By month"),
        Zoom.QUARTER: gettext("By quarter"),
        Zoom.YEAR: gettext("By year"),
    }


def _whole() -> Chart:
    """Every line of the selection within the months, on one page."""
    return make_chart(asked(), per_page=EVERY_LINE)


@blueprint.get("/timeline.csv")
@requires(Permission.EXPORT_REGISTER)
def csv() -> Response:
    """All lines as CSV."""
    chart = _whole()
    return csv_of("timeline", headers(chart), cells_of_chart(chart))


@blueprint.get("/timeline.xlsx")
@requires(Permission.EXPORT_REGISTER)
def excel() -> Response:
    """All lines as an Excel workbook."""
    chart = _whole()
    return excel_of("timeline", headers(chart), cells_of_chart(chart))


@blueprint.get("/timeline.svg")
@requires(Permission.EXPORT_REGISTER)
def drawing() -> Response:
    """The lines as a drawing."""
    chart = make_chart(asked())
    return drawing_of("timeline", draw_chart(chart), rows=chart.lines)


@blueprint.get("/timeline.png")
@requires(Permission.EXPORT_REGISTER)
def picture() -> Response:
    """The same drawing, painted."""
    chart = make_chart(asked())
    return picture_of("timeline", draw_chart(chart), rows=chart.lines)
