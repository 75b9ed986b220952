"""How texts are compared: what is cleaned away, what counts as the same, what is near.

Cleaning keeps what a person typed; folding is for comparing only and never shown.
"""

import re
import unicodedata
from functools import lru_cache

from tracker.domain.export_columns import unguarded

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]"
)
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_ENDS = re.compile("_x000D_\n?|\r\n?|\x85|\u2028|\u2029|\x0b|\x0c")
_ESCAPED = re.compile("_x00(?:0[0-8BCEF]|1[0-9A-F])_")
_NOT_ALPHANUMERIC = re.compile(r"[^0-9a-z]+")
_SPECIAL = str.maketrans(
    {"ø": "o", "æ": "a", "ß": "ss", "đ": "d", "ł": "l", "þ": "th", "&": " och "}
)


def clean(text: str) -> str:
    """Give the text without control and invisible characters, with plain spaces and line ends.

    The apostrophe that our own export puts before =, +, - and @ (so that no spreadsheet takes
    the cell for a formula) is taken away again.
    """
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable() or "_x00" in text:
        text = _LINE_ENDS.sub("\n", text)
        text = _INVISIBLE.sub("", _ESCAPED.sub("", text))
        text = "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    text = text.strip()
    return unguarded(text).strip() if text.startswith("'") else text


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Give what two spellings of the same words share: no case, accents or punctuation."""
    if not text.isascii():
        lowered = text.lower().translate(_SPECIAL)
        text = "".join(
            c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c)
        )
    else:
        text = text.lower().replace("&", " och ")
    return _NOT_ALPHANUMERIC.sub(" ", text).strip()


def distance(a: str, b: str, *, most: int) -> int:
    """Count the slips (letter added, lost, changed, two swapped) between two words.

    Gives `most` + 1 as soon as there are more than `most`.
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before_last: list[int] = []
    last = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        row = [i]
        for j, right in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before_last, last = last, row
    return min(last[-1], most + 1)


def bigrams(folded: str) -> frozenset[str]:
    """Give the pairs of letters in a folded text, its ends marked."""
    padded = f"^{folded}$"
    return frozenset(padded[i : i + 2] for i in range(len(padded) - 1))


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Say how much two sets of bigrams share, from 0 to 1 (Dice)."""
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
