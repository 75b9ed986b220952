"""What stands in a cell, on any day: phases today, dates on other days, crowds and experience."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from tracker.domain.coverage import Span, came_and_ended, count_cells, experienced, lanes_on
from tracker.domain.lifecycle import Lane, Phase
from tracker.domain.register_facts import NO_DAY, PHASES, Facts, Tag

TODAY = date(2026, 11, 23)
HERE, THERE, FAR = 1, 2, 3
AREA = 7
CHILDREN = 11


def made(*rows: dict[str, object]) -> Facts:
    columns, pairs = [], {tag: [] for tag in Tag}  # type: ignore[var-annotated]
    for number, row in enumerate(rows, 1):
        days = [row.get(name) for name in ("start", "end")]
        ordinals = [day.toordinal() if isinstance(day, date) else NO_DAY for day in days]
        registered = row.get("registered", TODAY)
        assert isinstance(registered, date)
        columns.append(
            [
                number, row.get("organisation", 1), PHASES.index(row.get("phase", Phase.ONGOING)),
                *ordinals, registered.toordinal(), registered.toordinal(),
            ]
        )  # fmt: skip
        pairs[Tag.PLACE].append((number, row.get("place", HERE)))
        pairs[Tag.GOAL_AREA].append((number, AREA))
        pairs[Tag.ENTRY].append((number, CHILDREN))
    return Facts.of(
        np.array(columns, dtype=np.int64),
        {tag: np.array(found, dtype=np.int64).reshape(-1, 2) for tag, found in pairs.items()},
    )


def marked(facts: Facts) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return (
        facts.marks(Tag.PLACE, [frozenset({HERE}), frozenset({THERE}), frozenset({HERE, THERE})]),
        facts.marks(Tag.GOAL_AREA, [frozenset({AREA})]),
        facts.marks(Tag.ENTRY, [frozenset({CHILDREN})]),
    )


@pytest.mark.parametrize(
    ("row", "day", "lane"),
    [
        ({"phase": Phase.PAUSED}, TODAY, Lane.PAUSED),
        ({"start": date(2026, 1, 1), "end": date(2026, 3, 1)}, date(2026, 2, 1), Lane.ONGOING),
        ({"start": date(2026, 1, 1), "end": date(2026, 3, 1)}, date(2026, 3, 2), Lane.COMPLETED),
        ({"start": date(2027, 1, 1)}, date(2026, 12, 1), Lane.PLANNED),
        ({"start": date(2027, 1, 1)}, date(2026, 11, 1), None),
        ({"phase": Phase.IDEA, "start": date(2026, 1, 1)}, date(2026, 12, 1), None),
        ({"phase": Phase.COMPLETED, "registered": date(2026, 5, 1)}, date(2026, 6, 1), Lane.COMPLETED),
        ({"registered": date(2026, 5, 1)}, date(2026, 6, 1), Lane.ONGOING),
    ],
)  # fmt: skip
def test_where_an_initiative_stands_on_a_day(
    row: dict[str, object], day: date, lane: Lane | None
) -> None:
    lanes = lanes_on(made(row), Span(day, day), today=TODAY)

    assert [found for found, mask in lanes.items() if mask[0]] == ([lane] if lane else [])


def test_a_row_of_several_places_counts_each_initiative_once() -> None:
    facts = made({}, {"place": THERE, "organisation": 2}, {"phase": Phase.COMPLETED})
    rows, columns, groups = marked(facts)

    counted = count_cells(
        facts, rows, columns, lanes=lanes_on(facts, Span(TODAY, TODAY), today=TODAY), groups=groups
    )

    assert counted.active[:, 0].tolist() == [1, 1, 2]
    assert counted.organisations[:, 0].tolist() == [1, 1, 2]
    assert counted.of(Lane.COMPLETED)[:, 0].tolist() == [1, 0, 1]
    assert counted.crowd[:, 0].tolist() == [1, 1, 2]


def test_what_came_and_what_ended_between_two_days() -> None:
    then, now = date(2026, 1, 31), date(2026, 10, 1)
    facts = made(
        {"start": date(2026, 1, 1), "end": date(2026, 2, 1)},
        {"start": date(2026, 3, 1)},
        {"start": date(2026, 1, 2)},
    )
    rows, columns, _groups = marked(facts)

    came, ended = came_and_ended(
        facts, rows, columns, then=Span(then, then), now=Span(now, now + timedelta(days=30))
    )

    assert (came[0, 0], ended[0, 0]) == (1, 1)


def test_those_who_do_it_nearby_come_first() -> None:
    facts = made(
        {"place": FAR, "organisation": 5},
        {"place": THERE, "organisation": 6},
        {"place": FAR, "organisation": 5},
        {"place": FAR, "organisation": 8},
    )
    rows = facts.marks(Tag.PLACE, [frozenset({HERE}), frozenset({THERE}), frozenset({FAR})])
    column = facts.marks(Tag.GOAL_AREA, [frozenset({AREA})])[:, 0]

    found = experienced(facts, rows, column, order=(1, 2), most=2)

    assert [(row.organisation_id, row.initiatives) for row in found] == [(6, 1), (5, 2)]
