"""A card is moved by those who answer for it; a coordinator proposes, and they decide."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative, add_partner, get_initiative, last_changes, verbs_on
from tests.town import Town
from tracker.access.actors import Actor
from tracker.domain.lifecycle import Phase
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, NotFoundError, PersonalDataError, RefusedError
from tracker.extensions import db
from tracker.models import PhaseProposal
from tracker.services import phases

pytestmark = pytest.mark.usefixtures("in_app")

LATER = START + timedelta(hours=1)


@pytest.fixture
def initiative_id(town: Town) -> uuid.UUID:
    return add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)


def move(actor: Actor, initiative_id: uuid.UUID, phase: Phase, reason: str = "") -> None:
    phases.move(actor, initiative_id, phase, reason=reason, now=LATER)


def propose(
    actor: Actor, initiative_id: uuid.UUID, phase: Phase = Phase.PAUSED, reason: str = "Tyst länge."
) -> uuid.UUID:
    return phases.propose(actor, initiative_id, phase, reason=reason, now=LATER)


def answer(actor: Actor, proposal_id: uuid.UUID, *, is_accepted: bool) -> uuid.UUID:
    return phases.answer_proposal(actor, proposal_id, is_accepted=is_accepted, now=LATER)


def proposals() -> list[tuple[Phase, bool | None]]:
    db.session.rollback()
    rows = db.session.scalars(select(PhaseProposal).order_by(PhaseProposal.id))
    return [(row.phase, row.is_accepted) for row in rows]


def test_a_member_moves_the_own_card_forward_without_a_word(
    town: Town, initiative_id: uuid.UUID
) -> None:
    move(town.mia, initiative_id, Phase.COMPLETED)

    row = get_initiative(initiative_id)
    assert (row.phase, row.changed_at) == (Phase.COMPLETED, LATER)
    assert last_changes(initiative_id) == {"phase": ("ongoing", "completed")}


def test_a_step_back_wants_a_reason(town: Town, initiative_id: uuid.UUID) -> None:
    with pytest.raises(RefusedError) as refused:
        move(town.lea, initiative_id, Phase.IDEA, reason="   ")
    assert (refused.value.code, refused.value.field_name) == ("reason_needed", "reason")

    move(town.lea, initiative_id, Phase.IDEA, reason=" Vi börjar om. ")

    assert last_changes(initiative_id) == {
        "phase": ("ongoing", "idea"),
        "note": (None, "Vi börjar om."),
    }


def test_a_move_to_the_same_phase_changes_nothing(town: Town, initiative_id: uuid.UUID) -> None:
    move(town.lea, initiative_id, Phase.ONGOING)

    assert get_initiative(initiative_id).changed_at == START
    assert verbs_on(initiative_id) == [Verb.REGISTERED]


def test_the_reason_is_guarded(town: Town, initiative_id: uuid.UUID) -> None:
    with pytest.raises(PersonalDataError) as refused:
        move(town.lea, initiative_id, Phase.IDEA, reason="Fråga kim@example.org")

    assert list(refused.value.findings) == ["reason"]


def test_a_coordinator_moves_a_municipal_card_and_says_why(town: Town) -> None:
    initiative_id = add_initiative(town.stina, "Läxhjälp", phase=Phase.PLANNED)

    with pytest.raises(RefusedError) as refused:
        move(town.cim, initiative_id, Phase.ONGOING)
    assert refused.value.code == "reason_needed"
    move(town.cim, initiative_id, Phase.ONGOING, reason="Har börjat.")

    assert get_initiative(initiative_id).phase is Phase.ONGOING


@pytest.mark.parametrize("who", ["pia", "cim", "rut", "ada", "stina"])
def test_nobody_else_moves_an_associations_card(
    town: Town, initiative_id: uuid.UUID, who: str
) -> None:
    add_partner(town.lea, initiative_id, town.pia)

    with pytest.raises(NotAllowedError):
        move(getattr(town, who), initiative_id, Phase.PAUSED, reason="Därför")
    assert get_initiative(initiative_id).phase is Phase.ONGOING


def test_a_draft_of_others_cannot_be_moved_or_proposed_about(town: Town) -> None:
    draft = add_initiative(town.lea, "Utkast", is_draft=True)

    with pytest.raises(NotFoundError):
        move(town.cim, draft, Phase.PAUSED, reason="Därför")
    with pytest.raises(NotFoundError):
        propose(town.cim, draft)


def test_a_proposal_changes_nothing_until_it_is_answered(
    town: Town, initiative_id: uuid.UUID
) -> None:
    propose(town.cim, initiative_id)

    assert get_initiative(initiative_id).phase is Phase.ONGOING
    assert last_changes(initiative_id) == {
        "phase": ("ongoing", "paused"),
        "note": (None, "Tyst länge."),
    }
    assert proposals() == [(Phase.PAUSED, None)]


def test_an_accepted_proposal_moves_the_card(town: Town, initiative_id: uuid.UUID) -> None:
    proposal_id = propose(town.cim, initiative_id)

    assert answer(town.mia, proposal_id, is_accepted=True) == initiative_id

    assert get_initiative(initiative_id).phase is Phase.PAUSED
    assert verbs_on(initiative_id)[-1] == Verb.MOVE_ACCEPTED
    assert proposals() == [(Phase.PAUSED, True)]


def test_a_declined_proposal_is_told_and_moves_nothing(
    town: Town, initiative_id: uuid.UUID
) -> None:
    proposal_id = propose(town.cim, initiative_id)

    answer(town.lea, proposal_id, is_accepted=False)

    assert get_initiative(initiative_id).phase is Phase.ONGOING
    assert verbs_on(initiative_id)[-1] == Verb.MOVE_DECLINED
    assert proposals() == [(Phase.PAUSED, False)]


def test_a_proposal_is_answered_once(town: Town, initiative_id: uuid.UUID) -> None:
    proposal_id = propose(town.cim, initiative_id)
    answer(town.lea, proposal_id, is_accepted=False)

    with pytest.raises(RefusedError) as refused:
        answer(town.mia, proposal_id, is_accepted=True)
    assert refused.value.code == "answered_already"
    assert get_initiative(initiative_id).phase is Phase.ONGOING


def test_only_the_organisation_itself_answers(town: Town, initiative_id: uuid.UUID) -> None:
    proposal_id = propose(town.cim, initiative_id)

    for actor in (town.cim, town.pia, town.rut, town.ada):
        with pytest.raises(NotAllowedError):
            answer(actor, proposal_id, is_accepted=True)


def test_a_proposal_needs_a_reason_and_another_phase(town: Town, initiative_id: uuid.UUID) -> None:
    with pytest.raises(RefusedError) as refused:
        propose(town.cim, initiative_id, reason=" ")
    assert (refused.value.code, refused.value.field_name) == ("reason_needed", "reason")
    with pytest.raises(RefusedError) as refused:
        propose(town.cim, initiative_id, phase=Phase.ONGOING)
    assert (refused.value.code, refused.value.field_name) == ("same_phase", "phase")
    with pytest.raises(PersonalDataError):
        propose(town.cim, initiative_id, reason="Ring 070-174 06 35.")


def test_only_a_coordinator_proposes(town: Town, initiative_id: uuid.UUID) -> None:
    for actor in (town.lea, town.pia, town.rut, town.ada):
        with pytest.raises(NotAllowedError):
            propose(actor, initiative_id)


def test_a_new_proposal_takes_the_place_of_the_old(town: Town, initiative_id: uuid.UUID) -> None:
    first = propose(town.cim, initiative_id)
    propose(town.cim, initiative_id, Phase.COMPLETED, reason="Den är väl klar?")

    with pytest.raises(RefusedError):
        answer(town.lea, first, is_accepted=True)
    assert proposals() == [(Phase.PAUSED, False), (Phase.COMPLETED, None)]


def test_moving_the_card_oneself_answers_the_proposal(town: Town, initiative_id: uuid.UUID) -> None:
    proposal_id = propose(town.cim, initiative_id)
    move(town.lea, initiative_id, Phase.CLOSING)

    with pytest.raises(RefusedError):
        answer(town.lea, proposal_id, is_accepted=True)
    assert get_initiative(initiative_id).phase is Phase.CLOSING


def test_an_unknown_proposal_or_initiative_is_not_found(town: Town) -> None:
    with pytest.raises(NotFoundError):
        answer(town.lea, uuid.uuid4(), is_accepted=True)
    with pytest.raises(NotFoundError):
        move(town.lea, uuid.uuid4(), Phase.PAUSED)
