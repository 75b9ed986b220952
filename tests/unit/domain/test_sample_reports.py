"""Invented reports are dated by the initiative's own life."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.report_texts import Setting, Voice
from tracker.domain.sample_reports import Course, OwnWords, phase_on, sample_reports
from tracker.domain.seeded import seeded

TODAY = date(2026, 11, 23)
START = date(2026, 1, 12)
OWN = OwnWords(Condition.NEEDS_ATTENTION, "Våra egna ord.", "Ett hinder.", "Ett behov.", 12)


def course(phase: Phase, end_on: date | None = None, voice: Voice = Voice.WARM) -> Course:
    setting = Setting(voice, ("meeting_place",), "på Norrby", "barnen")
    return Course(START, end_on, phase, setting, attendance=15)


@pytest.mark.parametrize(
    ("recorded", "end_on", "today", "expected"),
    [
        (Phase.ONGOING, None, TODAY, Phase.ONGOING),
        (Phase.ONGOING, date(2026, 6, 1), TODAY, Phase.CLOSING),
        (Phase.ONGOING, None, date(2025, 12, 1), Phase.PLANNED),
        (Phase.COMPLETED, date(2026, 6, 1), TODAY, Phase.COMPLETED),
        (Phase.COMPLETED, date(2026, 6, 1), date(2026, 5, 1), Phase.ONGOING),
        (Phase.COMPLETED, date(2026, 6, 1), date(2025, 5, 1), Phase.PLANNED),
        (Phase.PAUSED, date(2026, 6, 1), TODAY, Phase.PAUSED),
        (Phase.PLANNED, None, TODAY, Phase.PLANNED),
        (Phase.IDEA, None, date(2025, 1, 1), Phase.IDEA),
        (Phase.CANCELLED, None, TODAY, Phase.CANCELLED),
    ],
)
def test_the_phase_follows_the_calendar(
    recorded: Phase, end_on: date | None, today: date, expected: Phase
) -> None:
    assert phase_on(recorded, START, end_on, today) is expected


def test_own_words_are_the_latest_report() -> None:
    reports = sample_reports(course(Phase.ONGOING), seeded("a"), TODAY, OWN)
    assert reports[-1].happened == "Våra egna ord."
    assert (reports[-1].obstacles, reports[-1].needs) == ("Ett hinder.", "Ett behov.")
    assert reports[-1].people_reached == 12


def test_own_words_come_before_the_remark_that_the_period_is_over() -> None:
    reports = sample_reports(course(Phase.CLOSING, date(2026, 8, 1)), seeded("a"), TODAY, OWN)
    assert reports[-2].happened == "Våra egna ord."
    assert reports[-1].phase is Phase.CLOSING
    assert reports[-1].reported_on > date(2026, 8, 1)


def test_an_event_of_one_day_is_reported_and_then_completed() -> None:
    event = course(Phase.COMPLETED, START)
    for number in range(20):
        reports = sample_reports(event, seeded(number), TODAY, OWN)
        assert [r.phase for r in reports][-1] is Phase.COMPLETED
        assert OWN.happened in {r.happened for r in reports}
        assert reports[-1].reported_on <= START + timedelta(days=18)


def test_what_was_cancelled_or_only_planned_has_a_single_report() -> None:
    for phase in (Phase.CANCELLED, Phase.PLANNED, Phase.IDEA):
        reports = sample_reports(course(phase), seeded(phase), TODAY, OWN)
        assert [r.phase for r in reports] == [phase]


def test_a_paused_initiative_says_so_last() -> None:
    reports = sample_reports(course(Phase.PAUSED), seeded("b"), TODAY)
    assert reports[-1].phase is Phase.PAUSED
    assert {r.phase for r in reports[:-1]} == {Phase.ONGOING}


def test_offices_report_on_workdays() -> None:
    for number in range(30):
        reports = sample_reports(course(Phase.ONGOING, voice=Voice.DRY), seeded(number), TODAY)
        assert all(r.reported_on.weekday() < 5 for r in reports)


def test_about_one_in_seven_is_late() -> None:
    gaps = [
        (TODAY - sample_reports(course(Phase.ONGOING), seeded(n), TODAY)[-1].reported_on).days
        for n in range(400)
    ]
    assert 0.08 <= sum(gap > 60 for gap in gaps) / 400 <= 0.22


@pytest.mark.parametrize("phase", list(Phase))
def test_a_wanted_number_of_reports_is_given_exactly(phase: Phase) -> None:
    wanted = replace(course(phase, date(2026, 10, 1)), report_count=5)
    reports = sample_reports(wanted, seeded(phase), TODAY)
    assert len(reports) == 5
    assert [r.reported_on for r in reports] == sorted(r.reported_on for r in reports)
    assert all(r.reported_on <= TODAY for r in reports)


def test_the_same_dice_write_the_same_reports() -> None:
    first = sample_reports(course(Phase.ONGOING), seeded("same"), TODAY, OWN)
    assert first == sample_reports(course(Phase.ONGOING), seeded("same"), TODAY, OWN)
