"""Turns areas given as GeoJSON into shapes to draw: flat, in whole units, with a frame for the town.

North is up, and one unit is as far from west to east as from south to north. Neighbours keep the
borders that they share, since every point is rounded alike.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

WIDTH = 5000
TOWN_KM2 = 4.0
"""Areas below this size lie close together; they get a frame of their own."""

_KM_A_DEGREE = 111.2
_MARGIN = 0.03
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the drawing."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.y + self.height

    def holds(self, x: int, y: int) -> bool:
        """Whether a point is inside."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Shape:
    """An area: its outline as an SVG path, and where its words stand."""

    place_id: int
    path: str
    x: int
    y: int
    km2: float


@dataclass(frozen=True, slots=True)
class MapShapes:
    """All areas, the frame that holds them, and the one that holds the small ones."""

    shapes: Sequence[Shape]
    whole: Box
    town: Box


@dataclass(frozen=True, slots=True)
class Outline:
    """An area as the register has it: a GeoJSON polygon, and where its words stand."""

    place_id: int
    polygon: Mapping[str, Any]
    label_point: Sequence[float]


def make_shapes(outlines: Sequence[Outline]) -> MapShapes:
    """The shapes of some areas; nothing to draw is an empty frame."""
    if not outlines:
        nothing = Box(0, 0, WIDTH, WIDTH)
        return MapShapes((), nothing, nothing)
    points = [point for outline in outlines for ring in rings(outline.polygon) for point in ring]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    narrowing = cos(radians((south + north) / 2))
    scale = WIDTH / ((east - west) * narrowing)

    def flat(point: Sequence[float]) -> tuple[int, int]:
        return (
            round((point[0] - west) * narrowing * scale),
            round((north - point[1]) * scale),
        )

    km = _KM_A_DEGREE / scale
    drawn = [_shape(outline, flat, km) for outline in outlines]
    whole = _framed([flat((west, north)), flat((east, south))])
    small = [
        flat(point)
        for outline, shape in zip(outlines, drawn, strict=True)
        if shape.km2 < TOWN_KM2
        for ring in rings(outline.polygon)
        for point in ring
    ]
    return MapShapes(tuple(drawn), whole, _framed(small) if small else whole)


def rings(polygon: Mapping[str, Any]) -> Iterator[list[Point]]:
    """Every ring of a GeoJSON polygon, or of many."""
    polygons = [polygon["coordinates"]] if polygon["type"] == "Polygon" else polygon["coordinates"]
    for of_one in polygons:
        for ring in of_one:
            yield [(point[0], point[1]) for point in ring]


def _shape(outline: Outline, flat: Any, km: float) -> Shape:
    flattened = [[flat(point) for point in ring] for ring in rings(outline.polygon)]
    x, y = flat(outline.label_point)
    km2 = sum(_area(ring) for ring in flattened) * km * km
    return Shape(outline.place_id, "".join(map(_path, flattened)), x, y, km2)


def _area(ring: Sequence[tuple[int, int]]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2


def _path(ring: Sequence[tuple[int, int]]) -> str:
    """A ring as a path of steps from point to point, without steps that go nowhere."""
    (x, y), *rest = ring
    steps = [f"M{x} {y}l"]
    for next_x, next_y in rest[:-1]:
        if (next_x, next_y) != (x, y):
            steps.append(_step(next_x - x, next_y - y))
            x, y = next_x, next_y
    return " ".join(steps).replace("l ", "l").replace(" -", "-") + "z"


def _step(across: int, down: int) -> str:
    return f"{across} {down}"


def _framed(points: Iterable[tuple[int, int]]) -> Box:
    found = list(points)
    left, right = min(x for x, _y in found), max(x for x, _y in found)
    top, bottom = min(y for _x, y in found), max(y for _x, y in found)
    margin = round(max(right - left, bottom - top) * _MARGIN)
    return Box(left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin)
