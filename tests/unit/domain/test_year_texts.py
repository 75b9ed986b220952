"""What the text about a year consists of."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.domain.year_texts import Part, YearTextKind, joined, likely_year, parts_of


@pytest.mark.parametrize("kind", YearTextKind)
def test_every_use_has_a_summary_and_each_part_once(kind: YearTextKind) -> None:
    parts = parts_of(kind)
    assert Part.SUMMARY in parts
    assert len(set(parts)) == len(parts)


def test_in_spring_one_writes_about_the_year_that_has_ended() -> None:
    assert likely_year(date(2026, 3, 2)) == 2025
    assert likely_year(date(2026, 11, 24)) == 2026


def test_a_draft_holds_whole_paragraphs() -> None:
    assert joined(["ett", "två"]) == ("ett\n\ntvå", False)
    assert joined(["ett", "två" * 10], most=12) == ("ett", True)
