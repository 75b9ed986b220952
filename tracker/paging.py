"""Divides a list into pages, for `components/layout.html: pagination`."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request

LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in a list a page stands; rows are counted from 1, addresses are None at the ends."""

    number: int
    pages: int
    total: int
    first: int
    last: int
    previous_url: str | None
    next_url: str | None


def wanted_page() -> int:
    """The page that the address asks for, counted from 1; anything odd is the first."""
    number = request.args.get("page", default=1, type=int)
    return min(max(1, number), LAST_PAGE)


def paging(total: int, *, number: int, per_page: int, url: Callable[[int], str]) -> Paging:
    """Describe one page of a list; `url` gives the address of a page by its number."""
    pages = max(1, -(-total // per_page))
    first = (number - 1) * per_page + 1
    return Paging(
        number=number,
        pages=pages,
        total=total,
        first=min(first, total),
        last=min(first + per_page - 1, total),
        previous_url=url(min(number - 1, pages)) if number > 1 else None,
        next_url=url(number + 1) if number < pages else None,
    )
