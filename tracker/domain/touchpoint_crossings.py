"""Counts pairs of initiatives by the tags that their two carry: every pair once at each crossing."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tracker.domain.register_facts import Facts, Marks

_AT_ONCE = 50_000
Tagged = Sequence[tuple[int, int]]
"""Pairs of an initiative's id and a tag's id."""


def count_crossings(
    pairs: Sequence[tuple[int, int]], rows: Tagged, columns: Tagged
) -> Mapping[tuple[int, int], int]:
    """How many pairs have one of the rows' tags and one of the columns' tags, on either side.

    Crossings where there is none are left out.
    """
    if not (pairs and rows and columns):
        return {}
    ends = np.array(pairs, dtype=np.int64)
    known = np.unique(ends)
    row_ids, row_marks = _marks(known, rows)
    column_ids, column_marks = _marks(known, columns)
    total = np.zeros((len(row_ids), len(column_ids)))
    for start in range(0, len(ends), _AT_ONCE):
        one, other = np.searchsorted(known, ends[start : start + _AT_ONCE]).T
        of_rows = row_marks[one] | row_marks[other]
        of_columns = column_marks[one] | column_marks[other]
        total += of_rows.T.astype(np.float32) @ of_columns.astype(np.float32)
    return {
        (int(row_ids[row]), int(column_ids[column])): int(total[row, column])
        for row, column in np.argwhere(total)
    }


def _marks(
    known: NDArray[np.int64], tagged: Iterable[tuple[int, int]]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The tags, and for each known initiative which of them it carries."""
    table = np.array(list(tagged), dtype=np.int64)
    table = table[np.isin(table[:, 0], known)]
    tags = np.unique(table[:, 1])
    marks = np.zeros((len(known), len(tags)), dtype=bool)
    marks[np.searchsorted(known, table[:, 0]), np.searchsorted(tags, table[:, 1])] = True
    return tags, marks


def count_pairs(
    facts: Facts, pairs: Sequence[tuple[int, int]], rows: Marks, columns: Marks
) -> NDArray[np.int64]:
    """How many pairs have a mark of each row and one of each column, on either side.

    A side that is not among the facts carries no mark.
    """
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    total = np.zeros((rows.shape[1], columns.shape[1]))
    if not (len(ends) and len(facts)):
        return total.astype(np.int64)
    of_rows, of_columns = (_either(facts, ends, marks) for marks in (rows, columns))
    total += of_rows.T.astype(np.float32) @ of_columns.astype(np.float32)
    return np.rint(total).astype(np.int64)


def _either(facts: Facts, ends: NDArray[np.int64], marks: Marks) -> Marks:
    at = np.minimum(np.searchsorted(facts.ids, ends), len(facts) - 1)
    found = (marks[at] & (facts.ids[at] == ends)[:, :, None]).any(axis=1)
    return np.asarray(found, dtype=bool)
