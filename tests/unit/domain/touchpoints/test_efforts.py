"""What the engine is told of an initiative."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.efforts import HOMEWORK, LAST_YEAR, STUDY
from tracker.domain.touchpoints.efforts import (
    FOREVER,
    LONGEST_TEXT,
    days_together,
    effort_of,
    sentences,
)
from tracker.domain.touchpoints.profiles import profile_of

ROW: dict[str, Any] = {
    "id": "x1",
    "title": "Läxhjälp",
    "description": "Barn läser. De äter frukt!",
    "organisation": "Läxlaget",
    "organisation_kind": "association",
    "goal_areas": ["children_youth"],
    "places": ["Norrby"],
    "target_groups": ["children"],
    "methods": ["homework_help"],
    "start": "2026-01-12",
    "end": None,
    "status": "ongoing",
}


def test_a_line_of_a_file_becomes_an_initiative() -> None:
    effort = effort_of(ROW)

    assert (effort.start, effort.end) == (date(2026, 1, 12), FOREVER)
    assert list(sentences(effort)) == ["Läxhjälp", "Barn läser.", "De äter frukt!"]
    assert effort.text == "Läxhjälp. Barn läser. De äter frukt!"


@pytest.mark.parametrize(("field", "value"), [("start", "i våras"), ("end", "2026-13-01")])
def test_a_day_that_is_none_is_refused(field: str, value: str) -> None:
    with pytest.raises(ValueError, match="Invalid isoformat|month"):
        effort_of({**ROW, field: value})


def test_an_endless_text_is_read_in_its_beginning() -> None:
    effort = effort_of({**ROW, "description": "ä" * 100_000})

    assert len(effort.description) == LONGEST_TEXT
    assert profile_of(effort).subjects


def test_days_together_are_counted_with_both_ends() -> None:
    assert days_together(HOMEWORK, STUDY) == 341
    assert days_together(HOMEWORK, LAST_YEAR) < 0
