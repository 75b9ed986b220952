"""Writes dates, numbers and money the way the reader's language does; each is cached."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.units import format_unit
from flask import Flask
from flask_babel import gettext, ngettext

from tracker import http
from tracker.domain.local_time import ZONE, local_day
from tracker.languages import page_language

_CACHE = 20_000
_MOST_MINUTES = 90


def init_app(app: Flask) -> None:
    """Make the formats known to templates as filters."""
    app.jinja_env.filters.update(
        date=long_date, short_date=short_date, weekday=weekday, days_ago=days_ago, number=number, money=money,
        day_and_time=day_and_time, month_name=month_name,
    )  # fmt: skip


def long_date(value: date | datetime | None) -> str:
    """19 november 2026; nothing for no date."""
    return _formatted(_day(value), "d MMMM y", page_language().locale) if value else ""


def short_date(value: date | datetime | None) -> str:
    """2026-11-19, which Swedish readers know and which aligns in tables."""
    return _day(value).isoformat() if value else ""


def weekday(value: date) -> str:
    """The name of a weekday, as a line begins with it: Tisdag."""
    name = _formatted(value, "cccc", page_language().locale)
    return name[:1].upper() + name[1:]


def month_name(value: date) -> str:
    """The short name of a month: nov."""
    return _formatted(value, "LLL", page_language().locale)


def day_and_time(value: datetime) -> str:
    """19 november 2026, 14:05, in Borås time."""
    return f"{long_date(value)}, {value.astimezone(ZONE):%H:%M}"


def days_ago(value: date | datetime) -> str:
    """Today, yesterday, 4 days ago."""
    return so_many_days_ago((http.today() - _day(value)).days)


def so_many_days_ago(days: int) -> str:
    """Today, yesterday, 4 days ago."""
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    return ngettext("%(num)d day ago", "%(num)d days ago", days)


def wait(seconds: int) -> str:
    """How long to wait: 10 minutes, 1 hour, 24 hours; rounded up, and in whole hours where longer."""
    minutes = max(1, -(-seconds // 60))
    is_long = minutes > _MOST_MINUTES or minutes % 60 == 0
    amount, unit = (-(-minutes // 60), "hour") if is_long else (minutes, "minute")
    return format_unit(amount, f"duration-{unit}", locale=page_language().locale)


def number(value: int | None) -> str:
    """1 250 in Swedish, 1,250 in English."""
    return _decimal(value, page_language().locale) if value is not None else ""


def money(value: int | None) -> str:
    """An amount in whole Swedish kronor."""
    return gettext("SEK %(amount)s", amount=number(value)) if value is not None else ""


def _day(value: date | datetime) -> date:
    return local_day(value) if isinstance(value, datetime) else value


@lru_cache(_CACHE)
def _formatted(value: date, pattern: str, language: str) -> str:
    return format_date(value, pattern, locale=language)


@lru_cache(_CACHE)
def _decimal(value: int, language: str) -> str:
    return format_decimal(value, locale=language)
