"""Answers what report an initiative owes and when, and why nothing is due for the others.

A period covers everything from 1 January to its own last day, so that its figures are cumulative.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.freshness import REPORT_WANTED_EVERY_DAYS, days_without_report, wants_reports
from tracker.domain.lifecycle import Phase, Visibility
from tracker.domain.roles import OrganisationFamily

TOLD_AHEAD_DAYS = 14
"""How long before its day an ongoing report is called due."""


class PeriodKind(StrEnum):
    """A part of the year that is reported on."""

    TERTIAL_1 = "tertial_1"
    TERTIAL_2 = "tertial_2"
    YEAR = "year"


class PeriodState(StrEnum):
    """Where a period stands on a day."""

    PLANNED = "planned"
    OPEN = "open"
    OVERDUE = "overdue"
    LOCKED = "locked"


class ReportStanding(StrEnum):
    """How it is with a report that is or is not waited for."""

    HANDED_IN = "handed_in"
    HANDED_IN_LATE = "handed_in_late"
    DUE = "due"
    LATE = "late"
    MISSING = "missing"
    NOTHING_DUE = "nothing_due"


class Reason(StrEnum):
    """Why a report stands as it does."""

    ASKED = "asked"
    ONGOING = "ongoing"
    REPORTED = "reported"
    DRAFT = "draft"
    NOT_RUNNING = "not_running"
    BEGAN_LATER = "began_later"
    OTHER_RHYTHM = "other_rhythm"
    NOT_YET = "not_yet"
    LOCKED = "locked"


_LAST_DAYS = {
    PeriodKind.TERTIAL_1: (4, 30),
    PeriodKind.TERTIAL_2: (8, 31),
    PeriodKind.YEAR: (12, 31),
}


@dataclass(frozen=True, slots=True)
class Schedule:
    """When people are reminded: days before a report is due, on its day, days after; None for not."""

    remind_before: int | None = 14
    remind_on_day: bool = True
    remind_after: int | None = 10

    @property
    def steps(self) -> tuple[int, ...]:
        """Days from the day that a report is due, in order; after the last one, coordinators ask."""
        before = () if self.remind_before is None else (-self.remind_before,)
        on_day = (0,) if self.remind_on_day else ()
        after = () if self.remind_after is None else (self.remind_after,)
        return tuple(sorted({*before, *on_day, *after}))


USUAL_SCHEDULE = Schedule()
"""What holds for reports between the periods."""


@dataclass(frozen=True, slots=True)
class PeriodQuestion:
    """What the coordinators ask in every report of a period; one that is put anew is another one."""

    public_id: uuid.UUID
    text: str
    is_current: bool = True


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period; `id` is that of its row, `questions` are replaced ones too."""

    id: int
    year: int
    kind: PeriodKind
    opens_on: date
    due_on: date
    is_locked: bool = False
    schedule: Schedule = USUAL_SCHEDULE
    questions: tuple[PeriodQuestion, ...] = ()

    @property
    def last_on(self) -> date:
        """The last day that it covers; the first is always 1 January."""
        return last_day(self.year, self.kind)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What is asked of an initiative: which periods, and how often besides; None for not at all."""

    wants_tertials: bool
    wants_year: bool
    every_days: int | None

    def wants(self, kind: PeriodKind) -> bool:
        """Whether a report is asked for in periods of this kind."""
        return self.wants_year if kind is PeriodKind.YEAR else self.wants_tertials


USUAL_RHYTHMS: Mapping[OrganisationFamily, Rhythm] = {
    family: Rhythm(
        wants_tertials=family is OrganisationFamily.MUNICIPAL,
        wants_year=True,
        every_days=REPORT_WANTED_EVERY_DAYS,
    )
    for family in OrganisationFamily
}
"""What holds until the coordinators have said something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """What is known of an initiative here; `handed_in` are days of its reports, by period id."""

    phase: Phase
    visibility: Visibility
    start_on: date | None
    created_on: date
    last_reported_on: date | None
    handed_in: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportDue:
    """What is due, when and why; `period` None for an ongoing report, or for nothing."""

    standing: ReportStanding
    reason: Reason
    due_on: date | None = None
    period: Period | None = None

    @property
    def is_waited_for(self) -> bool:
        """Whether a report should come now."""
        return self.standing in {ReportStanding.DUE, ReportStanding.LATE}

    @property
    def schedule(self) -> Schedule:
        """When people are reminded of it."""
        return self.period.schedule if self.period else USUAL_SCHEDULE


def last_day(year: int, kind: PeriodKind) -> date:
    """The last day that a period covers."""
    return date(year, *_LAST_DAYS[kind])


def state_of(period: Period, *, today: date) -> PeriodState:
    """Where a period stands."""
    if period.is_locked:
        return PeriodState.LOCKED
    if today < period.opens_on:
        return PeriodState.PLANNED
    return PeriodState.OVERDUE if today > period.due_on else PeriodState.OPEN


def stand_in(period: Period, reporter: Reporter, rhythm: Rhythm, *, today: date) -> ReportDue:
    """How an initiative stands in one period."""
    handed_in = reporter.handed_in.get(period.id)
    if handed_in is not None:
        is_late = handed_in > period.due_on
        standing = ReportStanding.HANDED_IN_LATE if is_late else ReportStanding.HANDED_IN
        return ReportDue(standing, Reason.REPORTED, period.due_on, period)
    if reason := _why_not(period, reporter, rhythm, today=today):
        return ReportDue(ReportStanding.NOTHING_DUE, reason)
    if period.is_locked:
        return ReportDue(ReportStanding.MISSING, Reason.LOCKED, period.due_on, period)
    standing = ReportStanding.LATE if today > period.due_on else ReportStanding.DUE
    return ReportDue(standing, Reason.ASKED, period.due_on, period)


def _why_not(period: Period, reporter: Reporter, rhythm: Rhythm, *, today: date) -> Reason | None:
    rules = (
        (reporter.visibility is Visibility.DRAFT, Reason.DRAFT),
        (not wants_reports(reporter.phase), Reason.NOT_RUNNING),
        (not rhythm.wants(period.kind), Reason.OTHER_RHYTHM),
        ((reporter.start_on or reporter.created_on) > period.last_on, Reason.BEGAN_LATER),
        (today < period.opens_on, Reason.NOT_YET),
    )
    return next((reason for holds, reason in rules if holds), None)


def period_of_next_report(
    reporter: Reporter, periods: Sequence[Period], rhythm: Rhythm, *, today: date
) -> Period | None:
    """The earliest open period that wants the initiative and lacks its report."""
    due = (
        stand_in(period, reporter, rhythm, today=today)
        for period in sorted(periods, key=lambda each: (each.last_on, each.id))
        if not period.is_locked
    )
    waiting = {ReportStanding.DUE, ReportStanding.LATE}
    return next((each.period for each in due if each.standing in waiting), None)


def what_is_due(
    reporter: Reporter, periods: Sequence[Period], rhythm: Rhythm, *, today: date
) -> ReportDue:
    """The report that is waited for first: that of a period, else the ongoing one."""
    period = period_of_next_report(reporter, periods, rhythm, today=today)
    if period is not None:
        return stand_in(period, reporter, rhythm, today=today)
    return _ongoing(reporter, rhythm, today=today)


def _ongoing(reporter: Reporter, rhythm: Rhythm, *, today: date) -> ReportDue:
    nothing = ReportStanding.NOTHING_DUE
    if reporter.visibility is Visibility.DRAFT:
        return ReportDue(nothing, Reason.DRAFT)
    if not wants_reports(reporter.phase):
        return ReportDue(nothing, Reason.NOT_RUNNING)
    if rhythm.every_days is None:
        return ReportDue(nothing, Reason.OTHER_RHYTHM)
    silent = days_without_report(
        last_reported_on=reporter.last_reported_on,
        start_on=reporter.start_on,
        created_on=reporter.created_on,
        today=today,
    )
    left = rhythm.every_days - silent
    due_on = today + timedelta(days=left)
    if left < 0:
        return ReportDue(ReportStanding.LATE, Reason.ONGOING, due_on)
    is_soon = left <= TOLD_AHEAD_DAYS
    standing = ReportStanding.DUE if is_soon else nothing
    return ReportDue(standing, Reason.ONGOING if is_soon else Reason.NOT_YET, due_on)
