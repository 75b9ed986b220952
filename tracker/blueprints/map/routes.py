"""The map of the selection, the outlines of its areas, and the same as files and pictures."""

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, request, send_file

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.addresses import address_of_view
from tracker.blueprints.map.drawing import draw_map, drawn_map
from tracker.blueprints.map.figures import HERE, asked, make_figures
from tracker.blueprints.map.sheets import cells_of_map, features_of, headers
from tracker.domain.selection import Selection
from tracker.filter_form import make_filters
from tracker.http import requires, revalidated
from tracker.pages import kept_page
from tracker.pictures import drawing_of, picture_of
from tracker.queries.map_areas import outlines_at
from tracker.services.exports import note_export
from tracker.table_files import csv_of, excel_of

blueprint = Blueprint("map", __name__)
GEOJSON_TYPE = "application/geo+json"


@blueprint.get("/map")
@requires(Permission.READ_REGISTER)
def index() -> Response:
    """Where in the city something is done."""
    return kept_page("map/index.html", "map/content.html", "selection", _index)


def _index() -> dict[str, Any]:
    question = asked()
    figures = make_figures(question)
    return {
        "filters": make_filters(question.selection, here=HERE),
        "here": HERE,
        "total": figures.initiatives,
        "figures": figures,
        "drawn": drawn_map(figures),
        "own": question.arguments(),
        "address": address_of_view,
    }


@blueprint.get("/map/areas.geojson")
@requires(Permission.READ_REGISTER)
@revalidated
def areas() -> Response:
    """The outlines of all areas, for a map that can be moved; figures stand in the page's table."""
    reference_hash = identity.register_state().reference_hash
    response = Response(outlines_at(reference_hash), mimetype=GEOJSON_TYPE)
    response.set_etag(reference_hash[:32])
    response.make_conditional(request)
    return response


@blueprint.get("/map.csv")
@requires(Permission.EXPORT_REGISTER)
def csv() -> Response:
    """The table as CSV."""
    figures = make_figures(asked())
    return csv_of("map", headers(figures), cells_of_map(figures))


@blueprint.get("/map.xlsx")
@requires(Permission.EXPORT_REGISTER)
def excel() -> Response:
    """The table as an Excel workbook."""
    figures = make_figures(asked())
    return excel_of("map", headers(figures), cells_of_map(figures))


@blueprint.get("/map.svg")
@requires(Permission.EXPORT_REGISTER)
def drawing() -> Response:
    """The map as a drawing."""
    figures = make_figures(asked())
    return drawing_of("map", draw_map(figures), rows=len(figures.areas))


@blueprint.get("/map.png")
@requires(Permission.EXPORT_REGISTER)
def picture() -> Response:
    """The same drawing, painted."""
    figures = make_figures(asked())
    return picture_of("map", draw_map(figures), rows=len(figures.areas))


@blueprint.get("/map.geojson")
@requires(Permission.EXPORT_REGISTER)
def geojson() -> Response:
    """The areas with their figures, for other programs that draw maps."""
    figures = make_figures(asked())
    content = features_of(figures, identity.register_state().reference_hash)
    chosen = Selection.from_arguments(request.args)
    rows = len(figures.areas)
    note_export(http.actor(), chosen, file_format="map geojson", rows=rows, now=http.now())
    name = f"map-{http.today()}.geojson"
    return send_file(BytesIO(content), GEOJSON_TYPE, as_attachment=True, download_name=name)
