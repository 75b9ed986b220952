"""Answers what stands on the board and in the table: the same selection, lane by lane or row by row.

Statements are kept from one request to the next, since putting one together costs more than asking
it. A selection of few is gathered and then sorted; one of many is leafed through in order until
the page is full: so neither costs more in a large register than in a small one.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select, tuple_, union_all

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.access.visibility import Scope, scope_of
from tracker.database import UtcDateTime, read
from tracker.domain.lifecycle import LANE_PHASES, Lane, Phase
from tracker.domain.selection import Selection
from tracker.models import Initiative, Organisation
from tracker.queries import search
from tracker.queries.cards import CardRow, make_cards, select_cards
from tracker.queries.orders import Order, Sort, order_by
from tracker.queries.reference import Reference
from tracker.queries.search import Where
from tracker.queries.selection import gathering, leafing, seeks_registry_number, shape

CARDS_PER_LANE = 10
ROWS_PER_PAGE = 50
FEW = 1000
"""Up to so many that fit a selection are gathered and sorted; more are leafed through in order.

The silent are gathered however many they are: in order of change they all stand last.
"""
DEEP = 1000
"""From so many rows on, those before a page are skipped by id, before any card is read."""


_LATEST_CHANGED = Order(Sort.CHANGED, is_descending=True)
_LATEST_FIRST = (Initiative.changed_at.desc(), Initiative.id.desc())


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a lane was left: the last card's change and id."""

    changed_at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class _Question:
    """All that decides a statement, apart from what is bound to it by name."""

    selection: Selection
    scope: Scope
    reference: Reference
    today: date
    is_few: bool

    def conditions(self) -> list[Any]:
        """The conditions, in the form that suits how many will fit."""
        form = gathering if self.is_few else leafing
        return form(self.selection, self.scope, reference=self.reference, today=self.today)


def _question(
    actor: Actor, selection: Selection, reference: Reference, today: date, total: int | None
) -> _Question:
    scope = scope_of(actor)
    is_few = selection.silent_days is not None or (total is not None and total <= FEW)
    return _Question(shape(selection, scope), scope, reference, today, is_few)


def list_lanes(
    actor: Actor,
    selection: Selection,
    *,
    counts: Mapping[Phase, int],
    reference: Reference,
    today: date,
) -> Mapping[Lane, Sequence[CardRow]]:
    """The latest cards of every lane, at most `CARDS_PER_LANE` each, in one statement.

    Args:
        counts: how many of the selection are in each phase.
    """
    phases = tuple(phase for phase in Phase if counts[phase])
    cards: list[CardRow] = []
    if phases:
        question = _question(actor, selection, reference, today, sum(counts.values()))
        statement = _of_lanes(question, phases)
        rows = read(statement, search.parameters(selection.q)).all()
        cards = _shown(actor, rows, reference, today)
    return {
        lane: _latest([card for card in cards if card.phase in of_lane])
        for lane, of_lane in LANE_PHASES.items()
    }


@lru_cache(maxsize=64)
def _of_lanes(question: _Question, phases: tuple[Phase, ...]) -> Any:
    if question.is_few or question.selection.q:
        return _gathered_lanes(replace(question, is_few=True))
    return _leafed_lanes(question, phases, is_continued=False)


def _gathered_lanes(question: _Question) -> Any:
    place_in_phase = func.row_number().over(partition_by=Initiative.phase, order_by=_LATEST_FIRST)
    placed = (
        select(Initiative.id, place_in_phase.label("place"))
        .where(*question.conditions())
        .subquery()
    )
    first = select(placed.c.id).where(placed.c.place <= CARDS_PER_LANE)
    return select_cards().where(Initiative.id.in_(first))


def _leafed_lanes(question: _Question, phases: Sequence[Phase], *, is_continued: bool) -> Any:
    chosen = question.conditions()
    if is_continued:
        chosen.append(tuple_(*_LANE_ORDER) < tuple_(*_LANE_CURSOR))
    parts = [
        select_cards()
        .where(Initiative.phase == phase, *chosen)
        .order_by(*_LATEST_FIRST)
        .limit(CARDS_PER_LANE)
        .subquery()
        for phase in phases
    ]
    return union_all(*(select(part) for part in parts))


_LANE_ORDER = (Initiative.changed_at, Initiative.id)
_LANE_CURSOR: tuple[Any, ...] = (
    bindparam("after_changed_at", type_=UtcDateTime()),
    bindparam("after_id"),
)


def list_lane(
    actor: Actor,
    selection: Selection,
    *,
    lane: Lane,
    after: Cursor,
    reference: Reference,
    today: date,
) -> Sequence[CardRow]:
    """The next cards of one lane."""
    if search.is_wordless(selection.q):
        return []
    question = _question(actor, selection, reference, today, None)
    place = {"after_changed_at": after.changed_at, "after_id": after.id}
    rows = read(_of_lane(question, lane), {**search.parameters(selection.q), **place})
    return _latest(_shown(actor, rows.all(), reference, today))


@lru_cache(maxsize=64)
def _of_lane(question: _Question, lane: Lane) -> Any:
    return _leafed_lanes(question, tuple(LANE_PHASES[lane]), is_continued=True)


def _latest(cards: Sequence[CardRow]) -> list[CardRow]:
    return sorted(cards, key=lambda card: (card.changed_at, card.id), reverse=True)[:CARDS_PER_LANE]


def list_table(
    actor: Actor,
    selection: Selection,
    *,
    order: Order | None,
    page: int,
    with_entries: bool,
    reference: Reference,
    today: date,
    total: int | None = None,
) -> Sequence[CardRow]:
    """One page of the table, `ROWS_PER_PAGE` rows; `page` counts from 1.

    Unsorted, a search shows titles first and then the latest registered; all else the latest changed.

    Args:
        total: how many fit the selection, where that is known: few are found in another way.
    """
    if search.is_wordless(selection.q):
        return []
    question = _question(actor, selection, reference, today, total)
    offset = (page - 1) * ROWS_PER_PAGE
    if order is None and seeks_registry_number(selection.q, question.scope):
        statement = _of_number(question, with_entries=with_entries)
        rows = read(statement, {**search.parameters(selection.q), "offset": offset}).all()
    elif order is None and selection.q:
        rows = _titles_first(question, selection.q, offset=offset, with_entries=with_entries)
    else:
        is_deep = offset >= DEEP
        statement = _of_table(
            question, order or _LATEST_CHANGED, with_entries=with_entries, is_deep=is_deep
        )
        rows = read(statement, {**search.parameters(selection.q), "offset": offset}).all()
    return _shown(actor, rows, reference, today)


@lru_cache(maxsize=64)
def _of_table(question: _Question, order: Order, *, with_entries: bool, is_deep: bool) -> Any:
    columns, cards = order_by(order), select_cards(with_entries=with_entries)
    if not is_deep:
        return _one_page(cards.where(*question.conditions()).order_by(*columns))
    skipping = select(Initiative.id).where(*question.conditions()).order_by(*columns)
    if order.sort is Sort.ORGANISATION:
        skipping = skipping.join(Organisation, Organisation.id == Initiative.lead_organisation_id)
    picked = _one_page(skipping).subquery()
    return cards.join(picked, picked.c.id == Initiative.id).order_by(*columns)


def _one_page(query: Select[*tuple[Any, ...]]) -> Any:
    return query.limit(bindparam("limit", ROWS_PER_PAGE)).offset(bindparam("offset", 0))


def _titles_first(
    question: _Question, words: str, *, offset: int, with_entries: bool
) -> Sequence[Any]:
    given = search.parameters(words)
    titles = _of_words(question, Where.TITLE, with_entries=with_entries)
    rest = _of_words(question, Where.TEXT_ALONE, with_entries=with_entries)
    title_rows = read(titles, {**given, "limit": offset + ROWS_PER_PAGE, "offset": 0}).all()
    page = title_rows[offset:]
    if len(page) == ROWS_PER_PAGE:
        return page
    left = {"limit": ROWS_PER_PAGE - len(page), "offset": max(0, offset - len(title_rows))}
    return [*page, *read(rest, {**given, **left}).all()]


@lru_cache(maxsize=64)
def _of_words(question: _Question, where: Where, *, with_entries: bool) -> Any:
    """Newest first, read along the search index itself, so that no more is read than is shown."""
    filters = replace(question, selection=replace(question.selection, q=""), is_few=False)
    found = select_cards(with_entries=with_entries).join(
        search.INDEX, search.index_id() == Initiative.id
    )
    return _one_page(
        found.where(search.holds(where), *filters.conditions()).order_by(search.index_id().desc())
    )


@lru_cache(maxsize=64)
def _of_number(question: _Question, *, with_entries: bool) -> Any:
    in_title = search.row_ids(question.selection.q, in_title=True)
    query = select_cards(with_entries=with_entries).where(*question.conditions())
    return _one_page(query.order_by(Initiative.id.not_in(in_title), Initiative.id.desc()))


def list_all(
    actor: Actor, selection: Selection, *, limit: int, reference: Reference, today: date
) -> Sequence[CardRow]:
    """The whole selection, latest changed first, for export; at most `limit` rows."""
    if search.is_wordless(selection.q):
        return []
    question = _question(actor, selection, reference, today, None)
    query = select_cards(with_entries=True).where(*question.conditions())
    rows = read(query.order_by(*_LATEST_FIRST).limit(limit), search.parameters(selection.q))
    return _shown(actor, rows, reference, today)


def find_card(
    actor: Actor, public_id: uuid.UUID, *, reference: Reference, today: date
) -> CardRow | None:
    """One card, if the actor may see it."""
    question = _question(actor, Selection(), reference, today, None)
    query = select_cards().where(Initiative.public_id == public_id, *question.conditions())
    cards = _shown(actor, read(query), reference, today)
    return cards[0] if cards else None


def _shown(actor: Actor, rows: Iterable[Any], reference: Reference, today: date) -> list[CardRow]:
    """Cards, without budgets for those who see none."""
    cards = make_cards(rows, reference, today=today)
    if may_somewhere(actor, Permission.SEE_BUDGET):
        return cards
    return [card._replace(budget_sek=None) for card in cards]
