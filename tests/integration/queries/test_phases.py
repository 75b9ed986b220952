"""Proposed moves wait in sight of those who answer them, and of nobody else."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from tests.clock import START
from tests.register import add_initiative, get_initiative
from tests.town import Town
from tracker.access.actors import ANONYMOUS, Actor
from tracker.domain.lifecycle import Phase
from tracker.queries.phases import ProposalRow, list_proposals
from tracker.services import phases

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def matlaget(town: Town, in_app: None) -> uuid.UUID:
    public_id = add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)
    phases.propose(town.cim, public_id, Phase.PAUSED, reason="Tyst länge.", now=START)
    return public_id


def proposals(town: Town, actor: Actor, public_id: uuid.UUID) -> tuple[ProposalRow, ...]:
    row_id = get_initiative(public_id).id
    return list_proposals(actor, row_id, lead_id=town.kitchen.id)


@pytest.mark.parametrize("who", ["lea", "mia", "cim"])
def test_those_concerned_see_who_proposes_what_and_why(
    town: Town, matlaget: uuid.UUID, who: str
) -> None:
    (row,) = proposals(town, getattr(town, who), matlaget)

    assert (row.phase, row.reason, row.person_name) == (Phase.PAUSED, "Tyst länge.", "Cim Dal")
    assert row.created_at == START


@pytest.mark.parametrize("who", ["pia", "stina", "rut", "ada"])
def test_others_see_nothing_of_it(town: Town, matlaget: uuid.UUID, who: str) -> None:
    assert proposals(town, getattr(town, who), matlaget) == ()
    assert proposals(town, ANONYMOUS, matlaget) == ()


def test_an_answered_proposal_waits_no_longer(town: Town, matlaget: uuid.UUID) -> None:
    (row,) = proposals(town, town.lea, matlaget)

    phases.answer_proposal(town.lea, row.public_id, is_accepted=False, now=START)

    assert proposals(town, town.lea, matlaget) == ()


def test_only_the_latest_proposal_waits(town: Town, matlaget: uuid.UUID) -> None:
    later = START + timedelta(days=1)
    phases.propose(town.cim, matlaget, Phase.COMPLETED, reason="Är den klar?", now=later)

    assert [row.phase for row in proposals(town, town.lea, matlaget)] == [Phase.COMPLETED]
