"""A slip of the keyboard leads to the word that was meant."""

from __future__ import annotations

import pytest

from tracker.domain.near_words import NearWords

WORDS = NearWords(
    {
        "läxhjälp": 40, "läxhjälpen": 5, "norrby": 90, "ungdomar": 70, "fotboll": 30, "mat": 50,
        "mattestuga": 9, "simskola": 12, "språkcafé": 20, "integration": 8, "information": 60,
        "barn": 80, "och": 400,
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("laxhjalp", "läxhjälp"),
        ("läxjälp", "läxhjälp"),
        ("läxhjläp", "läxhjälp"),
        ("norby", "norrby"),
        ("nrroby", "norrby"),
        ("ungdommar", "ungdomar"),
        ("fotbol", "fotboll"),
        ("simskla", "simskola"),
        ("sprakkafe", "språkcafé"),
        ("intgration", "integration"),
        ("mattes", "mattestuga"),
        ("nor", "norrby"),
    ],
)
def test_the_word_that_was_meant_comes_first(written: str, meant: str) -> None:
    assert [word for word, _far in WORDS.nearest(written, limit=1)] == [meant]


@pytest.mark.parametrize("written", ["xy", "qqqqqqq", "bil", "katamaran", "数学", "a" * 300])
def test_what_is_like_nothing_leads_nowhere(written: str) -> None:
    assert list(WORDS.nearest(written, limit=3)) == []


def test_no_words_lead_nowhere() -> None:
    assert list(NearWords({}).nearest("norby", limit=3)) == []
    assert "norrby" in WORDS
