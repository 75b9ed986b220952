"""The board's lanes and the table's pages: totally ordered, so that nothing is shown twice or missed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from tests.clock import START
from tests.register import add_initiative, add_report, change_row, get_initiative
from tests.town import Town
from tracker.access.actors import ANONYMOUS, Actor
from tracker.domain.lifecycle import Condition, Lane, Phase
from tracker.domain.roles import ListCode
from tracker.domain.selection import Selection
from tracker.extensions import db
from tracker.queries import board
from tracker.queries.board import CARDS_PER_LANE, Cursor
from tracker.queries.cards import CardRow
from tracker.queries.orders import Order, Sort
from tracker.queries.reference import get_reference
from tracker.queries.register import get_state
from tracker.queries.selection import count_by_phase

TODAY = START.date()
pytestmark = pytest.mark.usefixtures("in_app")


def lanes(actor: Actor, selection: Selection | None = None) -> Mapping[Lane, Sequence[CardRow]]:
    db.session.rollback()
    chosen = selection or Selection()
    given: dict[str, Any] = {"reference": get_reference("sv"), "today": TODAY}
    counts = count_by_phase(chosen, actor, content_hash=get_state().content_hash, **given)
    return board.list_lanes(actor, chosen, counts=counts, **given)


def more(
    actor: Actor, lane: Lane, after: CardRow, selection: Selection | None = None
) -> Sequence[CardRow]:
    return board.list_lane(
        actor,
        selection or Selection(),
        lane=lane,
        after=Cursor(after.changed_at, after.id),
        reference=get_reference("sv"),
        today=TODAY,
    )


def table(
    actor: Actor, *, order: Order | None = None, page: int = 1, total: int | None = None
) -> list[str]:
    rows = board.list_table(
        actor,
        Selection(),
        order=order,
        page=page,
        with_entries=False,
        reference=get_reference("sv"),
        today=TODAY,
        total=total,
    )
    return [row.title for row in rows]


def titles(cards: Sequence[CardRow]) -> list[str]:
    return [card.title for card in cards]


def touch(public_id: uuid.UUID, minutes: int) -> None:
    change_row(get_initiative(public_id), changed_at=START + timedelta(minutes=minutes))


# Lanes ------------------------------------------------------------------------------------


def test_each_phase_lies_in_its_lane(town: Town) -> None:
    for phase in Phase:
        add_initiative(town.lea, phase.value, phase=phase)

    found = {lane: sorted(titles(cards)) for lane, cards in lanes(town.rut).items()}
    assert found == {
        Lane.IDEA: ["idea"],
        Lane.PLANNED: ["planned"],
        Lane.ONGOING: ["closing", "ongoing"],
        Lane.PAUSED: ["paused"],
        Lane.COMPLETED: ["cancelled", "completed"],
    }


def test_an_empty_register_has_its_five_empty_lanes(town: Town) -> None:
    assert lanes(town.rut) == {lane: [] for lane in Lane}


def test_a_lane_shows_the_latest_changed_first(town: Town) -> None:
    first, second, third = (add_initiative(town.lea, f"Insats {n}") for n in range(3))
    touch(first, 30)
    touch(third, 10)

    assert titles(lanes(town.rut)[Lane.PLANNED]) == ["Insats 0", "Insats 2", "Insats 1"]


@pytest.mark.parametrize("selection", [Selection(), Selection(q="insats")], ids=["all", "search"])
def test_a_lane_is_loaded_part_by_part_with_every_card_once(
    town: Town, selection: Selection
) -> None:
    for number in range(2 * CARDS_PER_LANE + 3):
        phase = Phase.ONGOING if number % 2 else Phase.CLOSING
        add_initiative(
            town.lea, f"Insats {number:02}", phase=phase, now=START + timedelta(minutes=number // 4)
        )

    seen = list(lanes(town.rut, selection)[Lane.ONGOING])
    assert len(seen) == CARDS_PER_LANE
    while part := more(town.rut, Lane.ONGOING, seen[-1], selection):
        assert len(part) <= CARDS_PER_LANE
        seen += part

    assert len(seen) == len(set(titles(seen))) == 2 * CARDS_PER_LANE + 3
    order = [(card.changed_at, card.id) for card in seen]
    assert order == sorted(order, reverse=True)


def test_a_card_changed_while_one_reads_is_not_shown_twice(town: Town) -> None:
    ids = [
        add_initiative(town.lea, f"Insats {n}", now=START + timedelta(minutes=n))
        for n in range(CARDS_PER_LANE + 2)
    ]
    seen = list(lanes(town.rut)[Lane.PLANNED])
    touch(ids[0], 500)

    part = more(town.rut, Lane.PLANNED, seen[-1])

    assert titles(part) == ["Insats 1"]


def test_the_next_cards_keep_to_what_one_may_see(town: Town) -> None:
    for number in range(CARDS_PER_LANE + 1):
        add_initiative(town.lea, f"Insats {number}", now=START + timedelta(minutes=number))
    add_initiative(town.lea, "Utkast", is_draft=True, now=START - timedelta(days=1))
    last = lanes(town.rut)[Lane.PLANNED][-1]

    assert titles(more(town.rut, Lane.PLANNED, last)) == ["Insats 0"]
    assert titles(more(town.lea, Lane.PLANNED, last)) == ["Insats 0", "Utkast"]
    assert more(ANONYMOUS, Lane.PLANNED, last) == []


def test_a_lane_keeps_to_the_selection(town: Town) -> None:
    add_initiative(town.lea, "Här", places=("hulta",))
    add_initiative(town.lea, "Där", places=("norrby",))

    assert titles(lanes(town.rut, Selection(place="hulta"))[Lane.PLANNED]) == ["Här"]


@pytest.mark.parametrize(
    "selection", [Selection(), Selection(q="insats"), Selection(place="hulta")]
)
def test_a_large_register_is_leafed_through_to_the_same_cards(
    town: Town, monkeypatch: pytest.MonkeyPatch, selection: Selection
) -> None:
    for number in range(CARDS_PER_LANE + 3):
        add_initiative(
            town.lea,
            f"Insats {number:02}",
            phase=Phase.ONGOING if number % 3 else Phase.CLOSING,
            places=("hulta",) if number % 2 else ("norrby",),
            now=START + timedelta(minutes=number),
        )
    gathered = lanes(town.rut, selection)
    rows = table(town.rut, total=CARDS_PER_LANE + 3)

    monkeypatch.setattr(board, "FEW", 0)

    assert lanes(town.rut, selection) == gathered
    assert table(town.rut, total=CARDS_PER_LANE + 3) == rows


# The table --------------------------------------------------------------------------------


def test_the_table_shows_the_latest_changed_first(town: Town) -> None:
    first = add_initiative(town.lea, "Först")
    add_initiative(town.lea, "Sedan", now=START + timedelta(minutes=1))

    assert table(town.rut) == ["Sedan", "Först"]
    touch(first, 30)
    assert table(town.rut) == ["Först", "Sedan"]


@pytest.mark.parametrize("total", [None, 4])
@pytest.mark.parametrize(
    ("sort", "ascending"),
    [
        (Sort.TITLE, ["Alfa", "Zeta", "Ängen", "Öppet"]),
        (Sort.START, ["Öppet", "Ängen", "Alfa", "Zeta"]),
        (Sort.END, ["Zeta", "Öppet", "Ängen", "Alfa"]),
        (Sort.REPORTED, ["Öppet", "Zeta", "Ängen", "Alfa"]),
        (Sort.CHANGED, ["Ängen", "Öppet", "Alfa", "Zeta"]),
    ],
)
def test_the_table_sorts_both_ways_with_the_unknown_last(
    town: Town, sort: Sort, ascending: list[str], total: int | None
) -> None:
    def add(title: str, minutes: int, **fields: Any) -> uuid.UUID:
        return add_initiative(town.lea, title, now=START + timedelta(minutes=minutes), **fields)

    add("Ängen", 0, start_on=date(2026, 2, 1))
    oppet = add("Öppet", 1, start_on=date(2026, 1, 1), end_on=date(2026, 12, 1))
    add("Alfa", 2, start_on=date(2026, 3, 1))
    zeta = add("Zeta", 3, start_on=date(2026, 4, 1), end_on=date(2026, 6, 1))
    if sort is Sort.REPORTED:
        add_report(town.lea, zeta, reported_on=date(2026, 2, 2))
        add_report(town.lea, oppet, reported_on=date(2026, 2, 1))

    assert table(town.rut, order=Order(sort, is_descending=False), total=total) == ascending
    descending = table(town.rut, order=Order(sort, is_descending=True), total=total)
    if sort in (Sort.END, Sort.REPORTED):
        known, unknown = ascending[:2], ascending[2:]
        assert descending == [*reversed(known), *reversed(unknown)]
    else:
        assert descending == ascending[::-1]


def test_organisations_are_sorted_as_swedes_expect(town: Town) -> None:
    add_initiative(town.stina, "Skolans")
    add_initiative(town.lea, "Kökets")
    add_initiative(town.pia, "Husets")

    order = Order(Sort.ORGANISATION, is_descending=False)
    assert table(town.rut, order=order) == ["Husets", "Kökets", "Skolans"]


@pytest.mark.parametrize("total", [None, 7])
@pytest.mark.parametrize("sort", [None, *Sort])
def test_pages_hold_every_row_once(
    town: Town, monkeypatch: pytest.MonkeyPatch, sort: Sort | None, total: int | None
) -> None:
    monkeypatch.setattr(board, "ROWS_PER_PAGE", 3)
    board._of_table.cache_clear()
    for number in range(7):
        add_initiative(town.lea, f"Insats {number}")
    order = Order(sort, is_descending=True) if sort else None

    pages = [table(town.rut, order=order, page=page, total=total) for page in (1, 2, 3, 4)]

    board._of_table.cache_clear()
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({title for page in pages for title in page}) == 7


# One card ---------------------------------------------------------------------------------


def card(actor: Actor, public_id: uuid.UUID, *, today: date = TODAY) -> CardRow | None:
    db.session.rollback()
    return board.find_card(actor, public_id, reference=get_reference("sv"), today=today)


def test_a_card_tells_how_it_stands(town: Town) -> None:
    public_id = add_initiative(
        town.lea, "Matlaget", phase=Phase.ONGOING, places=("hulta", "norrby"), budget_sek=1000
    )
    add_report(town.lea, public_id, condition=Condition.NEEDS_ATTENTION)

    found = card(town.rut, public_id)

    assert found is not None
    assert (found.title, found.organisation_name) == ("Matlaget", "Norrby kök")
    assert (found.phase, found.condition) == (Phase.ONGOING, Condition.NEEDS_ATTENTION)
    assert {place.code for place in found.places} == {"norrby", "hulta"}
    assert [area.code for area in found.goal_areas] == ["children_youth"]
    assert (found.days_silent, found.is_late, found.budget_sek) == (0, False, 1000)


def test_a_card_is_late_after_the_agreed_time(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)

    found = card(town.rut, public_id, today=TODAY + timedelta(days=61))

    assert found is not None
    assert (found.days_silent, found.is_late) == (61, True)


def test_a_card_that_one_may_not_see_is_not_found(town: Town) -> None:
    draft = add_initiative(town.lea, "Utkast", is_draft=True)

    assert card(town.mia, draft) is not None
    assert card(town.rut, draft) is None
    assert card(town.rut, uuid.uuid4()) is None


def test_entries_come_along_where_they_are_asked_for(town: Town) -> None:
    add_initiative(
        town.lea,
        "Matlaget",
        target_groups=("children", "families"),
        effort_types=("leisure_activity",),
    )
    given: dict[str, Any] = {"reference": get_reference("sv"), "today": TODAY}

    (full,) = board.list_all(town.rut, Selection(), limit=10, **given)
    (bare,) = board.list_table(
        town.rut, Selection(), order=None, page=1, with_entries=False, **given
    )

    assert {row.code for row in full.of_list(ListCode.TARGET_GROUP)} == {"children", "families"}
    assert [row.code for row in full.of_list(ListCode.EFFORT_TYPE)] == ["leisure_activity"]
    assert full.of_list(ListCode.FUNDING) == []
    assert bare.entries == ()


def test_an_export_takes_no_more_than_it_is_allowed(town: Town) -> None:
    for number in range(4):
        add_initiative(town.lea, f"Insats {number}")

    rows = board.list_all(
        town.rut, Selection(), limit=3, reference=get_reference("sv"), today=TODAY
    )

    assert len(rows) == 3
