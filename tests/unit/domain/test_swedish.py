"""What a question finds: a table of pairs, and the same table through SQLite's FTS5."""

import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.domain import compounds
from tracker.domain.swedish import (
    MOST_QUERY_TERMS,
    index_terms,
    matches,
    query_terms,
    telling_terms,
)

PAIRS_FILE = Path(__file__).with_name("search_pairs.txt")


def read_pairs() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what must be found, and what must not."""
    text = PAIRS_FILE.read_text(encoding="utf-8")
    found, left = text.replace("\\u0308", "\u0308").replace("\\u00ad", "\xad").split("\n\n")
    return pairs(found), pairs(left)


def pairs(block: str) -> list[tuple[str, str]]:
    lines = [line.partition("|") for line in block.strip().splitlines()[1:]]
    return [(query.strip(), text.strip()) for query, _, text in lines]


FINDS, FINDS_NOT = read_pairs()


@pytest.mark.parametrize(("query", "text"), FINDS)
def test_a_question_finds_its_text(query: str, text: str) -> None:
    assert matches(query, text), (query_terms(query), index_terms(text))


@pytest.mark.parametrize(("query", "text"), FINDS_NOT)
def test_a_question_leaves_other_texts_alone(query: str, text: str) -> None:
    assert not matches(query, text), (query_terms(query), index_terms(text))


@pytest.fixture
def search() -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(":memory:")
    options = 'tokenize = "unicode61 remove_diacritics 0"'
    database.execute(f"CREATE VIRTUAL TABLE texts USING fts5(terms, {options})")
    yield database
    database.close()


def is_found(database: sqlite3.Connection, query: str, text: str) -> bool:
    database.execute("DELETE FROM texts")
    database.execute("INSERT INTO texts VALUES (?)", (index_terms(text),))
    asked = " ".join(f"{term}*" for term in query_terms(query))
    found = database.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (asked,))
    return bool(found.fetchone()[0])


def test_sqlite_finds_what_the_rule_finds(search: sqlite3.Connection) -> None:
    for query, text in FINDS + FINDS_NOT:
        assert is_found(search, query, text) == matches(query, text), (query, text)


HOSTILE = [
    '"', "'", "*", "läx*", "NEAR(a b)", 'NEAR("läxa" "hjälp", 5)', "a AND b OR NOT c", "terms:x",
    "^läxa", "-läxa", "+läxa", "(läxa", "läxa)", "\x00", "lä\x00xa", "🙂", "👩‍👩‍👧", "\ud800läxa",
    "&", "|", "!läxa", "läxa:*", "<->", "'; DROP TABLE texts; --", "\\", "%", "_", "a_b", "½", "²",
    "①", "ﬁ", "ß", "İ", "Ǆ", "\u0301", "नमस्ते", "مدرسة", "学校", "школа", "Ω", "l" * 10_000,
    "läxa " * 2_000, "-" * 10_000, "1 " * 5_000, "barn- " * 2_000, "o" * 64 + "x", "NOT", "AND OR",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_question_gives_safe_terms(search: sqlite3.Connection, text: str) -> None:
    terms = query_terms(text)
    assert len(terms) <= MOST_QUERY_TERMS
    assert all(term.isalnum() and term == term.casefold() for term in terms)
    assert all(term.isalnum() for term in index_terms(text).split())
    if terms:
        assert is_found(search, text, text)


@pytest.mark.parametrize("text", ["", " ", "\x00", "🙂", "-", "_", '"*()'])
def test_a_question_without_words_asks_for_nothing(text: str) -> None:
    assert query_terms(text) == ()
    assert not matches(text, "läxhjälp")


def test_a_question_has_at_most_twelve_terms_and_none_twice() -> None:
    assert query_terms("barn barnet barnen") == ("barn",)
    assert len(query_terms(" ".join(f"ord{number}" for number in range(40)))) == MOST_QUERY_TERMS


def test_stop_words_count_only_when_alone() -> None:
    assert query_terms("hjälp för de unga") == query_terms("hjälp unga")
    assert query_terms("för de") != ()


def test_the_terms_of_a_text_are_the_same_every_time() -> None:
    text = "Barn-, ungdoms- och familjegrupper med läxhjälp på Norrbyskolan 2025"
    first = index_terms(text)
    compounds.parts.cache_clear()
    assert index_terms(text) == first


def test_threads_do_not_disturb_each_other() -> None:
    words = sorted({word for _, text in FINDS for word in re.findall(r"\w+", text)})
    expected = {word: compounds.parts(word) for word in words}
    compounds.parts.cache_clear()
    seen: list[bool] = []

    def read() -> None:
        seen.append({word: compounds.parts.__wrapped__(word) for word in words} == expected)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 8


def test_a_long_word_is_read_quickly() -> None:
    start = time.process_time()
    for number in range(20):
        index_terms("barnungdomsföräldragrupphjälp" * 40 + str(number))
        index_terms("barnungdomsföräldragruppshjälps" * 2 + "abcdefghijklmn"[number % 10 :])
    assert time.process_time() - start < 1


def test_no_field_word_is_listed_twice() -> None:
    lines = compounds._WORDS_FILE.read_text(encoding="utf-8").splitlines()
    entries = [entry for line in lines for entry in line.split("#")[0].split()]
    bases = [re.split("[/~!=]", entry)[0] for entry in entries]
    assert len(bases) == len(set(bases))
    assert len(bases) > 400


def test_small_words_tell_nothing() -> None:
    assert (
        telling_terms("Vi läser på biblioteket med barn")
        == index_terms("läser biblioteket barn").split()
    )
    assert telling_terms("och att som") == []
