"""What ought to be mailed in a year: the promise told again from the written year, day by day.

One mail for all that waits for a person, when something of it reaches a new step; at most one a
week, none on free days; the contact person with an account, else managers, else members.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.integration.year.world import (
    FIRST,
    PERIODS,
    Citizen,
    Effort,
    Group,
    PlannedPeriod,
    days,
)
from tracker.domain.languages import LANGUAGES
from tracker.domain.reporting_periods import PeriodKind

FREE = {
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2026, 5, 1),
    date(2026, 5, 14),
    date(2026, 6, 19),
    date(2026, 12, 24),
    date(2026, 12, 25),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 1, 6),
}
FRIDAY = 4
BEFORE_ALL = -1000
ONGOING_DAYS = 60
WEEK = timedelta(days=7)


@dataclass(frozen=True, order=True)
class Reminder:
    """A mail: its day, where it goes, the tag of its language, and the initiatives that it names."""

    day: date
    address: str
    language: str
    titles: tuple[str, ...]


@dataclass
class Standing:
    """What has become of an initiative so far."""

    reported_on: date | None = None
    periods: set[PlannedPeriod] = field(default_factory=set)


class Year:
    """The year as it goes, one day at a time."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = groups
        self._standing = {effort: Standing() for group in groups for effort in group.efforts}
        self._told: dict[tuple[Citizen, Effort, date], int] = {}
        self._mailed: dict[Citizen, date] = {}
        self._unreachable: set[Citizen] = set()

    def reminders(self) -> list[Reminder]:
        """Every mail that ought to arrive."""
        arriving: list[Reminder] = []
        for today in days():
            self._report(today)
            if today.weekday() <= FRIDAY and today not in FREE:
                arriving += self._remind(today)
        return sorted(arriving)

    def _report(self, today: date) -> None:
        for group in self._groups:
            for effort in group.efforts if group.reporter else ():
                if effort.is_reported(today):
                    standing = self._standing[effort]
                    waiting = next(self._waiting(group, effort, today), None)
                    standing.periods |= {waiting} if waiting else set()
                    standing.reported_on = today

    def _waiting(self, group: Group, effort: Effort, today: date) -> Iterator[PlannedPeriod]:
        answered = self._standing[effort].periods
        return (
            period
            for period in PERIODS
            if period.opens_on <= today < period.locked_on
            and (group.kind[1] or period.kind is PeriodKind.YEAR)
            and period not in answered
        )

    def _due(self, group: Group, effort: Effort, today: date) -> tuple[date, tuple[int, ...]]:
        for period in self._waiting(group, effort, today):
            return period.due_on, period.schedule.steps
        since = self._standing[effort].reported_on or FIRST
        return since + timedelta(days=ONGOING_DAYS), (-14, 0, 10)

    def _remind(self, today: date) -> Iterable[Reminder]:
        waiting: dict[Citizen, dict[Effort, tuple[date, int]]] = {}
        for group in self._groups:
            for effort in group.efforts:
                due_on, steps = self._due(group, effort, today)
                reached = [step for step in steps if due_on + timedelta(days=step) <= today]
                if effort.runs and reached:
                    for person in self._right_people(group, effort):
                        waiting.setdefault(person, {})[effort] = due_on, reached[-1]
        return [
            mail
            for person, theirs in waiting.items()
            if self._is_to_be_told(person, theirs, today)
            for mail in self._mail(person, theirs, today)
        ]

    def _is_to_be_told(
        self, person: Citizen, theirs: dict[Effort, tuple[date, int]], today: date
    ) -> bool:
        last = self._mailed.get(person)
        is_new = any(
            self._told.get((person, effort, due_on), BEFORE_ALL) < step
            for effort, (due_on, step) in theirs.items()
        )
        return is_new and (last is None or today - last >= WEEK)

    def _mail(
        self, person: Citizen, theirs: dict[Effort, tuple[date, int]], today: date
    ) -> Iterator[Reminder]:
        self._mailed[person] = today
        for effort, (due_on, step) in theirs.items():
            self._told[person, effort, due_on] = step
        if person.has_address:
            titles = tuple(sorted(effort.title for effort in theirs))
            yield Reminder(today, person.address, LANGUAGES[person.language].tag, titles)
        else:
            self._unreachable.add(person)

    def _right_people(self, group: Group, effort: Effort) -> list[Citizen]:
        people = [
            person
            for person in (*group.people, *group.also)
            if not (person.is_disabled or person.is_stopped or person in self._unreachable)
        ]
        managers = {person for person in people if person.is_manager} | set(group.also)
        named = [person for person in people if person.address == effort.contact]
        return named or [person for person in people if person in managers] or people
