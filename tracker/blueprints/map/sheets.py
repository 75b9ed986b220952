"""The figures of the map as cells of a file, and as areas for other programs that draw maps."""

from collections.abc import Sequence

from flask_babel import gettext

from tracker.blueprints.map.figures import MapFigures
from tracker.csv_file import Cell
from tracker.domain.export_columns import SEPARATOR
from tracker.queries.map_areas import collection_of, polygons_at


def headers(figures: MapFigures) -> list[str]:
    """The headings."""
    areas = [row.name for row in figures.goal_areas]
    return [gettext("Area"), gettext("Code"), gettext("Districts"), gettext("Initiatives"), *areas]


def cells_of_map(figures: MapFigures) -> list[Sequence[Cell]]:
    """The cells, area by area; the last line is for the whole municipality alone."""
    rows: list[Sequence[Cell]] = [
        (
            area.place.name,
            area.place.code,
            SEPARATOR.join(area.districts),
            area.total,
            *area.by_goal_area,
        )
        for area in figures.areas
    ]
    everywhere = gettext("For the whole municipality")
    rows.append((everywhere, "", "", figures.everywhere, *figures.everywhere_by_goal_area))
    return rows


def features_of(figures: MapFigures, reference_hash: str) -> bytes:
    """The areas as GeoJSON with their figures."""
    polygons = polygons_at(reference_hash)
    codes = [row.code for row in figures.goal_areas]
    return collection_of(
        [
            (
                area.place.code,
                polygons[area.place.id],
                {
                    "name": area.place.name,
                    "initiatives": area.total,
                    **dict(zip(codes, area.by_goal_area, strict=True)),
                },
            )
            for area in figures.areas
        ]
    )
