"""The line of time above the bars, in the reader's language, and what the groups are called."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from babel.dates import format_date
from flask_babel import gettext

from tracker import http
from tracker.domain.timeline import Grouping, Window, Zoom
from tracker.languages import page_language


class Tick(NamedTuple):
    """Where a month, quarter or year begins, in parts of a hundred, and what it is called."""

    at: float
    label: str
    is_year: bool


def ticks_of(window: Window) -> list[Tick]:
    """The marks of a window."""
    return [
        Tick(round(window.share(day) * 100, 2), _label(window.zoom, day), day.month == 1)
        for day in window.ticks
    ]


def _label(zoom: Zoom, day: date) -> str:
    locale = page_language().locale
    match zoom:
        case Zoom.YEAR:
            return str(day.year)
        case Zoom.QUARTER:
            return gettext("Q%(quarter)s %(year)s", quarter=(day.month + 2) // 3, year=f"{day:%y}")
        case Zoom.MONTH:
            name = format_date(day, "MMM", locale=locale).rstrip(".")
            return str(day.year) if day.month == 1 else name


def today_at(window: Window) -> float | None:
    """Where today is, in parts of a hundred; None outside the months shown."""
    share = window.share(http.today())
    return round(share * 100, 2) if 0 <= share <= 1 else None


def period(window: Window) -> str:
    """The months shown, in words."""
    locale = page_language().locale
    last = window.end - timedelta(days=1)
    days = (window.first_day, last)
    return " – ".join(format_date(day, "MMMM y", locale=locale) for day in days)


def group_labels() -> Mapping[Grouping, str]:
    """What each way to group is called."""
    return {
        Grouping.GOAL_AREA: gettext("Goal area"),
        Grouping.PLACE: gettext("Place"),
        Grouping.ORGANISATION: gettext("Organisation"),
    }
