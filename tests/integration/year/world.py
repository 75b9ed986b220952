"""A year of a whole register, written down: who answers for what, and on which days they report.

Nothing here is asked of the product; `reminders.py` says from it what ought to be mailed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from tracker.domain.reporting_periods import PeriodKind, Schedule

FIRST = date(2026, 3, 2)
DAYS = 365
LANGUAGES = ("sv", "so", "ar", "en", "fi", "sv-lt")
KINDS = (("department", True), ("business", False), ("association", False))
SILENT = 0
REPORTS_EVERY = (40, 55, 75, 100, SILENT)
INITIATIVES_EACH = 5


@dataclass(frozen=True)
class Citizen:
    """Somebody of an organisation; `stopped` said that they want no reminders."""

    name: str
    language: str
    is_manager: bool = True
    is_stopped: bool = False
    is_disabled: bool = False
    has_address: bool = True

    @property
    def address(self) -> str:
        """Where they get mails, if the mail server knows them."""
        return f"{self.name.lower()}@example.org"


@dataclass(frozen=True)
class Effort:
    """An initiative; `runs` says whether reports are waited for at all."""

    number: int
    contact: str = ""
    runs: bool = True

    @property
    def title(self) -> str:
        """A title that no other one begins with."""
        return f"Insats {self.number:04}"

    def is_reported(self, on: date) -> bool:
        """Whether a report comes in on the morning of a day."""
        every = REPORTS_EVERY[self.number % len(REPORTS_EVERY)]
        gone = (on - FIRST).days + self.number % 7
        return self.runs and every != SILENT and gone > 0 and gone % every == 0


@dataclass(frozen=True)
class Group:
    """An organisation; `also` are people of another one who manage this one too."""

    number: int
    people: tuple[Citizen, ...]
    efforts: tuple[Effort, ...]
    also: tuple[Citizen, ...] = ()

    @property
    def name(self) -> str:
        """What it is called."""
        return f"Grupp {self.number:02}"

    @property
    def kind(self) -> tuple[str, bool]:
        """The kind of organisation, and whether it is municipal."""
        return KINDS[self.number % len(KINDS)]

    @property
    def reporter(self) -> Citizen | None:
        """Who writes its reports."""
        return next((each for each in self.people if not each.is_disabled), None)


@dataclass(frozen=True)
class PlannedPeriod:
    """A period of the year, and the morning on which it is locked."""

    year: int
    kind: PeriodKind
    opens_on: date
    due_on: date
    locked_on: date
    schedule: Schedule = field(default_factory=Schedule)


PERIODS = (
    PlannedPeriod(
        2026, PeriodKind.TERTIAL_1, date(2026, 4, 15), date(2026, 5, 11), date(2026, 5, 29)
    ),
    PlannedPeriod(
        2026,
        PeriodKind.TERTIAL_2,
        date(2026, 8, 20),
        date(2026, 9, 14),
        date(2026, 10, 2),
        Schedule(7, remind_on_day=True, remind_after=5),
    ),
    PlannedPeriod(2026, PeriodKind.YEAR, date(2026, 12, 10), date(2027, 1, 20), date(2027, 2, 12)),
)


def morning(on: date) -> datetime:
    """Nine o'clock in UTC, when the worker of this year looks."""
    return datetime.combine(on, time(9), UTC)


def days() -> list[date]:
    """Each day of the year."""
    return [FIRST + timedelta(days=number) for number in range(DAYS)]


def groups(count: int) -> list[Group]:
    """The organisations, six ways of being staffed in turn."""
    found: list[Group] = []
    for number in range(count):
        people = _people(number)
        also = (found[-1].people[0],) if number % 6 == 1 else ()
        found.append(Group(number, people, _efforts(number, people), also))
    return found


def _people(number: int) -> tuple[Citizen, ...]:
    language = LANGUAGES[number % len(LANGUAGES)]
    other = LANGUAGES[(number + 1) % len(LANGUAGES)]
    one, two = f"Anna{number:02}", f"Bo{number:02}"
    match number % 6:
        case 0:
            return (Citizen(one, language),)
        case 1:
            return (Citizen(one, language), Citizen(two, other, is_manager=False))
        case 2:
            return (Citizen(one, language), Citizen(two, other))
        case 3:
            members = (Citizen(name, language, is_manager=False) for name in (one, two))
            return tuple(members)
        case 4:
            is_away = number % 12 == 4
            first = Citizen(one, language, is_stopped=not is_away, has_address=not is_away)
            return (first, Citizen(two, other, is_manager=False))
        case _:
            return (Citizen(one, language, is_disabled=True),)


def _efforts(number: int, people: tuple[Citizen, ...]) -> tuple[Effort, ...]:
    first = number * INITIATIVES_EACH
    member = people[-1].address
    contacts = ("", member, "olle@elsewhere.example", "", "")
    return tuple(
        Effort(first + place, contacts[place], runs=place != 3 or number % 2 == 0)
        for place in range(INITIATIVES_EACH)
    )
