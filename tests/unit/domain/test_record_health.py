"""A record is fresh for a term, and is asked for one thing at a time."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.domain.lifecycle import Phase
from tracker.domain.record_health import (
    FACTS,
    Freshness,
    Step,
    freshness_of,
    health_of,
    last_term_start,
    term_start,
)

TODAY = date(2026, 10, 5)
LAST_TERM = date(2026, 5, 1)
ALL = frozenset(FACTS)


@pytest.mark.parametrize(
    ("today", "begins", "before"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2025, 8, 1)),
        (date(2026, 7, 31), date(2026, 1, 1), date(2025, 8, 1)),
        (date(2026, 8, 1), date(2026, 8, 1), date(2026, 1, 1)),
        (date(2026, 12, 31), date(2026, 8, 1), date(2026, 1, 1)),
    ],
)
def test_there_are_two_terms_a_year(today: date, begins: date, before: date) -> None:
    assert (term_start(today), last_term_start(today)) == (begins, before)


@pytest.mark.parametrize(
    ("phase", "alive_on", "expected"),
    [
        (Phase.ONGOING, date(2026, 8, 1), Freshness.FRESH),
        (Phase.ONGOING, date(2026, 7, 31), Freshness.TO_CONFIRM),
        (Phase.ONGOING, date(2026, 1, 1), Freshness.TO_CONFIRM),
        (Phase.ONGOING, date(2025, 12, 31), Freshness.STALE),
        (Phase.IDEA, date(2025, 12, 31), Freshness.STALE),
        (Phase.COMPLETED, date(2020, 1, 1), Freshness.SETTLED),
        (Phase.CANCELLED, date(2020, 1, 1), Freshness.SETTLED),
    ],
)
def test_a_sign_of_life_keeps_a_record_fresh_for_the_term(
    phase: Phase, alive_on: date, expected: Freshness
) -> None:
    assert freshness_of(phase, alive_on=alive_on, today=TODAY) is expected


@pytest.mark.parametrize(
    ("phase", "missing", "is_late", "alive_on", "step"),
    [
        (Phase.ONGOING, set(), False, TODAY, None),
        (Phase.ONGOING, {Step.DESCRIPTION}, True, TODAY, Step.REPORT),
        (Phase.ONGOING, {Step.DESCRIPTION, Step.PLACES}, False, LAST_TERM, Step.DESCRIPTION),
        (Phase.ONGOING, {Step.PURPOSE}, False, LAST_TERM, Step.CONFIRM),
        (Phase.ONGOING, {Step.PURPOSE, Step.CONTACT}, False, TODAY, Step.PURPOSE),
        (Phase.PLANNED, {Step.CONTACT}, False, TODAY, Step.CONTACT),
        (Phase.COMPLETED, {Step.CONTACT}, False, date(2020, 1, 1), None),
    ],
)
def test_one_step_is_asked_for_the_most_helpful_first(
    phase: Phase, missing: set[Step], is_late: bool, alive_on: date, step: Step | None
) -> None:
    health = health_of(phase, known=ALL - missing, is_late=is_late, alive_on=alive_on, today=TODAY)

    assert health.next_step is step
    assert (health.present, health.wanted) == (len(FACTS) - len(missing), len(FACTS))
