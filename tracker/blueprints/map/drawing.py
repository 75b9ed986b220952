"""Draws the map: two frames for the page, and a drawing that stands alone with its own colours."""

from typing import NamedTuple

from flask import render_template
from markupsafe import Markup

from tracker import http
from tracker.blueprints.map.figures import Area, MapFigures
from tracker.blueprints.map.words import MARK_STEP, Rectangle, Spot, without_clashes
from tracker.domain.map_shapes import Box
from tracker.templating import draw

FRAME_PX = 430
LARGE_KM2, TINY_KM2 = 10, 0.9
LONGEST_NAME = 13
EDGE = 30
COLOURS = ("#fffefb", "#dfe9eb", "#b3cdd2", "#7ba6af", "#3f7984")


class Frame(NamedTuple):
    """A part of the map; `unit` is as long as a pixel of the usual size."""

    box: Box
    unit: float
    spots: list[Spot]
    is_town: bool


def frames_of(figures: MapFigures) -> list[Frame]:
    """The whole municipality, and the town, where the areas are small.

    Every area can be chosen in one of them.
    """
    whole, town = figures.shapes.whole, figures.shapes.town
    areas = sorted(figures.areas, key=lambda area: area.is_chosen)
    unit = _unit(whole)
    spots = [_in_whole(area, figures, unit) for area in areas]
    if town == whole:
        return [Frame(whole, unit, without_clashes(spots, unit, _sides(whole)), False)]
    taken = [*_sides(whole), Rectangle(town.x, town.y, town.right, town.bottom)]
    frames = [Frame(whole, unit, without_clashes(spots, unit, taken), False)]
    unit = _unit(town)
    spots = [_in_town(area, figures, unit) for area in areas]
    return [*frames, Frame(town, unit, without_clashes(spots, unit, _sides(town)), True)]


def _sides(box: Box) -> list[Rectangle]:
    """What lies to the left and right of a frame: words are not cut off there."""
    return [
        Rectangle(box.x - box.width, box.y, box.x, box.bottom),
        Rectangle(box.right, box.y, box.right + box.width, box.bottom),
    ]


def _unit(box: Box) -> float:
    return round(box.width / FRAME_PX, 2)


def _in_whole(area: Area, figures: MapFigures, unit: float) -> Spot:
    is_large = area.shape.km2 >= LARGE_KM2
    return Spot(area, not area.is_in_town, _short(area), _marks(area, figures, unit), is_large)


def _in_town(area: Area, figures: MapFigures, unit: float) -> Spot:
    """A tiny area has room for its number alone, unless it is in focus."""
    box = figures.shapes.town
    edge = round(EDGE * unit)
    is_inside = all(box.holds(area.shape.x + step, area.shape.y) for step in (-edge, edge))
    has_room = area.shape.km2 >= TINY_KM2 or _is_in_focus(area, figures)
    marks = _marks(area, figures, unit) if has_room else []
    return Spot(area, area.is_in_town, _short(area) if has_room else "", marks, is_inside)


def _is_in_focus(area: Area, figures: MapFigures) -> bool:
    return area.place.is_focus or area.place.name in figures.focus_names


def _marks(area: Area, figures: MapFigures, unit: float) -> list[tuple[str, float]]:
    codes = [row.code for row, _number in figures.goal_areas_in(area)]
    middle = (len(codes) - 1) / 2
    return [(code, round((at - middle) * MARK_STEP * unit, 1)) for at, code in enumerate(codes)]


def _short(area: Area) -> str:
    """The first part of a name that names several parts."""
    first = area.place.name.partition("-")[0]
    return first if len(first) <= LONGEST_NAME else first.partition(" ")[0]


def drawn_map(figures: MapFigures) -> Markup:
    """Both frames, ready to print."""
    rows = [draw("map/frames.html", "frame", frame, figures) for frame in frames_of(figures)]
    return Markup("".join(rows))  # noqa: S704 - drawn by our templates


def draw_map(figures: MapFigures) -> str:
    """The map as SVG that stands alone."""
    return render_template(
        "map/drawing.svg",
        figures=figures,
        frames=frames_of(figures),
        colours=COLOURS,
        today=http.today(),
    )
