"""Answers which known words somebody may have meant by one that nobody has written.

Near is what takes few slips: a letter missing, too many, another one, or two turned round. Letters
that are easily taken for one another (å, ä and a; c and k) count half. Also a word that only
begins like the one that was meant is near it, as somebody may not have written it out yet.
"""

from collections.abc import Mapping, Sequence
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
_BEGUN = 0.4
_SAME_FIRST = 0.2
_OFTEN = 0.05


def most_slips(word: str) -> float:
    """So many slips may lie between a word and one that was meant; none in the shortest words."""
    return next(
        slips
        for letters, slips in ((10, 3.0), (6, 2.0), (4, 1.0), (0, 0.0))
        if len(word) >= letters
    )


def _table() -> Any:
    table = np.ones((_OTHER + 1, _OTHER + 1), dtype=np.float32)
    np.fill_diagonal(table, 0)
    for group in _ALIKE:
        codes = [_CODES[letter] for letter in group]
        table[np.ix_(codes, codes)] = np.where(np.eye(len(codes)), 0, 0.5)
    return table


_COSTS = _table()
_FOLDED = {letter: group[0] for group in _ALIKE for letter in group}


def _codes(word: str) -> list[int]:
    return [_CODES.get(letter, _OTHER) for letter in word[:LONGEST]]


def _signs(word: str) -> int:
    """Which letters a word holds, those that are alike as one."""
    held = 0
    for letter in word[:LONGEST]:
        held |= 1 << _CODES.get(_FOLDED.get(letter, letter), _OTHER)
    return held


class NearWords:
    """Known words, small letters, with how often each is written."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._words = [word for word in counts if len(word) >= SHORTEST]
        self._known = frozenset(self._words)
        self._counts = counts

    def __contains__(self, word: str) -> bool:
        return word in self._known

    @cached_property
    def _lengths(self) -> Any:
        return np.array([min(len(word), LONGEST) for word in self._words], dtype=np.int16)

    @cached_property
    def _held(self) -> Any:
        return np.array([_signs(word) for word in self._words], dtype=np.uint64)

    @cached_property
    def _written(self) -> Any:
        table = np.zeros((len(self._words), LONGEST), dtype=np.uint8)
        for row, word in enumerate(self._words):
            codes = _codes(word)
            table[row, : len(codes)] = codes
        return table

    def nearest(self, word: str, *, limit: int) -> Sequence[tuple[str, float]]:
        """The nearest words, nearest first, with how far off they are; none that is too far."""
        slips = most_slips(word)
        if len(word) < SHORTEST or not self._words:
            return []
        missing = np.bitwise_count(np.uint64(_signs(word)) & ~self._held)
        rows = np.flatnonzero(
            (missing <= slips) & (self._lengths >= min(len(word), LONGEST) - slips)
        )
        if not len(rows):
            return []
        far = _distances(_codes(word), self._written[rows], self._lengths[rows])
        near = [
            (self._words[row], float(far_off) - self._bonus(self._words[row], word))
            for row, far_off in zip(rows.tolist(), far, strict=True)
            if far_off <= max(slips, _BEGUN)
        ]
        return sorted(near, key=lambda pair: (pair[1], pair[0]))[:limit]

    def _bonus(self, known: str, word: str) -> float:
        often = _OFTEN * float(np.log10(self._counts[known] + 1))
        return often + (_SAME_FIRST if known[0] == word[0] else 0)


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
