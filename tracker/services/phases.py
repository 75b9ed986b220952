"""Moving an initiative on the board: its own organisation moves, a coordinator may propose."""

import uuid
from datetime import datetime

from sqlalchemy import select, update

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand
from tracker.database import transaction
from tracker.domain.lifecycle import Phase, needs_reason
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Initiative, PhaseProposal
from tracker.services import audit, notices
from tracker.services.initiatives import changed, load, subject_of
from tracker.services.personal_data import refuse_personal_data


def move(
    actor: Actor, public_id: uuid.UUID, phase: Phase, *, reason: str, now: datetime
) -> Initiative:
    """Change the phase; going backwards wants a reason.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError, RefusedError: `reason_needed`.
    """
    refuse_personal_data({"reason": reason})
    with transaction():
        initiative = load(actor, public_id, Permission.CHANGE_PHASE)
        if initiative.phase is phase:
            return initiative
        is_own = initiative.lead_organisation_id in actor.organisation_ids
        if not reason.strip() and (needs_reason(initiative.phase, phase) or not is_own):
            raise RefusedError("reason_needed", "reason")
        _change(actor, Verb.MOVED, initiative, phase, reason=reason, now=now)
        _close_proposals(initiative, now=now)
    return initiative


def propose(
    actor: Actor, public_id: uuid.UUID, phase: Phase, *, reason: str, now: datetime
) -> uuid.UUID:
    """Propose a move to the organisation that answers for the initiative.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError,
        RefusedError: `reason_needed`, or `same_phase`.
    """
    refuse_personal_data({"reason": reason})
    with transaction() as session:
        initiative = load(actor, public_id, Permission.PROPOSE_PHASE)
        if initiative.phase is phase:
            raise RefusedError("same_phase", "phase")
        if not reason.strip():
            raise RefusedError("reason_needed", "reason")
        _close_proposals(initiative, now=now)
        proposal = PhaseProposal(
            initiative_id=initiative.id,
            person_id=actor.person_id,
            phase=phase,
            reason=reason.strip(),
            created_at=now,
        )
        session.add(proposal)
        session.flush()
        changes = {"phase": (initiative.phase, phase), "note": (None, reason.strip())}
        audit.record_on(actor, Verb.MOVE_PROPOSED, initiative, at=now, changes=changes)
        notices.tell_move_proposed(actor, initiative, phase, now=now)
        return proposal.public_id


def answer_proposal(
    actor: Actor, proposal_id: uuid.UUID, *, is_accepted: bool, now: datetime
) -> uuid.UUID:
    """Say yes or no to a proposed move; returns the initiative's public id.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `answered_already`.
    """
    with transaction() as session:
        query = select(PhaseProposal).where(PhaseProposal.public_id == proposal_id)
        proposal = session.scalars(query).one_or_none()
        if proposal is None:
            raise NotFoundError
        public_id = session.scalars(
            select(Initiative.public_id).where(Initiative.id == proposal.initiative_id)
        ).one()
        initiative = load(actor, public_id, Permission.READ_REGISTER)
        demand(actor, Permission.CHANGE_PHASE, subject_of(initiative))
        session.refresh(proposal)
        if proposal.answered_at is not None:
            raise RefusedError("answered_already")
        proposal.answered_at = now
        proposal.is_accepted = is_accepted
        if is_accepted:
            _change(actor, Verb.MOVE_ACCEPTED, initiative, proposal.phase, reason="", now=now)
        else:
            changes = {"phase": (initiative.phase, proposal.phase)}
            audit.record_on(actor, Verb.MOVE_DECLINED, initiative, at=now, changes=changes)
        return public_id


def _change(
    actor: Actor, verb: Verb, initiative: Initiative, phase: Phase, *, reason: str, now: datetime
) -> None:
    changes: dict[str, tuple[object, object]] = {"phase": (initiative.phase, phase)}
    if reason.strip():
        changes["note"] = (None, reason.strip())
    initiative.phase = phase
    changed(initiative, now=now)
    audit.record_on(actor, verb, initiative, at=now, changes=changes)


def _close_proposals(initiative: Initiative, *, now: datetime) -> None:
    db.session.execute(
        update(PhaseProposal)
        .where(PhaseProposal.initiative_id == initiative.id, PhaseProposal.answered_at.is_(None))
        .values(answered_at=now, is_accepted=False)
    )
