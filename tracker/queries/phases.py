"""Answers which moves are proposed for an initiative and wait for an answer."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.domain.lifecycle import Phase
from tracker.extensions import db
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
    query = (
        select(PhaseProposal, Person.name)
        .join(Person, Person.id == PhaseProposal.person_id)
        .where(PhaseProposal.initiative_id == initiative_id, PhaseProposal.answered_at.is_(None))
        .order_by(PhaseProposal.id.desc())
        .limit(MOST_SHOWN)
    )
    return tuple(
        ProposalRow(proposal.public_id, proposal.phase, proposal.reason, name, proposal.created_at)
        for proposal, name in db.session.execute(query)
    )
