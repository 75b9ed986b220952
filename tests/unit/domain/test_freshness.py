"""A running initiative is asked for a report after 60 days of silence, and only then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tracker.domain.freshness import (
    REPORT_WANTED_EVERY_DAYS,
    REPORT_WELCOME_AFTER_DAYS,
    days_without_report,
    is_report_late,
    is_report_welcome,
    wants_reports,
)
from tracker.domain.lifecycle import Phase

TODAY = date(2026, 3, 2)


def silent(
    *, reported: date | None = None, start: date | None = None, created: date = TODAY
) -> int:
    return days_without_report(
        last_reported_on=reported, start_on=start, created_on=created, today=TODAY
    )


def test_silence_is_counted_from_the_last_report() -> None:
    reported = TODAY - timedelta(days=12)

    assert silent(reported=reported, start=date(2020, 1, 1), created=date(2020, 1, 1)) == 12


def test_without_a_report_silence_begins_with_the_work() -> None:
    assert silent(start=TODAY - timedelta(days=5), created=TODAY - timedelta(days=90)) == 5


def test_old_work_registered_today_is_not_blamed_for_the_years_before() -> None:
    assert silent(start=date(2019, 9, 1), created=TODAY) == 0


def test_without_start_date_silence_begins_at_registration() -> None:
    assert silent(start=None, created=TODAY - timedelta(days=70)) == 70


def test_work_that_has_not_begun_is_not_silent() -> None:
    assert silent(start=TODAY + timedelta(days=30)) == 0


@pytest.mark.parametrize("phase", [Phase.ONGOING, Phase.CLOSING])
def test_running_work_is_late_on_the_day_after_the_agreed_time(phase: Phase) -> None:
    assert not is_report_late(phase, REPORT_WANTED_EVERY_DAYS)
    assert is_report_late(phase, REPORT_WANTED_EVERY_DAYS + 1)


@pytest.mark.parametrize(
    "phase", [Phase.IDEA, Phase.PLANNED, Phase.PAUSED, Phase.COMPLETED, Phase.CANCELLED]
)
def test_work_that_does_not_run_is_never_late(phase: Phase) -> None:
    assert not is_report_late(phase, 3650)
    assert not wants_reports(phase)


def test_a_report_is_welcome_well_before_it_is_late_and_only_of_running_work() -> None:
    assert is_report_welcome(Phase.ONGOING, REPORT_WELCOME_AFTER_DAYS)
    assert not is_report_welcome(Phase.ONGOING, REPORT_WELCOME_AFTER_DAYS - 1)
    assert not is_report_welcome(Phase.PLANNED, 3650)
