"""Writes days of note as a calendar that other programs subscribe to (iCalendar, RFC 5545).

Whole days alone, so that no time zone is needed; a line is at most 75 bytes, and goes on in the next.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tracker.domain.mails import one_line

_LONGEST_LINE = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,"})


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """Something that happens on a day; `key` is the same each time the calendar is written."""

    key: str
    on: date
    title: str
    url: str
    changed_at: datetime


def write_calendar(name: str, days: Sequence[CalendarDay], *, host: str) -> bytes:
    """The calendar as a file; `host` makes the keys the register's own."""
    told = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Väven//Saved views//SV",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        *(line for day in days for line in _event(day, host)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in told for part in _folded(line)).encode()


def _event(day: CalendarDay, host: str) -> Iterable[str]:
    return (
        "BEGIN:VEVENT",
        f"UID:{day.key}@{host}",
        f"DTSTAMP:{day.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(day.title)}",
        f"URL:{day.url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _text(text: str) -> str:
    return one_line(text).translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 bytes, none of which begins within a letter."""
    part, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + width
    yield part
