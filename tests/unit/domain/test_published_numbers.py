"""No small figure can be found out from what is published, whatever else is known."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise, product
from random import Random

import pytest

from tests.figures import Figures
from tracker.domain.measures import Counting, of_year
from tracker.domain.published_numbers import published_day, shown_parts
from tracker.domain.small_numbers import FEWEST_COUNTED, sum_of_told, told

TRIES = 3000
ADDED = (Counting.EACH_TIME, Counting.SINCE_JANUARY)


def drawn(seed: str, *, most_cells: int = 6) -> list[list[int]]:
    """Lists of figures, small ones as often as large ones; the same each time."""
    chance = Random(seed)
    return [
        [chance.choice((chance.randrange(8), chance.randrange(400))) for _ in range(cells)]
        for cells in (chance.randint(2, most_cells) for _ in range(TRIES))
    ]


DIVIDED = [numbers for numbers in drawn("parts") if sum(numbers) >= FEWEST_COUNTED]


def publication(numbers: tuple[int, ...]) -> tuple[int, tuple[int | None, ...]]:
    """What is published of a total and its parts."""
    return sum(numbers), tuple(shown_parts(dict(enumerate(numbers))).values())


def year(counting: Counting, numbers: dict[date, int]) -> int | None:
    """What is published of a year."""
    day = published_day(counting, numbers)
    if day is None:
        return None
    until = {each: number for each, number in numbers.items() if each <= day}
    number = of_year(counting, until, day.year)
    return told(number)


@pytest.mark.parametrize("cells", [2, 3, 4])
def test_every_held_back_part_may_be_small_or_not(cells: int, figures: Figures) -> None:
    most = {2: 60, 3: 30, 4: 16}[cells]
    worlds: dict[tuple[int, tuple[int | None, ...]], list[tuple[int, ...]]] = defaultdict(list)
    for numbers in product(range(most), repeat=cells):
        if FEWEST_COUNTED <= sum(numbers) < most:
            worlds[publication(numbers)].append(numbers)
    tried = found_out = 0
    for (_total, parts), possible in worlds.items():
        for cell, part in enumerate(parts):
            if part is None:
                tried += 1
                could_be = {numbers[cell] for numbers in possible}
                is_told = min(could_be) >= FEWEST_COUNTED or max(could_be) < FEWEST_COUNTED
                found_out += len(could_be) == 1 or is_told

    figures.add("parts held back whose size was sought", value=tried)
    figures.add("parts held back that can be found out", value=found_out)
    assert found_out == 0


def test_no_published_part_is_small_and_a_small_one_is_never_alone() -> None:
    for numbers in DIVIDED:
        parts = shown_parts(dict(enumerate(numbers)))
        held_back = [name for name, number in parts.items() if number is None]

        assert all(number is None or number >= FEWEST_COUNTED for number in parts.values())
        assert {name for name, number in enumerate(numbers) if number < FEWEST_COUNTED} <= set(
            held_back
        )
        assert len(held_back) != 1


def test_what_is_held_back_can_change_places_and_nobody_sees_it() -> None:
    for numbers in DIVIDED:
        parts = shown_parts(dict(enumerate(numbers)))
        places = [name for name, number in parts.items() if number is None]
        turned = list(numbers)
        for place, other in zip(places, [*places[1:], *places[:1]], strict=True):
            turned[place] = numbers[other]

        assert publication(tuple(turned)) == publication(tuple(numbers))


@pytest.mark.parametrize("counting", ADDED)
def test_the_step_from_one_publication_to_the_next_is_no_small_figure(counting: Counting) -> None:
    days = [date(2026, 1, 1) + timedelta(days=7 * week) for week in range(20)]
    for each in drawn("steps", most_cells=20):
        told = [sum(each[: at + 1]) for at in range(len(each))] if counting is ADDED[1] else each
        published = [
            year(counting, dict(zip(days[:count], told, strict=False))) or 0
            for count in range(len(told) + 1)
        ]
        steps = [after - before for before, after in pairwise(published)]

        assert all(step == 0 or step >= FEWEST_COUNTED for step in steps)


def test_a_sum_of_published_figures_tells_nothing_of_the_others() -> None:
    for numbers in drawn("sums", most_cells=12):
        for other in range(FEWEST_COUNTED):
            changed = [other if number < FEWEST_COUNTED else number for number in numbers]
            assert total(changed) == total(numbers)


def total(figures: list[int]) -> int:
    """A sum as it is published."""
    return sum_of_told(figures) or 0


def test_a_level_is_published_as_it_stands() -> None:
    told = {date(2026, 3, 1): 20, date(2026, 5, 1): 22}
    assert year(Counting.AS_IT_STANDS, told) == 22
    assert year(Counting.AS_IT_STANDS, {date(2026, 3, 1): 4}) is None
