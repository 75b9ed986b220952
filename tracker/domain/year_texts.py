"""Answers what the text about an organisation's year consists of, for each of its uses."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

LONGEST_PART = 10_000
MOST_INITIATIVES = 60
FIRST_MONTH_OF_OWN_TEXT = 7


class YearTextKind(StrEnum):
    """What the text is for."""

    ANNUAL = "annual"
    GRANT = "grant"
    IOP = "iop"


class Part(StrEnum):
    """A part of the text with a heading of its own, around what is told of each initiative."""

    SUMMARY = "summary"
    PURPOSE = "purpose"
    MONEY = "money"
    COOPERATION = "cooperation"
    OBSTACLES = "obstacles"
    AHEAD = "ahead"


BEFORE: Mapping[YearTextKind, tuple[Part, ...]] = {
    YearTextKind.ANNUAL: (Part.SUMMARY,),
    YearTextKind.GRANT: (Part.PURPOSE, Part.SUMMARY),
    YearTextKind.IOP: (Part.PURPOSE, Part.SUMMARY),
}
AFTER: Mapping[YearTextKind, tuple[Part, ...]] = {
    YearTextKind.ANNUAL: (Part.COOPERATION, Part.OBSTACLES, Part.AHEAD),
    YearTextKind.GRANT: (Part.MONEY, Part.OBSTACLES, Part.AHEAD),
    YearTextKind.IOP: (Part.COOPERATION, Part.OBSTACLES, Part.AHEAD),
}


def parts_of(kind: YearTextKind) -> tuple[Part, ...]:
    """Every part of a text, in the order it is read."""
    return BEFORE[kind] + AFTER[kind]


def likely_year(today: date) -> int:
    """The year that somebody writes about now: in spring, the one that has ended."""
    return today.year if today.month >= FIRST_MONTH_OF_OWN_TEXT else today.year - 1


def joined(texts: Iterable[str], *, most: int = LONGEST_PART) -> tuple[str, bool]:
    """Texts as paragraphs, whole ones until no more has room; and whether any was left out."""
    kept: list[str] = []
    room = most
    for text in texts:
        if len(text) + 2 > room:
            return "\n\n".join(kept), True
        kept.append(text)
        room -= len(text) + 2
    return "\n\n".join(kept), False
