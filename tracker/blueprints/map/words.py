"""Places the words of the map: a name or a row of shapes that would lie on others is left out.

Every number stays. What is left out on the map is said by the area's tooltip and in the table.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.blueprints.map.figures import Area

MARK_STEP = 14
_LETTER, _DIGIT, _MARK = 3.4, 4.0, 7.5
"""Half as wide as a letter, a digit and a shape, in pixels of the usual size."""


class Spot(NamedTuple):
    """An area in a frame: whether it leads anywhere from there, and its words.

    `marks` are the codes of its goal areas, with how far from the middle each shape stands.
    """

    area: Area
    is_link: bool
    name: str
    marks: list[tuple[str, float]]
    has_words: bool


class Rectangle(NamedTuple):
    """Where words stand."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Rectangle") -> bool:
        """Whether the two lie on each other."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def without_clashes(spots: Sequence[Spot], unit: float, taken: Sequence[Rectangle]) -> list[Spot]:
    """The same spots, in the same order, with only the words that there is room for.

    Areas in focus come first, then those with many initiatives.

    Args:
        unit: how long a pixel of the usual size is.
        taken: where no name or shape may stand.
    """
    numbers = {spot.area.place.id: _number(spot, unit) for spot in spots if spot.has_words}
    found = list(taken)
    kept = {}
    for spot in sorted(spots, key=_weight):
        if not spot.has_words:
            continue
        others = [*found, *(at for of, at in numbers.items() if of != spot.area.place.id)]
        name, marks = _name(spot, unit), _marks(spot, unit)
        has_name = not any(name.meets(other) for other in others)
        has_marks = not any(marks.meets(other) for other in others)
        found += [name] * (has_name and bool(spot.name)) + [marks] * (
            has_marks and bool(spot.marks)
        )
        kept[spot.area.place.id] = spot._replace(
            name=spot.name if has_name else "", marks=spot.marks if has_marks else []
        )
    return [kept.get(spot.area.place.id, spot) for spot in spots]


def _weight(spot: Spot) -> tuple[bool, int, float]:
    return not spot.area.place.is_focus, -spot.area.total, -spot.area.shape.km2


def _at(spot: Spot, unit: float, half: float, top: float, bottom: float) -> Rectangle:
    shape = spot.area.shape
    return Rectangle(
        shape.x - half * unit, shape.y + top * unit, shape.x + half * unit, shape.y + bottom * unit
    )


def _name(spot: Spot, unit: float) -> Rectangle:
    return _at(spot, unit, _LETTER * len(spot.name), -18, -6)


def _number(spot: Spot, unit: float) -> Rectangle:
    return _at(spot, unit, _DIGIT * len(str(spot.area.total)), -4, 7)


def _marks(spot: Spot, unit: float) -> Rectangle:
    return _at(spot, unit, _MARK * len(spot.marks), 8, 22)
