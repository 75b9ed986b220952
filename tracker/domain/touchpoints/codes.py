"""How what an initiative tells is written as numbers: one for each word, subject, place and so on.

A number has its facet in the upper four bits and a hash of the code in the others, so that the same
code gives the same number in every process, and codes that nobody listed have one too.
"""

from enum import IntEnum
from functools import cache, lru_cache
from zlib import crc32

from tracker.domain.data_files import read_json
from tracker.domain.touchpoints import people, subjects, venues
from tracker.domain.touchpoints.places import districts

FACET_BITS = 28
"""How far up in a number its facet stands."""


class Facet(IntEnum):
    """What kind of thing a number stands for."""

    WORD = 0
    SUBJECT = 1
    FAMILY = 2
    GROUP = 3
    EFFORT_TYPE = 4
    GOAL_AREA = 5
    PLACE = 6
    VENUE = 7
    FIGURE = 8


def number_of(facet: Facet, code: str) -> int:
    """The number that stands for a code."""
    return _number(int(facet), code)


@lru_cache(maxsize=100_000)
def _number(place: int, code: str) -> int:
    facet = Facet(place)
    return int(facet) << FACET_BITS | crc32(encoded(f"{facet.name} {code}")) >> (32 - FACET_BITS)


def encoded(text: str) -> bytes:
    """A text as bytes, whatever signs it holds."""
    return text.encode("utf-8", "surrogatepass")


@cache
def listed_codes() -> dict[int, str]:
    """The codes that the product lists and reasons name, by their number."""
    groups = {entry["code"] for entry in read_json("lists.json")["target_group"]["entries"]}
    listed = {
        Facet.SUBJECT: subjects.codes(),
        Facet.GROUP: groups | people.codes(),
        Facet.PLACE: districts(),
        Facet.VENUE: venues.kinds(),
    }
    return {number_of(facet, code): code for facet, codes in listed.items() for code in codes}
