"""A card says in words how an initiative stands, and leads where its reader may go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from tests.clock import START
from tests.register import add_initiative, add_report
from tests.town import Town
from tracker.cards import Card, CardMaker, freshness
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.selection import Selection
from tracker.queries import board
from tracker.queries.cards import CardRow
from tracker.queries.reference import get_reference


@pytest.fixture
def request_in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        yield


pytestmark = [pytest.mark.once, pytest.mark.usefixtures("request_in_english")]


def only_card(town: Town, **maker: object) -> Card:
    (row,) = board.list_all(
        town.rut, Selection(), limit=5, reference=get_reference("en"), today=START.date()
    )
    return CardMaker(url_endpoint="initiatives.show", **maker).make(row)  # type: ignore[arg-type]


def test_a_card_has_words_beside_every_code(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)
    add_report(town.lea, public_id, condition=Condition.NEEDS_SUPPORT)

    card = only_card(town)

    assert (card.title, card.organisation_name) == ("Matlaget", "Norrby kök")
    assert (card.phase, card.phase_label) == ("ongoing", "Ongoing")
    assert (card.condition, card.condition_label) == ("needs_support", "Needs support")
    assert card.url == f"/initiatives/{public_id}"
    assert (card.freshness, card.reported) == ("Report today", "today")


def test_a_card_that_nobody_may_move_has_no_way_to(town: Town) -> None:
    add_initiative(town.lea, "Matlaget")

    assert only_card(town).move_url is None
    assert only_card(town, move_endpoint="board.move", may_move=lambda _row: False).move_url is None


def test_who_may_move_is_asked_once_an_organisation(town: Town) -> None:
    for number in range(3):
        add_initiative(town.lea, f"Insats {number}")
    asked: list[CardRow] = []

    def may_move(row: CardRow) -> bool:
        asked.append(row)
        return True

    rows = board.list_all(
        town.rut, Selection(), limit=5, reference=get_reference("en"), today=START.date()
    )
    maker = CardMaker(
        url_endpoint="initiatives.show", move_endpoint="board.move", may_move=may_move
    )
    cards = maker.make_all(rows)

    assert [card.move_url for card in cards] == [
        f"/board/cards/{row.public_id}/move" for row in rows
    ]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("phase", "told"),
    [
        (Phase.IDEA, "Added yesterday"),
        (Phase.PLANNED, "Added yesterday"),
        (Phase.ONGOING, "No report yet"),
        (Phase.COMPLETED, "No report yet"),
    ],
)
def test_before_the_first_report_the_card_says_what_is_known(phase: Phase, told: str) -> None:
    yesterday = START.date() - timedelta(days=1)

    assert freshness(None, phase, yesterday) == told
    assert freshness(yesterday, phase, yesterday) == "Report yesterday"
