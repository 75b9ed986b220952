"""The two sides and the coordinators talk about a pair, and nobody else hears of it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative, add_touchpoint
from tests.town import Town
from tracker.domain.touchpoint_decisions import Answer
from tracker.errors import NotAllowedError, NotFoundError, PersonalDataError, RefusedError
from tracker.extensions import db
from tracker.models import OutboxEvent, TouchpointMessage
from tracker.services import touchpoint_talk

pytestmark = pytest.mark.usefixtures("in_app")

LATER = START + timedelta(hours=1)


@pytest.fixture
def touchpoint_id(town: Town) -> uuid.UUID:
    one = add_initiative(town.lea, "Läxhjälp i köket")
    other = add_initiative(town.stina, "Läxhjälp i skolan")
    return add_touchpoint(one, other)


def test_an_answer_and_a_message_stay_with_the_pair(town: Town, touchpoint_id: uuid.UUID) -> None:
    touchpoint_talk.answer(town.lea, touchpoint_id, Answer.TALKING, now=LATER)
    touchpoint_talk.write(town.stina, touchpoint_id, "Ska vi ses på tisdag?", now=LATER)
    touchpoint_talk.write(town.cim, touchpoint_id, "Bra!", now=LATER)

    rows = db.session.scalars(select(TouchpointMessage).order_by(TouchpointMessage.id)).all()
    assert [(row.organisation_id, row.answer, row.body) for row in rows] == [
        (town.kitchen.id, Answer.TALKING, ""),
        (town.school.id, None, "Ska vi ses på tisdag?"),
        (None, None, "Bra!"),
    ]
    mails = db.session.scalars(select(OutboxEvent.payload)).all()
    assert {mail["to"] for mail in mails} >= {"lea@example.org", "cim@example.org"}
    assert "tisdag" not in str(mails)


def test_strangers_hear_nothing_and_coordinators_answer_for_nobody(
    town: Town, touchpoint_id: uuid.UUID
) -> None:
    for stranger in (town.pia, town.rut, town.ada):
        with pytest.raises(NotFoundError):
            touchpoint_talk.write(stranger, touchpoint_id, "Hej", now=LATER)
    with pytest.raises(NotAllowedError):
        touchpoint_talk.answer(town.cim, touchpoint_id, Answer.TALKING, now=LATER)


def test_empty_words_and_personal_data_are_refused(town: Town, touchpoint_id: uuid.UUID) -> None:
    with pytest.raises(RefusedError, match="message_empty"):
        touchpoint_talk.write(town.lea, touchpoint_id, "  ", now=LATER)
    with pytest.raises(PersonalDataError):
        touchpoint_talk.write(town.lea, touchpoint_id, "Ring 070-123 45 67.", now=LATER)
