"""The index that one initiative is held against: all others, ready to be compared.

It is made of a base, which is saved to a folder and shared by all processes of a server, and of a
few newer entries that hide what the base says of them. What only some may see stands on a shelf of
its own: a hidden entry is left out before anything is chosen, and changes nothing of what is found.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from tracker.domain.touchpoint_decisions import TouchpointKind
from tracker.domain.touchpoints.features import NAMES
from tracker.domain.touchpoints.fingerprints import Fingerprint, current_mark
from tracker.domain.touchpoints.model import model
from tracker.domain.touchpoints.ranking import SHARED_WORK, SHOWN_FROM, kind_of
from tracker.domain.touchpoints.reasons import Reason, reasons_of
from tracker.domain.touchpoints.shared import Compared
from tracker.domain.touchpoints.shelves import Entry, Shelf
from tracker.domain.touchpoints.tables import Table

MOST_HITS = 30
"""How many touchpoints of an initiative are worth keeping."""

_MOST_NEWER = 400
_SMALL_BASE = 1_000
_CURRENT = "current"
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """An initiative that may touch the one asked for; `chance` says how likely it does."""

    id: int
    score: float
    chance: float
    kind: TouchpointKind
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, eq=False)
class Index:
    """All entries: those of the base that are not hidden, and those that are newer."""

    _base: Shelf
    _hidden: Any
    _newer: Shelf
    _newer_entries: dict[int, Entry] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Index":
        """Build an index.

        Raises:
            StaleFingerprintError: a fingerprint was packed by another version.
        """
        return cls._on(Shelf.of(list(entries)))

    @classmethod
    def _on(cls, base: Shelf) -> "Index":
        return cls(base, np.zeros(len(base), bool), Shelf.of([], base.compared.background))

    def __len__(self) -> int:
        return int(np.sum(~self._hidden)) + len(self._newer)

    def entries(self) -> Iterator[Entry]:
        """All entries, as they are now."""
        yield from self._base.entries(self._hidden)
        yield from self._newer_entries.values()

    def changed(self, entries: Sequence[Entry], gone_ids: Iterable[int] = ()) -> "Index":
        """An index in which these entries are new or replaced, and others gone.

        The base stays as it is, and what is common is counted in it alone, until a few hundred
        entries are newer; then, or where the base is small, all is laid out anew.
        """
        gone = set(gone_ids)
        newer = {**self._newer_entries, **{entry.id: entry for entry in entries}}
        newer = {number: entry for number, entry in newer.items() if number not in gone}
        rows = self._base.rows_by_id
        hidden = self._hidden.copy()
        hidden[[rows[number] for number in gone | newer.keys() if number in rows]] = True
        if len(newer) > _MOST_NEWER or len(self._base) < _SMALL_BASE:
            return Index.of([*self._base.entries(hidden), *newer.values()])
        part = Shelf.of(list(newer.values()), self._base.compared.background)
        return Index(self._base, hidden, part, newer)

    def find(
        self,
        fingerprint: Fingerprint,
        *,
        organisation_ids: frozenset[int],
        sees_limited: bool,
        leave_out: frozenset[int] = frozenset(),
        limit: int = MOST_HITS,
        shown_from: float = SHOWN_FROM,
    ) -> list[Hit]:
        """What touches an initiative, strongest first.

        Args:
            organisation_ids: whose limited entries are found too.
            sees_limited: whether all limited entries are.
            leave_out: entries that are not wanted, such as the initiative itself.
            shown_from: the least chance of what is found.
        """
        table = Table.of([fingerprint.packed()])
        one = Compared.of(table, self._base.compared.background)
        found = self._compared(one, 0, None if sees_limited else organisation_ids)
        best = _strongest(found, leave_out, limit, shown_from)
        return [
            replace(hit, reasons=reasons_of(fingerprint, shelf.compared.table.fingerprint(row)))
            for hit, shelf, row in best
        ]

    def find_each(
        self, *, sees_limited: bool, limit: int = MOST_HITS, shown_from: float = SHOWN_FROM
    ) -> Iterator[tuple[int, list[Hit]]]:
        """What touches each entry, as `find` tells it for its own organisation, without reasons."""
        every = ((self._base, self._hidden), (self._newer, np.zeros(len(self._newer), bool)))
        for shelf, hidden in every:
            for row in np.flatnonzero(~hidden).tolist():
                own = None if sees_limited else frozenset({int(shelf.organisation_ids[row])})
                number = int(shelf.ids[row])
                found = self._compared(shelf.compared, row, own)
                best = _strongest(found, frozenset({number}), limit, shown_from)
                yield number, [hit for hit, _, _ in best]

    def _compared(
        self, one: Compared, row: int, organisation_ids: frozenset[int] | None
    ) -> list[tuple[Shelf, Any, Any]]:
        every = [(self._base, self._hidden)]
        if len(self._newer):
            every.append((self._newer, np.zeros(len(self._newer), bool)))
        return [
            (shelf, *shelf.best(one, row, hidden=hidden, organisation_ids=organisation_ids))
            for shelf, hidden in every
        ]

    def save(self, folder: Path) -> None:
        """Write the index; who loads the folder sees the old one or the new one, whole."""
        if self._newer_entries or self._hidden.any():
            Index.of(self.entries()).save(folder)
            return
        name = f"{current_mark():08x}-{uuid4().hex}"
        self._base.save(folder / name)
        pointer = folder / f"{name}.new"
        pointer.write_text(name, encoding="utf-8")
        os.replace(pointer, folder / _CURRENT)
        for old in folder.iterdir():
            if old.is_dir() and old.name != name:
                shutil.rmtree(old, ignore_errors=True)

    @classmethod
    def load(cls, folder: Path) -> "Index | None":
        """Open a saved index without reading it whole; None where there is none of this version."""
        for _ in range(_TRIES):
            try:
                name = (folder / _CURRENT).read_text(encoding="utf-8")
                if not name.startswith(f"{current_mark():08x}-"):
                    return None
                return cls._on(Shelf.load(folder / name))
            except FileNotFoundError:
                continue
        return None


def _strongest(
    found: Sequence[tuple[Shelf, Any, Any]], leave_out: frozenset[int], limit: int, least: float
) -> list[tuple[Hit, Shelf, int]]:
    """The strongest of what was compared, each with where it stands."""
    ids = np.concatenate([shelf.ids[rows] for shelf, rows, _ in found])
    rows = np.concatenate([rows for _, rows, _ in found])
    shelves = np.repeat(np.arange(len(found)), [len(rows) for _, rows, _ in found])
    numbers = np.concatenate([numbers.reshape(-1, len(NAMES)) for _, _, numbers in found])
    scores = model().score(numbers)
    chances = model().chance(scores)
    wanted = np.flatnonzero((chances >= least) & ~np.isin(ids, list(leave_out)))
    order = wanted[np.lexsort((ids[wanted], -scores[wanted]))][:limit]
    sameness = model().sameness(numbers[order])
    return [
        (
            Hit(
                id=int(ids[at]),
                score=float(scores[at]),
                chance=float(chances[at]),
                kind=kind_of(
                    chance=chances[at],
                    sameness=same,
                    shares_work=bool(numbers[at][SHARED_WORK]),
                ),
                reasons=(),
            ),
            found[shelves[at]][0],
            int(rows[at]),
        )
        for at, same in zip(order, sameness, strict=True)
    ]
