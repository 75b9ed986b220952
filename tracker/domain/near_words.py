"""Answers which known words somebody may have meant by one that nobody has written.

Near is what takes few slips: a letter missing, too many, another one, or two turned round. Letters
that are easily taken for one another (å, ä and a; c and k) count half. Also a word that only
begins like the one that was meant is near it, as somebody may not have written it out yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

LONGEST = 24
"""Of longer words only the beginning is compared."""
SHORTEST = 3
_ALIKE = ("aåä", "oö", "eé", "ckq", "sz", "vw", "iy")
_LETTERS = "abcdefghijklmnopqrstuvwxyzåäöé"
_CODES = {letter: code for code, letter in enumerate(_LETTERS, start=1)}
_OTHER = len(_LETTERS) + 1
_BEGUN = 0.375
_SAME_FIRST = 0.2
_OFTEN = 0.05


def most_slips(word: str) -> float:
    """So many slips may lie between a word and one that was meant; none in the shortest words."""
    return next(
        slips
        for letters, slips in ((10, 3.0), (6, 2.0), (4, 1.0), (0, 0.0))
        if len(word) >= letters
    )


def _costs() -> Any:
    table = np.ones((_OTHER + 1, _OTHER + 1), dtype=np.float32)
    np.fill_diagonal(table, 0)
    for group in _ALIKE:
        codes = [_CODES[letter] for letter in group]
        table[np.ix_(codes, codes)] = np.where(np.eye(len(codes)), 0, 0.5)
    return table


_COSTS = _costs()
_FOLDED = np.arange(_OTHER + 1, dtype=np.uint8)
for _group in _ALIKE:
    _FOLDED[[_CODES[_letter] for _letter in _group]] = _CODES[_group[0]]
_CODE_OF_SIGN = np.full(0x110000, _OTHER, dtype=np.uint8)
_CODE_OF_SIGN[0] = 0
for _letter, _code in _CODES.items():
    _CODE_OF_SIGN[ord(_letter)] = _code


def _written(words: Sequence[str]) -> Any:
    """A row a word, a code a letter, filled up with noughts."""
    signs = np.array(words, dtype=f"U{LONGEST}")
    return _CODE_OF_SIGN[signs.view(np.uint32).reshape(len(words), LONGEST)]


def _held(written: Any) -> Any:
    """Which letters each word holds, those that are alike as one; a bit a letter."""
    bits = np.uint64(1) << _FOLDED[written].astype(np.uint64)
    return np.bitwise_or.reduce(bits, axis=1) & ~np.uint64(1)


class NearWords:
    """Known words, small letters, with how often each is written."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._words = [word for word in counts if len(word) >= SHORTEST]
        self._known = frozenset(self._words)
        self._counts = counts

    def __contains__(self, word: str) -> bool:
        return word in self._known

    @cached_property
    def _table(self) -> "_Table":
        written = _written(self._words)
        return _Table(written, _held(written), (written > 0).sum(axis=1), _FOLDED[written[:, 0]])

    def nearest(self, word: str, *, limit: int) -> Sequence[tuple[str, float]]:
        """The nearest words, nearest first, with how far off they are; none that is too far."""
        slips = most_slips(word)
        if len(word) < SHORTEST or not self._words:
            return []
        asked = _written([word])[0]
        letters = int((asked > 0).sum())
        rows = self._table.candidates(asked, letters, slips)
        if not len(rows):
            return []
        far = _distances(
            asked[:letters].tolist(), self._table.written[rows], self._table.lengths[rows]
        )
        near = [
            (self._words[row], float(far_off) - self._bonus(self._words[row], word))
            for row, far_off in zip(rows.tolist(), far.tolist(), strict=True)
            if far_off <= max(slips, _BEGUN)
        ]
        return sorted(near, key=lambda pair: (pair[1], pair[0]))[:limit]

    def _bonus(self, known: str, word: str) -> float:
        often = _OFTEN * float(np.log10(self._counts[known] + 1))
        return often + (_SAME_FIRST if known[0] == word[0] else 0)


@dataclass(frozen=True, slots=True)
class _Table:
    """All words at once: their letters, which they hold, how many, and the first."""

    written: Any
    held: Any
    lengths: Any
    firsts: Any

    def candidates(self, asked: Any, letters: int, slips: float) -> Any:
        """The rows worth comparing: words of about the same letters, or begun alike."""
        held = _held(asked[None, :])[0]
        missing = np.bitwise_count(held & ~self.held)
        more = np.bitwise_count(self.held & ~held)
        is_whole = (missing <= slips) & (more <= slips) & (self.lengths <= letters + slips)
        is_begun = (missing <= min(slips, 1)) & (self.firsts == _FOLDED[asked[0]])
        return np.flatnonzero((is_whole | is_begun) & (self.lengths >= letters - slips))


def _distances(asked: list[int], written: Any, lengths: Any) -> Any:
    """How many slips lie between what was asked and each word, row by row of the usual table.

    A letter left out is carried along each row at once: the least of all before it, and one more
    for every letter since.
    """
    width = min(LONGEST, len(asked) + 4)
    written = written[:, :width]
    steps = np.arange(width + 1, dtype=np.float32)
    before = None
    last = np.tile(steps, (len(written), 1))
    for at, code in enumerate(asked):
        row = last + 1
        row[:, 1:] = np.minimum(row[:, 1:], last[:, :-1] + _COSTS[code, written])
        if before is not None:
            is_turned = (written[:, 1:] == asked[at - 1]) & (written[:, :-1] == code)
            row[:, 2:] = np.minimum(row[:, 2:], np.where(is_turned, before[:, :-2] + 1, np.inf))
        row = np.minimum.accumulate(row - steps, axis=1) + steps
        before, last = last, row
    ends = np.minimum(lengths, width)
    whole = last[np.arange(len(last)), ends] + (lengths - ends)
    is_past_end = steps[None, :] > ends[:, None]
    begun = np.where(is_past_end, np.inf, last).min(axis=1) + _BEGUN
    return np.minimum(whole, begun)
