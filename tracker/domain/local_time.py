"""Answers which day it is in Borås; moments themselves are kept in UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Stockholm")


def local_day(moment: datetime) -> date:
    """The day on which a moment falls in Borås."""
    return moment.astimezone(ZONE).date()


def beginning_of(day: date) -> datetime:
    """The moment, in UTC, when a day begins in Borås."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)
