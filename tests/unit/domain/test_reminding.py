"""Reminders come before, on and after the day, once a week at most, and never on a holiday."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.domain.reminding import is_quiet, may_be_mailed, step_reached
from tracker.domain.reporting_periods import USUAL_SCHEDULE, Schedule

DUE = date(2026, 5, 15)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 14),  # Ascension Day
        date(2026, 6, 19),  # Midsummer Eve
        date(2026, 12, 24),
        date(2026, 12, 31),
        date(2027, 1, 6),
        date(2026, 5, 16),  # a Saturday
        date(2026, 5, 17),
    ],
)
def test_holidays_and_weekends_are_quiet(day: date) -> None:
    assert is_quiet(day)


@pytest.mark.parametrize("day", [date(2026, 5, 15), date(2026, 4, 30), date(2026, 12, 23)])
def test_working_days_and_half_days_are_not(day: date) -> None:
    # 15 May 2026 is a Friday between a holiday and a weekend; it is a working day all the same
    assert is_quiet(day) is (day == date(2026, 5, 15))


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2026, 4, 30), None),
        (date(2026, 5, 1), -14),
        (date(2026, 5, 14), -14),
        (date(2026, 5, 15), 0),
        (date(2026, 5, 24), 0),
        (date(2026, 5, 25), 10),
        (date(2026, 9, 1), 10),
    ],
)
def test_a_step_is_reached_on_its_day_and_holds_until_the_next(
    today: date, step: int | None
) -> None:
    assert step_reached(DUE, USUAL_SCHEDULE.steps, today) == step


def test_a_period_has_its_own_steps() -> None:
    assert Schedule(None, remind_on_day=False, remind_after=0).steps == (0,)
    assert Schedule(7, remind_on_day=False, remind_after=None).steps == (-7,)
    assert step_reached(DUE, (), DUE) is None


def test_a_week_goes_between_two_mails() -> None:
    assert may_be_mailed(None, DUE)
    assert not may_be_mailed(date(2026, 5, 9), DUE)
    assert may_be_mailed(date(2026, 5, 8), DUE)
