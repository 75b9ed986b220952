"""A mention is a mark in the text, found by a whole name or by the beginning of one alone."""

from __future__ import annotations

from tracker.domain.conversations import COORDINATORS, Mentioned, pieces, with_marks, with_names

ANNA, ANNE = Mentioned(person_id=1), Mentioned(person_id=2)
CLUB = Mentioned(organisation_id=1)
NAMES = [
    ("Anna Berg", ANNA),
    ("Anna Bergman", ANNE),
    ("Norrby IF", CLUB),
    ("samordnarna", COORDINATORS),
]


def test_the_longest_name_counts_and_each_is_told_once() -> None:
    text, found = with_marks("Hej @anna bergman, @Anna Berg och @Anna Bergman!", NAMES)
    assert text == "Hej @[1], @[2] och @[1]!"
    assert found == [ANNE, ANNA]


def test_a_beginning_counts_where_one_alone_begins_so() -> None:
    text, found = with_marks("@norrby och @anna, @no, a@norrby.se", NAMES)
    assert text == "@[1] och @anna, @no, a@norrby.se"
    assert found == [CLUB]


def test_marks_are_read_back() -> None:
    assert pieces("@[1] hej @[22]") == [1, " hej ", 22]
    assert with_names("@[1] och @[2]", ["Norrby IF"]) == "@Norrby IF och @[2]"
