"""Prints the lines of the timeline: each kind of line is drawn once by a template, and filled in."""

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from tracker import formats, labels
from tracker.addresses import address_of
from tracker.blueprints.timeline.chart import Chart, ChartLine, Stretch
from tracker.domain.lifecycle import Phase
from tracker.domain.timeline import Grouping
from tracker.languages import language
from tracker.templating import Frame, draw, gap

_TEMPLATE = "timeline/rows.html"
HOLLOW = frozenset({Phase.IDEA, Phase.PLANNED, Phase.PAUSED})
OVER = frozenset({Phase.COMPLETED, Phase.CANCELLED})


def drawn_stretches(chart: Chart) -> Markup:
    """All groups of the page with their lines."""
    grouping = chart.question.grouping
    return Markup("").join(_stretch(stretch, grouping) for stretch in chart.stretches)


def _stretch(stretch: Stretch, grouping: Grouping) -> Markup:
    lines = Markup("".join(_lines(stretch.lines, grouping)))  # noqa: S704 - drawn below, escaped
    return Markup(  # noqa: S704 - drawn by our template
        draw(_TEMPLATE, "stretch", stretch.group, stretch.total, lines)
    )


def _lines(lines: Sequence[ChartLine], grouping: Grouping) -> list[str]:
    shown_in = language()
    phases = labels.phases()
    return [
        _frame(shown_in, _kind(line, grouping), line.is_ending, line.bar.left == 0).filled(
            {
                "url": address_of("initiatives.show", public_id=line.named.public_id),
                "title": escape(line.named.title),
                "under": _under(line, grouping),
                "phase": phases[line.bar.phase],
                "start": formats.short_date(line.bar.start),
                "end": formats.short_date(line.bar.end),
                "left": f"{line.bar.left / 10:g}",
                "width": f"{line.bar.width / 10:g}",
            }
        )
        for line in lines
    ]


def _kind(line: ChartLine, grouping: Grouping) -> str:
    """The classes of a line: how its bar is drawn, whether it has an end, and its colour.

    Under a goal area the colour is the group's.
    """
    names = [line.bar.phase.value] if line.bar.phase in HOLLOW | OVER else []
    if line.bar.is_open:
        names.append("on")
    if grouping is not Grouping.GOAL_AREA and line.goal_areas:
        names.append(goal_colour(line.goal_areas[0].code))
    return " ".join(names)


def _under(line: ChartLine, grouping: Grouping) -> str:
    """What is said under the title: who answers for it, or in which goal areas it is."""
    if grouping is Grouping.ORGANISATION:
        return escape(", ".join(area.name for area in line.goal_areas))
    return escape(line.named.organisation_name)


@lru_cache(maxsize=256)
def _frame(_language: str, kind: str, is_ending: bool, is_cut: bool) -> Frame:  # noqa: FBT001
    names = ("url", "title", "under", "phase", "start", "end", "left", "width")
    gaps = {name: gap(name) for name in names}
    return Frame(draw(_TEMPLATE, "line", kind, is_ending, is_cut, gaps))


@lru_cache
def goal_colour(code: str) -> str:
    """The name of the colour that stands for a goal area."""
    return draw("components/tags.html", "goal_colour", code)
