"""Which words does a Swedish text answer to, and which words does a question ask for?

Both databases search by the beginning of a word: a text is found when every term of the question
begins one of the text's terms. The rules that make "läxhjälp" find "barn- och läxhjälpsgrupp" are
here, once for both engines; tables, ranking and limits are left to `queries/search.py`.

A term is small letters and digits alone. Terms of a text end in "0", so that a question can ask
for a whole word ("mat0" never begins "matematik0"); terms with digits stand between two "z".
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from tracker.domain.compounds import BOUND, is_field_word, is_strict, opens_compounds, parts

MOST_QUERY_TERMS = 12
"""A question's further words are ignored."""

_MOST_LETTERS = 64
_MOST_WORDS_READ = 200
_WHOLE = "0"

_WORDS = re.compile(r"([^\W_]+)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_HYPHENS = re.compile("[\u2010-\u2015\u2212]")
_FOREIGN = re.compile(r"[^\x00-\x7fåäö]")
_CONJUNCTIONS = frozenset({"och", "eller", "samt", "and", "or", "respektive", "plus"})
_STOP_WORDS = frozenset(
    """
    alla allt än andra annan annat att av bara bland bli blir blev bör då dan de del deltar dem den
    denna deras dess dessa det detta dig din dina dit ditt där därför efter egen ej eller en enligt
    er era ert ett få får för från fram genom ger gör göra ha hade han här hans har hos hon hur i
    icke in ingen inget inom inte ju kan kom kommer kunde kunna man med medan mellan mer mera mig
    min mina mitt mot mycket nej någon något några när ni nog nu och också om oss på per samma samt
    sedan ser sig sin sina sitt själv ska skall skulle som så till tills under upp ur ut utan vad
    vår våra vårt var vara varit varje vart vem vi via vid vidare vilka vilken vilket vill åt är
    även över a an and are as at by for from in is it of on or the this to was with
    """.split()  # noqa: SIM905
)


def index_terms(text: str) -> str:
    """Return the terms a text is found by, separated by spaces, in the order of the text."""
    pieces = _WORDS.split(_folded(text))
    words = [word[:_MOST_LETTERS] for word in pieces[1::2]]
    terms: list[str] = []
    waiting: list[str] = []
    previous = ""
    for word, gap, gap_after in zip(words, pieces[:-1:2], pieces[2::2], strict=True):
        terms.append(_line_of_terms(word))
        if _may_be_one_word(previous, gap, word):
            terms.append(_whole(_lexemes(previous) + _lexemes(word)))
        if gap_after.startswith("-") and len(gap_after) > 1:
            waiting.append(word)
        elif waiting and word not in _CONJUNCTIONS:
            terms.extend(_completed(waiting, word))
            waiting = []
        previous = word
    return " ".join(terms)


def telling_terms(text: str) -> list[str]:
    """Return the terms of a text that are none of the small words every text holds."""
    small = _small_terms()
    return [term for term in index_terms(text).split() if term not in small]


@cache
def _small_terms() -> frozenset[str]:
    return frozenset(index_terms(" ".join(sorted(_STOP_WORDS))).split())


def query_terms(text: str) -> tuple[str, ...]:
    """Return the terms of a question, each to be searched as the beginning of a term.

    A text answers when every term begins one of its own. Stop words and single letters count
    only when there is nothing else; at most `MOST_QUERY_TERMS` are returned, none twice. An
    empty result means that the question names no word at all.
    """
    found = (match[0][:_MOST_LETTERS] for match in _WORDS.finditer(_folded(text)))
    words = list(islice(found, _MOST_WORDS_READ))
    telling = [word for word in words if word not in _STOP_WORDS and not _is_letter(word)]
    terms = dict.fromkeys(_query_term(word) for word in telling or words)
    return tuple(islice(terms, MOST_QUERY_TERMS))


def matches(query: str, text: str) -> bool:
    """Say whether a text answers a question, by the rule that both databases follow.

    A question without words answers nothing.
    """
    indexed = index_terms(text).split()
    asked = query_terms(query)
    return bool(asked) and all(any(term.startswith(ask) for term in indexed) for ask in asked)


def _folded(text: str) -> str:
    """Return small letters without accents, but for å, ä and ö, which are letters of their own."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", folded)).casefold()
    return _FOREIGN.sub(lambda match: _without_accent(match[0]), _HYPHENS.sub("-", folded))


@lru_cache(maxsize=1024)
def _without_accent(sign: str) -> str:
    match sign:
        case "æ":
            return "ä"
        case "ø":
            return "ö"
        case _:
            signs = unicodedata.normalize("NFD", sign)
            return "".join(each for each in signs if unicodedata.category(each) != "Mn")


@lru_cache(maxsize=65536)
def _line_of_terms(word: str) -> str:
    """Return the terms of one word: the whole, every end of a compound, and its short parts."""
    if not word.isalpha():
        return _with_digits(word)
    found = parts(word)
    terms = {_whole(found[start:]): None for start in range(len(found))}
    for last, part in enumerate(found[:-1]):
        if is_strict(part):
            terms |= {_whole(found[start : last + 1]): None for start in range(last + 1)}
    if len(found) > 1:
        terms[word + _WHOLE] = None
    return " ".join(terms)


def _query_term(word: str) -> str:
    if not word.isalpha():
        return _with_digits(word)
    found = parts(word)
    asked = _whole(found)
    return asked if is_strict(found[-1]) else asked.removesuffix(_WHOLE)


def _with_digits(word: str) -> str:
    return f"z{word}z"


def _whole(lexemes: tuple[str, ...]) -> str:
    return "".join(lexemes).replace(BOUND, "") + _WHOLE


def _lexemes(word: str) -> tuple[str, ...]:
    return parts(word) if word.isalpha() else (word,)


def _may_be_one_word(previous: str, gap: str, word: str) -> bool:
    """Say whether two words may be one written apart, as "läx hjälp" or "läx-hjälp"."""
    if gap == "-":
        return previous.isalpha() and word.isalpha()
    return gap == " " and opens_compounds(previous) and is_field_word(word)


def _completed(waiting: list[str], word: str) -> Iterator[str]:
    """Yield "barngrupp" for "barn-" in "barn- och ungdomsgrupp"."""
    found = _lexemes(word)
    for beginning in waiting:
        for start in range(1, len(found)):
            yield _whole((*_lexemes(beginning), *found[start:]))


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha()
