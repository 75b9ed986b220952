"""Answers what a timeline prints beside its bars: names, and which ends nothing follows."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import bindparam, select

from tracker.access.actors import Actor
from tracker.access.visibility import Scope, is_in_scope, scope_of
from tracker.database import read
from tracker.domain.selection import Selection
from tracker.domain.successors import without_successor
from tracker.domain.touchpoint_decisions import Decision, TouchpointState
from tracker.models import Initiative, Organisation, Touchpoint, TouchpointDecision
from tracker.queries.reference import Reference
from tracker.queries.register import StateRow
from tracker.queries.register_facts import chosen_facts

_AT_ONCE = 5_000
"""A statement holds so many ids with ease."""


class NamedInitiative(NamedTuple):
    """What an initiative is called, where it is, and who answers for it."""

    id: int
    public_id: uuid.UUID
    title: str
    organisation_name: str


def name_initiatives(actor: Actor, ids: Iterable[int]) -> Mapping[int, NamedInitiative]:
    """The names of initiatives by their ids, of those that the actor may see."""
    wanted, naming = sorted(set(ids)), _naming(scope_of(actor))
    parts = [wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE)]
    rows = [row for part in parts for row in read(naming, {"ids": part})]
    return {row.id: NamedInitiative._make(row) for row in rows}


@lru_cache(maxsize=64)
def _naming(scope: Scope) -> object:
    return (
        select(Initiative.id, Initiative.public_id, Initiative.title, Organisation.name)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Initiative.id.in_(bindparam("ids", expanding=True)), is_in_scope(scope))
    )


def find_ending(
    actor: Actor, *, reference: Reference, state: StateRow, today: date
) -> frozenset[int]:
    """The ids of those that end soon with nothing after them, as far as the actor can know."""
    kept = _kept_endings(state.content_hash, scope_of(actor), today)
    if not kept:
        facts = chosen_facts(Selection(), actor, reference=reference, state=state, today=today)
        ties = [(row.one_id, row.other_id) for row in read(_TIES)]
        ids = without_successor(facts, ties, today=today)
        kept.append(frozenset(int(row_id) for row_id in ids))
    return kept[0]


@lru_cache(maxsize=64)
def _kept_endings(_content_hash: str, _scope: Scope, _today: date) -> list[frozenset[int]]:
    return []


_TIES = select(Touchpoint.one_id, Touchpoint.other_id).where(
    Touchpoint.state == TouchpointState.SETTLED,
    Touchpoint.id.in_(
        select(TouchpointDecision.touchpoint_id).where(
            TouchpointDecision.undone_at.is_(None),
            TouchpointDecision.decision != Decision.NOT_RELEVANT,
        )
    ),
)
