"""Whatever can be found in a list has a sentence, in both languages, with its values in it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tracker.domain.import_steps import PlanCause, RowOutcome
from tracker.domain.importing.fields import ImportField
from tracker.domain.importing.findings import FaultCause, RemarkCause
from tracker.import_sentences import OUTCOMES, field_label, finding_sentence, finding_view

pytestmark = pytest.mark.once

CAUSES = sorted({*map(str, FaultCause), *map(str, RemarkCause), *map(str, PlanCause)})


def said(app: Flask, language: str, finding: dict[str, Any]) -> str:
    with app.test_request_context(headers={"Accept-Language": language}):
        return finding_sentence(finding)


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_has_a_sentence_in_both_languages(app: Flask, cause: str) -> None:
    finding = {"cause": cause, "is_fault": True, "value": "31 feb", "fields": ["places"]}

    swedish, english = said(app, "sv", finding), said(app, "en", finding)

    assert swedish != english
    assert swedish.endswith((".", "?"))
    assert "%(" not in swedish + english


def test_what_would_be_right_is_said(app: Flask) -> None:
    finding = {
        "cause": "date_impossible", "is_fault": True, "value": "2025-02-31",
        "suggestions": ["2025-02-28"],
    }  # fmt: skip

    assert said(app, "en", finding) == (
        "There is no such day: 2025-02-31. Right would be, for example: 2025-02-28."
    )


def test_a_phase_is_suggested_by_its_name(app: Flask) -> None:
    finding = {
        "cause": "choice_unreadable", "is_fault": True, "value": "hmm", "suggestions": ["ongoing"]
    }  # fmt: skip

    assert said(app, "sv", finding).endswith("Rätt vore till exempel: Pågår.")


def test_a_value_with_percent_signs_is_only_text(app: Flask) -> None:
    finding = {"cause": "unknown_tag", "is_fault": True, "value": "100 %(x)s"}

    assert "100 %(x)s" in said(app, "en", finding)


def test_a_finding_says_where(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        by_column = finding_view({"cause": "title_missing", "is_fault": True, "column": "Namn"})
        by_field = finding_view({"cause": "title_missing", "is_fault": True, "field": "title"})
        nowhere = finding_view({"cause": "duplicate_row", "is_fault": False, "other_row": 3})

    assert (by_column.where, by_field.where, nowhere.where) == ("Namn", "Name", "")
    assert not nowhere.is_fault
    assert "row 3" in nowhere.sentence


def test_every_field_and_outcome_has_a_name(app: Flask) -> None:
    for language in ("sv", "en"):
        with app.test_request_context(headers={"Accept-Language": language}):
            names = [field_label(field.value) for field in ImportField]
            assert len(set(names)) == len(names)
            assert not {field.value for field in ImportField} & set(names)
            assert {str(OUTCOMES[outcome]) for outcome in RowOutcome}
