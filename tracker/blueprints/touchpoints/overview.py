"""What has come of the touchpoints, as the city reports it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from flask import Response

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.blueprints.touchpoints import filters
from tracker.blueprints.touchpoints.area import blueprint
from tracker.domain.roles import PlaceKind
from tracker.domain.touchpoint_decisions import TouchpointState
from tracker.domain.touchpoint_selection import TouchpointSelection
from tracker.http import requires
from tracker.pages import page
from tracker.queries import touchpoint_figures as queries
from tracker.queries.reference import GoalRow, PlaceRow, Reference
from tracker.queries.touchpoint_figures import Cells

Url = Callable[[TouchpointState, str, PlaceRow], str]


class Cell(NamedTuple):
    """One crossing; an address is empty where the reader has no list to open."""

    waiting: int
    waiting_url: str
    settled: int
    settled_url: str


class Row(NamedTuple):
    """One place, with a cell for each column."""

    place: PlaceRow
    cells: list[Cell]


class Table(NamedTuple):
    """A table of crossings; columns are goal areas, or goals."""

    columns: Sequence[Any]
    rows: list[Row]


@blueprint.get("/overview")
@requires(Permission.SEE_TOUCHPOINT_FIGURES)
def overview() -> Response:
    """How many touchpoints there are at which goal and place, and how they ended."""
    reference = identity.reference()
    found = queries.get_overview(http.actor(), reference=reference, state=identity.register_state())
    areas = list(reference.goal_areas.values())
    goals = [row for row in reference.goals.values() if _is_counted(row, found.of_goals)]
    return page(
        "touchpoints/overview.html",
        found=found,
        areas=_table(found.of_areas, areas, reference, _url_for("goal_area")),
        goals=_table(found.of_goals, goals, reference, _url_for("goal")),
        reviews=_reviews(),
        states={state.value: _address(state=state) for state in TouchpointState},
    )


def _reviews() -> bool:
    return may_somewhere(http.actor(), Permission.REVIEW_TOUCHPOINTS)


def _is_counted(goal: GoalRow, cells: Cells) -> bool:
    return any(goal_id == goal.id for goal_id, _place in cells)


def _table(cells: Cells, columns: Sequence[Any], reference: Reference, url: Url) -> Table:
    wanted = {place for _column, place in cells}
    places = [row for row in reference.places.values() if row.id in wanted]
    return Table(
        columns, [Row(place, list(_cells(cells, columns, place, url))) for place in places]
    )


def _cells(cells: Cells, columns: Sequence[Any], place: PlaceRow, url: Url) -> Iterable[Cell]:
    for each in columns:
        found = cells.get((each.id, place.id))
        yield Cell(
            waiting=found.waiting if found else 0,
            waiting_url=url(TouchpointState.WAITING, each.code, place),
            settled=found.settled if found else 0,
            settled_url=url(TouchpointState.SETTLED, each.code, place),
        )


def _url_for(name: str) -> Url:
    """Leads to the list that a figure counts; the whole municipality has none that is the same."""

    def url(state: TouchpointState, code: str, place: PlaceRow) -> str:
        if place.kind is PlaceKind.MUNICIPALITY:
            return ""
        return _address(state=state, place=place.code, **{name: code})

    return url


def _address(**chosen: Any) -> str:
    return filters.address(TouchpointSelection(**chosen)) if _reviews() else ""
