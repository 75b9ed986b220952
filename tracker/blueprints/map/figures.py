"""What the map shows of a selection: how many in each area, by goal area, and who is in a chosen one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from flask import request

from tracker import http, identity
from tracker.addresses import address_of_view
from tracker.domain.coverage import ACTIVE
from tracker.domain.lifecycle import LANE_PHASES, Phase
from tracker.domain.map_shapes import MapShapes, Shape
from tracker.domain.register_facts import PHASES, Facts, Mask, Tag
from tracker.domain.roles import PlaceKind
from tracker.domain.selection import Selection
from tracker.paging import Paging, paging, wanted_page
from tracker.queries.map_areas import shapes_at
from tracker.queries.reference import GoalAreaRow, PlaceRow, Reference, is_current
from tracker.queries.register_facts import chosen_facts
from tracker.queries.timeline import NamedInitiative, name_initiatives

LISTED_PER_PAGE = 12
STEPS = 4
HERE = "map.index"
OPENED = "open"


@dataclass(frozen=True, slots=True)
class Question:
    """What an address asks of the map.

    `opened` is the code of the area whose list is open: no filter, since the figures of all areas
    stay as they are. `page` is that of the list.
    """

    selection: Selection
    opened: str
    page: int
    reference: Reference

    def arguments(self) -> list[tuple[str, str]]:
        """What stands in the address beside the selection and the page."""
        return [(OPENED, self.opened)] if self.opened else []


def asked() -> Question:
    """What this request asks."""
    return Question(
        Selection.from_arguments(request.args),
        request.args.get(OPENED, "").replace("\x00", "")[:40],
        wanted_page(),
        identity.reference(),
    )


class Area(NamedTuple):
    """An area with its figures; `step` is 0 where nothing is registered, else 1 to `STEPS`."""

    place: PlaceRow
    shape: Shape
    districts: tuple[str, ...]
    total: int
    by_goal_area: tuple[int, ...]
    step: int
    url: str
    is_chosen: bool
    is_in_town: bool


class Listed(NamedTuple):
    """An initiative of the chosen area."""

    named: NamedInitiative
    phase: Phase


class District(NamedTuple):
    """A district that the chosen area lies in, with its own list in the table."""

    name: str
    url: str


class Chosen(NamedTuple):
    """The chosen area: a page of its initiatives, the latest changed first."""

    area: Area
    listed: Sequence[Listed]
    pages: Paging
    districts: Sequence[District]
    back_url: str


@dataclass(frozen=True, slots=True)
class MapFigures:
    """The map in figures. `everywhere` are for the whole municipality alone, and in no area.

    `initiatives` counts the whole selection, `ranges` are the least and most of each step;
    `focus_names` are those of the focus districts.
    """

    shapes: MapShapes
    goal_areas: Sequence[GoalAreaRow]
    areas: Sequence[Area]
    ranges: Sequence[tuple[int, int]]
    everywhere: int
    everywhere_by_goal_area: tuple[int, ...]
    initiatives: int
    focus_names: frozenset[str]
    chosen: Chosen | None

    def goal_areas_in(self, area: Area) -> list[tuple[GoalAreaRow, int]]:
        """The goal areas that something is done for in an area, with how many."""
        return [pair for pair in zip(self.goal_areas, area.by_goal_area, strict=True) if pair[1]]


def make_figures(question: Question) -> MapFigures:
    """Count the selection by area."""
    state, today, reference = identity.register_state(), http.today(), question.reference
    facts = chosen_facts(
        question.selection, http.actor(), reference=reference, state=state, today=today
    )
    counted = is_counted(facts, question.selection)
    shapes = shapes_at(state.reference_hash)
    drawn = [shape for shape in shapes.shapes if shape.place_id in reference.places]
    goal_areas = [row for row in reference.goal_areas.values() if is_current(row, today)]
    by_area = facts.marks(Tag.PLACE, [_within(shape.place_id, reference) for shape in drawn])
    by_goal = facts.marks(Tag.GOAL_AREA, [frozenset({row.id}) for row in goal_areas])
    totals = by_area[counted].sum(axis=0)
    crossed = by_area[counted].astype(np.int64).T @ by_goal[counted].astype(np.int64)
    ranges = ranges_of([int(total) for total in totals])
    areas = [
        _area(question, shapes, shape, int(total), tuple(map(int, row)), ranges)
        for shape, total, row in zip(drawn, totals, crossed, strict=True)
    ]
    everywhere = counted & facts.marks(Tag.PLACE, [_municipality(reference)])[:, 0]
    at = next((place for place, area in enumerate(areas) if area.is_chosen), None)
    return MapFigures(
        shapes=shapes,
        goal_areas=goal_areas,
        areas=areas,
        ranges=ranges,
        everywhere=int(everywhere.sum()),
        everywhere_by_goal_area=tuple(map(int, by_goal[everywhere].sum(axis=0))),
        initiatives=len(facts),
        focus_names=frozenset(row.name for row in reference.focus_places),
        chosen=None
        if at is None
        else _chosen(question, areas[at], facts, counted & by_area[:, at]),
    )


def is_counted(facts: Facts, selection: Selection) -> Mask:
    """Which of the selection are counted: what is not over, unless phases are chosen."""
    if selection.phase:
        return np.ones(len(facts), dtype=bool)
    return facts.in_phases([phase for lane in ACTIVE for phase in LANE_PHASES[lane]])


def _within(place_id: int, reference: Reference) -> frozenset[int]:
    """An area and the districts that it lies in, wholly or in part."""
    districts = (
        row.id
        for row in reference.places.values()
        if row.kind is PlaceKind.DISTRICT and place_id in row.inside_ids
    )
    return frozenset({place_id, *districts})


def _municipality(reference: Reference) -> frozenset[int]:
    return frozenset(
        row.id for row in reference.places.values() if row.kind is PlaceKind.MUNICIPALITY
    )


def ranges_of(totals: Sequence[int]) -> list[tuple[int, int]]:
    """Up to `STEPS` ranges from few to many, each with about as many areas."""
    found = sorted({total for total in totals if total})
    if not found:
        return []
    ranked = np.array(sorted(total for total in totals if total))
    tops = {
        int(ranked[min(len(ranked) - 1, len(ranked) * step // STEPS - 1)])
        for step in range(1, STEPS + 1)
        if len(ranked) * step // STEPS
    } | {found[-1]}
    firsts = [1, *(top + 1 for top in sorted(tops)[:-1])]
    return list(zip(firsts, sorted(tops), strict=True))


def _area(
    question: Question,
    shapes: MapShapes,
    shape: Shape,
    total: int,
    by_goal_area: tuple[int, ...],
    ranges: Sequence[tuple[int, int]],
) -> Area:
    place = question.reference.places[shape.place_id]
    within = _within(place.id, question.reference)
    steps = (step for step, (_first, last) in enumerate(ranges, 1) if total <= last)
    return Area(
        place,
        shape,
        tuple(question.reference.places[row].name for row in sorted(within) if row != place.id),
        total,
        by_goal_area,
        next(steps, STEPS) if total else 0,
        address_of_view(HERE, question.selection, (OPENED, place.code)) + "#area",
        place.code == question.opened,
        shapes.town.holds(shape.x, shape.y),
    )


def _chosen(question: Question, area: Area, facts: Facts, here: Mask) -> Chosen:
    found = np.flatnonzero(here)
    page = min(question.page, max(1, -(-len(found) // LISTED_PER_PAGE)))
    latest = found[np.argsort(-facts.changed[found], kind="stable")]
    latest = latest[(page - 1) * LISTED_PER_PAGE : page * LISTED_PER_PAGE]
    ids = [int(row_id) for row_id in facts.ids[latest]]
    named = name_initiatives(http.actor(), ids)
    phases = [PHASES[place] for place in facts.phases[latest]]
    places = [question.reference.places[row] for row in _within(area.place.id, question.reference)]
    return Chosen(
        area,
        [
            Listed(named[row_id], phase)
            for row_id, phase in zip(ids, phases, strict=True)
            if row_id in named
        ],
        paging(
            len(found),
            number=page,
            per_page=LISTED_PER_PAGE,
            url=lambda number: f"{area.url.removesuffix('#area')}&page={number}#area",
        ),
        [
            District(row.name, address_of_view("board.table", _at(question.selection, row.code)))
            for row in sorted(places, key=lambda row: row.name)
            if row.id != area.place.id
        ],
        address_of_view(HERE, question.selection),
    )


def _at(selection: Selection, place: str) -> Selection:
    return replace(selection, place=place)
