"""Answers how alike two names of organisations are, so that nobody is registered twice by accident."""

from tracker.domain.sorting import sort_key

ALIKE_FROM = 0.5
"""From this likeness on somebody should look whether the two are the same."""
_SAYS_LITTLE = frozenset(
    map(sort_key, ("ab", "aktiebolag", "hb", "if", "ik", "i", "och", "the", "of", "and", "för"))
)


def name_likeness(one: str, other: str) -> float:
    """How alike two names are: 1 is the same, 0 has nothing in common.

    The share of three-letter pieces that both have (Dice), without capitals, accents, and words
    that say little; where one name holds all words of the other, they are as good as the same.
    """
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return 0.0
    if mine <= theirs or theirs <= mine:
        return 1.0
    pieces, others = _pieces(mine), _pieces(theirs)
    return 2 * len(pieces & others) / (len(pieces) + len(others))


def _words(name: str) -> frozenset[str]:
    plain = "".join(sign if sign.isalnum() or sign in "{|}" else " " for sign in sort_key(name))
    words = frozenset(plain.split())
    return words - _SAYS_LITTLE or words


def _pieces(words: frozenset[str]) -> frozenset[str]:
    padded = [f" {word} " for word in words]
    return frozenset(word[at : at + 3] for word in padded for at in range(len(word) - 2))
