"""What one fingerprint shares with each of many others, facet by facet."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tracker.domain.touchpoints.codes import FACET_BITS, Facet
from tracker.domain.touchpoints.fingerprints import ORGANISATION_WORD, STEPS
from tracker.domain.touchpoints.rarity import Background, lengths_of, says_nothing
from tracker.domain.touchpoints.tables import Table

_COMMON = 2.5
"""A word that more than one text in twelve holds is common."""

_LOW = (1 << 16) - 1
_SHIFTS = (0, 5, 10)
_FACETS = len(Facet)


@dataclass(frozen=True)
class Compared:
    """A table together with how rare all is, and how long its vectors are."""

    table: Table
    background: Background
    lengths: Any

    @classmethod
    def of(cls, table: Table, background: Background) -> "Compared":
        """Weigh a table by what is common elsewhere."""
        return cls(table, background, lengths_of(table, background))

    @classmethod
    def alone(cls, table: Table) -> "Compared":
        """Weigh a table by what is common in itself."""
        return cls.of(table, Background.of(table, np.ones(len(table), bool)))


@dataclass(frozen=True)
class Shared:
    """What is shared with each of the others: one row each.

    `counts`, `sums` (by rarity), `rarest` and `products` have one column for each facet.
    """

    counts: Any
    sums: Any
    rarest: Any
    products: Any
    titles: Any
    title_in_text: Any
    text_in_title: Any
    rare_words: Any
    names_other: Any
    named_by_other: Any
    tagged_groups: Any
    tagged_group_rarity: Any
    tagged_places: Any


@dataclass(frozen=True)
class _Met:
    """Each number that one and another both have: whose it is, and how much each weighs."""

    pairs: Any
    total: int
    facets: Any
    own: Any
    others: Any
    own_marks: Any
    others_marks: Any
    rarity: Any
    tag_rarity: Any

    def summed(self, at: Any, values: Any) -> Any:
        """The sum for each pair of values that stand at some of the numbers."""
        return np.bincount(self.pairs[at], values, self.total)


def shared_with(one: Compared, row: int, many: Compared, rows: Any) -> Shared:
    """What one row shares with each of the given rows of another table."""
    met = _met(one, row, many, rows)
    tags = np.flatnonzero((met.own_marks > 0) & (met.others_marks > 0))
    groups = tags[met.facets[tags] == Facet.GROUP]
    places = tags[met.facets[tags] == Facet.PLACE]
    return Shared(
        **_by_facet(met),
        **_of_words(met),
        tagged_groups=met.summed(groups, np.ones(len(groups))),
        tagged_group_rarity=met.summed(groups, met.tag_rarity[groups]),
        tagged_places=met.summed(places, np.ones(len(places))) > 0,
    )


def _of_words(met: _Met) -> dict[str, Any]:
    """What the words tell that both have: in titles, rare ones, and names of organisations."""
    is_word = met.facets == Facet.WORD
    at = np.flatnonzero(is_word & ((met.own_marks > 0) | (met.others_marks > 0)))
    rarity, own, others = met.rarity[at], met.own[at], met.others[at]
    marks, others_marks = met.own_marks[at], met.others_marks[at]
    title = marks % ORGANISATION_WORD * rarity / STEPS
    others_title = others_marks % ORGANISATION_WORD * rarity / STEPS
    rare = np.flatnonzero(is_word & (met.rarity > _COMMON) & (met.own > 0) & (met.others > 0))
    return {
        "titles": met.summed(at, title * others_title),
        "title_in_text": met.summed(at, title * others * rarity),
        "text_in_title": met.summed(at, others_title * own * rarity),
        "rare_words": met.summed(rare, met.rarity[rare] - _COMMON),
        "names_other": met.summed(at, (others_marks >= ORGANISATION_WORD) & (own > 0)),
        "named_by_other": met.summed(at, (marks >= ORGANISATION_WORD) & (others > 0)),
    }


def _by_facet(met: _Met) -> dict[str, Any]:
    """Counts, sums by rarity, the rarest and products of the two vectors, facet by facet."""
    keys = met.pairs * _FACETS + met.facets
    least = np.minimum(met.own, met.others) * met.rarity
    size = met.total * _FACETS
    rarest = np.zeros(size)
    if len(keys):
        firsts = np.flatnonzero(np.diff(keys, prepend=-1))
        rarest[keys[firsts]] = np.maximum.reduceat(least, firsts)
    found = {
        "counts": np.bincount(keys, minlength=size),
        "sums": np.bincount(keys, least, size),
        "rarest": rarest,
        "products": np.bincount(keys, met.own * met.others * met.rarity**2, size),
    }
    return {name: each.reshape(met.total, _FACETS) for name, each in found.items()}


def _met(one: Compared, row: int, many: Compared, rows: Any) -> _Met:
    numbers, weights, marks, rarity = _asked(one.table, row, many.background)
    table = many.table
    pairs, at = _gathered(table, rows)
    found = np.take(table.numbers, at)
    kept, slots = _same(found, numbers)
    at = at[kept]
    return _Met(
        pairs=pairs[kept],
        total=len(rows),
        facets=numbers[slots] >> FACET_BITS,
        own=weights[slots] / np.float32(STEPS),
        others=table.weights[at] / np.float32(STEPS),
        own_marks=marks[slots],
        others_marks=table.marks[at],
        rarity=rarity[slots],
        tag_rarity=many.background.rarity_of_tags(numbers)[slots],
    )


def _same(found: Any, numbers: Any) -> tuple[Any, Any]:
    """Which of the found are among some rising numbers, and where there.

    The lowest bits tell most apart; where they cannot, others are tried, or all.
    """
    for shift in _SHIFTS:
        low = numbers >> shift & _LOW
        slot_of = np.zeros(_LOW + 1, np.int16)
        slot_of[low] = np.arange(1, len(numbers) + 1)
        if np.count_nonzero(slot_of) == len(numbers):
            slots = np.take(slot_of, found >> shift & _LOW)
            kept = np.flatnonzero(slots)
            slots = slots[kept] - 1
            break
    else:
        kept = np.arange(len(found))
        slots = np.minimum(np.searchsorted(numbers, found), len(numbers) - 1)
    is_same = numbers[slots] == found[kept]
    return kept[is_same], slots[is_same]


def _asked(table: Table, row: int, background: Background) -> tuple[Any, Any, Any, Any]:
    """The telling numbers of one row with their weights, marks and rarity."""
    part = slice(int(table.starts[row]), int(table.starts[row + 1]))
    numbers, weights, marks = table.numbers[part], table.weights[part], table.marks[part]
    rarity = background.rarity(numbers)
    kept = np.flatnonzero(~says_nothing(numbers >> FACET_BITS, rarity) | (marks > 0))
    return numbers[kept], weights[kept], marks[kept], rarity[kept]


def _gathered(table: Table, rows: Any) -> tuple[Any, Any]:
    """For each number of the given rows: which of them has it, and where it stands."""
    firsts = table.starts[rows]
    counts = table.starts[rows + 1] - firsts
    pairs = np.repeat(np.arange(len(rows)), counts)
    skipped = np.cumsum(counts) - counts
    return pairs, np.arange(len(pairs)) + np.repeat(firsts - skipped, counts)
