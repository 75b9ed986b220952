"""What is an initiative about, in words that two writers need not share?

Reads the curated list in `data/touchpoint_subjects.json`: each subject has the words and phrases
it is known by. A word of a list stands alone and is met in every inflected form; `word*` is met
at the beginning of a word, `*word` at the end of a compound; a phrase is met as stems in sequence,
with small words such as "att" and "på" passed over. Words under `weak` say less and weigh half.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from tracker.domain.compounds import lexeme, parts
from tracker.domain.data_files import read_json

_TITLE = 2.0
_FIRST_SENTENCE = 1.3
_BODY = 1.0
_WEAK = 0.5
_REPEATED = 0.25
_MOST = 3.0
_LEAST_SECOND_WORD = 3
"""Two words read as one ("läx hjälp") must agree with so many letters of the second."""

_MOST_LETTERS = 64
_WORD = re.compile(r"[^\W_]+|[.!?:;]")
_ACCENTS = str.maketrans("éèêëáàüøæ", "eeeeaauöä", "\u00ad\u200b")
_CONJUNCTIONS = frozenset({"och", "eller", "samt"})
_SMALL = frozenset(
    """
    att sig dig oss mig er en ett den det de dem i på med av för till och eller samt sin sitt sina
    mitt min mina din ditt dina ert era vår vårt våra som är hos om the a an to of in for and with
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class _Hit:
    """A word of a list that was met: for which subject, where in the word, and how telling."""

    subject: str
    start: int
    end: int
    share: float


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Two words or more, and the subject they tell of."""

    subject: str
    words: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The whole list, laid out by the beginning, the end, the stem and the first of a phrase."""

    rows: dict[str, dict[str, str | list[str]]] = field(default_factory=dict)
    beginnings: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    endings: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    phrases: dict[str, list[_Phrase]] = field(default_factory=dict)


def subjects_of(title: str, description: str) -> dict[str, float]:
    """Return the codes of the subjects a text tells of, the weightiest first.

    Words of the title weigh most, then those of the first sentence; repetition adds a little, and
    no subject weighs more than three.
    """
    found: dict[str, list[float]] = {}
    for weight, words in _passages(title, description):
        for subject, share in _hits(words):
            found.setdefault(subject, []).append(weight * share)
    weights = {subject: _together(shares) for subject, shares in found.items()}
    return dict(sorted(weights.items(), key=lambda each: (-each[1], each[0])))


def codes() -> frozenset[str]:
    """Return the codes of all subjects."""
    return frozenset(_vocabulary().rows)


def groups_of(subject: str) -> tuple[str, ...]:
    """Return the families a subject belongs to; an unknown subject has none."""
    row = _vocabulary().rows.get(subject)
    return tuple(row["groups"]) if row else ()


def name_of(subject: str, language: str) -> str:
    """Return a subject's name, fit to stand in a sentence, in Swedish ("sv") or English."""
    row = _vocabulary().rows[subject]
    return str(row["sv" if language.startswith("sv") else "en"])


def _together(shares: list[float]) -> float:
    best = max(shares)
    return round(min(_MOST, best + _REPEATED * (sum(shares) - best)), 3)


def _passages(title: str, description: str) -> Iterator[tuple[float, list[str]]]:
    yield from ((_TITLE, sentence) for sentence in _sentences(title))
    for number, sentence in enumerate(_sentences(description)):
        yield (_BODY if number else _FIRST_SENTENCE), sentence


def _sentences(text: str) -> Iterator[list[str]]:
    """Yield the telling words of each sentence; "läx- och språkhjälp" also gives "läxhjälp"."""
    words: list[str] = []
    waiting = ""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_ACCENTS)
    for match in _WORD.finditer(folded):
        word = match[0][:_MOST_LETTERS]
        if not word[0].isalnum():
            if words:
                yield words
            words, waiting = [], ""
        elif folded[match.end() : match.end() + 2] == "- ":
            waiting = word
            words.append(word)
        elif word not in _SMALL:
            words.extend(_completed(waiting, word))
            words.append(word)
            waiting = ""
        elif word not in _CONJUNCTIONS:
            waiting = ""
    if words:
        yield words


def _completed(beginning: str, word: str) -> Iterator[str]:
    """Yield the one compound that the list knows, of those a hanging beginning may stand for."""
    for start in range(3, len(word) - 2) if beginning else ():
        whole = beginning + word[start:]
        if any(hit.end > len(beginning) + 2 for hit in _word_hits(whole)):
            yield whole
            return


def _hits(words: list[str]) -> Iterator[tuple[str, float]]:
    following = [*words[1:], ""]
    for place, (word, after) in enumerate(zip(words, following, strict=True)):
        yield from ((hit.subject, hit.share) for hit in _word_hits(word))
        if after:
            yield from _joined_hits(word, after)
        for phrase in _phrases_from(word):
            if _continues(phrase.words, words[place : place + len(phrase.words)]):
                yield phrase.subject, phrase.share


@lru_cache(maxsize=65536)
def _joined_hits(word: str, after: str) -> tuple[tuple[str, float], ...]:
    """Return what two words written apart tell of together: "läx hjälp"."""
    if len(word) + len(after) < 2 * _LEAST_SECOND_WORD or not (word + after).isalpha():
        return ()
    least = len(word) + _LEAST_SECOND_WORD
    hits = _word_hits(word + after)
    return tuple((hit.subject, hit.share) for hit in hits if hit.start == 0 and hit.end >= least)


@lru_cache(maxsize=65536)
def _word_hits(word: str) -> tuple[_Hit, ...]:
    """Return what one word tells of; a longer match hides a shorter one inside it."""
    listed = _vocabulary()
    size = len(word)
    hits = _listed(listed.stems.get(_stem(word), ()), 0, size)
    for end in range(2, size + 1):
        hits += _listed(listed.beginnings.get(word[:end], ()), 0, end)
    hits += _ending_hits(word)
    widest = [hit for hit in hits if not any(_hides(other, hit) for other in hits)]
    return tuple({hit.subject: hit for hit in sorted(widest, key=_by_share)}.values())


def _ending_hits(word: str) -> list[_Hit]:
    listed = _vocabulary().endings
    stem = _stem(word)
    found: list[_Hit] = []
    for start in range(2, len(stem) - 2):
        found += _listed(listed.get(stem[start:], ()), start, len(word))
    last = parts(word)[-1] if word.isalpha() else ""
    if not found and last != stem:
        found += _listed(listed.get(last, ()), max(1, len(word) - len(last)), len(word))
    return found


def _listed(entries: Iterable[tuple[str, float]], start: int, end: int) -> list[_Hit]:
    return [_Hit(subject, start, end, share) for subject, share in entries]


def _by_share(hit: _Hit) -> float:
    return hit.share


def _hides(other: _Hit, hit: _Hit) -> bool:
    is_inside = other.start <= hit.start and hit.end <= other.end
    is_shorter = hit.end - hit.start < other.end - other.start
    return is_inside and is_shorter and (hit.start > 0 or hit.share < other.share)


@lru_cache(maxsize=65536)
def _phrases_from(word: str) -> tuple[_Phrase, ...]:
    phrases = _vocabulary().phrases
    found = list(phrases.get(_stem(word), ()))
    for end in range(2, len(word) + 1):
        found += phrases.get(word[:end] + "*", ())
    return tuple(found)


def _continues(asked: tuple[str, ...], words: list[str]) -> bool:
    """Say whether the words after the first are those of a phrase."""
    return len(words) == len(asked) and all(
        _is_word(ask, word) for ask, word in zip(asked[1:], words[1:], strict=True)
    )


def _is_word(ask: str, word: str) -> bool:
    return word.startswith(ask[:-1]) if ask.endswith("*") else _stem(word) == ask


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return lexeme(word)


@cache
def _vocabulary() -> _Vocabulary:
    listed = _Vocabulary()
    for row in read_json("touchpoint_subjects.json"):
        listed.rows[row["code"]] = row
        for words, share in ((row["words"], 1.0), (row["weak"], _WEAK)):
            for entry in words:
                _add(listed, entry.casefold().translate(_ACCENTS), (row["code"], share))
    return listed


def _add(listed: _Vocabulary, entry: str, told: tuple[str, float]) -> None:
    words = tuple(
        word if word.endswith("*") else _stem(word)
        for word in entry.split()
        if word.rstrip("*") not in _SMALL
    )
    if len(words) > 1:
        phrase = _Phrase(told[0], words, told[1])
        listed.phrases.setdefault(words[0], []).append(phrase)
    elif entry.startswith("*"):
        listed.endings.setdefault(_stem(entry[1:]), []).append(told)
    elif words[0].endswith("*"):
        listed.beginnings.setdefault(words[0][:-1], []).append(told)
    else:
        listed.stems.setdefault(words[0], []).append(told)
