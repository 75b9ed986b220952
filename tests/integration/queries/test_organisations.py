"""Which organisations take part, and what one of them does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import Clock
from tests.register import add_initiative, add_organisation, add_person
from tracker.access.actors import Actor
from tracker.domain.roles import PlatformRole
from tracker.extensions import db
from tracker.models import Partnership
from tracker.queries.organisations import (
    OrganisationSelection,
    get_organisation,
    list_members,
    list_organisations,
    list_partnerships,
)
from tracker.queries.reference import get_reference
from tracker.services import partnerships


@pytest.fixture(autouse=True)
def _in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def lead() -> Actor:
    return add_person("Bo Rask", add_organisation("Läsro"))


@pytest.fixture
def partner() -> Actor:
    return add_person("Maria Strand", add_organisation("Viskahem"))


def taking_part(actor: Actor, partner: Actor) -> list[str]:
    reference = get_reference("sv")
    organisation = get_organisation(actor, partner.organisations[0].public_id, reference=reference)
    return [row.title for row in list_partnerships(actor, organisation, reference=reference)]


def test_a_partnership_is_listed_once_it_is_accepted(
    lead: Actor, partner: Actor, clock: Clock
) -> None:
    initiative_id = add_initiative(lead, "Läxhjälp")
    partnerships.ask(
        lead,
        initiative_id,
        organisation_id=partner.organisations[0].public_id,
        role="contributing",
        note="",
        now=clock.now,
    )
    assert taking_part(lead, partner) == []

    partnership_id = db.session.scalars(select(Partnership.public_id)).one()
    partnerships.answer(partner, partnership_id, is_accepted=True, now=clock.now)

    assert taking_part(lead, partner) == ["Läxhjälp"]


def test_counts_and_kinds_come_in_the_order_of_names(lead: Actor, partner: Actor) -> None:
    add_initiative(lead, "Läxhjälp")
    rows = list_organisations(
        partner, OrganisationSelection(), page=1, reference=get_reference("en")
    )

    assert [(row.name, row.kind.name, row.initiatives) for row in rows] == [
        ("Läsro", "Association", 1),
        ("Viskahem", "Association", 0),
    ]


def test_closed_accounts_are_not_listed_among_the_members(lead: Actor) -> None:
    own = lead.organisations[0]
    add_person("Anna Avslutad", own, is_disabled=True)
    administrator = add_person("Amir Berg", platform_roles=[PlatformRole.ADMINISTRATOR])
    organisation = get_organisation(lead, own.public_id, reference=get_reference("sv"))

    members = list_members(administrator, organisation)

    assert members is not None
    assert [row.name for row in members] == ["Bo Rask"]
