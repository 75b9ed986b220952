"""What is counted of every initiative, as columns: for coverage, map, gaps and figures.

Twenty thousand initiatives are some megabytes of numbers here, and any cross table of them takes
milliseconds. The columns hold no text and nothing of a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tracker.domain.lifecycle import Phase

Ids = NDArray[np.int64]
Marks = NDArray[np.bool_]
Mask = NDArray[np.bool_]

PHASES = tuple(Phase)
NO_DAY = 0
"""Stands for a day that nobody has given; all days are ordinals as of `date.toordinal`."""


class Tag(StrEnum):
    """A kind of tag that initiatives are counted by."""

    GOAL_AREA = "goal_area"
    GOAL = "goal"
    PLACE = "place"
    ENTRY = "entry"


@dataclass(frozen=True, eq=False)
class Facts:
    """One row for each initiative, in the order of their ids.

    `organisations` are ids of those that answer, `phases` places in `PHASES`, `starts` and `ends`
    the days given, `registered` and `changed` days as of `date.toordinal` (UTC). `tagged` holds for
    each kind of tag the pairs of an initiative's id and a tag's id, in the order of initiatives.
    """

    ids: Ids
    organisations: Ids
    phases: NDArray[np.int8]
    starts: Ids
    ends: Ids
    registered: Ids
    changed: Ids
    tagged: Mapping[Tag, Ids]

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, rows: Ids, tagged: Mapping[Tag, Ids]) -> "Facts":
        """Facts from rows of (id, organisation, phase, start, end, registered, changed) and pairs.

        Rows and pairs may come in any order.
        """
        ordered = rows[np.argsort(rows[:, 0], kind="stable")]
        ids, organisations, phases, *days = ordered.T
        starts, ends, registered, changed = days
        pairs = {tag: _by_owner(tagged[tag]) for tag in Tag}
        return cls(
            ids, organisations, phases.astype(np.int8), starts, ends, registered, changed, pairs
        )

    def only(self, ids: Ids) -> "Facts":
        """The facts of some initiatives alone; ids that are not here are left out."""
        keep = np.isin(self.ids, ids, assume_unique=True)
        return self if bool(keep.all()) else self._kept(keep)

    def where(self, mask: Mask) -> "Facts":
        """The facts of those that a mask over the rows picks."""
        return self._kept(mask)

    def changed_by(self, gone: Ids, newer: "Facts") -> "Facts":
        """The same without some initiatives, and with the facts of others added."""
        rest = self._kept(~np.isin(self.ids, gone))
        rows = np.concatenate([rest.rows(), newer.rows()])
        pairs = {tag: np.concatenate([rest.tagged[tag], newer.tagged[tag]]) for tag in Tag}
        return Facts.of(rows, pairs)

    def rows(self) -> Ids:
        """The columns side by side, as `of` takes them."""
        return np.column_stack(
            [
                self.ids, self.organisations, self.phases, self.starts, self.ends,
                self.registered, self.changed,
            ]
        )  # fmt: skip

    def _kept(self, keep: Mask) -> "Facts":
        ids = self.ids[keep]
        pairs = {tag: found[np.isin(found[:, 0], ids)] for tag, found in self.tagged.items()}
        return Facts(
            ids, self.organisations[keep], self.phases[keep], self.starts[keep], self.ends[keep],
            self.registered[keep], self.changed[keep], pairs,
        )  # fmt: skip

    def marks(self, tag: Tag, groups: Sequence[frozenset[int]]) -> Marks:
        """Which initiatives carry a tag of each group: rows by initiative, columns by group."""
        pairs = self.tagged[tag]
        marked = np.zeros((len(self.ids), len(groups)), dtype=bool)
        if not len(pairs) or not groups:
            return marked
        tags, tag_of = np.unique(pairs[:, 1], return_inverse=True)
        belongs = np.column_stack([np.isin(tags, list(group)) for group in groups])
        pair, column = np.nonzero(belongs[tag_of])
        marked[np.searchsorted(self.ids, pairs[:, 0])[pair], column] = True
        return marked

    def in_phases(self, phases: Sequence[Phase]) -> Mask:
        """Which initiatives are in one of some phases."""
        return np.isin(self.phases, [PHASES.index(phase) for phase in phases])

    @cached_property
    def first_days(self) -> Ids:
        """The day each began: as given, else the day it was registered."""
        return np.where(self.starts == NO_DAY, self.registered, self.starts)

    @cached_property
    def last_days(self) -> Ids:
        """The day each ended or will: as given, else for what is over its last change, else never."""
        is_over = self.in_phases((Phase.COMPLETED, Phase.CANCELLED))
        never = date.max.toordinal()
        unsaid = np.where(is_over, np.maximum(self.changed, self.first_days), never)
        return np.where(self.ends == NO_DAY, unsaid, self.ends)

    def going_on(self, first: date, last: date) -> Mask:
        """Which were, are or will be carried out some day from `first` to `last`, by their dates.

        Ideas are no more than ideas, and what was cancelled is left out.
        """
        is_meant = ~self.in_phases((Phase.IDEA, Phase.CANCELLED))
        return (
            is_meant & (self.first_days <= last.toordinal()) & (self.last_days >= first.toordinal())
        )


def _by_owner(pairs: Ids) -> Ids:
    pairs = pairs.reshape(-1, 2)
    return pairs[np.argsort(pairs[:, 0], kind="stable")]
