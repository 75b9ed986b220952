"""Answers on which days an activity happens, and which of them wait for somebody to confirm them."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum

LONGEST_TERM = timedelta(days=366)
_WEEK = timedelta(days=7)


class Repeats(StrEnum):
    """How often an activity happens."""

    ONCE = "once"
    WEEKLY = "weekly"


def days_of(first_on: date, until: date | None) -> Sequence[date]:
    """Every day of an activity: one, or the same weekday until the term ends."""
    last = first_on if until is None else min(until, first_on + LONGEST_TERM)
    weeks = max((last - first_on).days // _WEEK.days, 0)
    return [first_on + number * _WEEK for number in range(weeks + 1)]


def waiting_days(
    first_on: date, until: date | None, *, answered: Collection[date], today: date
) -> Sequence[date]:
    """The days that have been, of which nobody has said yet how they went."""
    return [day for day in days_of(first_on, until) if day <= today and day not in answered]
