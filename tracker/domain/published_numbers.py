"""Answers which figures of measures may be published, so that nobody finds out a small one.

A figure under `FEWEST_COUNTED` is never published, nor anything that it can be computed from: what
is left of a total, the step from one day's figure to the next, or a sum that it is part of.
Sums are made of published figures only; so they tell nothing of the others. Why so: docs/adr/0025.
"""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from tracker.domain.measures import Counting
from tracker.domain.small_numbers import FEWEST_COUNTED

Name = TypeVar("Name")


def shown_parts(parts: Mapping[Name, int]) -> dict[Name, int | None]:
    """The parts of a published total, None for each that is not published.

    Where one is too small, the smallest of the others are held back with it, so that neither the
    total nor the rest says which of those held back is the small one.
    """
    large = [number for number in parts.values() if number >= FEWEST_COUNTED]
    if len(large) == len(parts):
        return dict(parts)
    smallest = min(large, default=0)
    return {name: number if number > smallest else None for name, number in parts.items()} | {
        name: None for name, number in parts.items() if number < FEWEST_COUNTED
    }


def published_day(counting: Counting, told: Mapping[date, int]) -> date | None:
    """The day that a year's published figure stands for; None where nothing may be published.

    A figure that people are added to moves on only when at least `FEWEST_COUNTED` have come since
    the one that was published, so that the step from one to the next is no small figure either.
    """
    published, standing, reached = None, 0, 0
    for day in sorted(told):
        match counting:
            case Counting.EACH_TIME:
                reached += told[day]
            case Counting.SINCE_JANUARY:
                reached = told[day]
            case Counting.AS_IT_STANDS:
                published = day
                continue
        if abs(reached - standing) >= FEWEST_COUNTED:
            published, standing = day, reached
    return published
