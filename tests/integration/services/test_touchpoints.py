"""A coordinator decides or suggests, both sides say yes, everything can be undone, nobody else gets in."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests.clock import START
from tests.register import add_initiative, add_touchpoint, get_initiative, verbs_on
from tests.town import Town
from tracker.domain.touchpoint_decisions import Decision, TouchpointState
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, NotFoundError, RefusedError, StaleVersionError
from tracker.extensions import db
from tracker.models import OutboxEvent, Touchpoint, TouchpointDecision
from tracker.services import initiatives, touchpoint_facts, touchpoints
from tracker.services.touchpoints import Wish

pytestmark = pytest.mark.usefixtures("in_app")

LATER = START + timedelta(hours=1)


@pytest.fixture
def pair(town: Town) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    """One initiative of the kitchen, one of the school, and where they meet."""
    one = add_initiative(town.lea, "Läxhjälp i köket")
    other = add_initiative(town.stina, "Läxhjälp i skolan")
    return one, other, add_touchpoint(one, other)


def state_of(touchpoint_id: uuid.UUID) -> TouchpointState:
    db.session.rollback()
    query = select(Touchpoint.state).where(Touchpoint.public_id == touchpoint_id)
    return db.session.scalars(query).one()


def suggested(town: Town, touchpoint_id: uuid.UUID, decision: Decision) -> uuid.UUID:
    """What a coordinator suggests, by the decision's public id."""
    touchpoints.decide(town.cim, touchpoint_id, Wish(decision), version=1, now=LATER)
    query = select(TouchpointDecision.public_id).order_by(TouchpointDecision.id.desc())
    return db.session.scalars(query).first()


def told() -> list[str]:
    query = select(OutboxEvent.payload).where(OutboxEvent.kind == "mail").order_by(OutboxEvent.id)
    return [payload["template"] for payload in db.session.scalars(query)]


def test_a_decision_of_the_coordinators_alone_stands_at_once_in_both_histories(
    town: Town, pair: tuple[uuid.UUID, uuid.UUID, uuid.UUID]
) -> None:
    one, other, touchpoint_id = pair
    wish = Wish(
        Decision.COORDINATE_TIME_PLACE,
        note="Köket tar onsdagar.",
        owner=town.kitchen.public_id,
        follow_up_on=date(2026, 6, 1),
    )
    touchpoints.decide(town.cim, touchpoint_id, wish, version=1, now=LATER)

    assert state_of(touchpoint_id) is TouchpointState.SETTLED
    decision = db.session.scalars(select(TouchpointDecision)).one()
    assert (decision.note, decision.follow_up_on) == ("Köket tar onsdagar.", date(2026, 6, 1))
    assert (decision.owner_id, decision.made_by_id) == (town.kitchen.id, town.cim.person_id)
    assert decision.stands_since == LATER
    for each in (one, other):
        assert verbs_on(each)[-1] == Verb.TOUCHPOINT_DECIDED


def test_not_relevant_wants_a_reason(
    town: Town, pair: tuple[uuid.UUID, uuid.UUID, uuid.UUID]
) -> None:
    with pytest.raises(RefusedError, match="reason_needed"):
        touchpoints.decide(town.cim, pair[2], Wish(Decision.NOT_RELEVANT), version=1, now=LATER)


def test_a_cooperation_stands_only_once_both_have_said_yes(
    town: Town, pair: tuple[uuid.UUID, uuid.UUID, uuid.UUID]
) -> None:
    decision_id = suggested(town, pair[2], Decision.COOPERATE)
    assert state_of(pair[2]) is TouchpointState.SUGGESTED

    touchpoints.answer(town.lea, decision_id, is_accepted=True, now=LATER)
    assert state_of(pair[2]) is TouchpointState.SUGGESTED
    with pytest.raises(RefusedError, match="answered_already"):
        touchpoints.answer(town.mia, decision_id, is_accepted=False, now=LATER)

    touchpoints.answer(town.stina, decision_id, is_accepted=True, now=LATER)
    assert state_of(pair[2]) is TouchpointState.SETTLED
    assert told() == [
        "touchpoint_suggested", "touchpoint_suggested",
        "touchpoint_answered", "touchpoint_answered",
        "touchpoint_answered", "touchpoint_answered",
    ]  # fmt: skip


def test_one_no_ends_a_suggestion(town: Town, pair: tuple[uuid.UUID, uuid.UUID, uuid.UUID]) -> None:
    decision_id = suggested(town, pair[2], Decision.COOPERATE)
    touchpoints.answer(town.stina, decision_id, is_accepted=False, now=LATER)

    assert state_of(pair[2]) is TouchpointState.WAITING
    with pytest.raises(RefusedError, match="answered_already"):
        touchpoints.answer(town.lea, decision_id, is_accepted=True, now=LATER)


def test_several_are_decided_and_undone_in_one_go(town: Town) -> None:
    own = add_initiative(town.lea, "Språkkafé")
    others = [add_initiative(town.stina, f"Språkstöd {number}") for number in range(3)]
    ids = [add_touchpoint(own, other) for other in others]
    wish = Wish(Decision.NOT_RELEVANT, note="Olika åldrar.")

    batch = touchpoints.decide_many(town.cim, ids, wish, now=LATER)
    assert [state_of(each) for each in ids] == [TouchpointState.SETTLED] * 3

    undone = touchpoints.undo(town.cim, batch, now=LATER)
    assert sorted(undone) == sorted(ids)
    assert [state_of(each) for each in ids] == [TouchpointState.WAITING] * 3
    with pytest.raises(NotFoundError):
        touchpoints.undo(town.cim, batch, now=LATER)


def test_all_of_several_are_decided_or_none(
    town: Town, pair: tuple[uuid.UUID, uuid.UUID, uuid.UUID]
) -> None:
    with pytest.raises(NotFoundError):
        touchpoints.decide_many(
            town.cim, [pair[2], uuid.uuid4()], Wish(Decision.COMPLEMENT), now=LATER
        )
    assert state_of(pair[2]) is TouchpointState.WAITING


def test_a_form_opened_before_somebody_else_decided_is_stale(
    town: Town, pair: tuple[uuid.UUID, uuid.UUID, uuid.UUID]
) -> None:
    wish = Wish(Decision.COMPLEMENT)
    touchpoints.decide(town.cim, pair[2], wish, version=1, now=LATER)
    with pytest.raises(StaleVersionError):
        touchpoints.decide(town.cim, pair[2], wish, version=1, now=LATER)


def test_only_coordinators_decide_and_only_the_two_sides_answer(
    town: Town, pair: tuple[uuid.UUID, uuid.UUID, uuid.UUID]
) -> None:
    wish = Wish(Decision.COMPLEMENT)
    for nobody in (town.lea, town.pia, town.rut, town.ada):
        with pytest.raises(NotAllowedError):
            touchpoints.decide(nobody, pair[2], wish, version=1, now=LATER)
    decision_id = suggested(town, pair[2], Decision.COOPERATE)
    with pytest.raises(NotAllowedError):
        touchpoints.answer(town.cim, decision_id, is_accepted=True, now=LATER)
    for stranger in (town.pia, town.rut, town.ada):
        with pytest.raises(NotFoundError):
            touchpoints.answer(stranger, decision_id, is_accepted=True, now=LATER)


def test_a_withdrawn_side_ends_everything(
    town: Town, pair: tuple[uuid.UUID, uuid.UUID, uuid.UUID]
) -> None:
    initiatives.withdraw(town.lea, pair[0], reason="", now=LATER)
    with pytest.raises(NotFoundError):
        touchpoints.decide(town.cim, pair[2], Wish(Decision.COMPLEMENT), version=1, now=LATER)


def test_what_settles_a_pair_is_remembered_and_a_change_is_told(
    town: Town, pair: tuple[uuid.UUID, uuid.UUID, uuid.UUID]
) -> None:
    touchpoints.decide(town.cim, pair[2], Wish(Decision.COMPLEMENT), version=1, now=LATER)
    settled = db.session.scalars(select(Touchpoint.settled_facts)).one()
    one, other = (get_initiative(each) for each in pair[:2])
    assert touchpoint_facts.changed_since(settled, touchpoint_facts.facts_of(one, other)) == {}

    one.title = "Läxhjälp för alla"
    with db.session.no_autoflush:
        now = touchpoint_facts.facts_of(one, other)
        assert touchpoint_facts.changed_since(settled, now) == {"one": ["title"]}
    db.session.rollback()


def test_nothing_is_decided_twice_by_two_at_once_and_nothing_left_behind(
    town: Town, pair: tuple[uuid.UUID, uuid.UUID, uuid.UUID]
) -> None:
    suggested(town, pair[2], Decision.COOPERATE)
    wish = Wish(Decision.NOT_RELEVANT, note="Olika åldrar.")
    touchpoints.decide(town.cim, pair[2], wish, version=2, now=LATER)

    standing = select(func.count()).where(TouchpointDecision.undone_at.is_(None))
    assert db.session.scalar(standing) == 1
