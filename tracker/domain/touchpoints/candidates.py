"""Which initiatives are worth comparing, found without looking at all of them.

Every initiative stands in lists: one for each of its places, and one for each telling thing at each
of them (a subject, a group, a rare word). One that is asked for reads the shortest of its lists
first, up to a budget, so that a search costs as much in a large register as in a small one.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tracker.domain.touchpoints.codes import FACET_BITS, Facet
from tracker.domain.touchpoints.features import may_touch
from tracker.domain.touchpoints.fingerprints import IS_NOT_ONGOING, NO_AGE, STEPS
from tracker.domain.touchpoints.rarity import LENGTHS
from tracker.domain.touchpoints.shared import Compared
from tracker.domain.touchpoints.tables import EVERYWHERE, Table

MOST_COMPARED = 200
"""How many of the most promising are compared with all features."""

MOST_LIMITED_COMPARED = 100
"""The same among those that not everybody sees."""

BUDGET = 24_000
"""How many entries of lists one search reads at most."""

_LONGEST_LIST = 3_000
_FEW = 1_500
_RARE = 2.0
_MOST_WORDS = 14
_MONTH = 30
_LOOKED_AT_TWICE = 3
_ANYWHERE, _EVERYWHERE_PLACE = 0, 1
_ALL = 0
_LEAST_LENGTH = 0.5

_OF_GROUPS, _OF_EFFORT_TYPES, _OF_WORDS = 0.65, 0.95, 0.4
_OF_SUBJECTS, _OF_NEAR_START, _OF_WEEKDAYS = 7.0, 1.9, 0.7
_OF_AGES_APART, _OF_OTHER_WEEKDAYS, _OF_NOT_ONGOING = -1.3, -1.0, -0.65
"""How much each thing is worth in the first, rough look: the fitted sum, put roughly."""

_GAIN = np.zeros(len(Facet))
_GAIN[[Facet.SUBJECT, Facet.GROUP, Facet.EFFORT_TYPE, Facet.WORD]] = (
    _OF_SUBJECTS**0.5, _OF_GROUPS, _OF_EFFORT_TYPES, _OF_WORDS,
)  # fmt: skip


@dataclass(frozen=True)
class Lists:
    """For each place and telling thing the rows that have both, by their first day, and how much.

    A key is the number of the place in its upper half and that of the thing in its lower. `members`
    are the rows that stand in any list, in order, and `entered` counts among them. `shares` tell of
    a subject which part it is of what a row is about; else they are one.
    """

    members: Any
    keys: Any
    starts: Any
    entered: Any
    shares: Any

    @classmethod
    def of(cls, compared: Compared, wanted: Any) -> "Lists":
        """Enter the wanted rows of a table."""
        table = compared.table
        rows, things, worth = _telling(compared, 0, len(table))
        shares = np.where(things >> FACET_BITS == Facet.SUBJECT, worth, 1.0)
        is_wanted = np.isin(rows, wanted)
        wanted = np.sort(wanted)
        rows = np.concatenate([wanted, rows[is_wanted]])
        things = np.concatenate([np.full(len(wanted), _ALL, np.int64), things[is_wanted]])
        shares = np.concatenate([np.ones(len(wanted)), shares[is_wanted]])
        owners, places = _places(table)
        keys, at = _crossed(rows, things, owners, places, len(table))
        order = np.lexsort((table.first_days[rows[at]], keys))
        keys, at = keys[order], at[order]
        firsts = np.flatnonzero(np.diff(keys, prepend=np.uint64(2**64 - 1)))
        return cls(
            members=wanted,
            keys=keys[firsts],
            starts=np.append(firsts, len(keys)),
            entered=np.searchsorted(wanted, rows[at]).astype(np.uint32),
            shares=shares[at].astype(np.float32),
        )

    def spans(self, keys: Any) -> tuple[Any, Any]:
        """Where the list of each key begins and ends."""
        if not len(self.keys):
            return np.zeros(len(keys), int), np.zeros(len(keys), int)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[at] == keys
        return np.where(known, self.starts[at], 0), np.where(known, self.starts[at + 1], 0)


@dataclass(frozen=True)
class Asked:
    """What one row asks lists for: things at places, and what each is worth."""

    one: Compared
    row: int
    places: Any
    things: Any
    gains: Any

    @classmethod
    def of(cls, one: Compared, row: int) -> "Asked":
        """What a row asks for."""
        _, things, worth = _telling(one, row, row + 1)
        return cls(one, row, _asked_places(one.table, row), things, worth)

    def may_touch(self, many: Compared, rows: Any) -> Any:
        """Say which rows may share days and a place with the one that asks."""
        return may_touch(self.one, self.row, many, rows)


def promising(
    asked: Asked, many: Compared, lists: Lists, *, hidden: Any, budget: int | None
) -> Any:
    """The rows of lists that are most worth comparing with one row; none that is `hidden`.

    Without a budget a row that is hidden plays no part in what is chosen.
    """
    most = MOST_COMPARED if budget else MOST_LIMITED_COMPARED
    first, last = lists.spans(_keys(asked.places, np.array([_ALL])))
    if budget is None or np.sum(last - first) <= _FEW:
        every = lists.members[np.unique(lists.entered[_ranges(first, last)])]
        found = every[asked.may_touch(many, every) & ~hidden[every]]
        if len(found) <= most:
            return found
    scores = _rough_scores(asked, many, lists, budget)
    met = np.flatnonzero(scores > 0)
    rows = lists.members[met]
    kept = asked.may_touch(many, rows) & ~hidden[rows]
    rows, met = rows[kept], met[kept]
    if len(rows) <= most:
        return rows
    scores = scores[met] / _times_met(asked.one.table.places[asked.row], many.table.places[rows])
    if len(rows) > (longer := _LOOKED_AT_TWICE * most):
        best = np.argpartition(-scores, longer)[:longer]
        rows, scores = rows[best], scores[best]
    scores = scores + _by_days_and_ages(asked.one, asked.row, many, rows)
    return np.sort(rows[np.argpartition(-scores, most)[:most]])


def _by_days_and_ages(one: Compared, row: int, many: Compared, rows: Any) -> Any:
    """How well each row meets one row in its days and ages."""
    head, heads = one.table.heads[row], many.table.heads[rows]
    gap = np.abs(heads["start"] - head["start"])
    days, others = head["weekdays"], heads["weekdays"]
    apart = (heads["youngest"] > head["oldest"]) | (heads["oldest"] < head["youngest"])
    apart &= (heads["youngest"] != NO_AGE) & (head["youngest"] != NO_AGE)
    return (
        _OF_NEAR_START * np.exp(-gap / _MONTH)
        + _OF_WEEKDAYS * (days & others > 0)
        + _OF_OTHER_WEEKDAYS * ((days & others == 0) & (others > 0) & bool(days))
        + _OF_AGES_APART * apart
        + _OF_NOT_ONGOING * (heads["flags"] & IS_NOT_ONGOING > 0)
    )


def _rough_scores(asked: Asked, many: Compared, lists: Lists, budget: int | None) -> Any:
    """For each member of the lists what it shares with the one that asks, roughly."""
    first, last = lists.spans(_keys(asked.places, asked.things))
    gains = np.tile(asked.gains, len(asked.places))
    order = np.argsort(last - first, kind="stable")
    if budget is not None:
        day = int(asked.one.table.first_days[asked.row])
        _shorten(first, last, many.table.first_days, lists, day)
        order = order[np.cumsum((last - first)[order]) <= budget]
    at = _ranges(first[order], last[order])
    worth = np.repeat(gains[order], (last - first)[order]) * lists.shares[at]
    return np.bincount(lists.entered[at], worth, len(lists.members))


def _shorten(first: Any, last: Any, days: Any, lists: Lists, day: int) -> None:
    """Keep of each long list the part that begins about the same day."""
    for number in np.flatnonzero(last - first > _LONGEST_LIST):
        begins = days[lists.members[lists.entered[first[number] : last[number]]]]
        middle = int(first[number] + np.searchsorted(begins, day)) - _LONGEST_LIST // 2
        begin = min(max(first[number], middle), last[number] - _LONGEST_LIST)
        first[number], last[number] = begin, begin + _LONGEST_LIST


def _ranges(first: Any, last: Any) -> Any:
    """All places from each first up to each last, one after the other."""
    counts = last - first
    return np.arange(counts.sum()) + np.repeat(first - (np.cumsum(counts) - counts), counts)


def _keys(places: Any, things: Any) -> Any:
    crossed = (places.astype(np.uint64) << np.uint64(32))[:, None] | things.astype(np.uint64)
    return crossed.ravel()


def _asked_places(table: Table, row: int) -> Any:
    if table.places[row] & EVERYWHERE:
        return np.array([_ANYWHERE])
    part = table.numbers[int(table.starts[row]) : int(table.starts[row + 1])]
    return np.append(part[part >> FACET_BITS == Facet.PLACE], _EVERYWHERE_PLACE).astype(np.int64)


def _times_met(own: Any, places: Any) -> Any:
    """In how many of the places that are asked for others stand: each counts there."""
    if own & EVERYWHERE:
        return np.ones(len(places))
    return np.bitwise_count(places & (own | EVERYWHERE))


def _places(table: Table) -> tuple[Any, Any]:
    """The places that each row stands under, by row."""
    is_place = table.numbers >> FACET_BITS == Facet.PLACE
    rows = np.repeat(np.arange(len(table)), np.diff(table.starts))[is_place]
    everywhere = np.flatnonzero(table.places & EVERYWHERE)
    every = np.concatenate([rows, everywhere, np.arange(len(table))])
    places = np.concatenate([
        table.numbers[is_place].astype(np.int64),
        np.full(len(everywhere), _EVERYWHERE_PLACE),
        np.full(len(table), _ANYWHERE),
    ])  # fmt: skip
    order = np.argsort(every, kind="stable")
    return every[order], places[order]


def _crossed(rows: Any, things: Any, owners: Any, places: Any, total: int) -> tuple[Any, Any]:
    """Each thing of a row under each of its places: the keys, and where the thing stands."""
    counts = np.bincount(owners, minlength=total)
    firsts = np.cumsum(counts) - counts
    at = _ranges(firsts[rows], firsts[rows] + counts[rows])
    repeated = np.repeat(things.astype(np.uint64), counts[rows])
    keys = (places[at].astype(np.uint64) << np.uint64(32)) | repeated
    return keys, np.repeat(np.arange(len(rows)), counts[rows])


def _telling(compared: Compared, first: int, last: int) -> tuple[Any, Any, Any]:
    """The telling things of the given rows: whose, which, and how much each is worth.

    Of a subject that is its part of what the row is about: two that are about the same alone are
    worth `_OF_SUBJECTS` together.
    """
    table = compared.table
    part = slice(int(table.starts[first]), int(table.starts[last]))
    rows = np.repeat(np.arange(first, last), np.diff(table.starts[first : last + 1]))
    numbers, weights = table.numbers[part].astype(np.int64), table.weights[part] / STEPS
    facets = numbers >> FACET_BITS
    rarity = compared.background.rarity(numbers)
    lengths = np.maximum(compared.lengths[rows, LENGTHS.index("subjects")], _LEAST_LENGTH)
    worth = _GAIN[facets] * rarity
    worth = np.where(facets == Facet.SUBJECT, worth * weights / lengths, worth)
    kept = (worth > 0) & (weights > 0) & ((facets != Facet.WORD) | (rarity >= _RARE))
    at = np.flatnonzero(kept)
    at = at[_rarest(rows[at], facets[at], worth[at])]
    return rows[at], numbers[at], worth[at]


def _rarest(rows: Any, facets: Any, gains: Any) -> Any:
    """All but words, and of those the rarest of each row."""
    is_word = facets == Facet.WORD
    words = np.flatnonzero(is_word)
    words = words[np.lexsort((-gains[words], rows[words]))]
    firsts = np.searchsorted(rows[words], rows[words])
    kept = words[np.arange(len(words)) - firsts < _MOST_WORDS]
    return np.concatenate([np.flatnonzero(~is_word), kept])
