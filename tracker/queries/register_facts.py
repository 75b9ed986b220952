"""Keeps the columns of `tracker.domain.register_facts` in the process, exact after every commit.

The first to ask reads them all; later ones read what the audit trail says was done since. Whoever
counts gets the facts of a selection alone, whose ids come from SQL, limited to what they may see.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
from sqlalchemy import String, cast, func, select
from sqlalchemy.engine import Engine

from tracker.access.actors import Actor
from tracker.access.visibility import Scope, scope_of
from tracker.database import read
from tracker.domain.register_facts import NO_DAY, PHASES, Facts, Ids, Tag
from tracker.domain.selection import Selection
from tracker.domain.verbs import OBSERVING, SubjectKind
from tracker.extensions import db
from tracker.models import (
    AuditEntry,
    Initiative,
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativePlace,
    InitiativeTag,
)
from tracker.queries import search
from tracker.queries.reference import Reference
from tracker.queries.register import StateRow
from tracker.queries.selection import gathering, shape

MOST_CHANGED = 500
"""With more changes than this since the last time, all is read anew."""

_ELSEWHERE = frozenset(
    {SubjectKind.PERSON, SubjectKind.TOUCHPOINT, SubjectKind.INVITATION, SubjectKind.JOIN_REQUEST}
)
"""What may change without any initiative being another one."""

_TAGS: Mapping[Tag, Any] = {
    Tag.GOAL_AREA: InitiativeGoalArea.goal_area_id,
    Tag.GOAL: InitiativeGoal.goal_id,
    Tag.PLACE: InitiativePlace.place_id,
    Tag.ENTRY: InitiativeTag.list_entry_id,
}
_PHASE_PLACES = {phase: place for place, phase in enumerate(PHASES)}


@dataclass
class _Held:
    """What this process holds of one database."""

    facts: Facts | None = None
    content_hash: str = ""
    entry_id: int = 0
    entry_hash: str = ""
    lock: Lock = field(default_factory=Lock)


@lru_cache(maxsize=4)
def _held_of(_engine: Engine) -> _Held:
    return _Held()


def chosen_facts(
    selection: Selection, actor: Actor, *, reference: Reference, state: StateRow, today: date
) -> Facts:
    """The facts of a selection, as far as the actor may see it."""
    facts = _facts_at(state)
    return facts.only(_chosen_ids(selection, scope_of(actor), reference, today))


def _facts_at(state: StateRow) -> Facts:
    """The facts of the whole register, as the snapshot that this request reads has it."""
    held = _held_of(db.engine)
    with held.lock:
        if held.facts is not None and held.content_hash == state.content_hash:
            return held.facts
        latest = read(_LATEST_ENTRY).one_or_none()
        entry_id, entry_hash = (latest.id, latest.entry_hash) if latest else (0, "")
        is_later = held.facts is not None and entry_id >= held.entry_id
        changed = _changed_since(held) if is_later else None
        if held.facts is None or changed is None:
            held.facts = _read_all()
        elif changed:
            newer = _read_some(changed)
            held.facts = held.facts.changed_by(np.array(changed, dtype=np.int64), newer)
        held.content_hash = state.content_hash
        held.entry_id, held.entry_hash = entry_id, entry_hash
        return held.facts


_LATEST_ENTRY = select(AuditEntry.id, AuditEntry.entry_hash).order_by(AuditEntry.id.desc()).limit(1)


def _changed_since(held: _Held) -> list[int] | None:
    """The ids of initiatives that were changed since; None where it could be any of them.

    It could, too, where the database is another one: one put back from a copy.
    """
    known = read(select(AuditEntry.entry_hash).where(AuditEntry.id == held.entry_id)).scalar()
    if known != held.entry_hash:
        return None
    query = (
        select(AuditEntry.subject_kind, AuditEntry.subject_id)
        .where(
            AuditEntry.id > held.entry_id,
            AuditEntry.verb.not_in([verb.value for verb in OBSERVING]),
            AuditEntry.subject_kind.not_in([kind.value for kind in _ELSEWHERE]),
        )
        .distinct()
        .limit(MOST_CHANGED + 1)
    )
    rows = read(query).all()
    is_plain = all(row.subject_kind == SubjectKind.INITIATIVE.value for row in rows)
    if len(rows) > MOST_CHANGED or not is_plain:
        return None
    return sorted(row.subject_id for row in rows)


_COLUMNS = (
    Initiative.id,
    Initiative.lead_organisation_id,
    Initiative.phase,
    Initiative.start_on,
    Initiative.end_on,
    Initiative.created_at,
    Initiative.changed_at,
)
_ALL = select(*_COLUMNS)


def _read_all() -> Facts:
    pairs = {tag: _pairs(_text_of_pairs(column)) for tag, column in _TAGS.items()}
    return Facts.of(_rows(_ALL), pairs)


def _read_some(ids: list[int]) -> Facts:
    rows = _rows(_ALL.where(Initiative.id.in_(ids)))
    pairs = {
        tag: _pairs(_text_of_pairs(column).where(column.class_.initiative_id.in_(ids)))
        for tag, column in _TAGS.items()
    }
    return Facts.of(rows, pairs)


def _rows(query: Any) -> Ids:
    rows: list[tuple[int, ...]] = [
        (
            row.id, row.lead_organisation_id, _PHASE_PLACES[row.phase],
            _ordinal(row.start_on), _ordinal(row.end_on),
            _ordinal(row.created_at), _ordinal(row.changed_at),
        )
        for row in read(query)
    ]  # fmt: skip
    return np.array(rows, dtype=np.int64).reshape(-1, len(_COLUMNS))


def _ordinal(day: date | datetime | None) -> int:
    return NO_DAY if day is None else day.toordinal()


def _text_of_pairs(column: Any) -> Any:
    """All pairs as one text: a row for each would cost three times as much."""
    pair = cast(column.class_.initiative_id, String) + " " + cast(column, String)
    return select(func.aggregate_strings(pair, " "))


def _pairs(query: Any) -> Ids:
    return _numbers(read(query).scalar_one()).reshape(-1, 2)


def _numbers(text: str | None) -> Ids:
    return np.fromstring(text or "", dtype=np.int64, sep=" ")


def _chosen_ids(selection: Selection, scope: Scope, reference: Reference, today: date) -> Ids:
    words = search.parameters(selection.q)
    if selection.q and not words:
        return np.zeros(0, dtype=np.int64)
    statement = _choosing(shape(selection, scope), scope, reference, today)
    return _numbers(read(statement, words).scalar_one())


@lru_cache(maxsize=256)
def _choosing(selection: Selection, scope: Scope, reference: Reference, today: date) -> Any:
    return select(func.aggregate_strings(cast(Initiative.id, String), " ")).where(
        *gathering(selection, scope, reference=reference, today=today)
    )
