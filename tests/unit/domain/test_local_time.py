"""The day is the one on the wall in Borås, summer and winter."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tracker.domain.local_time import beginning_of, local_day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 14, 22, 59, tzinfo=UTC), date(2026, 1, 14)),
        (datetime(2026, 1, 14, 23, 0, tzinfo=UTC), date(2026, 1, 15)),
        (datetime(2026, 7, 14, 21, 59, tzinfo=UTC), date(2026, 7, 14)),
        (datetime(2026, 7, 14, 22, 0, tzinfo=UTC), date(2026, 7, 15)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_after_midnight_in_boras_it_is_the_next_day(moment: datetime, day: date) -> None:
    assert local_day(moment) == day


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 14, 23, 0, tzinfo=UTC)),
        (date(2026, 7, 15), datetime(2026, 7, 14, 22, 0, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),
        (date(2026, 3, 30), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_midnight_in_boras_also_when_clocks_change(
    day: date, moment: datetime
) -> None:
    assert beginning_of(day) == moment
    assert local_day(beginning_of(day)) == day
