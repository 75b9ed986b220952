"""What other programs subscribe to is written as they read it, whatever people have typed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from xml.etree import ElementTree as Xml

import pytest

from tracker.domain.atom_file import FeedEntry, write_feed
from tracker.domain.calendar_file import CalendarDay, write_calendar

AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
HOSTILE = ("a;b,c\\d", "rad ett\r\nEND:VCALENDAR", "å" * 90, "<b>&amp;\x00\x0b", "")


@pytest.mark.parametrize("title", HOSTILE)
def test_a_calendar_keeps_its_lines_whatever_the_title(title: str) -> None:
    day = CalendarDay("k-start", date(2026, 12, 31), title, "http://x/i", AT)
    written = write_calendar("Väven: Norrby", [day], host="vaven.example")

    lines = written.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    unfolded = written.decode().replace("\r\n ", "").split("\r\n")
    assert unfolded[0] == "BEGIN:VCALENDAR"
    assert unfolded[-2:] == ["END:VCALENDAR", ""]
    assert unfolded.count("END:VCALENDAR") == 1
    assert "UID:k-start@vaven.example" in unfolded
    assert "DTSTART;VALUE=DATE:20261231" in unfolded
    assert "DTEND;VALUE=DATE:20270101" in unfolded
    assert "DTSTAMP:20260302T083000Z" in unfolded


def test_commas_and_the_like_are_marked() -> None:
    day = CalendarDay("k", date(2026, 1, 1), "a;b,c\\d", "http://x/i", AT)

    assert b"SUMMARY:a\\;b\\,c\\\\d\r\n" in write_calendar("x", [day], host="x")


@pytest.mark.parametrize("title", HOSTILE)
def test_a_feed_is_sound_whatever_the_title(title: str) -> None:
    entry = FeedEntry("7", title, "Kök · Pågår", "http://x/i", AT)
    root = Xml.fromstring(write_feed("Norrby", [entry], key="1", url="http://x/", changed_at=AT))

    atom = "{http://www.w3.org/2005/Atom}"
    assert len(root.findall(f"{atom}entry")) == 1
    assert root.findtext(f"{atom}updated") == AT.isoformat()
    assert root.findtext(f"{atom}author/{atom}name") == "Väven"
