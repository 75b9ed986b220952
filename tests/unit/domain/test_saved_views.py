"""An address becomes a view that can be kept, and ids are packed small."""

from __future__ import annotations

import pytest

from tracker.domain.saved_views import LONGEST_QUERY, ViewKind, pack_ids, read_address, unpack_ids


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/board", "/board"),
        ("/board?q=&goal=&place=norrby&goal_area=b&goal_area=a", "/board?goal_area=a&goal_area=b&place=norrby"),
        ("/table?place=norrby&sort=-title&page=3&column=phase", "/table?place=norrby&sort=-title&column=phase"),
        ("/timeline?zoom=quarter&q=l%C3%A4xhj%C3%A4lp", "/timeline?q=l%C3%A4xhj%C3%A4lp&zoom=quarter"),
    ],
)  # fmt: skip
def test_a_view_is_kept_without_what_says_nothing(address: str, kept: str) -> None:
    view = read_address(address)

    assert view is not None
    assert view.path == kept
    assert read_address(view.path) == view


@pytest.mark.parametrize(
    "address",
    ["", "/", "/account", "//evil.example/board", "https://evil.example/board", "board/x",
     f"/table?column={'x' * LONGEST_QUERY}"],
)  # fmt: skip
def test_what_shows_no_view_is_not_kept(address: str) -> None:
    assert read_address(address) is None


def test_a_view_gives_its_selection_back() -> None:
    view = read_address("/map?place=norrby&mine=1&x=y")

    assert view is not None
    assert view.kind is ViewKind.MAP
    assert (view.selection.place, view.selection.mine) == ("norrby", True)


@pytest.mark.parametrize("ids", [set(), {1}, {7, 3, 20_000_000}, set(range(5, 20_005))])
def test_packed_ids_come_back(ids: set[int]) -> None:
    packed = pack_ids(ids)

    assert unpack_ids(packed) == ids
    assert len(packed) < 200
