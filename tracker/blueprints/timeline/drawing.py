"""The timeline as a drawing that stands alone: its own colours, words and source."""

from collections.abc import Iterator
from typing import NamedTuple

from flask import render_template

from tracker import http
from tracker.blueprints.timeline.axis import period, ticks_of, today_at
from tracker.blueprints.timeline.chart import Chart, ChartLine, Group, Stretch
from tracker.blueprints.timeline.rows import HOLLOW, OVER

MARGIN, NAMES, WIDTH = 24, 330, 860
HEAD, LINE, FOOT = 104, 22, 66


class DrawnLine(NamedTuple):
    """A line or the heading of a group, with its place from above; `look` says how a bar is filled."""

    y: int
    group: Group | None
    total: int
    line: ChartLine | None
    left: float
    width: float
    look: str
    goal_area: str


def draw_chart(chart: Chart) -> str:
    """The page of the timeline as SVG."""
    lines = list(_lines(chart))
    today = today_at(chart.question.window)
    return render_template(
        "timeline/drawing.svg",
        chart=chart,
        lines=lines,
        ticks=[
            tick._replace(at=_across(tick.at / 100)) for tick in ticks_of(chart.question.window)
        ],
        today_at=None if today is None else _across(today / 100),
        period=period(chart.question.window),
        today=http.today(),
        margin=MARGIN,
        left=MARGIN + NAMES,
        right=MARGIN + NAMES + WIDTH,
        head=HEAD,
        line_height=LINE,
        width=NAMES + WIDTH + 2 * MARGIN,
        height=HEAD + len(lines) * LINE + FOOT,
    )


def _lines(chart: Chart) -> Iterator[DrawnLine]:
    y = HEAD
    for stretch in chart.stretches:
        yield DrawnLine(y, stretch.group, stretch.total, None, 0, 0, "", stretch.group.goal_area)
        for number, line in enumerate(stretch.lines, 1):
            yield _drawn(stretch, line, y + number * LINE)
        y += LINE * (len(stretch.lines) + 1)


def _drawn(stretch: Stretch, line: ChartLine, y: int) -> DrawnLine:
    bar = line.bar
    look = "hollow" if bar.phase in HOLLOW else "over" if bar.phase in OVER else "full"
    area = stretch.group.goal_area or (line.goal_areas[0].code if line.goal_areas else "")
    left, width = _across(bar.left / 1000), bar.width / 1000 * WIDTH
    return DrawnLine(y, None, 0, line, round(left, 1), round(width, 1), look, area)


def _across(share: float) -> float:
    return round(MARGIN + NAMES + share * WIDTH, 1)
