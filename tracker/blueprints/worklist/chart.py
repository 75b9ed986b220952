"""Places the bars of the chart of reports per week; the template draws them."""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.queries.reference import GoalAreaRow, Reference
from tracker.queries.worklist_figures import WeekRow

WIDTH, HEIGHT, FOOT, LEFT = 420, 170, 24, 34
_MOST_PATTERNS = 3


class Part(NamedTuple):
    """The reports of one goal area in a bar; `place` (0 to 2) chooses its pattern."""

    code: str
    place: int
    y: int
    height: int


class Bar(NamedTuple):
    """One week: its number, and how many reports each goal area has."""

    week: int
    x: int
    width: int
    parts: tuple[Part, ...]
    numbers: tuple[int, ...]


class Line(NamedTuple):
    """A rule across, at a number."""

    y: int
    number: int


class Chart(NamedTuple):
    """All that is drawn."""

    width: int
    height: int
    goal_areas: tuple[GoalAreaRow, ...]
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]


def make_chart(weeks: Sequence[WeekRow], reference: Reference) -> Chart:
    """Bars of the same scale, each stacked by goal area in the order of the lists; none without reports."""
    met = {area for week in weeks for area in week.by_goal_area}
    areas = tuple(row for row in reference.goal_areas.values() if row.id in met)
    most = max(
        (sum(week.by_goal_area.get(row.id, 0) for row in areas) for week in weeks), default=0
    )
    if not most:
        return Chart(WIDTH, HEIGHT, areas, (), ())
    top = _round(most)
    scale = (HEIGHT - FOOT - 10) / top
    step = (WIDTH - LEFT) // len(weeks)
    bars = tuple(_bar(week, areas, LEFT + at * step, step, scale) for at, week in enumerate(weeks))
    lines = tuple(
        Line(round(HEIGHT - FOOT - number * scale), number) for number in (0, top // 2, top)
    )
    return Chart(WIDTH, HEIGHT, areas, lines, bars)


def _round(most: int) -> int:
    """The next even number of two digits at the most that are not nought."""
    step = 2
    while most > step * 10:
        step *= 10
    return -(-most // step) * step


def _bar(week: WeekRow, areas: Sequence[GoalAreaRow], x: int, step: int, scale: float) -> Bar:
    parts, numbers, foot = [], [], float(HEIGHT - FOOT)
    for place, area in enumerate(areas):
        number = week.by_goal_area.get(area.id, 0)
        numbers.append(number)
        if number:
            foot -= number * scale
            height = max(1, round(number * scale) - 1)
            parts.append(Part(area.code, place % _MOST_PATTERNS, round(foot), height))
    return Bar(week.begins_on.isocalendar().week, x, step - 6, tuple(parts), tuple(numbers))
