"""Finds all touchpoints of the register anew, as after an upgrade or on an order of the server's owner.

What somebody has said or decided stays; addresses and days of finding are kept for pairs that are
found again.
"""

import gc
import uuid
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import delete, insert, select

from tracker.database import insert_rows, read, transaction, wait_in_line
from tracker.domain.touchpoint_decisions import TouchpointKind, TouchpointState
from tracker.domain.touchpoints.fingerprint_taking import fingerprint_of
from tracker.domain.touchpoints.index import MOST_HITS, Hit, Index
from tracker.domain.touchpoints.shelves import Entry
from tracker.extensions import db
from tracker.models import Initiative, InitiativeFingerprint, Touchpoint
from tracker.queries.compared import ComparedRow, list_compared
from tracker.queries.reference import get_reference
from tracker.services.touchpoint_keeping import Key, is_touched, renew
from tracker.services.touchpoint_matching import (
    fingerprint_values,
    is_due,
    next_revision,
)
from tracker.services.touchpoint_pairs import LINE

AT_ONCE = 500
ROWS_AT_ONCE = 10_000
KINDS = tuple(TouchpointKind)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many initiatives were compared, and how many touchpoints are kept."""

    initiatives: int
    touchpoints: int


@dataclass
class _Found:
    """All hits, in columns: a hundred thousand initiatives have millions."""

    ones: Any = field(default_factory=lambda: array("q"))
    others: Any = field(default_factory=lambda: array("q"))
    scores: Any = field(default_factory=lambda: array("d"))
    chances: Any = field(default_factory=lambda: array("d"))
    kinds: Any = field(default_factory=lambda: array("b"))

    def add(self, one: int, hit: Hit) -> None:
        """Add what one initiative touches."""
        self.ones.append(min(one, hit.id))
        self.others.append(max(one, hit.id))
        self.scores.append(hit.score)
        self.chances.append(hit.chance)
        self.kinds.append(KINDS.index(hit.kind))

    def strongest(self) -> Iterator[tuple[Key, Hit]]:
        """The pairs that are kept, strongest first: at most so many of each initiative."""
        kept: dict[int, int] = {}
        seen: set[Key] = set()
        for at in np.argsort(-np.array(self.scores), kind="stable").tolist():
            key = (self.ones[at], self.others[at])
            if key not in seen and all(kept.get(each, 0) < MOST_HITS for each in key):
                seen.add(key)
                for each in key:
                    kept[each] = kept.get(each, 0) + 1
                kind = KINDS[self.kinds[at]]
                yield key, Hit(key[1], self.scores[at], self.chances[at], kind, ())


def rebuild(*, now: datetime, on_progress: Progress = lambda _done, _of: None) -> Rebuilt:
    """Read what is due, compare everything, and keep it all in one transaction.

    A process that dies halfway has changed nothing; what is changed meanwhile is due afterwards.

    Args:
        on_progress: told how many of how many steps are done; each initiative is one or two.
    """
    with _no_search_for_cycles():
        return _rebuild(now, on_progress)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Spare what would cost a tenth of the time: the rows made here live to the end, in no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _rebuild(now: datetime, on_progress: Progress) -> Rebuilt:
    due = list(read(_due()).scalars())
    known = _known_entries(set(due))
    total = len(due) + len(known)
    steps = len(due) + total
    rows = list(_read(due, lambda done: on_progress(done, steps)))
    fresh = [
        Entry(row.id, row.organisation_id, row.is_limited, packed)
        for row, packed in rows
        if row.is_listed
    ]
    found = _Found()
    each = Index.of([*known, *fresh]).find_each(sees_limited=True)
    for number, (one, hits) in enumerate(each, 1):
        for hit in hits:
            found.add(one, hit)
        if number % AT_ONCE == 0:
            on_progress(len(due) + number, steps)
    with transaction():
        wait_in_line([LINE])
        held = select(Initiative.id).order_by(Initiative.id)
        db.session.execute(held.with_for_update(read=True, key_share=True)).all()
        kept = _keep(found, now=now)
        _keep_fingerprints(rows)
    on_progress(steps, steps)
    return Rebuilt(len(known) + len(fresh), kept)


def _due() -> Any:
    known = InitiativeFingerprint
    return (
        select(Initiative.id)
        .outerjoin(known, known.initiative_id == Initiative.id)
        .where(is_due())
        .order_by(Initiative.id)
    )


def _known_entries(due: set[int]) -> list[Entry]:
    """What stands in fingerprints that are as new as their initiatives."""
    query = select(
        InitiativeFingerprint.initiative_id,
        InitiativeFingerprint.organisation_id,
        InitiativeFingerprint.is_limited,
        InitiativeFingerprint.packed,
    ).where(InitiativeFingerprint.is_listed)
    rows: Any = read(query)
    return [Entry(*row) for row in rows if row.initiative_id not in due]


def _read(
    ids: Sequence[int], on_progress: Callable[[int], None]
) -> Iterator[tuple[ComparedRow, bytes]]:
    """These initiatives with their fingerprints; an empty one for what is not listed."""
    reference = get_reference("sv")
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        for row in list_compared(Initiative.id.in_(part), reference=reference):
            yield row, fingerprint_of(row.compared).packed() if row.is_listed else b""
        on_progress(start + len(part))


def _keep_fingerprints(rows: Sequence[tuple[ComparedRow, bytes]]) -> None:
    """Write the fingerprints that were made, all under one new revision."""
    revision = next_revision()
    table: Any = InitiativeFingerprint.__table__
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        ids = [row.id for row, _packed in part]
        db.session.execute(
            delete(InitiativeFingerprint).where(InitiativeFingerprint.initiative_id.in_(ids))
        )
        values = [
            {"initiative_id": row.id, **fingerprint_values(row, packed, revision=revision)}
            for row, packed in part
        ]
        db.session.execute(insert(table), values)


def _keep(found: _Found, *, now: datetime) -> int:
    """Write the touchpoints that were found; returns how many there are."""
    touched = {
        (row.one_id, row.other_id): row
        for row in db.session.scalars(select(Touchpoint).where(is_touched()).with_for_update())
    }
    known = _known_untouched()
    db.session.execute(delete(Touchpoint).where(~is_touched()))
    for row in touched.values():
        row.is_current = False
    count = 0
    pairs = found.strongest()
    while part := list(islice(pairs, ROWS_AT_ONCE)):
        count += len(part)
        for key, hit in part:
            if key in touched:
                renew(touched[key], hit, now=now)
        fresh = [_row(key, hit, known, now) for key, hit in part if key not in touched]
        insert_rows(Touchpoint, fresh)
    return count


def _known_untouched() -> dict[Key, tuple[uuid.UUID, datetime, int]]:
    query = select(
        Touchpoint.one_id,
        Touchpoint.other_id,
        Touchpoint.public_id,
        Touchpoint.found_at,
        Touchpoint.version,
    ).where(~is_touched())
    return {(one, other): tuple(rest) for one, other, *rest in db.session.execute(query)}


def _row(
    key: Key, hit: Hit, known: dict[Key, tuple[uuid.UUID, datetime, int]], now: datetime
) -> dict[str, Any]:
    public_id, found_at, version = known.get(key) or (uuid.uuid4(), now, 1)
    return {
        "public_id": public_id,
        "version": version,
        "one_id": key[0],
        "other_id": key[1],
        "score": hit.score,
        "chance": hit.chance,
        "kind": hit.kind,
        "state": TouchpointState.WAITING,
        "is_current": True,
        "found_at": found_at,
    }
