"""Where in a list a page stands."""

from __future__ import annotations

import pytest
from flask import Flask

from tracker.paging import LAST_PAGE, paging, wanted_page


def address(number: int) -> str:
    return f"/?page={number}"


def test_a_middle_page_says_what_it_shows_and_where_the_others_are() -> None:
    page = paging(101, number=2, per_page=50, url=address)

    assert (page.first, page.last, page.pages) == (51, 100, 3)
    assert (page.previous_url, page.next_url) == ("/?page=1", "/?page=3")


def test_the_last_page_ends_with_the_list() -> None:
    page = paging(101, number=3, per_page=50, url=address)

    assert (page.first, page.last, page.next_url) == (101, 101, None)


def test_an_empty_list_has_one_page_without_neighbours() -> None:
    page = paging(0, number=1, per_page=50, url=address)

    assert (page.first, page.last, page.pages) == (0, 0, 1)
    assert page.previous_url is None
    assert page.next_url is None


def test_a_page_beyond_the_end_leads_back_to_the_last() -> None:
    assert paging(101, number=99, per_page=50, url=address).previous_url == "/?page=3"


@pytest.mark.parametrize(
    ("query", "number"),
    [("", 1), ("page=7", 7), ("page=-3", 1), ("page=x", 1), (f"page={10**30}", LAST_PAGE)],
)
def test_an_odd_number_asks_for_a_page_that_can_be_counted(query: str, number: int) -> None:
    with Flask(__name__).test_request_context(f"/?{query}"):
        assert wanted_page() == number
