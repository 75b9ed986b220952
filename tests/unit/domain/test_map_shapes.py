"""Areas as shapes: flat and in whole units, with a frame of their own for small ones."""

from __future__ import annotations

import re

import pytest

from tracker.domain.map_shapes import WIDTH, Outline, make_shapes, rings
from tracker.domain.reference_data import load_reference_data


def square(west: float, south: float, side: float) -> dict[str, object]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


LARGE = Outline(1, square(12.0, 57.0, 0.2), [12.1, 57.1])
SMALL = Outline(2, square(12.2, 57.0, 0.01), [12.205, 57.005])


def test_north_is_up_and_the_whole_width_is_used() -> None:
    found = make_shapes([LARGE, SMALL])

    assert WIDTH < found.whole.width < WIDTH * 1.2
    assert found.shapes[0].y < found.shapes[1].y
    assert found.shapes[0].x < found.shapes[1].x


def test_small_areas_have_a_frame_of_their_own() -> None:
    found = make_shapes([LARGE, SMALL])
    large, small = found.shapes

    assert small.km2 == pytest.approx(0.67, rel=0.1)
    assert found.town.holds(small.x, small.y)
    assert not found.town.holds(large.x, large.y)


def test_without_small_areas_there_is_one_frame_and_without_areas_an_empty_one() -> None:
    alone = make_shapes([LARGE])

    assert alone.town == alone.whole
    assert not make_shapes([]).shapes


def test_many_polygons_are_one_shape() -> None:
    one, other = square(12.0, 57.0, 0.1), square(12.5, 57.0, 0.1)
    both = {"type": "MultiPolygon", "coordinates": [one["coordinates"], other["coordinates"]]}

    (shape,) = make_shapes([Outline(1, both, [12.05, 57.05])]).shapes

    assert shape.path.count("M") == shape.path.count("z") == len(list(rings(both))) == 2


def test_the_areas_of_the_city_are_all_drawn_within_their_frame() -> None:
    found = make_shapes(
        [
            Outline(at, row.polygon, row.label_point)
            for at, row in enumerate(load_reference_data().places)
            if row.polygon and row.label_point
        ]
    )

    assert len(found.shapes) == 47
    assert all(found.whole.holds(shape.x, shape.y) for shape in found.shapes)
    assert all(re.fullmatch(r"(M\d+ \d+l[\d -]+z)+", shape.path) for shape in found.shapes)
    assert sum(len(shape.path) for shape in found.shapes) < 50_000
