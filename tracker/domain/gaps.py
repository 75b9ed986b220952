"""Says where there is nothing registered any longer: gaps that were none a while ago."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.domain.coverage import ACTIVE, Span, lanes_on
from tracker.domain.lifecycle import Phase
from tracker.domain.register_facts import Facts, Marks
from tracker.domain.worklist import GAP_IS_NEW_FOR


@dataclass(frozen=True, slots=True)
class NewGap:
    """A cell, by the places of its row and column, and the day on which the last thing there ended."""

    row: int
    column: int
    since: date


def active_counts(facts: Facts, rows: Marks, columns: Marks, *, today: date) -> list[list[int]]:
    """How many are active in each cell, by row and column; none makes a gap."""
    lanes = lanes_on(facts, Span(today, today), today=today)
    active = np.logical_or.reduce([lanes[lane] for lane in ACTIVE])
    counts = rows[active].astype(np.float32).T @ columns[active].astype(np.float32)
    return np.rint(counts).astype(int).tolist()


def new_gaps(facts: Facts, rows: Marks, columns: Marks, *, today: date) -> list[NewGap]:
    """The gaps in which something ended lately, the longest empty first."""
    counts = active_counts(facts, rows, columns, today=today)
    is_over = facts.in_phases((Phase.COMPLETED,))
    last = np.minimum(facts.last_days, today.toordinal())
    lately = is_over & (last >= (today - GAP_IS_NEW_FOR).toordinal())
    found = []
    for row, of_row in enumerate(counts):
        for column, count in enumerate(of_row):
            here = lately & rows[:, row] & columns[:, column]
            if not count and here.any():
                found.append(NewGap(row, column, date.fromordinal(int(last[here].max()))))
    return sorted(found, key=lambda gap: (gap.since, gap.row, gap.column))
