"""How much it says that two initiatives share something: the more, the fewer others have it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tracker.domain.touchpoints.codes import FACET_BITS, Facet
from tracker.domain.touchpoints.fingerprints import ORGANISATION_WORD, STEPS
from tracker.domain.touchpoints.tables import Table

LEAST_COMPARED = 160
"""The size of the sets that the weights were fitted to.

A smaller register is taken for a part of one of this size. In a larger one nothing is rarer than
what a single initiative of such a set has, so that scores mean the same in every register.
"""

_LEAST_SHARE = 1.5 / (LEAST_COMPARED + 1)
_LEAST_TELLING = 0.7
_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True)
class Background:
    """How many of all initiatives have each number; `tagged` counts only those tagged with it."""

    total: int
    numbers: Any
    counts: Any
    tagged: Any

    @classmethod
    def of(cls, table: Table, is_counted: Any) -> "Background":
        """Count the numbers of those fingerprints of a table that are to be counted."""
        counted = np.repeat(is_counted, np.diff(table.starts))
        numbers, counts = np.unique(
            table.numbers[counted & (table.weights > 0)], return_counts=True
        )
        is_tagged = counted & (table.marks > 0) & (table.numbers >= 1 << FACET_BITS)
        tags, tag_counts = np.unique(table.numbers[is_tagged], return_counts=True)
        tagged = np.zeros(len(numbers), np.uint32)
        tagged[np.searchsorted(numbers, tags)] = tag_counts
        return cls(int(np.sum(is_counted)), numbers, counts.astype(np.uint32), tagged)

    def rarity(self, numbers: Any) -> Any:
        """How rare each number is, as the logarithm of one in so many."""
        return self._rarity(self.counts, numbers)

    def rarity_of_tags(self, numbers: Any) -> Any:
        """How rare each number is as a tag."""
        return self._rarity(self.tagged, numbers)

    def _rarity(self, counts: Any, numbers: Any) -> Any:
        found = np.zeros(len(numbers))
        if len(self.numbers):
            places = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
            found = np.where(self.numbers[places] == numbers, counts[places], 0)
        shares = (found + 0.5) / (max(self.total, LEAST_COMPARED) + 1)
        return -np.log(np.clip(shares, _LEAST_SHARE, 1.0)).astype(np.float32)


def says_nothing(facets: Any, rarity: Any) -> Any:
    """Say which numbers are words that half of all texts hold."""
    return (facets == Facet.WORD) & (rarity < _LEAST_TELLING)


LENGTHS = ("text", "title", "subjects", "families")
"""What cosines are taken of, in the order of the columns of `lengths_of`."""


def lengths_of(table: Table, background: Background) -> Any:
    """How long the weighted vectors of each fingerprint are: one row each, `LENGTHS` across."""
    parts = [
        _lengths(table, background, first, min(first + _ROWS_AT_ONCE, len(table)))
        for first in range(0, len(table), _ROWS_AT_ONCE)
    ]
    return np.vstack([np.zeros((0, len(LENGTHS)), np.float32), *parts])


def _lengths(table: Table, background: Background, first: int, last: int) -> Any:
    part = slice(int(table.starts[first]), int(table.starts[last]))
    rows = np.repeat(np.arange(last - first), np.diff(table.starts[first : last + 1]))
    numbers, weights, marks = table.numbers[part], table.weights[part], table.marks[part]
    rarity = background.rarity(numbers)
    facets = numbers >> FACET_BITS
    weights = np.where(says_nothing(facets, rarity), 0, weights)
    vectors = (
        np.where(facets == Facet.WORD, weights, 0),
        np.where(facets == Facet.WORD, marks % ORGANISATION_WORD, 0),
        np.where(facets == Facet.SUBJECT, weights, 0),
        np.where(facets == Facet.FAMILY, weights, 0),
    )
    squares = [np.bincount(rows, (each * rarity / STEPS) ** 2, last - first) for each in vectors]
    return np.sqrt(np.column_stack(squares)).astype(np.float32)
