"""Answers when somebody is reminded of a report: before its day, on it and after it, never on a holiday.

Swedish holidays and the eves that are free are those of the `holidays` package.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from holidays import country_holidays

AT_MOST_EVERY = timedelta(days=7)
"""Between two mails with reminders to one person."""

_SATURDAY = 5
_HALF_DAY = "from 2pm"


class StopReason(StrEnum):
    """Why somebody gets no reminders by mail."""

    UNWANTED = "unwanted"
    UNDELIVERABLE = "undeliverable"


def is_quiet(day: date) -> bool:
    """Say whether nobody is reminded on a day: at weekends, on holidays, on the eves that are free."""
    return day.weekday() >= _SATURDAY or day in _holidays(day.year)


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    found = country_holidays(
        "SE",
        years=year,
        include_sundays=False,
        categories=("public", "bank", "de_facto", "optional"),
        language="en_US",
    )
    return frozenset(day for day, name in found.items() if _HALF_DAY not in name)


def step_reached(due_on: date, steps: Sequence[int], today: date) -> int | None:
    """The last step whose day has come, as days from `due_on`; None before the first one."""
    reached = [step for step in steps if due_on + timedelta(days=step) <= today]
    return reached[-1] if reached else None


def may_be_mailed(last_sent_on: date | None, today: date) -> bool:
    """Say whether a week has gone since somebody's last reminder."""
    return last_sent_on is None or today - last_sent_on >= AT_MOST_EVERY
