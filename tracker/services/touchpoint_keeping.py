"""Keeps the touchpoints that the engine found: the strongest of each initiative, without nagging.

A pair that is settled stays settled until one of the two has changed in something that matters.
What nobody has said or decided anything about is forgotten once the two no longer meet.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, delete, exists, func, or_, select, union_all

from tracker.access.actors import Actor
from tracker.domain.touchpoint_decisions import TouchpointState
from tracker.domain.touchpoints.index import MOST_HITS, Hit
from tracker.extensions import db
from tracker.models import Initiative, Touchpoint, TouchpointDecision, TouchpointMessage
from tracker.services import touchpoint_facts
from tracker.services.touchpoint_telling import tell_new

MATTERS_FROM = 0.5
"""How much the score of a settled pair must differ before it is looked at again."""

_STANDS = case((Touchpoint.is_current, 1), else_=0) == 1
"""Is current, put so that SQLite, which keeps no statistics, looks for the initiatives first."""

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Held:
    """A touchpoint that stands already."""

    row: Touchpoint
    is_touched: bool


def keep(found: Mapping[int, Sequence[Hit]], told_by: Actor | None, *, now: datetime) -> None:
    """Keep what these initiatives touch now, in the caller's transaction.

    Args:
        found: for each initiative, by its id, what it touches.
        told_by: who changed them; None where nobody is to be told.
    """
    hits = {_key(one, hit.id): hit for one, each in found.items() for hit in each}
    held = _held(found)
    _let_go([each for key, each in held.items() if key not in hits])
    for key in held.keys() & hits.keys():
        renew(held[key].row, hits[key], now=now)
    fresh = {key: hit for key, hit in hits.items() if key not in held}
    added = [_added(key, fresh[key], now=now) for key in _with_room(fresh)]
    db.session.add_all(added)
    db.session.flush()
    if told_by is not None:
        tell_new(told_by, added, now=now)


def _key(one: int, other: int) -> Key:
    return (min(one, other), max(one, other))


def is_touched() -> ColumnElement[bool]:
    """The condition that somebody has said, decided or been told something about a touchpoint."""
    return or_(
        exists().where(TouchpointDecision.touchpoint_id == Touchpoint.id),
        exists().where(TouchpointMessage.touchpoint_id == Touchpoint.id),
        Touchpoint.told_at.is_not(None),
        Touchpoint.released_at.is_not(None),
    )


def _held(ids: Iterable[int]) -> dict[Key, _Held]:
    wanted = list(ids)
    query = (
        select(Touchpoint, is_touched())
        .where(or_(Touchpoint.one_id.in_(wanted), Touchpoint.other_id.in_(wanted)))
        .order_by(Touchpoint.id)
        .with_for_update(of=Touchpoint)
    )
    return {
        (row.one_id, row.other_id): _Held(row, touched)
        for row, touched in db.session.execute(query)
    }


def _let_go(gone: Iterable[_Held]) -> None:
    forgotten = []
    for each in gone:
        if each.is_touched:
            each.row.is_current = False
        else:
            forgotten.append(each.row.id)
            db.session.expunge(each.row)
    if forgotten:
        db.session.execute(delete(Touchpoint).where(Touchpoint.id.in_(forgotten)))


def renew(row: Touchpoint, hit: Hit, *, now: datetime) -> None:
    """Write what the engine says now of a pair that stands already; what is settled stays so."""
    has_moved = abs(row.score - hit.score) >= MATTERS_FROM or row.kind is not hit.kind
    if row.state is TouchpointState.SETTLED and has_moved:
        _reopen(row, now=now)
    if row.state is TouchpointState.SETTLED and not has_moved:
        row.is_current = True
        return
    row.score, row.chance, row.kind, row.is_current = hit.score, hit.chance, hit.kind, True


def _reopen(row: Touchpoint, *, now: datetime) -> None:
    """Look at a settled pair again, if one of the two has changed and not only all others."""
    one, other = (db.session.get_one(Initiative, row_id) for row_id in (row.one_id, row.other_id))
    changed = touchpoint_facts.changed_since(
        row.settled_facts or {}, touchpoint_facts.facts_of(one, other)
    )
    if changed:
        row.state = TouchpointState.WAITING
        row.changed_facts = changed
        row.reopened_at = now
        row.version += 1


def _with_room(fresh: Mapping[Key, Hit]) -> Iterator[Key]:
    """The new pairs that both sides have room for; a stronger one takes the place of the weakest."""
    kept = _kept_by({row_id for key in fresh for row_id in key})
    for key, hit in sorted(fresh.items(), key=lambda each: -each[1].score):
        full = [row_id for row_id in key if kept.get(row_id, 0) >= MOST_HITS]
        if all(_make_room(row_id, hit.score) for row_id in full):
            for row_id in key:
                kept[row_id] = kept.get(row_id, 0) + (row_id not in full)
            yield key


def _kept_by(ids: set[int]) -> dict[int, int]:
    """How many touchpoints each of these has now."""
    sides = [
        select(column.label("row_id")).where(column.in_(ids), _STANDS)
        for column in (Touchpoint.one_id, Touchpoint.other_id)
    ]
    both = union_all(*sides).subquery()
    query = select(both.c.row_id, func.count()).group_by(both.c.row_id)
    found: Any = db.session.execute(query)
    return dict(found.all())


def _make_room(row_id: int, score: float) -> bool:
    """Forget the weakest of a full initiative, if it is weaker and nobody has touched it."""
    weakest = db.session.execute(
        select(Touchpoint.id, Touchpoint.score)
        .where(
            or_(Touchpoint.one_id == row_id, Touchpoint.other_id == row_id),
            _STANDS,
            ~is_touched(),
        )
        .order_by(Touchpoint.score)
        .limit(1)
    ).one_or_none()
    if weakest is None or weakest.score >= score:
        return False
    db.session.execute(delete(Touchpoint).where(Touchpoint.id == weakest.id))
    return True


def _added(key: Key, hit: Hit, *, now: datetime) -> Touchpoint:
    values: dict[str, Any] = {"score": hit.score, "chance": hit.chance, "kind": hit.kind}
    return Touchpoint(
        one_id=key[0],
        other_id=key[1],
        state=TouchpointState.WAITING,
        is_current=True,
        found_at=now,
        **values,
    )
