"""Answers which areas a map shows, and how they look; kept while no list of places changes."""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from tracker.database import read
from tracker.domain.map_shapes import MapShapes, Outline, make_shapes
from tracker.models import Place

_OUTLINED = (
    select(Place.id, Place.code, Place.name_sv, Place.polygon, Place.label_point)
    .where(Place.polygon.is_not(None), Place.label_point.is_not(None))
    .order_by(Place.code)
)


@lru_cache(maxsize=4)
def shapes_at(_reference_hash: str) -> MapShapes:
    """The shapes of all areas that have an outline."""
    return make_shapes(
        [
            Outline(row.id, row.polygon, row.label_point)
            for row in read(_OUTLINED)
            if row.polygon and row.label_point
        ]
    )


@lru_cache(maxsize=4)
def outlines_at(_reference_hash: str) -> bytes:
    """The same areas as GeoJSON (WGS 84), with their codes and names alone."""
    return collection_of(
        [(row.code, row.polygon, {"name": row.name_sv}) for row in read(_OUTLINED) if row.polygon]
    )


@lru_cache(maxsize=4)
def polygons_at(_reference_hash: str) -> dict[int, Any]:
    """The outline of each area as GeoJSON, by the id of its place."""
    return {row.id: row.polygon for row in read(_OUTLINED) if row.polygon}


def collection_of(areas: list[tuple[str, Any, dict[str, Any]]]) -> bytes:
    """A GeoJSON file of areas, each with its code and what is told of it."""
    features = [
        {"type": "Feature", "id": code, "properties": properties, "geometry": polygon}
        for code, polygon, properties in areas
    ]
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
