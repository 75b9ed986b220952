"""Months on a line: which are shown, where a day falls, and how far a bar reaches."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tracker.domain.lifecycle import Phase
from tracker.domain.register_facts import NO_DAY, PHASES, Facts, Tag
from tracker.domain.timeline import (
    Window,
    Zoom,
    is_undated,
    is_within,
    make_bars,
    order_lines,
    pairs_by_tag,
)

TODAY = date(2026, 11, 23)
YEAR = Window.from_month(Zoom.MONTH, "2026-01", TODAY)
AREAS = [[1, 20], [1, 10], [2, 20]]


def facts(*rows: tuple[int, date | None, date | None, Phase]) -> Facts:
    registered = date(2025, 5, 1).toordinal()
    table = [
        (
            row_id, 1, PHASES.index(phase),
            start.toordinal() if start else NO_DAY, end.toordinal() if end else NO_DAY,
            registered, registered,
        )
        for row_id, start, end, phase in rows
    ]  # fmt: skip
    pairs = {tag: np.zeros((0, 2), dtype=np.int64) for tag in Tag}
    pairs[Tag.GOAL_AREA] = np.array(AREAS, dtype=np.int64)
    return Facts.of(np.array(table, dtype=np.int64).reshape(-1, 7), pairs)


THREE = facts(
    (1, date(2026, 7, 1), None, Phase.ONGOING),
    (2, date(2026, 3, 1), date(2026, 6, 30), Phase.COMPLETED),
    (3, None, None, Phase.IDEA),
)


@pytest.mark.parametrize(
    ("zoom", "first", "ticks"),
    [
        (Zoom.MONTH, date(2026, 8, 1), 12),
        (Zoom.QUARTER, date(2026, 1, 1), 12),
        (Zoom.YEAR, date(2024, 1, 1), 8),
    ],
)
def test_today_stands_in_the_first_half_of_every_zoom(zoom: Zoom, first: date, ticks: int) -> None:
    window = Window.around(zoom, TODAY)

    assert window.first_day == first
    assert len(window.ticks) == ticks
    assert 0 < window.share(TODAY) < 0.5


@pytest.mark.parametrize("text", ["", "soon", "2026", "2026-13", "2026-00", "-", "²026-01"])
def test_an_odd_month_shows_today(text: str) -> None:
    assert Window.from_month(Zoom.MONTH, text, TODAY) == Window.around(Zoom.MONTH, TODAY)


def test_a_step_in_time_is_half_a_window_and_stops_at_the_edges() -> None:
    assert YEAR.moved(1).first_day == date(2026, 7, 1)
    assert YEAR.moved(-1).first_day == date(2025, 7, 1)
    assert Window.from_month(Zoom.YEAR, "9999-12", TODAY).end.year <= 2150
    assert Window.from_month(Zoom.YEAR, "0001-01", TODAY).first_day == date(1990, 1, 1)


def test_another_zoom_keeps_the_time_that_is_looked_at() -> None:
    assert YEAR.at_zoom(Zoom.YEAR, TODAY) == Window.around(Zoom.YEAR, TODAY)
    past = Window.from_month(Zoom.MONTH, "2020-02", TODAY)
    assert past.at_zoom(Zoom.QUARTER, TODAY).first_day == date(2020, 1, 1)


def test_months_are_equally_wide() -> None:
    assert YEAR.share(date(2026, 3, 1)) == pytest.approx(2 / 12)
    assert YEAR.share(date(2026, 2, 15)) == pytest.approx(1.5 / 12)


def test_a_bar_ends_after_its_last_day_and_an_open_one_at_the_edge() -> None:
    open_bar, ended = make_bars(THREE, [0, 1], YEAR)

    assert (open_bar.left, open_bar.width, open_bar.is_open) == (500, 500, True)
    assert (ended.left, ended.width, ended.is_open) == (167, 333, False)
    assert (ended.start, ended.end) == (date(2026, 3, 1), date(2026, 6, 30))


def test_what_has_no_dates_is_never_within() -> None:
    assert is_undated(THREE).tolist() == [False, False, True]
    assert is_within(THREE, YEAR).tolist() == [True, True, False]
    assert is_within(THREE, YEAR.moved(2)).tolist() == [True, False, False]


def test_lines_stand_by_group_then_by_first_day_and_those_in_none_last() -> None:
    pairs = pairs_by_tag(THREE, THREE.tagged[Tag.GOAL_AREA], {10: 0, 20: 1})

    lines = order_lines(THREE, pairs, within=np.ones(3, dtype=bool), groups=2)

    assert lines.tolist() == [[0, 0], [1, 1], [0, 1], [2, 2]]


def test_a_list_without_tags_has_no_pairs() -> None:
    assert not len(pairs_by_tag(THREE, THREE.tagged[Tag.GOAL_AREA], {}))
    assert not len(pairs_by_tag(THREE, THREE.tagged[Tag.PLACE], {1: 0}))
