"""Answers what a saved view is: one of the ways to see the register, and the address's own words.

An address is read once, when the view is kept: its selection in the fixed order of
`Selection.to_arguments`, then what is the view's own (period, order, columns).
"""

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit

from tracker.domain.selection import Selection

MOST_VIEWS = 50
"""So many views a person keeps, at most."""
LONGEST_NAME = 80
LONGEST_QUERY = 2000
_NOT_KEPT = frozenset({"page", "after", "shown", "stay"})
"""What says where somebody was in a view, not which view it is."""


class ViewKind(StrEnum):
    """A way to see a selection; its page stands at "/" and the code."""

    BOARD = "board"
    TABLE = "table"
    COVERAGE = "coverage"
    TIMELINE = "timeline"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class ViewAddress:
    """A way to see the register, and the query string that says of what."""

    kind: ViewKind
    query: str = ""

    @property
    def path(self) -> str:
        """The address of the page."""
        return f"/{self.kind}?{self.query}" if self.query else f"/{self.kind}"

    @property
    def selection(self) -> Selection:
        """The filters of the view."""
        return selection_of(self.query)


class _Pairs:
    """A query string as `Selection` reads it."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = pairs

    def getlist(self, key: str, /) -> list[str]:
        """All values of one name."""
        return [value for name, value in self._pairs if name == key]


def selection_of(query: str) -> Selection:
    """The filters in a query string."""
    return Selection.from_arguments(_Pairs(parse_qsl(query)))


def read_address(address: str) -> ViewAddress | None:
    """The view that an address of ours shows; None where it shows none, or says too much."""
    parts = urlsplit(address.replace("\x00", ""))
    code = parts.path.removeprefix("/")
    if parts.netloc or parts.scheme or code not in list(ViewKind):
        return None
    pairs = parse_qsl(parts.query)
    names = set(Selection.names())
    own = [pair for pair in pairs if pair[0] not in names | _NOT_KEPT and pair[1]]
    query = urlencode([*Selection.from_arguments(_Pairs(pairs)).to_arguments(), *own])
    return ViewAddress(ViewKind(code), query) if len(query) <= LONGEST_QUERY else None


def pack_ids(ids: Iterable[int]) -> bytes:
    """Ids as few bytes: twenty thousand are about twenty thousand bytes, mostly less."""
    ordered = [0, *sorted(set(ids))]
    steps = [later - earlier for earlier, later in pairwise(ordered)]
    return zlib.compress(struct.pack(f"<{len(steps)}I", *steps))


def unpack_ids(packed: bytes) -> frozenset[int]:
    """The ids that `pack_ids` packed."""
    plain = zlib.decompress(packed)
    return frozenset(accumulate(struct.unpack(f"<{len(plain) // 4}I", plain)))
