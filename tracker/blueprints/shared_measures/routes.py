"""The shared measures: what initiatives have counted together, year by year."""

import uuid

from flask import Blueprint, Response, request, url_for

from tracker import http
from tracker.access.permissions import Permission
from tracker.http import requires
from tracker.languages import list_language
from tracker.pages import page
from tracker.paging import paging, wanted_page
from tracker.queries import measure_sums
from tracker.queries.measures import get_shared

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
