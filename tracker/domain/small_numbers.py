"""Answers which counts of people are too small to be told, so that nobody is recognised by one."""

from collections.abc import Iterable

FEWEST_COUNTED = 5


def is_few(people: int | None) -> bool:
    """Whether somebody could be recognised by the count."""
    return people is not None and people < FEWEST_COUNTED


def told(people: int | None) -> int | None:
    """The count where it may be told, else None."""
    return None if is_few(people) else people


def sum_of_told(counts: Iterable[int | None]) -> int | None:
    """The sum of what may be told, so that no small count is worked out; None where nothing may."""
    known = [count for each in counts if (count := told(each)) is not None]
    return sum(known) if known else None
