"""Who has an account, and what each may do."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from tests.clock import Clock
from tests.register import add_organisation, add_person
from tracker.access.actors import Actor
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.errors import NotAllowedError, NotFoundError
from tracker.queries.people import (
    PeopleSelection,
    count_people,
    get_account_state,
    get_person,
    list_people,
)
from tracker.services import people


@pytest.fixture(autouse=True)
def _in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def administrator() -> Actor:
    return add_person("Ann Ek", platform_roles=[PlatformRole.ADMINISTRATOR])


def test_each_person_comes_with_all_roles(administrator: Actor) -> None:
    own, other = add_organisation("Östra"), add_organisation("Västra")
    bo = add_person(
        "Bo Rask",
        own,
        other,
        role=MembershipRole.MEMBER,
        platform_roles=[PlatformRole.READER, PlatformRole.COORDINATOR],
    )
    assert bo.public_id is not None

    row = get_person(administrator, bo.public_id)

    assert [membership.organisation_name for membership in row.memberships] == ["Västra", "Östra"]
    assert row.platform_roles == (PlatformRole.COORDINATOR, PlatformRole.READER)


def test_the_list_is_paged_and_counted(administrator: Actor) -> None:
    for number in range(51):
        add_person(f"Person{number:02} Ek", email=f"p{number}@example.org")

    everybody = PeopleSelection(q="person")
    assert count_people(administrator, everybody) == 51
    assert len(list_people(administrator, everybody, page=1)) == 50
    assert [row.name for row in list_people(administrator, everybody, page=2)] == ["Person50 Ek"]


def test_names_stand_and_are_found_as_swedish_readers_expect(administrator: Actor) -> None:
    for number, name in enumerate(["Östen Ek", "Åsa Ek", "Örjan Ek", "zara Ek", "Ärla Ek"]):
        add_person(name, email=f"p{number}@example.org")

    everybody = list_people(administrator, PeopleSelection(), page=1)
    named = list_people(administrator, PeopleSelection(q="ÖSTEN"), page=1)

    names = ["Ann Ek", "zara Ek", "Åsa Ek", "Ärla Ek", "Örjan Ek", "Östen Ek"]
    assert [row.name for row in everybody] == names
    assert [row.name for row in named] == ["Östen Ek"]


def test_a_waiting_link_is_told_of_until_it_ends(administrator: Actor, clock: Clock) -> None:
    assert administrator.public_id is not None
    people.send_link(administrator, administrator.public_id, now=clock.now)
    person = get_person(administrator, administrator.public_id)

    waiting = get_account_state(administrator, person, now=clock.now)
    ended = get_account_state(administrator, person, now=clock.now + timedelta(days=3))

    assert waiting.link_until == clock.now + timedelta(hours=48)
    assert ended.link_until is None
    assert waiting.last_seen_at is None


def test_only_an_administrator_is_told(administrator: Actor, clock: Clock) -> None:
    manager = add_person("Bo Rask", add_organisation("Läsro"))
    assert administrator.public_id is not None
    person = get_person(administrator, administrator.public_id)
    for ask in (
        lambda: list_people(manager, PeopleSelection(), page=1),
        lambda: count_people(manager, PeopleSelection()),
        lambda: get_person(manager, person.public_id),
        lambda: get_account_state(manager, person, now=clock.now),
    ):
        with pytest.raises(NotAllowedError):
            ask()
    with pytest.raises(NotFoundError):
        get_person(administrator, uuid.uuid4())
