"""Prints the rows of the table and the cards of the board.

Templates draw each cell once for each thing that it can say, and each card once for all that look
alike; what they drew is kept and put together here, since fifty of them drawn anew cost more than
all the rest of the page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from tracker import formats
from tracker.cards import Card
from tracker.domain.roles import ListCode
from tracker.languages import language
from tracker.templating import Frame, draw, gap


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table; `url` sorts by it, None where it cannot be sorted."""

    code: str
    label: str
    url: str | None
    direction: str | None
    is_figure: bool = False


_NO_ROW: Any = None
_TEMPLATE = "board/cells.html"
_VALUES: Mapping[str, Callable[[Card], Any]] = {
    "organisation": lambda card: card.organisation_name,
    "goal_areas": lambda card: card.goal_areas,
    "places": lambda card: card.places,
    "target_groups": lambda card: tuple(card.row.of_list(ListCode.TARGET_GROUP)),
    "effort_types": lambda card: tuple(card.row.of_list(ListCode.EFFORT_TYPE)),
    "phase": lambda card: (card.phase, card.phase_label),
    "condition": lambda card: (card.condition, card.condition_label),
    "start": lambda card: formats.short_date(card.row.start_on),
    "end": lambda card: formats.short_date(card.row.end_on),
    "budget": lambda card: formats.money(card.row.budget_sek),
    "report": lambda card: (card.reported, card.is_late),
    "changed": lambda card: formats.short_date(card.row.changed_at),
}


def table_rows(cards: Iterable[Card], columns: Sequence[Column]) -> Markup:
    """The rows of the table, ready to print; the first column is the title."""
    row, shown_in = _row(), language()
    asked = [(_VALUES[column.code], column) for column in columns[1:]]
    drawn = (
        row.filled(
            {
                "url": card.url,
                "title": escape(card.title),
                "mark": _mark(card.visibility, card.visibility_label)
                + (_stale(shown_in) if card.is_stale else ""),
                "cells": "".join(
                    _cell(column.code, column.label, column.is_figure, value(card))
                    for value, column in asked
                ),
            }
        )
        for card in cards
    )
    return Markup("".join(drawn))  # noqa: S704 - drawn by our templates, titles are escaped


def lane_cards(cards: Iterable[Card]) -> Markup:
    """The cards of a lane, ready to print."""
    shown_in = language()
    drawn = (
        _card(shown_in, _alike(card)).filled(
            {
                "url": card.url,
                "title": escape(card.title),
                "organisation": escape(card.organisation_name),
                "freshness": escape(card.freshness),
                "move_url": card.move_url or "",
            }
        )
        for card in cards
    )
    return Markup("".join(drawn))  # noqa: S704 - drawn by our templates, texts are escaped


def _alike(card: Card) -> Card:
    """The same card with gaps for what differs between cards that look alike."""
    return card._replace(
        row=_NO_ROW,
        url=gap("url"),
        title=gap("title"),
        organisation_name=gap("organisation"),
        freshness=gap("freshness"),
        reported="",
        move_url=gap("move_url") if card.move_url else None,
    )


@lru_cache(maxsize=4096)
def _card(_language: str, card: Card) -> Frame:
    return Frame(draw("components/initiative.html", "card", card))


@lru_cache(maxsize=1)
def _row() -> Frame:
    return Frame(draw(_TEMPLATE, "row", gap("url"), gap("title"), gap("mark"), gap("cells")))


@lru_cache(maxsize=16)
def _mark(code: str, label: str) -> str:
    return draw(_TEMPLATE, "mark", code, label) if label else ""


@lru_cache(maxsize=8)
def _stale(_language: str) -> str:
    return draw(_TEMPLATE, "stale_mark")


@lru_cache(maxsize=8192)
def _cell(code: str, label: str, is_figure: bool, value: Any) -> str:  # noqa: FBT001
    return draw(_TEMPLATE, "cell", code, label, is_figure, value)
