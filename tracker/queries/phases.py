"""Answers which moves are proposed for an initiative and wait for an answer."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from tracker.access.actors import Actor
from tracker.database import read
from tracker.domain.lifecycle import Phase
from tracker.models import Person, PhaseProposal

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposed move that waits for an answer."""

    public_id: uuid.UUID
    phase: Phase
    reason: str
    person_name: str
    created_at: datetime


def list_proposals(actor: Actor, initiative_id: int, *, lead_id: int) -> tuple[ProposalRow, ...]:
    """The proposals for an initiative, newest first; for its organisation and coordinators alone."""
    if not actor.is_coordinator and lead_id not in actor.organisation_ids:
        return ()
    rows: Sequence[Any] = read(_PROPOSALS, {"initiative_id": initiative_id}).all()
    return tuple(ProposalRow(*row) for row in rows)


_PROPOSALS = (
    select(
        PhaseProposal.public_id,
        PhaseProposal.phase,
        PhaseProposal.reason,
        Person.name,
        PhaseProposal.created_at,
    )
    .join(Person, Person.id == PhaseProposal.person_id)
    .where(
        PhaseProposal.initiative_id == bindparam("initiative_id"),
        PhaseProposal.answered_at.is_(None),
    )
    .order_by(PhaseProposal.id.desc())
    .limit(MOST_SHOWN)
)
