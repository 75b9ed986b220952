"""The cross table as it is printed: rows of cells with what each says and where it leads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from tracker import http, identity, labels
from tracker.addresses import address_of_view
from tracker.blueprints.coverage.groups import Group, columns_of, entries_of, marks_of, rows_of
from tracker.domain.coverage import (
    CROWDED_FROM,
    LANES,
    Counted,
    Span,
    came_and_ended,
    count_cells,
    lanes_on,
)
from tracker.domain.coverage_view import CoverageView
from tracker.domain.lifecycle import Lane
from tracker.domain.register_facts import Facts, Marks, Mask, Tag
from tracker.domain.roles import ListCode
from tracker.domain.selection import Selection
from tracker.queries.reference import Reference
from tracker.queries.register_facts import chosen_facts
from tracker.queries.touchpoint_figures import count_waiting_cells

MOST_THREADS = 12
FEW_COLUMNS = 4
MOST_BARE = 3
"""So many rows where nothing is registered are printed as any other."""
_SHOWN = (Lane.ONGOING, Lane.PLANNED, Lane.IDEA, Lane.PAUSED, Lane.COMPLETED)
_THREADS = {Lane.ONGOING: "on", Lane.COMPLETED: "done"}


class Cell(NamedTuple):
    """One crossing. `threads` are the kinds of its bars, `waiting` touchpoints or None where they
    are not counted, `crowd` the size of the largest crowd where it is one.
    """

    active: int
    words: str
    threads: tuple[str, ...]
    more_threads: int
    organisations: int
    crowd: int
    crowd_name: str
    came: int
    ended: int
    waiting: int | None
    url: str


class Row(NamedTuple):
    """A row of the table; `turn_url` opens or closes its parts, empty where it has none.

    `is_bare` where nothing at all is registered in it, ended or not.
    """

    group: Group
    is_open: bool
    is_bare: bool
    turn_url: str
    active: int
    gaps: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table; `total` holds the counts of each column over all rows."""

    view: CoverageView
    span: Span
    is_today: bool
    columns: Sequence[Group]
    rows: Sequence[Row]
    total: int
    counted: Counted
    is_wide: bool

    @property
    def filled(self) -> list[Row]:
        """The rows that are printed in full: where something is registered, and the focus."""
        bare = self.bare
        return [row for row in self.rows if row not in bare]

    @property
    def bare(self) -> list[Row]:
        """The rows that are named alone, where there are more of them than a few."""
        bare = [row for row in self.rows if row.is_bare and row.group.filter_name]
        return bare if len(bare) > MOST_BARE else []


@dataclass(frozen=True, slots=True)
class Question:
    """All that a table is made from."""

    selection: Selection
    view: CoverageView
    reference: Reference

    def facts(self) -> Facts:
        """The initiatives that are counted."""
        return chosen_facts(
            self.selection,
            http.actor(),
            reference=self.reference,
            state=identity.register_state(),
            today=http.today(),
        )


def make_table(question: Question) -> Table:
    """Count everything and say it."""
    view, selection, today = question.view, question.selection, http.today()
    facts, reference, span = question.facts(), question.reference, question.view.span(http.today())
    rows = rows_of(view, selection, reference, today)
    columns = columns_of(view, selection, reference, today)
    people = entries_of(ListCode.TARGET_GROUP, reference, today)
    lanes = lanes_on(facts, span, today=today)
    by_row, by_column = marks_of(facts, rows), marks_of(facts, columns)
    by_people = facts.marks(Tag.ENTRY, [group.ids for group in people])
    counted = count_cells(facts, by_row, by_column, lanes=lanes, groups=by_people)
    moved = (
        came_and_ended(facts, by_row, by_column, then=Span(view.then, view.then), now=span)
        if view.then
        else None
    )
    waiting = _waiting(facts, by_row, by_column)
    say = _sayer(counted, moved, waiting, people, question)
    of_rows = _of_rows(facts, by_row, by_column, lanes)
    return Table(
        view=view,
        span=span,
        is_today=span.is_day(today),
        columns=columns,
        rows=[
            _row(
                row,
                question,
                counts=(of_rows[at], int(counted.gaps[at].sum())),
                is_empty=not counted.by_lane[:, at].any(),
                cells=[say(at, to, row, column) for to, column in enumerate(columns)],
            )
            for at, row in enumerate(rows)
        ],
        total=len(facts),
        counted=counted,
        is_wide=len(columns) > FEW_COLUMNS,
    )


def _of_rows(facts: Facts, rows: Marks, columns: Marks, lanes: dict[Lane, Mask]) -> list[int]:
    """How many are active in each row, over all columns."""
    anything = np.asarray(columns.any(axis=1)).reshape(-1, 1)
    counted = count_cells(facts, rows, anything, lanes=lanes, groups=anything[:, :0])
    return [int(number) for number in counted.active[:, 0]]


def _row(
    group: Group,
    question: Question,
    *,
    counts: tuple[int, int],
    is_empty: bool,
    cells: Sequence[Cell],
) -> Row:
    active, gaps = counts
    return Row(
        group=group,
        is_open=group.code in question.view.opened,
        is_bare=is_empty and group.parts > 0 and not (group.is_focus or group.part_of),
        turn_url=_turn_url(group, question),
        active=active,
        gaps=gaps,
        cells=cells,
    )


def _waiting(facts: Facts, rows: Marks, columns: Marks) -> Any:
    return count_waiting_cells(http.actor(), facts, rows, columns, state=identity.register_state())


def _sayer(
    counted: Counted, moved: Any, waiting: Any, people: Sequence[Group], question: Question
) -> Callable[[int, int, Group, Group], Cell]:
    active, by_lane = counted.active.tolist(), counted.by_lane.tolist()
    crowd, crowd_of = counted.crowd.tolist(), counted.crowd_of.tolist()
    organisations = counted.organisations.tolist()
    arguments = [*question.selection.to_arguments(), *question.view.to_arguments()]
    rest = _CellAddress(arguments)

    def say(at: int, to: int, row: Group, column: Group) -> Cell:
        lanes = {lane: by_lane[place][at][to] for place, lane in enumerate(LANES)}
        threads = _threads(lanes)
        is_crowded = crowd[at][to] >= CROWDED_FROM
        return Cell(
            active=active[at][to],
            words=labels.lane_counts(lanes),
            threads=threads,
            more_threads=sum(lanes.values()) - len(threads),
            organisations=organisations[at][to],
            crowd=crowd[at][to] if is_crowded else 0,
            crowd_name=people[crowd_of[at][to]].name if is_crowded else "",
            came=int(moved[0][at, to]) if moved else 0,
            ended=int(moved[1][at, to]) if moved else 0,
            waiting=None if waiting is None else int(waiting[at, to]),
            url=rest.of(row.code, column.code),
        )

    return say


class _CellAddress:
    """Addresses of cells, which differ in row and column alone."""

    def __init__(self, arguments: list[tuple[str, str]]) -> None:
        here = {"row": "ROW", "column": "COLUMN"}
        self._pattern = address_of_view("coverage.cell", Selection(), *arguments, **here)

    def of(self, row: str, column: str) -> str:
        return self._pattern.replace("ROW", row, 1).replace("COLUMN", column, 1)


def _threads(lanes: dict[Lane, int]) -> tuple[str, ...]:
    """The kinds of the first bars, what runs before what is to come and what is over."""
    threads: list[str] = []
    for lane in _SHOWN:
        left = MOST_THREADS - len(threads)
        threads += [_THREADS.get(lane, "plan")] * min(lanes[lane], left)
    return tuple(threads)


def _turn_url(row: Group, question: Question) -> str:
    """The address that opens the parts of a place, or closes them again."""
    if not row.parts or question.selection.place:
        return ""
    opened = question.view.opened
    turned = (
        tuple(code for code in opened if code != row.code)
        if row.code in opened
        else (*opened, row.code)
    )
    view = replace(question.view, opened=turned)
    return address_of_view("coverage.index", question.selection, *view.to_arguments())


def column_labels() -> dict[str, str]:
    """What the kinds of rows and columns are called."""
    return {
        "place": str(labels.FIELDS["places"]),
        "goal_area": str(labels.FIELDS["goal_areas"]),
        "goal": str(labels.FIELDS["goals"]),
        "target_group": str(labels.FIELDS["target_groups"]),
        "effort_type": str(labels.FIELDS["effort_types"]),
    }
