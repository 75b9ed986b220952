"""Answers whether a report is overdue for an initiative."""

from datetime import date

from tracker.domain.lifecycle import Phase

REPORT_WANTED_EVERY_DAYS = 60
REPORT_WELCOME_AFTER_DAYS = 14
RUNNING_PHASES = frozenset({Phase.ONGOING, Phase.CLOSING})


def days_without_report(
    *, last_reported_on: date | None, start_on: date | None, created_on: date, today: date
) -> int:
    """Count whole days since the last report, or since the work began if there is none."""
    since = last_reported_on or max(filter(None, (start_on, created_on)))
    return max(0, (today - since).days)


def wants_reports(phase: Phase) -> bool:
    """Say whether work in this phase runs, so that reports are waited for."""
    return phase in RUNNING_PHASES


def is_report_late(phase: Phase, days: int) -> bool:
    """Say whether a running initiative has been silent for longer than agreed."""
    return wants_reports(phase) and days > REPORT_WANTED_EVERY_DAYS


def is_report_welcome(phase: Phase, days: int) -> bool:
    """Say whether there may be something to tell of a running initiative, late or not."""
    return wants_reports(phase) and days >= REPORT_WELCOME_AFTER_DAYS
