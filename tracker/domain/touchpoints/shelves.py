"""One part of an index: entries with what finding them needs, kept in plain files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from tracker.domain.touchpoints.candidates import BUDGET, Asked, Lists, promising
from tracker.domain.touchpoints.codes import FACET_BITS, Facet
from tracker.domain.touchpoints.features import compare
from tracker.domain.touchpoints.rarity import Background
from tracker.domain.touchpoints.shared import Compared
from tracker.domain.touchpoints.tables import Table


@dataclass(frozen=True, slots=True)
class Entry:
    """One initiative as an index keeps it; a limited one is not seen by everybody signed in."""

    id: int
    organisation_id: int
    is_limited: bool
    packed: bytes


@dataclass(frozen=True)
class Shelf:
    """Entries by row.

    Limited ones stand in lists of their own and are counted nowhere, so that they change nothing of what is
    found among the others.
    """

    compared: Compared
    lists: Lists
    limited_lists: Lists
    ids: Any
    organisation_ids: Any
    is_limited: Any

    @classmethod
    def of(cls, entries: Sequence[Entry], background: Background | None = None) -> "Shelf":
        """Put entries on a shelf; without a background, by what is common among themselves.

        Raises:
            StaleFingerprintError: one was packed by another version.
        """
        entries = _neighbours_together(entries)
        table = Table.of([entry.packed for entry in entries])
        is_limited = np.array([entry.is_limited for entry in entries], bool)
        compared = Compared.of(table, background or Background.of(table, ~is_limited))
        return cls(
            compared=compared,
            lists=Lists.of(compared, np.flatnonzero(~is_limited)),
            ids=np.array([entry.id for entry in entries], np.int64),
            organisation_ids=np.array([entry.organisation_id for entry in entries], np.int64),
            limited_lists=Lists.of(compared, np.flatnonzero(is_limited)),
            is_limited=is_limited,
        )

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def rows_by_id(self) -> dict[int, int]:
        """Where each entry stands."""
        return {number: row for row, number in enumerate(self.ids.tolist())}

    @cached_property
    def limited_rows(self) -> Any:
        """Where those stand that not everybody sees."""
        return np.flatnonzero(self.is_limited)

    def entries(self, hidden: Any) -> Iterator[Entry]:
        """All entries that are not hidden."""
        for row in np.flatnonzero(~hidden).tolist():
            packed = self.compared.table.fingerprint(row).packed()
            organisation_id = int(self.organisation_ids[row])
            yield Entry(int(self.ids[row]), organisation_id, bool(self.is_limited[row]), packed)

    def best(
        self, one: Compared, row: int, *, hidden: Any, organisation_ids: frozenset[int] | None
    ) -> tuple[Any, Any]:
        """The most promising rows compared with one, and one row of numbers for each.

        Args:
            organisation_ids: whose limited entries may be found; None for everybody's.
        """
        asked = Asked.of(one, row)
        found = promising(asked, self.compared, self.lists, hidden=hidden, budget=BUDGET)
        unseen = hidden
        if organisation_ids is not None:
            rows = self.limited_rows
            unseen = hidden.copy()
            unseen[rows] |= ~np.isin(self.organisation_ids[rows], list(organisation_ids))
        limited = promising(asked, self.compared, self.limited_lists, hidden=unseen, budget=None)
        return compare(one, row, self.compared, np.concatenate([found, limited]))

    def save(self, folder: Path) -> None:
        """Write every array as a file of its own."""
        folder.mkdir(parents=True)
        for name, array in self._arrays():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)

    def _arrays(self) -> Iterator[tuple[str, Any]]:
        background = self.compared.background
        parts: dict[str, Any] = {
            "table": self.compared.table, "background": background,
            "lists": self.lists, "limited": self.limited_lists,
        }  # fmt: skip
        for part, holder in parts.items():
            for field in fields(holder):
                yield f"{part}-{field.name}", getattr(holder, field.name)
        yield "lengths", self.compared.lengths
        yield "ids", self.ids
        yield "organisation_ids", self.organisation_ids
        yield "is_limited", self.is_limited

    @classmethod
    def load(cls, folder: Path) -> "Shelf":
        """Open the files so that all processes of a server share one copy in memory."""
        table = Table(**_read(folder, "table", Table))
        background = Background(**_read(folder, "background", Background))
        return cls(
            compared=Compared(table, background, _array(folder / "lengths.npy")),
            lists=Lists(**_read(folder, "lists", Lists)),
            limited_lists=Lists(**_read(folder, "limited", Lists)),
            ids=_array(folder / "ids.npy"),
            organisation_ids=_array(folder / "organisation_ids.npy"),
            is_limited=_array(folder / "is_limited.npy"),
        )


def _neighbours_together(entries: Sequence[Entry]) -> list[Entry]:
    """The same entries, those of the same places and subjects together, as they are looked up."""
    table = Table.of([entry.packed for entry in entries])
    is_subject = table.numbers >> FACET_BITS == Facet.SUBJECT
    rows = np.repeat(np.arange(len(table)), np.diff(table.starts))[is_subject]
    weightiest = np.zeros(len(table), np.int64)
    np.maximum.at(
        weightiest,
        rows,
        table.weights[is_subject].astype(np.int64) << 32 | table.numbers[is_subject],
    )
    subjects = weightiest & (1 << 32) - 1
    return [entries[row] for row in np.lexsort((table.first_days, subjects, table.places))]


def _read(folder: Path, part: str, kind: Any) -> dict[str, Any]:
    return {field.name: _array(folder / f"{part}-{field.name}.npy") for field in fields(kind)}


def _array(path: Path) -> Any:
    array = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    return array if array.ndim else array[()]
