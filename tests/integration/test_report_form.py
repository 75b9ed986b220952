"""The report form as it opens: how it was last time."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from tracker.domain.lifecycle import Condition, Phase
from tracker.report_form import blank_report


@pytest.mark.parametrize(
    ("condition", "opens_as"),
    [
        (Condition.NEEDS_SUPPORT, "needs_support"),
        (Condition.NOT_ASSESSED, "on_plan"),
    ],
)
def test_the_form_opens_as_it_was_last_time(
    app: Flask, condition: Condition, opens_as: str
) -> None:
    with app.test_request_context("/"):
        form = blank_report(phase=Phase.ONGOING, condition=condition, today=date(2026, 3, 2))

    assert form.condition.data == opens_as
    assert form.phase.data == "ongoing"
    assert form.reported_on.data == date(2026, 3, 2)
    assert len(form.submission_key.data) >= 32
