"""Answers which initiatives are like what somebody is typing: only such as they may see."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.visibility import visible
from tracker.database import read
from tracker.domain.lifecycle import Visibility
from tracker.domain.touchpoint_decisions import TouchpointKind
from tracker.domain.touchpoints.fingerprint_taking import fingerprint_of
from tracker.domain.touchpoints.index import Hit, Index
from tracker.domain.touchpoints.initiatives import ComparedInitiative
from tracker.domain.touchpoints.reasons import Reason
from tracker.domain.touchpoints.shelves import Entry
from tracker.models import Initiative, Organisation
from tracker.queries.compared import list_compared
from tracker.queries.reference import Reference
from tracker.queries.touchpoint_index import index_at

MOST_DRAFTS = 20
"""How many of the newest own drafts are compared."""

SHORTEST_TEXT = 8
"""With fewer letters nothing can be said yet."""


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """An initiative that is like what is being typed, and why."""

    public_id: uuid.UUID
    title: str
    organisation_id: int
    organisation_public_id: uuid.UUID
    organisation_name: str
    organisation_email: str
    visibility: Visibility
    created_at: datetime
    chance: float
    kind: TouchpointKind
    reasons: tuple[Reason, ...]


def says_enough(compared: ComparedInitiative) -> bool:
    """Whether so much is typed that something can be said of what is like it."""
    return len(compared.text) >= SHORTEST_TEXT


def list_similar(
    actor: Actor,
    compared: ComparedInitiative,
    *,
    folder: Path,
    reference: Reference,
    leave_out: uuid.UUID | None = None,
    limit: int,
) -> Sequence[SimilarRow]:
    """What is most like it, strongest first, among what the actor may see.

    What the actor may not see is left out before anything is compared, so that typing tells
    nothing of it. Drafts of the actor's own organisations are compared too.

    Args:
        folder: where this machine keeps its index.
        leave_out: the initiative that is being edited.
    """
    if not says_enough(compared):
        return []
    index = _with_drafts(index_at(folder), _drafts(actor, reference))
    hits = index.find(
        fingerprint_of(compared),
        organisation_ids=actor.organisation_ids,
        sees_limited=actor.is_coordinator,
        leave_out=_ids(leave_out),
        limit=limit,
    )
    return _rows(actor, hits)


def _ids(public_id: uuid.UUID | None) -> frozenset[int]:
    """The id of an initiative, or none where none is named."""
    if public_id is None:
        return frozenset()
    return frozenset(read(select(Initiative.id).where(Initiative.public_id == public_id)).scalars())


def _drafts(actor: Actor, reference: Reference) -> tuple[Entry, ...]:
    """The newest drafts of the actor's own organisations, as entries that nobody else finds."""
    if not actor.organisation_ids:
        return ()
    newest = (
        select(Initiative.id)
        .where(
            Initiative.lead_organisation_id.in_(sorted(actor.organisation_ids)),
            Initiative.visibility == Visibility.DRAFT,
            Initiative.merged_into_id.is_(None),
        )
        .order_by(Initiative.id.desc())
        .limit(MOST_DRAFTS)
    )
    ids = list(read(newest).scalars())
    if not ids:
        return ()
    rows = list_compared(Initiative.id.in_(ids), reference=reference)
    return tuple(
        Entry(row.id, row.organisation_id, True, _packed(row.compared, row.version)) for row in rows
    )


@lru_cache(maxsize=512)
def _packed(compared: ComparedInitiative, _version: int) -> bytes:
    return fingerprint_of(compared).packed()


@lru_cache(maxsize=16)
def _with_drafts(index: Index, drafts: tuple[Entry, ...]) -> Index:
    return index.changed(drafts) if drafts else index


def _rows(actor: Actor, hits: Sequence[Hit]) -> list[SimilarRow]:
    by_id = {hit.id: hit for hit in hits}
    query = (
        select(
            Initiative.id,
            Initiative.public_id,
            Initiative.title,
            Initiative.visibility,
            Initiative.created_at,
            Organisation.id.label("organisation_id"),
            Organisation.public_id.label("organisation_public_id"),
            Organisation.name.label("organisation_name"),
            Organisation.email.label("organisation_email"),
        )
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Initiative.id.in_(sorted(by_id)))
    )
    found = {row.id: row for row in read(visible(query, actor))} if by_id else {}
    return [
        SimilarRow(
            public_id=found[hit.id].public_id,
            title=found[hit.id].title,
            organisation_id=found[hit.id].organisation_id,
            organisation_public_id=found[hit.id].organisation_public_id,
            organisation_name=found[hit.id].organisation_name,
            organisation_email=found[hit.id].organisation_email,
            visibility=found[hit.id].visibility,
            created_at=found[hit.id].created_at,
            chance=hit.chance,
            kind=hit.kind,
            reasons=hit.reasons,
        )
        for hit in hits
        if hit.id in found
    ]
