"""Finds the touchpoints of what was saved, and keeps them in step with the initiatives.

What is due is not noted anywhere: an initiative whose version is another than that of its
fingerprint is due, so nothing can be lost. The engine compares before anybody waits; the
transaction only writes what it found, and what changed meanwhile stays due.
"""

import logging
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, and_, or_, select, update

from tracker.access.actors import Actor
from tracker.database import read, transaction, wait_in_line
from tracker.domain.lifecycle import Visibility
from tracker.domain.touchpoints.fingerprint_taking import fingerprint_of
from tracker.domain.touchpoints.index import Hit, Index
from tracker.domain.touchpoints.model import matching_mark
from tracker.domain.touchpoints.shelves import Entry
from tracker.errors import frames_of
from tracker.extensions import db
from tracker.models import Initiative, InitiativeFingerprint, RegisterState
from tracker.queries.compared import ComparedRow, list_compared
from tracker.queries.reference import get_reference
from tracker.queries.touchpoint_index import index_at
from tracker.services import touchpoint_keeping
from tracker.services.touchpoint_pairs import LINE

log = logging.getLogger("tracker.touchpoints")


@dataclass(frozen=True, slots=True)
class Matched:
    """An initiative with its fingerprint and what it touches, before it is kept."""

    row: ComparedRow
    packed: bytes
    hits: Sequence[Hit]


def due_ids(*, limit: int, leave_out: Iterable[int] = ()) -> list[int]:
    """The initiatives whose touchpoints are out of date, the first registered first."""
    query = (
        select(Initiative.id)
        .outerjoin(InitiativeFingerprint, InitiativeFingerprint.initiative_id == Initiative.id)
        .where(is_due(), Initiative.id.not_in(list(leave_out)))
        .order_by(Initiative.id)
        .limit(limit)
    )
    return list(read(query).scalars())


def is_due() -> ColumnElement[bool]:
    """The condition that an initiative, outer joined with its fingerprint, wants to be matched."""
    known = InitiativeFingerprint
    return or_(
        and_(
            Initiative.visibility != Visibility.DRAFT,
            or_(
                known.initiative_id.is_(None),
                known.initiative_version != Initiative.version,
                known.mark != matching_mark(),
            ),
        ),
        and_(Initiative.visibility == Visibility.DRAFT, known.is_listed),
    )


def match(ids: Sequence[int], *, folder: Path, now: datetime, told_by: Actor | None = None) -> int:
    """Find and keep what these initiatives touch; returns for how many it was done.

    Args:
        folder: where this machine keeps its index.
        told_by: who registered or edited; then the other sides of strong new touchpoints are told.
    """
    rows = list_compared(Initiative.id.in_(ids), reference=get_reference("sv"))
    found = _compare(rows, index_at(folder))
    with transaction():
        wait_in_line([LINE])
        current = _versions_held(found)
        still = [each for each in found if current.get(each.row.id) == each.row.version]
        touchpoint_keeping.keep({each.row.id: each.hits for each in still}, told_by, now=now)
        keep_fingerprints(still)
    return len(still)


def _versions_held(found: Sequence[Matched]) -> dict[int, int]:
    """The versions of these initiatives; none they touch can be deleted until we commit."""
    ids = {each.row.id for each in found} | {hit.id for each in found for hit in each.hits}
    query = select(Initiative.id, Initiative.version).where(Initiative.id.in_(ids))
    held = query.order_by(Initiative.id).with_for_update(read=True, key_share=True)
    return {row.id: row.version for row in db.session.execute(held)}


def _compare(rows: Sequence[ComparedRow], index: Index) -> list[Matched]:
    """What each of these touches, each other among them."""
    prints = {row.id: fingerprint_of(row.compared) for row in rows if row.is_listed}
    listed = [row for row in rows if row.is_listed]
    entries = [
        Entry(row.id, row.organisation_id, row.is_limited, prints[row.id].packed())
        for row in listed
    ]
    gone = [row.id for row in rows if not row.is_listed]
    held = index.changed(entries, gone)
    return [
        Matched(
            row,
            prints[row.id].packed() if row.is_listed else b"",
            held.find(
                prints[row.id],
                organisation_ids=frozenset(),
                sees_limited=True,
                leave_out=frozenset({row.id}),
            )
            if row.is_listed
            else (),
        )
        for row in rows
    ]


def keep_fingerprints(found: Sequence[Matched]) -> None:
    """Write fingerprints, all under the register's next revision; in the caller's transaction.

    It comes last, since the audit trail too locks the register's state only as it commits.
    """
    if not found:
        return
    revision = next_revision()
    session = db.session
    known = set(
        session.scalars(
            select(InitiativeFingerprint.initiative_id).where(
                InitiativeFingerprint.initiative_id.in_([each.row.id for each in found])
            )
        )
    )
    for each in found:
        values = fingerprint_values(each.row, each.packed, revision=revision)
        if each.row.id in known:
            session.execute(
                update(InitiativeFingerprint)
                .where(InitiativeFingerprint.initiative_id == each.row.id)
                .values(values)
            )
        else:
            session.add(InitiativeFingerprint(initiative_id=each.row.id, **values))


def fingerprint_values(
    row: ComparedRow, packed: bytes, *, revision: int
) -> Mapping[str, int | bool | bytes]:
    """The columns of a fingerprint, its id aside."""
    return {
        "initiative_version": row.version,
        "organisation_id": row.organisation_id,
        "revision": revision,
        "is_listed": row.is_listed,
        "is_limited": row.is_limited,
        "mark": matching_mark(),
        "packed": packed,
    }


def next_revision() -> int:
    """Move the register's revision of touchpoints one step on, in the caller's transaction."""
    state = db.session.scalars(select(RegisterState).with_for_update()).one()
    state.touchpoint_revision += 1
    return state.touchpoint_revision


def match_one(actor: Actor, public_id: uuid.UUID, *, folder: Path, now: datetime) -> None:
    """Match one initiative that the actor has just saved, and tell the other sides.

    What is saved stays saved: where matching fails it stays due, and the worker tries again.
    """
    try:
        row_id = read(select(Initiative.id).where(Initiative.public_id == public_id)).scalar()
        if row_id is not None:
            match([row_id], folder=folder, now=now, told_by=actor)
    except Exception as fault:
        log.error("initiative %s is left to the worker\n%s", public_id, frames_of(fault))
        db.session.rollback()
