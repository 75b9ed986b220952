"""The shared measures that a new register begins with are whole."""

from __future__ import annotations

from tracker import measure_labels
from tracker.domain.measures import (
    NAME_LENGTH,
    UNIT_LENGTH,
    Counting,
    Direction,
    Split,
    load_measure_kinds,
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
