"""What is for the coordinators only is told to the other side by nothing: page, history or mail."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative, add_touchpoint, verbs_on
from tests.town import Town
from tracker.domain.lifecycle import Visibility
from tracker.domain.touchpoint_decisions import Answer, Decision
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import OutboxEvent
from tracker.services import touchpoint_talk, touchpoints
from tracker.services.touchpoints import Wish

pytestmark = pytest.mark.usefixtures("in_app")

LATER = START + timedelta(hours=1)


@pytest.fixture
def pair(town: Town) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    """The kitchen's is for everybody, the school's for the coordinators only; where they meet."""
    one = add_initiative(town.lea, "Läxhjälp i köket")
    other = add_initiative(town.stina, "Läxhjälp i skolan", visibility=Visibility.COORDINATED)
    return one, other, add_touchpoint(one, other)


def mailed() -> set[str]:
    """To whom mails have been written."""
    return {
        mail["to"].partition("@")[0] for mail in db.session.scalars(select(OutboxEvent.payload))
    }


def test_the_side_that_sees_the_other_one_talks_and_the_other_side_finds_nothing(
    town: Town, pair: tuple[uuid.UUID, uuid.UUID, uuid.UUID]
) -> None:
    touchpoint_talk.answer(town.stina, pair[2], Answer.TALKING, now=LATER)
    touchpoint_talk.write(town.stina, pair[2], "Ska vi ringa dem?", now=LATER)
    touchpoint_talk.write(town.cim, pair[2], "Inte än.", now=LATER)

    with pytest.raises(NotFoundError):
        touchpoint_talk.write(town.lea, pair[2], "Hej", now=LATER)
    assert mailed() == {"cim", "stina"}


def test_a_side_that_was_told_writes_to_the_coordinators_alone(
    town: Town, pair: tuple[uuid.UUID, uuid.UUID, uuid.UUID]
) -> None:
    touchpoints.release(town.cim, pair[2], now=LATER)
    assert mailed() == {"lea"}

    touchpoint_talk.write(town.lea, pair[2], "Vad är det?", now=LATER)
    assert mailed() == {"lea", "cim"}


def test_a_decision_stands_in_no_history_of_a_side_that_may_not_see_the_other_one(
    town: Town, pair: tuple[uuid.UUID, uuid.UUID, uuid.UUID]
) -> None:
    one, other, touchpoint_id = pair
    wish = Wish(Decision.COMPLEMENT, note="Skolan tar de äldre.")
    touchpoints.decide(town.cim, touchpoint_id, wish, version=1, now=LATER)

    assert verbs_on(other)[-1] == Verb.TOUCHPOINT_DECIDED
    assert Verb.TOUCHPOINT_DECIDED not in verbs_on(one)


def test_several_are_decided_only_while_they_wait(
    town: Town, pair: tuple[uuid.UUID, uuid.UUID, uuid.UUID]
) -> None:
    wish = Wish(Decision.COMPLEMENT)
    touchpoints.decide_many(town.cim, [pair[2]], wish, now=LATER)

    with pytest.raises(RefusedError, match="not_waiting"):
        touchpoints.decide_many(town.cim, [pair[2]], wish, now=LATER)
