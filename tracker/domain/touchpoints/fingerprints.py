"""What of an initiative is compared and explained, small enough to keep beside it in a database.

A fingerprint holds no text: words are numbers, and only names that no list of the product knows
(a hall, a place of one's own) stand in it as they are written, so that reasons can tell them.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any
from zlib import crc32

import numpy as np

from tracker.domain.touchpoints.codes import FACET_BITS, Facet, listed_codes, number_of

_FORMAT = 1
_READERS = (
    "codes.py", "fingerprint_taking.py",
    "fingerprints.py", "people.py", "people_words.py", "places.py", "profiles.py",
    "subjects.py", "times.py", "venues.py",
)  # fmt: skip
_LISTS = ("lists.json", "places.json", "told_places.json", "touchpoint_subjects.json")
_WORDS = ("compounds.py", "field_words.txt", "swedish.py")

STEPS = 16
"""A weight is kept in steps of one sixteenth."""

ORGANISATION_WORD = 128
"""The bit that marks a word as one that tells the organisation from others."""

IS_FINISHED, IS_NOT_ONGOING, IS_EVERYWHERE, IS_FOR_STAFF = 1, 2, 4, 8
"""The flags of a head; everywhere is what is tagged with the whole municipality."""

NO_AGE = 255
"""Stands for the ages of what tells none."""


UNKNOWN_START = 0
"""Stands for a first day that nobody has told; such a period meets every other."""

HEAD = np.dtype(
    [
        ("mark", "<u4"),
        ("organisation", "<u4"),
        ("organisation_kind", "<u4"),
        ("start", "<i4"),
        ("end", "<i4"),
        ("seasons", "<u4"),
        ("half_hours", "<u8"),
        ("weekdays", "u1"),
        ("youngest", "u1"),
        ("oldest", "u1"),
        ("flags", "u1"),
        ("numbers", "<u2"),
        ("names", "<u2"),
    ]
)
"""What every fingerprint begins with; days are counted as Python does, ages are years."""

_BYTES_OF_A_NUMBER = 6


class StaleFingerprintError(ValueError):
    """A packed fingerprint was made by another version, and must be made again."""


@dataclass(frozen=True, eq=False)
class Fingerprint:
    """What an initiative is compared by.

    `numbers` rise and stand for what it tells (codes.py). `weights` say how much it does, in
    sixteenths, 0 where only the organisation's name does. `marks` say more: of a word its weight
    in the title, and whether it is the organisation's own; of a place and a group whether tagged.
    """

    head: Any
    numbers: Any
    weights: Any
    marks: Any
    names: tuple[str, ...]

    def packed(self) -> bytes:
        """The fingerprint as a few hundred bytes."""
        names = "\n".join(self.names).encode()
        return (
            b"".join(each.tobytes() for each in (self.head, self.numbers, self.weights, self.marks))
            + names
        )

    @cached_property
    def told(self) -> dict[int, tuple[int, int]]:
        """The numbers of what is told, words aside, each with its weight and its mark."""
        first = int(np.searchsorted(self.numbers, 1 << FACET_BITS))
        parts = (self.numbers[first:], self.weights[first:], self.marks[first:])
        numbers, weights, marks = (part.tolist() for part in parts)
        return dict(zip(numbers, zip(weights, marks, strict=True), strict=True))

    @cached_property
    def _words(self) -> tuple[frozenset[int], frozenset[int]]:
        """The words of the text, and those that tell the organisation from others."""
        last = int(np.searchsorted(self.numbers, 1 << FACET_BITS))
        numbers, marks = self.numbers[:last], self.marks[:last]
        told, own = self.weights[:last] > 0, marks >= ORGANISATION_WORD
        return frozenset(numbers[told].tolist()), frozenset(numbers[own].tolist())

    def shared(self, other: "Fingerprint") -> dict[Facet, dict[str, int]]:
        """The codes that both tell and that reasons can name, by the least of their weights."""
        found: dict[Facet, dict[str, int]] = {facet: {} for facet in Facet}
        for number in self.told.keys() & other.told.keys():
            if code := self._code(number):
                least = min(self.told[number][0], other.told[number][0])
                found[Facet(number >> FACET_BITS)][code] = least
        return found

    def shared_tags(self, facet: Facet, other: "Fingerprint") -> frozenset[str]:
        """The codes of one facet that both are tagged with."""
        both = self.told.keys() & other.told.keys()
        tagged = (n for n in both if self.told[n][1] and other.told[n][1])
        codes = (self._code(number) for number in tagged if number >> FACET_BITS == facet)
        return frozenset(code for code in codes if code)

    def _code(self, number: int) -> str | None:
        if code := listed_codes().get(number):
            return code
        facet = Facet(number >> FACET_BITS)
        return next((name for name in self.names if number_of(facet, name) == number), None)

    @property
    def ages(self) -> tuple[int, int] | None:
        """For which ages it is, both included."""
        youngest = int(self.head["youngest"])
        return None if youngest == NO_AGE else (youngest, int(self.head["oldest"]))

    @property
    def is_everywhere(self) -> bool:
        """Whether it is tagged with the whole municipality."""
        return bool(self.head["flags"] & IS_EVERYWHERE)

    def names_organisation_of(self, other: "Fingerprint") -> bool:
        """Whether the text holds every telling word of the other's organisation."""
        wanted = other._words[1]
        return bool(wanted) and wanted <= self._words[0]


@cache
def current_mark() -> int:
    """A number for the format and all lists that texts are read by: it changes with any of them."""
    domain = resources.files("tracker.domain")
    files = [
        *(domain.joinpath("touchpoints", name) for name in _READERS),
        *(domain.joinpath(name) for name in _WORDS),
        *(resources.files("tracker").joinpath("data", name) for name in _LISTS),
    ]
    mark = _FORMAT
    for file in files:
        mark = crc32(file.read_bytes().replace(b"\r\n", b"\n"), mark)
    return mark


def is_current(packed: bytes) -> bool:
    """Say whether packed bytes are a fingerprint of this version."""
    if len(packed) < HEAD.itemsize:
        return False
    head = np.frombuffer(packed, HEAD, 1)[0]
    size = HEAD.itemsize + _BYTES_OF_A_NUMBER * int(head["numbers"]) + int(head["names"])
    return bool(head["mark"] == current_mark()) and size == len(packed)


def fingerprint_from(packed: bytes) -> Fingerprint:
    """Unpack a fingerprint.

    Raises:
        StaleFingerprintError: another version packed it.
    """
    if not is_current(packed):
        raise StaleFingerprintError
    head = np.frombuffer(packed, HEAD, 1)[0]
    count = int(head["numbers"])
    weights = HEAD.itemsize + 4 * count
    names = packed[weights + 2 * count :].decode()
    return Fingerprint(
        head=head,
        numbers=np.frombuffer(packed, "<u4", count, HEAD.itemsize),
        weights=np.frombuffer(packed, "u1", count, weights),
        marks=np.frombuffer(packed, "u1", count, weights + count),
        names=tuple(names.split("\n")) if names else (),
    )
