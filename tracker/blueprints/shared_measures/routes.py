"""The shared measures: what initiatives have counted together, and the list that they choose from."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http
from tracker.access.permissions import Permission
from tracker.blueprints.shared_measures.forms import SharedMeasureForm, WordsForm, blank_form
from tracker.csv_file import Cell
from tracker.http import requires
from tracker.languages import list_language
from tracker.pages import page
from tracker.paging import paging, wanted_page
from tracker.queries import measure_sums
from tracker.queries.measures import get_shared, get_words, list_all_shared
from tracker.services import shared_measures
from tracker.table_files import csv_of, excel_of

blueprint = Blueprint("shared_measures", __name__, url_prefix="/measures")
ROWS_PER_PAGE = 50
FIRST_YEAR = 2000


def _year() -> int:
    this_year = http.today().year
    asked = request.args.get("year", type=int)
    return asked if asked and FIRST_YEAR <= asked <= this_year else this_year


@blueprint.get("")
@requires(Permission.READ_REGISTER)
def index() -> Response:
    """What all that the actor sees has counted together in a year."""
    year = _year()
    return page(
        "shared_measures/index.html",
        year=year,
        this_year=http.today().year,
        rows=measure_sums.list_sums(http.actor(), year=year, language=list_language()),
    )


@blueprint.get("/sums.csv")
@requires(Permission.EXPORT_REGISTER)
def csv() -> Response:
    """The sums as CSV, of figures that may be published."""
    return csv_of("measures", _headers(), _lines())


@blueprint.get("/sums.xlsx")
@requires(Permission.EXPORT_REGISTER)
def excel() -> Response:
    """The sums as an Excel workbook, of figures that may be published."""
    return excel_of("measures", _headers(), _lines())


def _headers() -> Sequence[str]:
    return [
        gettext("Measure"),
        gettext("Year"),
        gettext("Unit"),
        gettext("Together"),
        gettext("Initiatives"),
        gettext("Too few to show"),
    ]


def _lines() -> Sequence[Sequence[Cell]]:
    year = _year()
    rows = measure_sums.list_published_sums(
        http.actor(), year=year, language=list_language(), today=http.today()
    )
    return [
        [
            row.name,
            year,
            row.unit,
            row.number if row.is_summed and row.initiatives else None,
            row.initiatives,
            row.held_back,
        ]
        for row in rows
    ]


@blueprint.get("/<uuid:shared_id>")
@requires(Permission.READ_REGISTER)
def show(shared_id: uuid.UUID) -> Response:
    """Who has counted a shared measure in a year, and what it comes to."""
    year, language = _year(), list_language()
    shared = get_shared(shared_id, language=language)
    rows = measure_sums.list_counted(http.actor(), shared_id, year=year, language=language)
    number = wanted_page()
    pages = paging(
        len(rows),
        number=number,
        per_page=ROWS_PER_PAGE,
        url=lambda wanted: url_for(
            "shared_measures.show", shared_id=shared_id, year=year, page=wanted
        ),
    )
    first = (pages.number - 1) * ROWS_PER_PAGE
    return page(
        "shared_measures/show.html",
        shared=shared,
        year=year,
        this_year=http.today().year,
        total=sum(row.of(year) or 0 for row in rows),
        rows=rows[first : first + ROWS_PER_PAGE],
        pages=pages,
    )


@blueprint.get("/list")
@requires(Permission.COORDINATE)
def manage() -> Response:
    """The shared list, and the form that adds to it."""
    return _list_page(blank_form())


@blueprint.post("/list")
@requires(Permission.COORDINATE)
def add() -> BaseResponse:
    """Put a measure on the list."""
    form = blank_form()
    if form.validate_on_submit() and form.accept(
        lambda: shared_measures.add(http.actor(), form.kind(), now=http.now())
    ):
        flash(gettext("The measure is on the list. Everyone who counts can choose it."), "success")
        return _to_list()
    return _list_page(form, status=422)


@blueprint.get("/<uuid:shared_id>/edit")
@requires(Permission.COORDINATE)
def edit(shared_id: uuid.UUID) -> Response:
    """The words of a shared measure."""
    words = get_words(shared_id)
    return page("shared_measures/edit.html", form=WordsForm(data=words), shared_id=shared_id)


@blueprint.post("/<uuid:shared_id>/edit")
@requires(Permission.COORDINATE)
def save(shared_id: uuid.UUID) -> BaseResponse:
    """Word a shared measure anew."""
    form = WordsForm(data=get_words(shared_id))
    if form.validate_on_submit() and form.accept(
        lambda: shared_measures.reword(http.actor(), shared_id, form.kind(), now=http.now())
    ):
        flash(gettext("Your changes are saved."), "success")
        return _to_list()
    return page("shared_measures/edit.html", status=422, form=form, shared_id=shared_id)


@blueprint.post("/<uuid:shared_id>/retirement")
@requires(Permission.COORDINATE)
def retire(shared_id: uuid.UUID) -> BaseResponse:
    """Let nobody choose it any more."""
    shared_measures.retire(http.actor(), shared_id, now=http.now())
    flash(gettext("Nobody can choose it any more. Those that count it go on."), "success")
    return _to_list()


@blueprint.post("/<uuid:shared_id>/return")
@requires(Permission.COORDINATE)
def bring_back(shared_id: uuid.UUID) -> BaseResponse:
    """Let it be chosen again."""
    shared_measures.bring_back(http.actor(), shared_id, now=http.now())
    flash(gettext("Everyone can choose it again."), "success")
    return _to_list()


def _to_list() -> BaseResponse:
    return redirect(url_for("shared_measures.manage"), code=303)


def _list_page(form: SharedMeasureForm, *, status: int = 200) -> Response:
    return page(
        "shared_measures/list.html",
        status=status,
        form=form,
        rows=list_all_shared(language=list_language()),
    )
