"""What is due follows from the periods, the rhythm and how the initiative stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tracker.domain.lifecycle import Phase, Visibility
from tracker.domain.reporting_periods import (
    USUAL_RHYTHMS,
    Period,
    PeriodKind,
    PeriodState,
    Reason,
    Reporter,
    ReportStanding,
    Rhythm,
    stand_in,
    state_of,
    what_is_due,
)
from tracker.domain.roles import OrganisationFamily

FIRST = Period(1, 2026, PeriodKind.TERTIAL_1, date(2026, 4, 20), date(2026, 5, 15))
SECOND = Period(2, 2026, PeriodKind.TERTIAL_2, date(2026, 8, 20), date(2026, 9, 15))
PERIODS = (SECOND, FIRST)
IN_TIME, TOO_LATE = date(2026, 5, 2), date(2026, 5, 16)
TERTIALS = Rhythm(wants_tertials=True, wants_year=True, every_days=None)
ONGOING = Rhythm(wants_tertials=False, wants_year=False, every_days=60)
RUNNING = Reporter(
    phase=Phase.ONGOING,
    visibility=Visibility.SHARED,
    start_on=date(2026, 1, 1),
    created_on=date(2026, 1, 1),
    last_reported_on=date(2026, 4, 1),
)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 4, 19), PeriodState.PLANNED),
        (date(2026, 4, 20), PeriodState.OPEN),
        (date(2026, 5, 15), PeriodState.OPEN),
        (TOO_LATE, PeriodState.OVERDUE),
    ],
)
def test_a_period_opens_and_falls_due_by_itself_and_is_locked_by_hand(
    today: date, state: PeriodState
) -> None:
    assert state_of(FIRST, today=today) is state
    assert state_of(replace(FIRST, is_locked=True), today=today) is PeriodState.LOCKED


@pytest.mark.parametrize(
    ("handed_in", "today", "is_locked", "standing"),
    [
        (None, IN_TIME, False, ReportStanding.DUE),
        (None, TOO_LATE, False, ReportStanding.LATE),
        (None, TOO_LATE, True, ReportStanding.MISSING),
        (IN_TIME, TOO_LATE, True, ReportStanding.HANDED_IN),
        (TOO_LATE, TOO_LATE, False, ReportStanding.HANDED_IN_LATE),
    ],
)
def test_a_period_tells_who_has_reported_and_who_has_not(
    handed_in: date | None, today: date, is_locked: bool, standing: ReportStanding
) -> None:
    reporter = replace(RUNNING, handed_in={FIRST.id: handed_in} if handed_in else {})
    period = replace(FIRST, is_locked=is_locked)

    assert stand_in(period, reporter, TERTIALS, today=today).standing is standing


@pytest.mark.parametrize(
    ("reporter", "rhythm", "today", "reason"),
    [
        (replace(RUNNING, visibility=Visibility.DRAFT), TERTIALS, IN_TIME, Reason.DRAFT),
        (replace(RUNNING, phase=Phase.PAUSED), TERTIALS, IN_TIME, Reason.NOT_RUNNING),
        (RUNNING, ONGOING, IN_TIME, Reason.OTHER_RHYTHM),
        (replace(RUNNING, start_on=date(2026, 5, 1)), TERTIALS, IN_TIME, Reason.BEGAN_LATER),
        (RUNNING, TERTIALS, date(2026, 4, 1), Reason.NOT_YET),
    ],
)
def test_a_period_says_why_nothing_is_due(
    reporter: Reporter, rhythm: Rhythm, today: date, reason: Reason
) -> None:
    due = stand_in(FIRST, reporter, rhythm, today=today)

    assert (due.standing, due.reason) == (ReportStanding.NOTHING_DUE, reason)


def test_the_earliest_period_that_lacks_a_report_comes_first() -> None:
    today = date(2026, 9, 1)

    assert what_is_due(RUNNING, PERIODS, TERTIALS, today=today).period == FIRST
    reported = replace(RUNNING, handed_in={FIRST.id: today})
    assert what_is_due(reported, PERIODS, TERTIALS, today=today).period == SECOND


def test_a_locked_period_waits_for_nothing_more() -> None:
    locked = replace(FIRST, is_locked=True)

    due = what_is_due(RUNNING, [locked], TERTIALS, today=TOO_LATE)

    assert (due.standing, due.reason) == (ReportStanding.NOTHING_DUE, Reason.OTHER_RHYTHM)


@pytest.mark.parametrize(
    ("days", "standing"),
    [
        (45, ReportStanding.NOTHING_DUE),
        (46, ReportStanding.DUE),
        (60, ReportStanding.DUE),
        (61, ReportStanding.LATE),
    ],
)
def test_an_ongoing_report_is_due_ahead_of_its_day_and_late_after(
    days: int, standing: ReportStanding
) -> None:
    last = date(2026, 4, 1)

    due = what_is_due(RUNNING, PERIODS, ONGOING, today=last + timedelta(days=days))

    assert (due.standing, due.due_on) == (standing, last + timedelta(days=60))


def test_only_the_municipality_reports_each_tertial_unless_something_else_is_said() -> None:
    wanting = [family for family, rhythm in USUAL_RHYTHMS.items() if rhythm.wants_tertials]

    assert wanting == [OrganisationFamily.MUNICIPAL]
