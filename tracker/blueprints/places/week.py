"""The calendar of a place, a week at a time."""

from datetime import date, timedelta

from flask import Response, abort, request

from tracker import http
from tracker.pages import page
from tracker.queries.activity_weeks import list_week
from tracker.queries.reference import PlaceRow

WEEK = timedelta(days=7)
YEARS_SHOWN = range(2000, 2100)


def week_page(place: PlaceRow) -> Response:
    """The week that the address names by one of its days (`on`), else this one."""
    on = _day(request.args.get("on"))
    monday = on - timedelta(days=on.weekday())
    rows = list_week(http.actor(), place.inside_ids, monday=monday)
    days = [monday + timedelta(days=number) for number in range(7)]
    return page(
        "places/week.html",
        place=place,
        days=[(day, [row for row in rows if row.on == day]) for day in days],
        week_number=monday.isocalendar().week,
        previous=monday - WEEK,
        next=monday + WEEK,
        today=http.today(),
    )


def _day(text: str | None) -> date:
    if not text:
        return http.today()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    if day.year not in YEARS_SHOWN:
        abort(404)
    return day
