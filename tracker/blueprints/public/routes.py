"""What everyone may read without signing in: the list, one initiative, and a map for search engines.

Everything here answers 404 where an installation has its public pages switched off.
"""

import uuid
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.actors import ANONYMOUS
from tracker.blueprints.public.filters import make_filters
from tracker.domain.selection import Selection
from tracker.domain.small_numbers import FEWEST_COUNTED
from tracker.errors import NotFoundError
from tracker.http import public
from tracker.languages import language, list_language
from tracker.pages import page
from tracker.paging import paging, wanted_page
from tracker.queries import measure_sums, public_pages
from tracker.queries import public as queries
from tracker.queries.attachments import list_attachments
from tracker.queries.mergers import find_successor
from tracker.queries.open_organisations import list_open_organisations
from tracker.queries.reference import Reference, reference_at

blueprint = Blueprint("public", __name__)
FIRST_YEAR = 2000
PLAIN_TEXT = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"


def _reference() -> Reference:
    return reference_at(identity.register_state().reference_hash, language())


def _refuse_if_switched_off() -> None:
    if not http.settings().has_public_pages:
        abort(404)


def _address(endpoint: str, **values: object) -> str:
    return http.settings().address + url_for(endpoint, **values)  # type: ignore[arg-type]


@blueprint.get("/open")
@public
def index() -> Response:
    """What is open to everyone, as cards."""
    _refuse_if_switched_off()
    reference, today, number = _reference(), http.today(), wanted_page()
    selection = queries.public_selection(Selection.from_arguments(request.args))
    total = queries.count_open(selection, reference=reference, today=today)
    rows = queries.list_cards(selection, page=number, reference=reference, today=today)
    return page(
        "public/index.html",
        "selection",
        filters=make_filters(selection, reference, today=today),
        rows=rows,
        total=total,
        pages=paging(
            total,
            number=number,
            per_page=queries.CARDS_PER_PAGE,
            url=lambda wanted: _page_url(selection, wanted),
        ),
        canonical=_address("public.index"),
        is_indexed=http.settings().is_indexed and selection.is_everything,
    )


def _page_url(selection: Selection, number: int) -> str:
    arguments = [*selection.to_arguments(), ("page", str(number))]
    return f"{url_for('public.index')}?{urlencode(arguments)}"


@blueprint.get("/open/<uuid:public_id>")
@public
def show(public_id: uuid.UUID) -> BaseResponse:
    """One open initiative; the address of one that has gone up in another leads on to that one."""
    _refuse_if_switched_off()
    try:
        initiative = public_pages.get_open(public_id, reference=_reference())
    except NotFoundError:
        successor = find_successor(ANONYMOUS, public_id)
        if successor is None:
            raise
        return redirect(url_for("public.show", public_id=successor))
    return page(
        "public/show.html",
        initiative=initiative,
        attachments=list_attachments(ANONYMOUS, public_id),
        canonical=_address("public.show", public_id=public_id),
        is_indexed=http.settings().is_indexed,
        fewest=FEWEST_COUNTED,
        measures=measure_sums.list_published(
            public_id, language=list_language(), today=http.today()
        ),
    )


@blueprint.get("/open/measures")
@public
def measures() -> Response:
    """What open initiatives have counted together in a year, of published figures only."""
    _refuse_if_switched_off()
    this_year = http.today().year
    asked = request.args.get("year", type=int)
    year = asked if asked and FIRST_YEAR <= asked <= this_year else this_year
    return page(
        "public/measures.html",
        year=year,
        this_year=this_year,
        rows=measure_sums.list_published_sums(
            ANONYMOUS, year=year, language=list_language(), today=http.today()
        ),
        canonical=_address("public.measures"),
        is_indexed=http.settings().is_indexed,
        fewest=FEWEST_COUNTED,
    )


@blueprint.get("/sitemap.xml")
@public
def sitemap() -> Response:
    """Every open page, for search engines; not where they are asked to stay away."""
    _refuse_if_switched_off()
    if not http.settings().is_indexed:
        abort(404)
    text = render_template(
        "public/sitemap.xml",
        first=_address("public.index"),
        rows=[
            (_address("public.show", public_id=row.public_id), row.changed_on)
            for row in queries.list_addresses()
        ]
        + [
            (_address("open_organisations.show", public_id=public_id), None)
            for public_id in list_open_organisations()
        ],
    )
    return _file(text, XML)


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """What search engines may read: the public pages, or nothing."""
    settings = http.settings()
    if not (settings.has_public_pages and settings.is_indexed):
        return _file("User-agent: *\nDisallow: /\n", PLAIN_TEXT)
    lines = (
        "User-agent: *",
        f"Allow: {url_for('public.index')}",
        "Allow: /static/",
        "Disallow: /",
        f"Sitemap: {_address('public.sitemap')}",
    )
    return _file("\n".join(lines) + "\n", PLAIN_TEXT)


def _file(text: str, content_type: str) -> Response:
    response = make_response(text)
    response.headers["Content-Type"] = content_type
    return response
