"""Dates, numbers and money as each reader's language writes them, by the clock in Borås."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.clock import START, Clock
from tracker import formats

pytestmark = pytest.mark.once

NARROW, NBSP = "\u202f", "\xa0"


@pytest.fixture(params=["sv", "en"])
def language(request: pytest.FixtureRequest, app: Flask) -> Iterator[str]:
    """A request in each language."""
    chosen = str(request.param)
    with app.test_request_context("/", headers={"Cookie": f"language={chosen}"}):
        yield chosen


def test_a_long_date_names_the_month(language: str) -> None:
    told = formats.long_date(date(2026, 11, 19))

    assert told == {"sv": "19 november 2026", "en": "19 November 2026"}[language]
    assert formats.long_date(None) == ""


def test_a_short_date_is_the_same_for_all(language: str) -> None:
    assert formats.short_date(date(2026, 11, 9)) == "2026-11-09"
    assert formats.short_date(datetime(2026, 11, 9, 23, 30, tzinfo=UTC)) == "2026-11-10"
    assert formats.short_date(None) == ""


def test_a_moment_is_told_by_the_clock_in_boras(language: str) -> None:
    summer = formats.day_and_time(datetime(2026, 7, 1, 12, 5, tzinfo=UTC))
    winter = formats.day_and_time(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))

    assert summer.endswith(", 14:05")
    assert winter.endswith("2027, 00:30")


@pytest.mark.parametrize(
    ("days", "swedish", "english"),
    [
        (0, "i dag", "today"),
        (-2, "i dag", "today"),
        (1, "i går", "yesterday"),
        (4, "för 4 dagar sedan", "4 days ago"),
    ],
)
def test_how_long_ago_is_told_in_words(
    language: str, days: int, swedish: str, english: str
) -> None:
    told = formats.days_ago(START.date() - timedelta(days=days))

    assert told == {"sv": swedish, "en": english}[language]


def test_late_in_the_evening_today_is_already_tomorrow_in_boras(app: Flask, clock: Clock) -> None:
    clock.now = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        assert formats.days_ago(date(2026, 3, 3)) == "today"
        assert formats.days_ago(datetime(2026, 3, 2, 21, 0, tzinfo=UTC)) == "yesterday"


def test_numbers_and_money_are_grouped_as_the_reader_is_used_to(language: str) -> None:
    number = formats.number(1_250_000).replace(NARROW, " ").replace(NBSP, " ")
    money = formats.money(1_250_000).replace(NARROW, " ").replace(NBSP, " ")

    assert number == {"sv": "1 250 000", "en": "1,250,000"}[language]
    assert money == {"sv": "1 250 000 kronor", "en": "SEK 1,250,000"}[language]


def test_nothing_and_zero_are_different(language: str) -> None:
    assert (formats.number(None), formats.money(None)) == ("", "")
    assert formats.number(0) == "0"
    assert "0" in formats.money(0)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (1, "1 minut"),
        (600, "10 minuter"),
        (3600, "1 timme"),
        (5401, "2 timmar"),
        (86400, "24 timmar"),
    ],
)
def test_a_wait_is_told_in_hours_where_it_is_long(app: Flask, seconds: int, told: str) -> None:
    with app.test_request_context("/", headers={"Cookie": "language=sv"}):
        assert formats.wait(seconds) == told
