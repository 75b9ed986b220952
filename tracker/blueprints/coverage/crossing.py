"""One crossing of the coverage: what is done there, how crowded it is, and who could be asked."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

import numpy as np

from tracker import http, identity, labels
from tracker.addresses import address_of, address_of_view
from tracker.blueprints.coverage.groups import Group, columns_of, entries_of, marks_of, rows_of
from tracker.blueprints.coverage.table import Question
from tracker.domain.coverage import ACTIVE, LANES, experienced, lanes_on
from tracker.domain.coverage_view import CoverageView, Rows
from tracker.domain.lifecycle import Lane
from tracker.domain.register_facts import Facts, Mask, Tag
from tracker.domain.roles import ListCode, PlaceKind
from tracker.domain.touchpoint_selection import TouchpointSelection
from tracker.domain.worklist import GAP_ASKED_AGAIN_AFTER
from tracker.queries import coverage as queries
from tracker.queries.coverage import CellInitiative
from tracker.queries.touchpoint_figures import count_waiting_cells

MOST_EXPERIENCED = 6


class Neighbour(NamedTuple):
    """An organisation that does the same nearby; `where` is the place nearest.

    `asked_on` is when it was asked about the crossing, lately.
    """

    public_id: uuid.UUID
    name: str
    initiatives: int
    where: str
    km: int
    asked_on: date | None


class People(NamedTuple):
    """How many run for one group of people."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Crossing:
    """A cell with all that can be said of it; `table_url` lists the same in the table."""

    row: Group
    column: Group
    is_gap: bool
    words: str
    organisations: int
    initiatives: Sequence[CellInitiative]
    total: int
    people: Sequence[People]
    waiting: int | None
    waiting_url: str
    neighbours: Sequence[Neighbour]
    back_url: str
    table_url: str
    register_arguments: list[tuple[str, str]]
    may_ask: bool


def make_crossing(question: Question, *, row: str, column: str) -> Crossing | None:
    """Look into a cell by the codes of its row and column; None where there is no such cell."""
    found = _groups(question, row, column)
    if found is None:
        return None
    at, to = found
    facts, today = question.facts(), http.today()
    here = marks_of(facts, [at])[:, 0] & marks_of(facts, [to])[:, 0]
    lanes = lanes_on(facts, question.view.span(today), today=today)
    active = here & np.logical_or.reduce([lanes[lane] for lane in ACTIVE])
    shown = here & np.logical_or.reduce(list(lanes.values()))
    return Crossing(
        row=at,
        column=to,
        is_gap=not active.any(),
        words=_words(here, lanes),
        organisations=len(np.unique(facts.organisations[active])),
        initiatives=queries.list_initiatives(http.actor(), _latest(facts, shown)),
        total=int(shown.sum()),
        people=_people(question, facts, here & lanes[Lane.ONGOING]),
        waiting=_waiting(facts, at, to),
        waiting_url=_waiting_url(at, to),
        neighbours=_neighbours(question, facts, at, to),
        back_url=address_of_view(
            "coverage.index", question.selection, *question.view.to_arguments()
        ),
        table_url=_table_url(question, at, to),
        register_arguments=_register(at, to),
        may_ask=not active.any() and at.tag is Tag.PLACE and to.tag is Tag.GOAL_AREA,
    )


def _groups(question: Question, row: str, column: str) -> tuple[Group, Group] | None:
    today, view = http.today(), question.view
    opened = CoverageView(rows=view.rows, columns=view.columns, is_spread=view.is_spread)
    rows = {
        group.code: group
        for group in rows_of(opened, question.selection, question.reference, today)
    }
    if view.rows is Rows.PLACE and row not in rows:
        rows |= _parts(question, row)
    columns = columns_of(view, question.selection, question.reference, today)
    to = next((group for group in columns if group.code == column), None)
    return None if to is None or row not in rows else (rows[row], to)


def _parts(question: Question, code: str) -> dict[str, Group]:
    place = question.reference.place(code)
    if place is None or place.kind is not PlaceKind.REGSO:
        return {}
    return {code: Group(code, place.name, Tag.PLACE, frozenset({place.id}), "place")}


def _words(here: Mask, lanes: dict[Lane, Mask]) -> str:
    return labels.lane_counts({lane: int((here & lanes[lane]).sum()) for lane in LANES})


def _latest(facts: Facts, mask: Mask) -> list[int]:
    """The ids of those that were changed last, twice as many as are listed: days are coarse."""
    found = np.flatnonzero(mask)
    latest = found[np.argsort(-facts.changed[found], kind="stable")]
    return [int(each) for each in facts.ids[latest[: 2 * queries.MOST_LISTED]]]


def _people(question: Question, facts: Facts, running: Mask) -> list[People]:
    groups = entries_of(ListCode.TARGET_GROUP, question.reference, http.today())
    if not groups:
        return []
    counts = marks_of(facts, groups)[running].sum(axis=0)
    found = [People(group.name, int(count)) for group, count in zip(groups, counts, strict=True)]
    return sorted((row for row in found if row.number), key=lambda row: -row.number)[:6]


def _waiting(facts: Facts, row: Group, column: Group) -> int | None:
    counted = count_waiting_cells(
        http.actor(),
        facts,
        marks_of(facts, [row]),
        marks_of(facts, [column]),
        state=identity.register_state(),
    )
    return None if counted is None else int(counted[0, 0])


def _waiting_url(row: Group, column: Group) -> str:
    chosen: dict[str, Any] = {
        group.filter_name: group.code
        for group in (row, column)
        if group.filter_name in ("place", "goal", "goal_area")
    }
    if len(chosen) != 2:
        return ""
    query = urlencode(TouchpointSelection(**chosen).to_arguments())
    return f"{address_of('touchpoints.index')}?{query}"


def _table_url(question: Question, row: Group, column: Group) -> str:
    narrowed = row.narrowed(question.selection)
    narrowed = column.narrowed(narrowed) if narrowed else None
    if narrowed is None or not question.view.span(http.today()).is_day(http.today()):
        return ""
    return address_of_view("board.table", narrowed)


def _register(row: Group, column: Group) -> list[tuple[str, str]]:
    """What the form of a new initiative is filled in with."""
    return [(row.filter_name or "place", row.code), (column.filter_name, column.code)]


def _neighbours(question: Question, facts: Facts, row: Group, column: Group) -> list[Neighbour]:
    """Organisations with experience of the column, from the nearest places on."""
    if row.tag is not Tag.PLACE:
        return []
    reference = question.reference
    positions = queries.positions_km(reference)
    places = [
        place
        for place in reference.places.values()
        if place.kind is not PlaceKind.MUNICIPALITY and place.code != row.code
    ]
    own = next((place for place in reference.places.values() if place.code == row.code), None)
    middle = positions.get(own.id) if own else None
    far = {
        at: queries.between_km(middle, positions[place.id])
        for at, place in enumerate(places)
        if middle and place.id in positions
    }
    order = sorted(range(len(places)), key=lambda at: far.get(at, float("inf")))
    marks = facts.marks(Tag.PLACE, [frozenset({place.id}) for place in places])
    found = experienced(
        facts, marks, marks_of(facts, [column])[:, 0], order=order, most=MOST_EXPERIENCED
    )
    ids = [each.organisation_id for each in found]
    named = queries.name_organisations(ids)
    asked = queries.when_asked(
        ids, f"{row.code}/{column.code}", since=http.now() - GAP_ASKED_AGAIN_AFTER
    )
    return [
        Neighbour(
            named[each.organisation_id].public_id,
            named[each.organisation_id].name,
            each.initiatives,
            places[each.nearest].name,
            round(far.get(each.nearest, 0)),
            asked.get(each.organisation_id),
        )
        for each in found
        if each.organisation_id in named
    ]
