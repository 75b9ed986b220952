"""A gap is new where the last thing ended lately, and nothing is active or to come."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from tracker.domain.gaps import NewGap, active_counts, new_gaps
from tracker.domain.lifecycle import Phase
from tracker.domain.register_facts import NO_DAY, PHASES, Facts, Tag

TODAY = date(2026, 3, 2)
LATELY = TODAY - timedelta(days=10)


def found(*rows: tuple[Phase, date | None, int]) -> list[NewGap]:
    """Rows of (phase, end, place); two places, one goal area that all are of."""
    ids = range(1, len(rows) + 1)
    table = [
        (row_id, 1, PHASES.index(phase), 1, end.toordinal() if end else NO_DAY, 1, 1)
        for row_id, (phase, end, _place) in zip(ids, rows, strict=True)
    ]
    facts = Facts.of(np.array(table, dtype=np.int64), dict.fromkeys(Tag, np.zeros((0, 2), int)))
    places = np.array([[place == 0, place == 1] for _phase, _end, place in rows])
    areas = np.ones((len(rows), 1), dtype=bool)
    assert np.array(active_counts(facts, places, areas, today=TODAY)).shape == (2, 1)
    return new_gaps(facts, places, areas, today=TODAY)


def test_what_ended_lately_leaves_a_gap_since_the_last_of_it() -> None:
    earlier = (Phase.COMPLETED, LATELY - timedelta(days=5), 1)

    assert found((Phase.COMPLETED, LATELY, 0), (Phase.COMPLETED, date(2026, 1, 1), 0), earlier) == [
        NewGap(1, 0, LATELY - timedelta(days=5)),
        NewGap(0, 0, LATELY),
    ]


def test_what_is_active_or_to_come_or_was_empty_for_long_makes_no_new_gap() -> None:
    ended = (Phase.COMPLETED, LATELY, 0)

    assert found(ended, (Phase.ONGOING, None, 0)) == []
    assert found(ended, (Phase.PLANNED, None, 0)) == []
    assert found((Phase.COMPLETED, TODAY - timedelta(days=91), 0)) == []
    assert found((Phase.CANCELLED, LATELY, 0)) == []
