"""Partners by name and standing; their words to each other stay between them."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative, add_partner, get_initiative
from tests.town import Town
from tracker.access.actors import ANONYMOUS, Actor
from tracker.domain.roles import PartnerStanding
from tracker.extensions import db
from tracker.models import Partnership
from tracker.queries.partnerships import PartnerRow, list_partners
from tracker.queries.reference import get_reference
from tracker.services import partnerships

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def matlaget(town: Town, in_app: None) -> uuid.UUID:
    return add_initiative(town.lea, "Matlaget")


def partners(town: Town, actor: Actor, public_id: uuid.UUID) -> list[PartnerRow]:
    row = get_initiative(public_id)
    return list(
        list_partners(actor, row.id, lead_id=town.kitchen.id, reference=get_reference("sv"))
    )


def test_partners_stand_by_name_with_role_and_standing(town: Town, matlaget: uuid.UUID) -> None:
    add_partner(town.lea, matlaget, town.stina, role="funding", is_accepted=False)
    add_partner(town.lea, matlaget, town.pia)

    found = [
        (row.organisation_name, row.role.code, row.standing)
        for row in partners(town, town.rut, matlaget)
    ]

    assert found == [
        ("AB Huset", "contributing", PartnerStanding.ACCEPTED),
        ("Skolan", "funding", PartnerStanding.ASKED),
    ]


def test_the_public_sees_only_those_who_said_yes(town: Town, matlaget: uuid.UUID) -> None:
    add_partner(town.lea, matlaget, town.stina, is_accepted=False)
    add_partner(town.lea, matlaget, town.pia)

    assert [row.organisation_name for row in partners(town, ANONYMOUS, matlaget)] == ["AB Huset"]


@pytest.mark.parametrize("is_accepted", [True, False])
def test_declined_and_ended_partnerships_are_history(
    town: Town, matlaget: uuid.UUID, is_accepted: bool
) -> None:
    partnership_id = add_partner(town.lea, matlaget, town.pia, is_accepted=is_accepted)
    if is_accepted:
        partnerships.end(town.pia, partnership_id, now=START)
    else:
        partnerships.answer(town.pia, partnership_id, is_accepted=False, now=START)

    assert partners(town, town.lea, matlaget) == []


@pytest.mark.parametrize(
    ("who", "reads"),
    [("lea", True), ("pia", True), ("stina", False), ("cim", False), ("rut", False)],
)
def test_a_note_is_read_by_the_two_it_passed_between(
    town: Town, matlaget: uuid.UUID, who: str, reads: bool
) -> None:
    partnerships.offer(
        town.pia,
        matlaget,
        organisation_id=town.house.public_id,
        role="contributing",
        note="Vi har en tom lokal.",
        now=START,
    )

    (row,) = partners(town, getattr(town, who), matlaget)

    assert (row.note == "Vi har en tom lokal.") is reads
    assert row.public_id == db.session.scalars(select(Partnership.public_id)).one()
