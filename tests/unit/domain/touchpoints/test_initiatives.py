"""What the engine is told of an initiative."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tracker.domain.touchpoints.initiatives import (
    FOREVER,
    LONGEST_TEXT,
    initiative_of,
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
    initiative = initiative_of(ROW)

    assert (initiative.start, initiative.end) == (date(2026, 1, 12), FOREVER)
    assert initiative.text == "Läxhjälp. Barn läser. De äter frukt!"


@pytest.mark.parametrize(("field", "value"), [("start", "i våras"), ("end", "2026-13-01")])
def test_a_day_that_is_none_is_refused(field: str, value: str) -> None:
    with pytest.raises(ValueError, match="Invalid isoformat|month"):
        initiative_of({**ROW, field: value})


def test_an_endless_text_is_read_in_its_beginning() -> None:
    initiative = initiative_of({**ROW, "description": "ä" * 100_000})

    assert len(initiative.description) == LONGEST_TEXT
    assert profile_of(initiative).subjects
