"""An end that something follows is no gap in the making; one that nothing follows is asked about."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import numpy as np

from tracker.domain.lifecycle import Phase
from tracker.domain.register_facts import NO_DAY, PHASES, Facts, Tag
from tracker.domain.successors import Record, what_differs, without_successor

TODAY = date(2026, 3, 2)
SOON = TODAY + timedelta(days=90)
Given = tuple[int, Phase, date | None, date | None, int, int]


def left(*rows: Given, ties: tuple[tuple[int, int], ...] = ()) -> list[int]:
    """Rows of (organisation, phase, start, end, place, goal area); ids count from 1."""
    table = [
        (row_id, organisation, PHASES.index(phase), _day(start), _day(end), 1, 1)
        for row_id, (organisation, phase, start, end, _place, _area) in enumerate(rows, start=1)
    ]
    nothing = np.zeros((0, 2), dtype=np.int64)
    tagged = dict.fromkeys(Tag, nothing)
    tagged[Tag.PLACE] = np.array([(at, row[4]) for at, row in enumerate(rows, start=1)])
    tagged[Tag.GOAL_AREA] = np.array([(at, row[5]) for at, row in enumerate(rows, start=1)])
    facts = Facts.of(np.array(table, dtype=np.int64), tagged)
    return [int(row_id) for row_id in without_successor(facts, ties, today=TODAY)]


def _day(day: date | None) -> int:
    return NO_DAY if day is None else day.toordinal()


ENDS = (1, Phase.ONGOING, date(2026, 1, 1), date(2026, 4, 1), 7, 3)


def test_an_end_within_ninety_days_is_asked_about_the_earliest_first() -> None:
    last_day = (2, Phase.CLOSING, None, SOON, 7, 3)
    too_late = (3, Phase.ONGOING, None, SOON + timedelta(days=1), 7, 3)
    over = (4, Phase.COMPLETED, None, date(2026, 3, 20), 7, 3)
    endless = (5, Phase.ONGOING, None, None, 7, 3)

    assert left(last_day, ENDS, too_late, over, endless) == [2, 1]


def test_what_begins_after_or_runs_past_follows_where_place_and_goal_area_are_the_same() -> None:
    assert left(ENDS, (1, Phase.PLANNED, date(2026, 5, 1), date(2026, 9, 1), 7, 3)) == []
    assert left(ENDS, (1, Phase.ONGOING, date(2025, 1, 1), None, 7, 3)) == []
    assert left(ENDS, (1, Phase.PLANNED, date(2026, 5, 1), None, 8, 3)) == [1]
    assert left(ENDS, (1, Phase.PLANNED, date(2026, 5, 1), None, 7, 4)) == [1]
    assert left(ENDS, (1, Phase.CANCELLED, date(2026, 5, 1), None, 7, 3)) == [1]
    assert left(ENDS, (1, Phase.ONGOING, None, date(2026, 4, 1), 7, 3)) == [1, 2]


def test_another_organisations_follows_only_where_they_are_tied() -> None:
    other = (2, Phase.PLANNED, date(2026, 5, 1), None, 7, 3)

    assert left(ENDS, other) == [1]
    assert left(ENDS, other, ties=((1, 2),)) == []
    assert left(ENDS, other, ties=((1, 99),)) == [1]


def test_the_rule_for_a_pair_is_the_rule_for_all() -> None:
    days = (None, date(2026, 4, 1), date(2026, 9, 1))
    for after in product((1, 2), (Phase.PLANNED, Phase.CANCELLED), (None,), days, (7, 8), (3, 4)):
        assert bool(what_differs(_record(ENDS), _record(after))) is (1 in left(ENDS, after))


def _record(row: Given) -> Record:
    organisation, phase, _start, end, place, area = row
    return Record(organisation, phase, end, frozenset({str(place)}), frozenset({str(area)}))
