"""The days of an activity, and which of them wait to be confirmed."""

from datetime import date

from tracker.domain.activities import days_of, waiting_days

TUESDAY = date(2026, 2, 3)


def test_a_weekly_activity_has_the_same_weekday_until_its_term_ends() -> None:
    assert days_of(TUESDAY, date(2026, 2, 20)) == [TUESDAY, date(2026, 2, 10), date(2026, 2, 17)]
    assert days_of(TUESDAY, None) == [TUESDAY]


def test_days_that_have_been_and_are_not_answered_wait() -> None:
    today = date(2026, 2, 10)
    assert waiting_days(TUESDAY, date(2026, 3, 31), answered={TUESDAY}, today=today) == [today]
