"""What is worth comparing is found without looking at all."""

from __future__ import annotations

import numpy as np
import pytest

from tests.compared import CHOIR, HOMEWORK, STUDY, laid_out, many_entries
from tracker.domain.touchpoints import candidates
from tracker.domain.touchpoints.candidates import BUDGET, Asked, Lists, promising
from tracker.domain.touchpoints.features import compare, may_touch
from tracker.domain.touchpoints.model import model
from tracker.domain.touchpoints.shared import Compared
from tracker.domain.touchpoints.tables import Table

MANY = Compared.alone(Table.of([entry.packed for entry in many_entries(3_000)]))
LISTS = Lists.of(MANY, np.arange(len(MANY.table)))
NONE = np.zeros(len(MANY.table), bool)


def test_few_are_compared_all() -> None:
    few = laid_out([HOMEWORK, STUDY, CHOIR])
    lists = Lists.of(few, np.arange(3))

    found = promising(Asked.of(few, 0), few, lists, hidden=np.zeros(3, bool), budget=BUDGET)

    assert found.tolist() == [0, 1]


@pytest.mark.parametrize("row", [0, 1, 2, 3, 77])
def test_of_many_the_strongest_are_found(row: int) -> None:
    found = promising(Asked.of(MANY, row), MANY, LISTS, hidden=NONE, budget=BUDGET)

    rows, numbers = compare(MANY, row, MANY, np.arange(len(NONE)))
    strongest = rows[np.argsort(-model().score(numbers), kind="stable")[:20]]
    assert len(found) <= candidates.MOST_COMPARED
    assert may_touch(MANY, row, MANY, found).all()
    assert np.isin(strongest, found).mean() >= 0.9


def test_hidden_rows_are_not_found_and_change_nothing_where_all_is_read() -> None:
    hidden = NONE.copy()
    hidden[::3] = True
    alone = Lists.of(MANY, np.flatnonzero(~hidden))

    found = promising(Asked.of(MANY, 1), MANY, LISTS, hidden=hidden, budget=None)

    assert not hidden[found].any()
    assert (
        found.tolist()
        == promising(Asked.of(MANY, 1), MANY, alone, hidden=NONE, budget=None).tolist()
    )


def test_a_budget_bounds_what_is_read_and_long_lists_are_read_near_the_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(candidates, "_LONGEST_LIST", 40)
    row = 1_001

    found = promising(Asked.of(MANY, row), MANY, LISTS, hidden=NONE, budget=400)

    gaps = np.abs(MANY.table.first_days[found] - MANY.table.first_days[row])
    assert 0 < len(found) <= 400
    assert gaps.mean() < 25


def test_an_empty_register_has_nothing() -> None:
    empty = laid_out([])

    found = promising(
        Asked.of(MANY, 0),
        empty,
        Lists.of(empty, np.arange(0)),
        hidden=np.zeros(0, bool),
        budget=BUDGET,
    )

    assert len(found) == 0
