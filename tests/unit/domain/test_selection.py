"""The address is the state: a selection survives being bookmarked, mailed and mistyped."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

from tracker.domain.selection import (
    LONGEST_TEXT,
    MANY,
    MOST_DAYS,
    Selection,
    as_mapping,
)

FULL = Selection(
    q="läxhjälp",
    goal_area=("children_youth", "work_studies"),
    goal="BU1",
    place="norrby",
    working_group="meaningful_leisure",
    organisation="7c9e6679-7425-40de-944b-e07fc1f90ae7",
    kind="association",
    target_group="children",
    effort_type="homework_help",
    phase=("ongoing", "planned"),
    condition="needs_support",
    silent_days=60,
    mine=True,
)


def read(*pairs: tuple[str, str]) -> Selection:
    return Selection.from_arguments(MultiDict(pairs))


def test_a_selection_read_from_its_own_address_is_the_same() -> None:
    assert read(*FULL.to_arguments()) == FULL


def test_an_empty_address_chooses_everything() -> None:
    assert read() == Selection()
    assert Selection().is_everything
    assert Selection().to_arguments() == []


@pytest.mark.parametrize("name", Selection.names())
def test_each_filter_alone_survives_the_address(name: str) -> None:
    only = Selection(**{name: getattr(FULL, name)})

    assert read(*only.to_arguments()) == only
    assert not only.is_everything


@pytest.mark.parametrize("name", Selection.names())
def test_each_filter_can_be_taken_away(name: str) -> None:
    left = FULL.without(name)

    assert getattr(left, name) == getattr(Selection(), name)
    assert name not in dict(left.to_arguments())
    assert len(left.to_arguments()) < len(FULL.to_arguments())


def test_the_order_of_the_pairs_in_the_address_does_not_matter() -> None:
    assert read(*reversed(FULL.to_arguments())) == FULL


def test_the_same_selection_always_has_the_same_address() -> None:
    one = read(("goal_area", "b"), ("goal_area", "a"), ("goal_area", "b"))
    other = read(("goal_area", "a"), ("goal_area", "b"))

    assert urlencode(one.to_arguments()) == urlencode(other.to_arguments())


@pytest.mark.parametrize("text", ["", "  ", "\x00", "\n\t "])
def test_blank_filters_choose_everything(text: str) -> None:
    pairs = [(name, text) for name in Selection.names() if name != "mine"]

    assert read(*pairs) == Selection()


def test_blanks_around_words_and_nul_signs_are_taken_away() -> None:
    assert read(("q", "  läx\x00hjälp \n grupp ")).q == "läxhjälp grupp"


def test_a_very_long_search_is_cut_not_refused() -> None:
    assert len(read(("q", "a" * 10_000)).q) == LONGEST_TEXT


@pytest.mark.parametrize("text", ["-1", "1.5", "sixty", "٦٠", "1e3", "999999", "", "0x10", "²"])
def test_days_that_cannot_be_read_choose_everything(text: str) -> None:
    assert read(("silent_days", text)).silent_days is None


@pytest.mark.parametrize(
    ("text", "days"), [("0", 0), ("60", 60), ("0090", 90), ("99999", MOST_DAYS)]
)
def test_days_are_whole_and_at_most_ten_years(text: str, days: int) -> None:
    assert read(("silent_days", text)).silent_days == days


def test_no_days_and_no_silence_are_different_questions() -> None:
    assert not read(("silent_days", "0")).is_everything


def test_only_the_first_of_several_values_counts_where_one_is_wanted() -> None:
    assert read(("place", "norrby"), ("place", "hulta")).place == "norrby"


def test_many_values_are_kept_where_many_are_wanted() -> None:
    assert {"goal_area", "phase"} == MANY
    assert read(("phase", "idea"), ("phase", "planned")).phase == ("idea", "planned")


def test_many_values_may_also_come_as_one() -> None:
    assert read(("phase", "planned,idea, ")) == read(("phase", "idea"), ("phase", "planned"))


def test_names_that_nobody_knows_are_ignored() -> None:
    assert read(("utm_source", "mail"), ("sort", "title")) == Selection()


def test_swedish_letters_survive_the_address_as_browsers_write_it() -> None:
    address = iri_to_uri("/board?" + urlencode(Selection(q="åäö & +").to_arguments()))

    assert address == "/board?q=%C3%A5%C3%A4%C3%B6+%26+%2B"


def test_a_selection_can_be_kept_by_name() -> None:
    kept = as_mapping(FULL)

    assert set(kept) == set(Selection.names())
    assert Selection(**kept) == FULL  # type: ignore[arg-type]


def test_a_selection_can_be_the_key_of_what_is_kept() -> None:
    assert {FULL: 1}[read(*FULL.to_arguments())] == 1
