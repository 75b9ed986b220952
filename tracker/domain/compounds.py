"""What is a Swedish word's stem, and which words is it put together of?

Works from Snowball's Swedish stems and the field's own words in `field_words.txt`; the search's
rules for texts and questions are left to `swedish.py`.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import Stemmer

_WORDS_FILE = Path(__file__).with_name("field_words.txt")
_ENDINGS = ("n", "en", "et", "t", "er", "r", "ar", "erna", "arna", "na")
_OVERCUT = ("ens", "or")
"""Snowball cuts these as if they were endings ("demens", "mentor"): such words stay whole."""

_SHORT = 3
BOUND = "-"
"""Marks a first part that says nothing alone, as "-för" in "förskola"."""

_LEAST_UNKNOWN_HEAD = 3
_LEAST_UNKNOWN_TAIL = 4
_LEAST_LOOSE_PART = 4
"""A known part beside an unknown one must have so many letters: "mat" is no part of "tomat"."""

_VOWEL = re.compile("[aeiouyåäö]")
_TAIL_ONSET = re.compile(
    r"[aeiouyåäö]|[bcdfghjklmnpqrstvwxz][aeiouyåäö]"
    r"|(?:bl|br|bj|dr|dv|fl|fr|fj|gl|gr|gn|hj|kl|kr|kn|kv|lj|mj|nj|pl|pr|pj|sk|sl|sm|sn|sp|st|sv|sj"
    r"|tj|tr|tv|vr|sch|ch|ph|th)"
)
_DEFINITE = re.compile(r"(?<!m)ans?$|ets?$")
_NO_HEAD = frozenset(
    {"upp", "till", "från", "över", "genom", "bort", "fram", "med", "mot", "kring"}
)
_TAKES_S = (
    "ing",
    "het",
    "dom",
    "skap",
    "ion",
    "tet",
    "nad",
    "else",
    "arbet",
    "möt",
    "dag",
    "kväll",
)
_DERIVATION = re.compile(
    r"(?:er)?(?:ing|ning|ling)(?:en|s|ens|ar|arna|arnas)?$|e[rn]?s?$|[ae]?nde|are|het|lig|sam|isk"
    r"|is[mt]|itet|ion|ation|dom|skap|bar|lös|mässig|ell|iv|an?t(?:er)?$|ent|eri|inna|or(?:na)?s?$"
    r"|ast|else|iser|ut[eö]|nads?|(?:[ei]?e?r|ier)(?:a|ad|ade|ar|at|ats|as)$|s?vis|ater|al(?:en|er|erna|s)?$"
)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The field's words: which form is which word, and what may stand first in a compound."""

    stems: dict[str, str] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    joints: dict[str, str] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    strict: set[str] = field(default_factory=set)


class _Local(threading.local):
    """One stemmer a thread: Snowball's own state is not safe to share."""

    def __init__(self) -> None:
        self.stem_word = Stemmer.Stemmer("swedish").stemWord


_local = _Local()


def lexeme(word: str) -> str:
    """Return what all inflected forms of a folded word have in common, for the search only."""
    lexicon = _LEXICON
    if known := _known_form(word):
        return known
    stem = _stem(word)
    return lexicon.stems.get(stem) or lexicon.joints.get(word) or stem


def is_strict(one: str) -> bool:
    """Say whether a lexeme must be searched whole, lest it match the beginning of others."""
    return len(one) <= _SHORT or one in _LEXICON.strict


def opens_compounds(word: str) -> bool:
    """Say whether a folded word, as it is written, can be the first part of a compound."""
    return word in _LEXICON.joints


def is_field_word(word: str) -> bool:
    """Say whether a folded word is one of the field's, in any form."""
    return _known_form(word) is not None or _stem(word) in _LEXICON.stems


@lru_cache(maxsize=65536)
def parts(word: str) -> tuple[str, ...]:
    """Split a folded word into the lexemes of its parts; a simple word gives one.

    First parts that say nothing alone ("för" in "förskola") begin with `BOUND`.
    """
    if len(word) < 2 * _SHORT or is_field_word(word):
        return (lexeme(word),)
    if known := _known_parts(word):
        return known
    if opened := _known_head(word):
        head, rest = opened
        return (*head, *(_known_tail(rest) or (lexeme(rest),)))
    return _known_tail(word) or (lexeme(word),)


@lru_cache(maxsize=16384)
def _known_parts(word: str) -> tuple[str, ...] | None:
    """Split a word of which every part is known, into as few parts as can be."""
    if is_field_word(word):
        return (lexeme(word),)
    best: tuple[str, ...] | None = None
    for first, rest in _openings(word):
        if first.startswith(BOUND) and len(rest) < _LEAST_LOOSE_PART:
            continue
        tail = _known_parts(rest) or _known_after_double(word, rest)
        if tail and (best is None or len(tail) + 1 < len(best)):
            best = (first, *tail)
    return best


def _openings(word: str) -> Iterator[tuple[str, str]]:
    """Yield each first part and what follows, the longest first."""
    lexicon = _LEXICON
    for end in range(len(word) - _SHORT, 1, -1):
        head, rest = word[:end], word[end:]
        if one := lexicon.joints.get(head):
            yield one, rest
        elif head in lexicon.bound:
            yield BOUND + head, rest


@lru_cache(maxsize=16384)
def _known_head(word: str) -> tuple[tuple[str, ...], str] | None:
    """Take known parts off the front as long as what remains can be a word."""
    for first, rest in _openings(word):
        deeper = _known_head(rest)
        if deeper and not is_strict(first):
            return (first, *deeper[0]), deeper[1]
        is_loose = not (first.startswith(BOUND) or is_strict(first))
        if is_loose and _can_be_a_word(rest) and not _is_cut_wrongly(word, rest):
            return (first,), rest
    return None


def _known_after_double(word: str, rest: str) -> tuple[str, ...] | None:
    """Split what follows a double letter that is written once: "buss" + "station"."""
    last, before = word[-len(rest) - 1], word[-len(rest) - 2]
    return _known_parts(last + rest) if last == before else None


def _known_tail(word: str) -> tuple[str, ...] | None:
    """Find the simplest known end after an unknown beginning ("norrby" + "skolan")."""
    best: tuple[str, ...] | None = None
    for start in range(_LEAST_UNKNOWN_HEAD, len(word) - _LEAST_LOOSE_PART + 1):
        head = word[:start]
        tail = _known_parts(word[start:]) if _VOWEL.search(head) and head not in _NO_HEAD else None
        if not tail or tail[0].startswith(BOUND) or is_strict(tail[0]):
            continue
        if best is None or len(tail) + 1 < len(best):
            best = (lexeme(head), *tail)
    return best


def _is_cut_wrongly(word: str, rest: str) -> bool:
    """Say whether a joint went to the wrong side: "barns-kötare", "förskol-ekö"."""
    head = word[: len(word) - len(rest)]
    if head + rest[0] in _LEXICON.joints and rest[0] in "eou":
        return True
    unjoined = head.removesuffix("s")
    if unjoined == head or unjoined not in _LEXICON.joints or rest[0] not in "kptlmnvj":
        return False
    return not unjoined.endswith(_TAKES_S)


def _can_be_a_word(rest: str) -> bool:
    return (
        len(rest) >= _LEAST_UNKNOWN_TAIL
        and _TAIL_ONSET.match(rest) is not None
        and _VOWEL.search(rest) is not None
        and _DERIVATION.match(rest) is None
    )


def _known_form(word: str) -> str | None:
    return _LEXICON.forms.get(word) or _LEXICON.forms.get(word.removesuffix("s"))


def _stem(word: str) -> str:
    """Return Snowball's stem, with the definite forms it leaves ("skolan", "kaféet") cut too."""
    stem: str = _local.stem_word(word)
    is_definite = _DEFINITE.search(word) is not None and stem.endswith(("an", "et"))
    if is_definite and len(stem) > _SHORT + 2:
        return stem[:-2]
    return stem


def _read_lexicon(text: str) -> _Lexicon:
    lexicon = _Lexicon()
    entries = [line.split("#")[0].split() for line in text.splitlines()]
    for entry in (entry for line in entries for entry in line):
        _add_entry(lexicon, entry)
    return lexicon


def _add_entry(lexicon: _Lexicon, entry: str) -> None:
    written, *extra_joints = entry.translate(_ACCENTS).split("~")
    marked, *forms = written.split("/")
    base = marked.rstrip("!=")
    if base.endswith("-"):
        lexicon.bound.add(base[:-1])
        return
    is_whole = "=" in marked or base.endswith(_OVERCUT)
    one = base if is_whole else lexicon.stems.setdefault(_stem(base), _stem(base))
    if "!" in marked:
        lexicon.strict.add(one)
    for form in (base, *forms):
        lexicon.forms[form] = one
    for form in forms:
        if len(form) > _SHORT + 1 and not is_whole:
            lexicon.stems.setdefault(_stem(form), one)
    for ending in _ENDINGS:
        lexicon.forms.setdefault(base + ending, one)
    for joint in (*_joints(base), *extra_joints):
        lexicon.joints.setdefault(joint, one)


def _joints(base: str) -> Iterator[str]:
    yield base
    if not base.endswith("s"):
        yield base + "s"
    if len(base) > _SHORT and base.endswith("a"):
        yield from (base[:-1], *(base[:-1] + vowel for vowel in "eou"))
    if len(base) > _SHORT and base.endswith("e"):
        yield from (base[:-1], base[:-1] + "s")


_ACCENTS = str.maketrans("éèêü", "eeeu")
_LEXICON = _read_lexicon(_WORDS_FILE.read_text(encoding="utf-8"))
