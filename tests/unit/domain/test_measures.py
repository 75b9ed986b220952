"""The shared measures that a new register begins with are whole."""

from __future__ import annotations

from datetime import date

import pytest

from tracker import measure_labels
from tracker.domain.measures import (
    NAME_LENGTH,
    PARTS,
    UNIT_LENGTH,
    Counting,
    Direction,
    Part,
    Split,
    load_measure_kinds,
    of_year,
)


def test_the_shared_measures_are_worded_in_both_languages() -> None:
    kinds = load_measure_kinds()

    assert kinds["internship_places"].counting is Counting.AS_IT_STANDS
    assert not kinds["satisfied_share"].is_summed
    for kind in kinds.values():
        assert all((kind.name_sv, kind.name_en, kind.unit_sv, kind.unit_en))
        assert max(len(kind.name_sv), len(kind.name_en)) <= NAME_LENGTH
        assert max(len(kind.unit_sv), len(kind.unit_en)) <= UNIT_LENGTH


def test_every_code_has_words() -> None:
    assert set(measure_labels.DIRECTIONS) == set(Direction)
    assert set(measure_labels.COUNTINGS) == set(Counting)
    assert set(measure_labels.SPLITS) == set(Split)
    assert set(measure_labels.PARTS) == set(Part)


@pytest.mark.parametrize(
    ("counting", "number"),
    [(Counting.EACH_TIME, 30), (Counting.SINCE_JANUARY, 20), (Counting.AS_IT_STANDS, 20)],
)
def test_a_year_is_added_up_or_is_what_was_told_last(counting: Counting, number: int) -> None:
    told = {date(2026, 6, 1): 20, date(2026, 1, 31): 10, date(2025, 12, 31): 7}

    assert of_year(counting, told, 2026) == number
    assert of_year(counting, told, 2025) == 7
    assert of_year(counting, told, 2024) is None


def test_every_split_has_a_part_for_those_of_whom_nobody_knows() -> None:
    assert {len(parts) for split, parts in PARTS.items() if split is not Split.NONE} <= {3, 5}
    assert sorted(part for parts in PARTS.values() for part in parts) == sorted(Part)
