"""Decides when the reports of an invented initiative were written, and how it was going.

The reports are dated from the initiative's own period and from today, so invented content never
looks stale; every sixth running initiative is late on purpose. Its own words come from
`report_texts`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tracker.domain.freshness import REPORT_WANTED_EVERY_DAYS
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.report_texts import Moment, ReportWriter, Setting, Voice
from tracker.domain.sample_rows import SampleReport

_LATE_SHARE = 0.14
_SHORT_DAYS = 14
_UNCOUNTED_TOPICS = frozenset({"physical_environment", "safety", "coordination", "study"})


@dataclass(frozen=True, slots=True)
class Course:
    """What the reports depend on: the period, how far it has come, and who writes about what.

    `report_count` asks for exactly so many reports; None leaves it to the length of the period.
    """

    start_on: date
    end_on: date | None
    phase: Phase
    setting: Setting
    attendance: int
    report_count: int | None = None


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A report written by hand for one initiative; it is placed where it belongs in time."""

    condition: Condition
    happened: str
    obstacles: str
    needs: str
    people_reached: int | None


def phase_on(recorded: Phase, start_on: date, end_on: date | None, today: date) -> Phase:
    """Say which phase an initiative that was recorded as `recorded` is in today.

    What has not begun is planned, what is past its end but not completed is closing.
    """
    if recorded in {Phase.IDEA, Phase.PLANNED}:
        return recorded
    if today < start_on:
        return Phase.PLANNED
    is_over = end_on is not None and end_on < today
    if recorded is Phase.ONGOING and is_over:
        return Phase.CLOSING
    if recorded is Phase.COMPLETED and not is_over:
        return Phase.ONGOING
    return recorded


def sample_reports(
    course: Course, dice: Random, today: date, own: OwnWords | None = None
) -> tuple[SampleReport, ...]:
    """Write the reports of one initiative, oldest first, none after today."""
    dates = _dates(course, dice, today)
    moments = _moments(course, dates)
    writer = ReportWriter(course.setting, dice)
    own_at = _place_of_own(moments) if own else -1
    return tuple(
        _in_own_words(own, day, _phase(course, moment), course.setting.voice)
        if own and position == own_at
        else _written(course, writer, dice, moment, day)
        for position, (day, moment) in enumerate(zip(dates, moments, strict=True))
    )


def _dates(course: Course, dice: Random, today: date) -> list[date]:
    if course.report_count:
        return _evenly(course, course.report_count, dice, today)
    if course.phase in {Phase.IDEA, Phase.PLANNED}:
        return [_last_date(course, dice, today)]
    if course.phase is Phase.CANCELLED:
        return [min(today, course.start_on + timedelta(days=dice.randint(5, 60)))]
    last = min(today, _last_date(course, dice, today))
    days = (last - course.start_on).days
    if days < _SHORT_DAYS:
        return sorted({min(last, course.start_on + timedelta(days=1)), last})
    first = course.start_on + timedelta(days=min(dice.randint(8, 24), days // 2))
    count = min(6, max(2, 1 + days // 135 + dice.randint(0, 1)))
    step = (last - first).days / (count - 1)
    steps = [
        first + timedelta(days=round(step * (i + dice.uniform(-0.2, 0.2))))
        for i in range(1, count - 1)
    ]
    return sorted({_on_a_workday(day, course) for day in [first, *steps, last]})


def _evenly(course: Course, count: int, dice: Random, today: date) -> list[date]:
    last = min(today, _last_date(course, dice, today))
    first = min(course.start_on + timedelta(days=10), last - timedelta(days=50))
    return [first + (last - first) * step / (count - 1) for step in range(count)]


def _last_date(course: Course, dice: Random, today: date) -> date:
    match course.phase:
        case Phase.COMPLETED:
            return (course.end_on or today) + timedelta(days=dice.randint(3, 18))
        case Phase.IDEA | Phase.PLANNED:
            return today - timedelta(days=dice.randint(4, 45))
        case Phase.PAUSED:
            return max(course.start_on, today - timedelta(days=dice.randint(10, 90)))
        case _:
            return max(course.start_on, today - timedelta(days=_silence(course, dice, today)))


def _silence(course: Course, dice: Random, today: date) -> int:
    """Return days since the last report: a few are late, as in every register."""
    is_old = (today - course.start_on).days > 2 * REPORT_WANTED_EVERY_DAYS
    if is_old and dice.random() < _LATE_SHARE:
        return REPORT_WANTED_EVERY_DAYS + dice.randint(4, 90)
    return dice.randint(1, 50)


def _on_a_workday(day: date, course: Course) -> date:
    """Move an office's report from the weekend to the Friday before."""
    if course.setting.voice is not Voice.DRY:
        return day
    return max(course.start_on, day - timedelta(days=max(0, day.weekday() - 4)))


def _moments(course: Course, dates: list[date]) -> list[Moment]:
    running = [Moment.RUNNING] * len(dates)
    days = (dates[-1] - course.start_on).days
    if len(dates) > 1 and days >= _SHORT_DAYS and (dates[0] - course.start_on).days < 40:
        running[0] = Moment.OPENING
    match course.phase:
        case Phase.COMPLETED:
            running[-1] = Moment.FINAL
        case Phase.PAUSED:
            running[-1] = Moment.PAUSING
        case Phase.CLOSING if course.end_on and dates[-1] > course.end_on:
            running[-1] = Moment.AFTER_END
        case _:
            pass
    return running


def _place_of_own(moments: list[Moment]) -> int:
    """Put the hand-written report last, but before a mere closing remark."""
    is_remark_last = len(moments) > 2 and moments[-1] is Moment.AFTER_END
    is_event = len(moments) == 2 and Moment.OPENING not in moments and moments[-1] is Moment.FINAL
    return len(moments) - 2 if is_remark_last or is_event else len(moments) - 1


def _phase(course: Course, moment: Moment) -> Phase:
    match moment:
        case Moment.FINAL | Moment.PAUSING | Moment.AFTER_END:
            return course.phase
        case Moment.OPENING | Moment.RUNNING:
            in_advance = {Phase.IDEA, Phase.PLANNED, Phase.CANCELLED}
            return course.phase if course.phase in in_advance else Phase.ONGOING


def _in_own_words(own: OwnWords, day: date, phase: Phase, voice: Voice) -> SampleReport:
    return SampleReport(
        reported_on=day,
        condition=own.condition,
        phase=phase,
        happened=own.happened,
        obstacles=own.obstacles,
        needs=own.needs,
        people_reached=own.people_reached,
        language=_language(voice),
    )


def _written(
    course: Course, writer: ReportWriter, dice: Random, moment: Moment, day: date
) -> SampleReport:
    condition = _condition(moment, dice)
    has_trouble = condition in {Condition.NEEDS_ATTENTION, Condition.NEEDS_SUPPORT}
    attendance = max(4, round(course.attendance * dice.uniform(0.7, 1.15)))
    words = writer.write(
        moment,
        month=day.month,
        attendance=attendance,
        has_trouble=has_trouble or dice.random() < 0.08,
        asks=condition is Condition.NEEDS_SUPPORT or dice.random() < 0.6,
    )
    return SampleReport(
        reported_on=day,
        condition=condition,
        phase=_phase(course, moment),
        happened=words.happened,
        obstacles=words.obstacles,
        needs=words.needs,
        people_reached=_people_reached(course, attendance, dice),
        language=_language(course.setting.voice),
    )


def _condition(moment: Moment, dice: Random) -> Condition:
    if moment is Moment.FINAL:
        return Condition.ON_PLAN
    if moment is Moment.OPENING:
        return dice.choice((Condition.ON_PLAN, Condition.ON_PLAN, Condition.NOT_ASSESSED))
    return dice.choices(tuple(Condition), weights=(64, 20, 8, 8))[0]


def _people_reached(course: Course, attendance: int, dice: Random) -> int | None:
    cannot_count = 0.6 if _UNCOUNTED_TOPICS & set(course.setting.topics) else 0.2
    return None if dice.random() < cannot_count else round(attendance * dice.uniform(1.0, 2.4))


def _language(voice: Voice) -> str:
    return "en" if voice is Voice.ENGLISH else "sv"
