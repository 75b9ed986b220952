"""What speaks for and against a touchpoint between two initiatives, as numbers.

Only pairs that share some days and some place are compared at all, however alike their words. One
is compared with many at once; every use of the engine goes this way.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from tracker.domain.touchpoints.codes import Facet
from tracker.domain.touchpoints.fingerprints import (
    IS_FINISHED,
    IS_FOR_STAFF,
    IS_NOT_ONGOING,
    NO_AGE,
    UNKNOWN_START,
)
from tracker.domain.touchpoints.rarity import LENGTHS
from tracker.domain.touchpoints.shared import Compared, Shared, shared_with
from tracker.domain.touchpoints.tables import EVERYWHERE, TAGGED_EVERYWHERE, places_beside

_YEAR = 365
_MONTH = 30
_UNKNOWN_AGES = 0.3
_NEIGHBOURS, _WITHIN = 0.5, 0.4


def may_touch(one: Compared, row: int, many: Compared, rows: Any) -> Any:
    """Say of each of the given rows whether it may share some days and some place with one row.

    What is tagged with the whole municipality, or names no place, is everywhere. Two names of
    places that no list knows may be taken for each other here; `compare` looks again.
    """
    table, others = one.table, many.table
    together = (others.first_days[rows] <= table.last_days[row]) & (
        others.last_days[rows] >= table.first_days[row]
    )
    own, places = table.places[row], others.places[rows]
    if own & EVERYWHERE:
        return together
    return together & ((places & (own | EVERYWHERE)) != 0)


def compare(one: Compared, row: int, many: Compared, rows: Any) -> tuple[Any, Any]:
    """Compare one row with many: those that truly may touch, and one row of numbers for each."""
    rows = rows[may_touch(one, row, many, rows)]
    shared = shared_with(one, row, many, rows)
    everywhere = (one.table.places[row] | many.table.places[rows]) & EVERYWHERE
    meets = (shared.counts[:, Facet.PLACE] > 0) | (everywhere != 0)
    numbers = np.column_stack(list(_Pairs(one, row, many, rows, shared).numbers()))
    return rows[meets], numbers[meets]


class _Pairs:
    """One row and many others, as their numbers are worked out."""

    def __init__(self, one: Compared, row: int, many: Compared, rows: Any, shared: Shared) -> None:
        self._one, self._row, self._many, self._rows = one.table, row, many.table, rows
        self._shared = shared
        self._lengths, self._others_lengths = one.lengths[row], many.lengths[rows]
        self._head, self._heads = one.table.heads[row], many.table.heads[rows]

    def numbers(self) -> Iterator[Any]:
        """The numbers of all pairs, one after the other as in `NAMES`."""
        for part in (self._words, self._place, self._time, self._people, self._work,
                     self._organisations):  # fmt: skip
            for values in part():
                yield np.asarray(values, float)

    def _cosine(self, products: Any, own: str, others: str = "") -> Any:
        length = self._lengths[LENGTHS.index(own)]
        lengths = length * self._others_lengths[:, LENGTHS.index(others or own)]
        return products / np.where(lengths > 0, lengths, 1.0)

    def _share(self, facet: Facet) -> Any:
        count = self._shared.counts[:, facet]
        both = int(self._one.sizes[self._row, facet]) + self._many.sizes[self._rows, facet] - count
        return count / np.maximum(both, 1)

    def _flags(self, flag: int) -> tuple[bool, Any]:
        return bool(self._head["flags"] & flag), self._heads["flags"] & flag > 0

    def _words(self) -> Iterator[Any]:
        shared = self._shared
        yield self._cosine(shared.products[:, Facet.WORD], "text")
        yield self._cosine(shared.titles, "title")
        yield np.maximum(
            self._cosine(shared.title_in_text, "title", "text"),
            self._cosine(shared.text_in_title, "text", "title"),
        )

    def _place(self) -> Iterator[Any]:
        shared = self._shared
        common = shared.counts[:, Facet.PLACE] > 0
        own, places = self._one.places[self._row], self._many.places[self._rows]
        tagged = (own & TAGGED_EVERYWHERE > 0) * 1 + (places & TAGGED_EVERYWHERE > 0)
        nowhere = self._one.sizes[self._row, Facet.PLACE] == 0
        nowheres = self._many.sizes[self._rows, Facet.PLACE] == 0
        yield shared.tagged_places
        yield shared.rarest[:, Facet.PLACE]
        yield (tagged == 1) & ~common
        yield tagged == len((own, places))
        yield self._share(Facet.PLACE) + (nowhere & nowheres)
        yield np.select(
            [common | (nowhere & nowheres), places & places_beside(own) > 0, nowhere | nowheres],
            [1.0, _NEIGHBOURS, _WITHIN],
        )
        yield common & ~shared.tagged_places
        yield shared.sums[:, Facet.VENUE]
        yield shared.rarest[:, Facet.VENUE]

    def _time(self) -> Iterator[Any]:
        head, heads = self._head, self._heads
        first = np.maximum(head["start"], heads["start"])
        together = np.minimum(head["end"], heads["end"]) - first + 1
        shortest = np.minimum(head["end"] - head["start"], heads["end"] - heads["start"]) + 1
        days, others = head["weekdays"], heads["weekdays"]
        most = np.minimum(np.bitwise_count(days), np.bitwise_count(others))
        finished, are_finished = self._flags(IS_FINISHED)
        yield np.minimum(together, _YEAR) / _YEAR
        yield np.minimum(1.0, together / np.maximum(1, shortest))
        yield _nearness(head["start"], heads["start"]) * (first != UNKNOWN_START)
        yield _nearness(head["end"], heads["end"])
        yield np.bitwise_count(days & others) / np.maximum(most, 1)
        yield (most > 0) & (days & others == 0)
        yield head["half_hours"] & heads["half_hours"] > 0
        yield head["seasons"] & heads["seasons"] > 0
        yield finished | are_finished

    def _people(self) -> Iterator[Any]:
        shared = self._shared
        tags = int(self._one.tagged_groups[self._row]) + self._many.tagged_groups[self._rows]
        yield shared.tagged_groups / np.maximum(tags - shared.tagged_groups, 1)
        yield shared.tagged_group_rarity
        yield self._share(Facet.GROUP)
        yield shared.sums[:, Facet.GROUP]
        yield shared.rarest[:, Facet.GROUP]
        yield from self._ages()
        for_staff, are_for_staff = self._flags(IS_FOR_STAFF)
        yield for_staff != are_for_staff

    def _ages(self) -> Iterator[Any]:
        young, youngs = int(self._head["youngest"]), self._heads["youngest"].astype(int)
        old, olds = int(self._head["oldest"]), self._heads["oldest"].astype(int)
        common = np.minimum(old, olds) - np.maximum(young, youngs) + 1
        together = np.maximum(old, olds) - np.minimum(young, youngs) + 1
        unknown = (young == NO_AGE) | (youngs == NO_AGE)
        yield np.where(unknown, _UNKNOWN_AGES, np.maximum(0, common) / together)
        yield ~unknown & (common <= 0)

    def _work(self) -> Iterator[Any]:
        shared = self._shared
        has = self._one.sizes[self._row, Facet.SUBJECT] > 0
        have = self._many.sizes[self._rows, Facet.SUBJECT] > 0
        yield self._share(Facet.EFFORT_TYPE)
        yield shared.sums[:, Facet.EFFORT_TYPE]
        yield self._share(Facet.GOAL_AREA)
        yield shared.sums[:, Facet.SUBJECT]
        yield shared.rarest[:, Facet.SUBJECT]
        yield self._cosine(shared.products[:, Facet.SUBJECT], "subjects")
        yield shared.sums[:, Facet.FAMILY]
        yield shared.rarest[:, Facet.FAMILY]
        yield self._cosine(shared.products[:, Facet.FAMILY], "families")
        yield has & have & (shared.counts[:, Facet.SUBJECT] == 0)
        yield shared.rare_words
        yield shared.counts[:, Facet.FIGURE]

    def _organisations(self) -> Iterator[Any]:
        shared = self._shared
        own, others = int(self._one.own_words[self._row]), self._many.own_words[self._rows]
        stopped, are_stopped = self._flags(IS_NOT_ONGOING)
        yield self._heads["organisation"] == self._head["organisation"]
        yield self._heads["organisation_kind"] == self._head["organisation_kind"]
        yield np.maximum(
            shared.named_by_other / max(own, 1), shared.names_other / np.maximum(others, 1)
        )
        yield stopped | are_stopped


def _nearness(one: Any, others: Any) -> Any:
    return np.exp(-np.abs(np.asarray(others, float) - float(one)) / _MONTH)


NAMES = (
    "words", "titles", "title_in_text",
    "place_tagged", "place_rarity", "one_everywhere", "both_everywhere", "place_share",
    "place_relation", "place_told_only", "venues", "venue_rarest",
    "days", "days_share", "starts_near", "ends_near", "weekdays", "weekdays_differ", "hours",
    "seasons", "one_finished",
    "target_groups", "target_group_rarity", "groups", "group_rarity", "group_rarest", "ages",
    "ages_apart",
    "one_for_own_staff",
    "effort_types", "effort_type_rarity", "goal_areas", "subjects", "subject_rarest",
    "subject_cosine", "families", "family_rarest", "family_cosine", "no_subject_shared",
    "rare_words", "figures",
    "same_organisation", "same_kind", "named_by_the_other", "one_not_ongoing",
)  # fmt: skip
"""The numbers of a pair, in their order."""


def compare_all(compared: Compared) -> tuple[Any, Any]:
    """Compare each two of a table: the pairs that may touch, and one row of numbers for each."""
    pairs, numbers = [np.zeros((0, 2), int)], [np.zeros((0, len(NAMES)))]
    last = len(compared.table)
    for row in range(last):
        rows, found = compare(compared, row, compared, np.arange(row + 1, last))
        pairs.append(np.column_stack([np.full(len(rows), row), rows]))
        numbers.append(found)
    return np.concatenate(pairs), np.concatenate(numbers)
