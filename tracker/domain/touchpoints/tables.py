"""Many fingerprints laid out side by side, so that one can be compared with hundreds at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from tracker.domain.touchpoints.codes import FACET_BITS, Facet, number_of
from tracker.domain.touchpoints.fingerprints import (
    HEAD,
    IS_EVERYWHERE,
    ORGANISATION_WORD,
    Fingerprint,
    StaleFingerprintError,
    is_current,
)
from tracker.domain.touchpoints.places import districts, neighbours_of

_PLACE_BITS = 62

EVERYWHERE = np.uint64(1 << 62)
"""The bit of what is tagged with the whole municipality, or names no place."""

TAGGED_EVERYWHERE = np.uint64(1 << 63)
"""The bit of what is tagged with the whole municipality."""


@dataclass(frozen=True)
class Table:
    """Fingerprints by row; those of one have their numbers from `starts[row]` on.

    `places` has one bit for each place and two for everywhere, `sizes` counts how many codes of each facet
    a row has; `tagged_groups` and `own_words` count what their names say.
    """

    heads: Any
    starts: Any
    numbers: Any
    weights: Any
    marks: Any
    name_starts: Any
    names: Any
    first_days: Any
    last_days: Any
    places: Any
    sizes: Any
    tagged_groups: Any
    own_words: Any

    @classmethod
    def of(cls, packed: Sequence[bytes]) -> "Table":
        """Lay out packed fingerprints.

        Raises:
            StaleFingerprintError: one was packed by another version.
        """
        if not all(map(is_current, packed)):
            raise StaleFingerprintError
        size = HEAD.itemsize
        heads = np.frombuffer(b"".join(each[:size] for each in packed), HEAD)
        counts = heads["numbers"].astype(np.int64)
        cut = list(zip(packed, (size + 4 * counts).tolist(), counts.tolist(), strict=True))
        numbers = np.frombuffer(b"".join(p[size:at] for p, at, _ in cut), "<u4")
        weights = np.frombuffer(b"".join(p[at : at + n] for p, at, n in cut), "u1")
        marks = np.frombuffer(b"".join(p[at + n : at + 2 * n] for p, at, n in cut), "u1")
        names = np.frombuffer(b"".join(p[at + 2 * n :] for p, at, n in cut), "u1")
        rows = np.repeat(np.arange(len(heads)), counts)
        facets = numbers >> FACET_BITS
        return cls(
            heads=heads,
            starts=_starts(counts),
            numbers=numbers,
            weights=weights,
            marks=marks,
            name_starts=_starts(heads["names"]),
            names=names,
            first_days=heads["start"].copy(),
            last_days=heads["end"].copy(),
            places=_places(heads, rows, numbers),
            sizes=_sizes(rows, facets, len(heads)),
            tagged_groups=_counted(rows[(facets == Facet.GROUP) & (marks > 0)], len(heads)),
            own_words=_counted(
                rows[(facets == Facet.WORD) & (marks >= ORGANISATION_WORD)], len(heads)
            ),
        )

    def __len__(self) -> int:
        return len(self.heads)

    def fingerprint(self, row: int) -> Fingerprint:
        """The fingerprint that stands in a row."""
        part = slice(int(self.starts[row]), int(self.starts[row + 1]))
        named = slice(int(self.name_starts[row]), int(self.name_starts[row + 1]))
        names = self.names[named].tobytes().decode()
        return Fingerprint(
            head=self.heads[row],
            numbers=np.asarray(self.numbers[part]),
            weights=np.asarray(self.weights[part]),
            marks=np.asarray(self.marks[part]),
            names=tuple(names.split("\n")) if names else (),
        )


def _starts(counts: Any) -> Any:
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])


def places_beside(places: Any) -> Any:
    """The bits of the places that lie beside those of one row."""
    beside = np.uint64(0)
    for bit, near in _beside().items():
        if places & bit:
            beside |= near
    return beside


@cache
def _known() -> tuple[str, ...]:
    """The names of the districts, in the order of their bits."""
    return tuple(sorted(districts(), key=lambda name: number_of(Facet.PLACE, name)))


@cache
def _beside() -> dict[Any, Any]:
    bits = {name: np.uint64(1 << bit) for bit, name in enumerate(_known())}
    return {
        bit: np.bitwise_or.reduce([np.uint64(0), *(bits[near] for near in neighbours_of(name))])
        for name, bit in bits.items()
    }


def _places(heads: Any, rows: Any, numbers: Any) -> Any:
    is_place = numbers >> FACET_BITS == Facet.PLACE
    rows, numbers = rows[is_place], numbers[is_place]
    known = np.array([number_of(Facet.PLACE, name) for name in _known()], np.uint32)
    at = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    others = len(known) + numbers % (_PLACE_BITS - len(known))
    bits = np.uint64(1) << np.where(known[at] == numbers, at, others).astype(np.uint64)
    found = np.zeros(len(heads), np.uint64)
    np.bitwise_or.at(found, rows, bits)
    is_tagged = heads["flags"] & IS_EVERYWHERE > 0
    found[is_tagged] |= EVERYWHERE | TAGGED_EVERYWHERE
    found[found == 0] = EVERYWHERE
    return found


def _counted(rows: Any, total: int) -> Any:
    return np.bincount(rows, minlength=total).astype(np.uint16)


def _sizes(rows: Any, facets: Any, total: int) -> Any:
    counted = np.bincount(rows * len(Facet) + facets, minlength=total * len(Facet))
    return counted.reshape(total, len(Facet)).astype(np.uint16)
