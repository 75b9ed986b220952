"""Which roles a person has, and that somebody stays administrator."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import Clock
from tests.register import add_organisation, add_person
from tracker.access.actors import Actor, OwnOrganisation
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import (
    Membership,
    Person,
    PersonRole,
)
from tracker.services import people
from tracker.services.people import PersonContent
from tracker.services.person_roles import has_administrator

PASSWORD = "en lagom hemlig fras"
BO = PersonContent(name="Bo Rask", email="Bo.Rask@example.org", language="en")


@pytest.fixture(autouse=True)
def _in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def administrator() -> Actor:
    return add_person("Ann Ek", platform_roles=[PlatformRole.ADMINISTRATOR])


@pytest.fixture
def own() -> OwnOrganisation:
    return add_organisation("Läsro")


def stored(public_id: uuid.UUID | None) -> Person:
    row: Person = db.session.scalars(
        select(Person)
        .where(Person.public_id == public_id)
        .execution_options(populate_existing=True)
    ).one()
    return row


def roles_of(public_id: uuid.UUID) -> list[str]:
    query = select(PersonRole.role).join(Person).where(Person.public_id == public_id)
    return sorted(db.session.scalars(query))


def test_an_unknown_organisation_or_person_is_refused(administrator: Actor, clock: Clock) -> None:
    nowhere = replace(BO, memberships=((uuid.uuid4(), MembershipRole.MEMBER),))
    with pytest.raises(RefusedError) as refused:
        people.create(administrator, nowhere, now=clock.now)
    assert refused.value == RefusedError("unknown_choice", "memberships")

    with pytest.raises(NotFoundError):
        people.disable(administrator, uuid.uuid4(), now=clock.now)


def test_roles_and_memberships_are_changed_in_one_step(
    administrator: Actor, own: OwnOrganisation, clock: Clock
) -> None:
    other, third = add_organisation("Tråden"), add_organisation("Väven")
    first = replace(
        BO,
        platform_roles=(PlatformRole.READER,),
        memberships=(
            (own.public_id, MembershipRole.MEMBER),
            (other.public_id, MembershipRole.MEMBER),
        ),
    )
    public_id = people.create(administrator, first, now=clock.now)
    second = replace(
        first,
        name="Bo Rask Ek",
        platform_roles=(PlatformRole.COORDINATOR,),
        memberships=(
            (own.public_id, MembershipRole.MANAGER),
            (third.public_id, MembershipRole.MEMBER),
        ),
    )

    people.edit(administrator, public_id, second, version=1, now=clock.now)

    query = select(Membership.organisation_id, Membership.role).join(
        Person, Person.id == Membership.person_id
    )
    memberships = dict(db.session.execute(query.where(Person.public_id == public_id)).all())
    assert memberships == {own.id: MembershipRole.MANAGER, third.id: MembershipRole.MEMBER}
    assert roles_of(public_id) == ["coordinator"]
    assert stored(public_id).version == 2


def test_two_administrators_cannot_remove_each_other(app: Flask, clock: Clock) -> None:
    pair = [
        add_person(name, platform_roles=[PlatformRole.ADMINISTRATOR]) for name in ("Ann", "Sara")
    ]
    start, refused = Barrier(2), []

    def remove(actor: Actor, other: Actor) -> None:
        assert other.public_id is not None
        with app.app_context():
            start.wait()
            try:
                people.disable(actor, other.public_id, now=clock.now)
            except RefusedError as refusal:
                refused.append(refusal.code)
            finally:
                db.session.remove()

    threads = [Thread(target=remove, args=order) for order in (pair, reversed(pair))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == ["last_administrator"]
    assert has_administrator()
