"""How alike texts are: cosines of weighted words, parts of words, and best sentences.

Rare words weigh more than common ones, counted over the texts that are compared. Besides the cosine
itself it is told how much it stands out among all that the two are compared with, since some texts
are like everything.
"""

import re
from collections import Counter
from collections.abc import Sequence
from math import log
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from tracker.domain.swedish import index_terms

LEAST_COMPARED = 160
"""The size of the sets that the weights were fitted to."""

_LEAST_TO_STAND_OUT_FROM = 3
_LETTERS = 4
_SHORTEST_SENTENCE = 4
_NOT_LETTERS = re.compile(r"\W+")

Matrix = Any
"""A dense square of floats, one row and one column for each text."""


def words(text: str) -> list[str]:
    """The stems of a text, and of the parts of its compounds."""
    return index_terms(text).split()


def letters(text: str) -> list[str]:
    """All runs of four letters, for what stems and compounds do not meet."""
    plain = _NOT_LETTERS.sub(" ", text.casefold())
    return [plain[at : at + _LETTERS] for at in range(len(plain) - _LETTERS + 1)]


def rarity_of(count: int, *, of: int) -> float:
    """How much it says that a text holds something which so many hold, out of so many.

    A small register is taken for a part of a larger one, where other texts do not hold it.
    """
    return log((max(of, LEAST_COMPARED) + 1) / (count + 0.5))


def weighted(rows: Sequence[Sequence[str]]) -> Any:
    """One row of unit length for each text, one column for each word."""
    holding = Counter(term for row in rows for term in set(row))
    columns = {term: number for number, term in enumerate(holding)}
    rarity = {term: rarity_of(count, of=len(rows)) for term, count in holding.items()}
    starts, places, values = [0], [], []
    for row in rows:
        own = {term: (1 + log(count)) * rarity[term] for term, count in Counter(row).items()}
        length = sum(value * value for value in own.values()) ** 0.5 or 1.0
        places += [columns[term] for term in own]
        values += [value / length for value in own.values()]
        starts.append(len(places))
    return csr_matrix((values, places, starts), shape=(len(rows), max(1, len(columns))))


def cosines(rows: Sequence[Sequence[str]], others: Sequence[Sequence[str]] = ()) -> Matrix:
    """How alike each text is with each; with `others`, each text with each of those."""
    matrix = weighted([*rows, *others])
    own = matrix[: len(rows)]
    return (own @ (matrix[len(rows) :] if others else own).T).toarray()


def best_sentences(texts: Sequence[Sequence[Sequence[str]]]) -> Matrix:
    """How alike the two most alike sentences of each two texts are."""
    kept = [
        (number, sentence)
        for number, text in enumerate(texts)
        for sentence in text
        if len(sentence) >= _SHORTEST_SENTENCE
    ]
    best = np.zeros((len(texts), len(texts)))
    if kept:
        owners = np.array([number for number, _ in kept])
        alike = cosines([sentence for _, sentence in kept])
        firsts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
        named = owners[firsts]
        by_text = np.maximum.reduceat(np.maximum.reduceat(alike, firsts, axis=0), firsts, axis=1)
        best[np.ix_(named, named)] = by_text
    return best


def standing_out(alike: Matrix) -> Matrix:
    """How many standard deviations each likeness lies above what is usual for the two."""
    if len(alike) < _LEAST_TO_STAND_OUT_FROM:
        return np.zeros_like(alike)
    others = alike.copy()
    np.fill_diagonal(others, np.nan)
    usual = np.nanmean(others, axis=1, keepdims=True)
    spread = np.nanstd(others, axis=1, keepdims=True) + 1e-6
    above = (others - usual) / spread
    return np.nan_to_num((above + above.T) / 2)
