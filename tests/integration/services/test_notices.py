"""Each deed tells those who have something to do about it, once, and nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import Clock
from tests.register import add_initiative, add_organisation, add_person
from tracker.access.actors import Actor
from tracker.database import transaction
from tracker.domain.lifecycle import Phase
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.extensions import db
from tracker.models import OutboxEvent, Partnership, Person, PhaseProposal
from tracker.services import accounts, initiatives, notices, partnerships, phases, publication


@dataclass
class City:
    """Two associations with two managers each, and coordinators."""

    lead: Actor
    partner: Actor
    coordinator: Actor
    initiative_id: UUID


@pytest.fixture
def city(app: Flask, clock: Clock) -> City:
    with app.app_context():
        kitchen, house = (
            add_organisation("Norrby kök"),
            add_organisation("AB Huset", kind="business"),
        )
        lead = add_person("Lea Lund", kitchen)
        add_person("Leo Lund", kitchen, language="en")
        add_person("Mia Medlem", kitchen, role=MembershipRole.MEMBER)
        partner = add_person("Pia Ek", house)
        add_person("Per Ek", house, is_disabled=True)
        add_person("Påhittad Ek", house, is_demo=True, email="demo@example.org")
        coordinator = add_person("Cim", platform_roles=[PlatformRole.COORDINATOR])
        add_person("Cleo", platform_roles=[PlatformRole.COORDINATOR])
        add_person("Carl", platform_roles=[PlatformRole.COORDINATOR], is_disabled=True)
        initiative_id = add_initiative(lead, "Matlaget")
    return City(lead, partner, coordinator, initiative_id)


def mails() -> Sequence[dict[str, object]]:
    query = select(OutboxEvent.payload).order_by(OutboxEvent.id)
    found: Sequence[dict[str, object]] = db.session.scalars(query).all()
    return found


def told() -> list[tuple[object, object]]:
    return [(mail["template"], mail["to"]) for mail in mails()]


def ask(city: City, clock: Clock) -> UUID:
    house = city.partner.organisations[0].public_id
    partnerships.ask(
        city.lead,
        city.initiative_id,
        organisation_id=house,
        role="contributing",
        note="",
        now=clock.now,
    )
    return partnership_id()


def offer(city: City, clock: Clock) -> UUID:
    house = city.partner.organisations[0].public_id
    partnerships.offer(
        city.partner,
        city.initiative_id,
        organisation_id=house,
        role="contributing",
        note="",
        now=clock.now,
    )
    return partnership_id()


def partnership_id() -> UUID:
    found: UUID = db.session.scalars(select(Partnership.public_id)).one()
    return found


def test_a_question_reaches_the_managers_who_can_answer(
    app: Flask, city: City, clock: Clock
) -> None:
    with app.app_context():
        ask(city, clock)
        (mail,) = mails()

    assert (mail["template"], mail["to"]) == ("partner_asked", "pia@example.org")
    values = mail["values"]
    assert isinstance(values, dict)
    assert values["name"] == "Pia Ek"
    assert "Lund" not in str(mail), "nobody's name or address but the recipient's own"


def test_the_answer_reaches_those_who_asked(app: Flask, city: City, clock: Clock) -> None:
    with app.app_context():
        waiting = ask(city, clock)
        partnerships.answer(city.partner, waiting, is_accepted=True, now=clock.now)
        found = told()[1:]

    assert found == [
        ("partner_answered", "lea@example.org"),
        ("partner_answered", "leo@example.org"),
    ]


def test_an_offer_reaches_the_lead_organisation_in_each_ones_language(
    app: Flask, city: City, clock: Clock
) -> None:
    with app.app_context():
        offer(city, clock)
        found = mails()

    assert [(mail["to"], mail["language"]) for mail in found] == [
        ("lea@example.org", "sv"),
        ("leo@example.org", "en"),
    ]
    roles = [values["role"] for mail in found if isinstance(values := mail["values"], dict)]
    assert roles[0] != roles[1]


@pytest.mark.parametrize("is_accepted", [True, False])
def test_the_answer_to_an_offer_reaches_those_who_offered(
    app: Flask, city: City, clock: Clock, is_accepted: bool
) -> None:
    with app.app_context():
        waiting = offer(city, clock)
        partnerships.answer(city.lead, waiting, is_accepted=is_accepted, now=clock.now)
        mail = mails()[-1]

    assert (mail["template"], mail["to"]) == ("partner_answered", "pia@example.org")
    values = mail["values"]
    assert isinstance(values, dict)
    assert (values["answering"], values["is_accepted"]) == ("Norrby kök", is_accepted)


def test_asking_the_one_who_offered_is_an_answer(app: Flask, city: City, clock: Clock) -> None:
    with app.app_context():
        offer(city, clock)
        ask(city, clock)

        assert told()[-1] == ("partner_answered", "pia@example.org")


def test_a_proposed_move_reaches_the_lead_organisation(
    app: Flask, city: City, clock: Clock
) -> None:
    with app.app_context():
        phases.propose(
            city.coordinator, city.initiative_id, Phase.PAUSED, reason="Semester.", now=clock.now
        )
        assert db.session.scalars(select(PhaseProposal)).one()

        assert told() == [
            ("move_proposed", "lea@example.org"),
            ("move_proposed", "leo@example.org"),
        ]


def test_a_first_publication_reaches_the_coordinators_and_comes_back(
    app: Flask, city: City, clock: Clock
) -> None:
    with app.app_context():
        publication.publish(city.lead, city.initiative_id, now=clock.now)
        publication.confirm(city.coordinator, city.initiative_id, now=clock.now)

        assert told() == [
            ("publication_asked", "cim@example.org"),
            ("publication_asked", "cleo@example.org"),
            ("publication_confirmed", "lea@example.org"),
            ("publication_confirmed", "leo@example.org"),
        ]


def test_a_handing_over_reaches_the_new_organisation(app: Flask, city: City, clock: Clock) -> None:
    with app.app_context():
        initiatives.hand_over(
            city.lead,
            city.initiative_id,
            organisation_id=city.partner.organisations[0].public_id,
            note="",
            now=clock.now,
        )

        assert told() == [("handed_over", "pia@example.org")]


def test_the_one_who_does_it_is_not_told(app: Flask, clock: Clock) -> None:
    with app.app_context():
        one, other = add_organisation("Ena"), add_organisation("Andra")
        both = add_person("Båda", one, other)
        initiative_id = add_initiative(both, "Matlaget")
        initiatives.hand_over(
            both, initiative_id, organisation_id=other.public_id, note="", now=clock.now
        )

        assert told() == []


def test_members_are_told_where_there_is_no_manager(app: Flask, city: City, clock: Clock) -> None:
    with app.app_context():
        choir = add_organisation("Kören")
        add_person("Mona Medlem", choir, role=MembershipRole.MEMBER)
        add_person("Max", choir, is_disabled=True)
        initiatives.hand_over(
            city.lead,
            city.initiative_id,
            organisation_id=choir.public_id,
            note="",
            now=clock.now,
        )

        assert told() == [("handed_over", "mona@example.org")]


def test_an_invitation_carries_its_link(app: Flask, city: City, clock: Clock) -> None:
    with app.app_context():
        with transaction():
            person = db.session.get_one(Person, city.partner.person_id)
            token = accounts.create_link(person, now=clock.now)
            notices.tell_invited(person, token, now=clock.now)
        (mail,) = mails()

    assert mail["values"] == {"name": "Pia Ek", "token": token}


def test_a_deed_that_is_refused_tells_nobody(app: Flask, city: City, clock: Clock) -> None:
    with app.app_context():
        ask(city, clock)
        with pytest.raises(Exception, match="partner_already"):
            ask(city, clock)

        assert len(told()) == 1
