"""A small town that most tests of the core share: three organisations and those who act for them.

Norrby kök is an association with a manager (Lea) and a member (Mia); AB Huset is a company with
a manager (Pia); Skolan is a municipal department with a member (Stina). Cim coordinates, Rut
reads, Ada administers. They read English, so that tests can quote the source strings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from argon2 import PasswordHasher
from flask import Flask

from tests.engines import DatabaseUnderTest
from tests.register import add_organisation, add_person
from tracker.access.actors import Actor, OwnOrganisation
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.services import accounts


@dataclass(frozen=True)
class Town:
    """The organisations by what they are, and the people by name."""

    kitchen: OwnOrganisation
    house: OwnOrganisation
    school: OwnOrganisation
    lea: Actor
    mia: Actor
    pia: Actor
    stina: Actor
    cim: Actor
    rut: Actor
    ada: Actor


@dataclass(frozen=True)
class KeptTown:
    """A town, and the template of the database that holds it."""

    town: Town
    template: str


@pytest.fixture(scope="session")
def kept_town(application: Flask, worker_database: DatabaseUnderTest) -> KeptTown:
    """The town, built once for this worker."""
    worker_database.reset()
    return KeptTown(built(application), worker_database.keep_as_template("town"))


@pytest.fixture
def town(app: Flask, kept_town: KeptTown) -> Town:
    """The town, with no initiative yet; the database of the test begins with it."""
    return kept_town.town


def built(app: Flask) -> Town:
    """Put the town into a database that holds nobody."""
    with app.app_context():
        kitchen = add_organisation("Norrby kök")
        house = add_organisation("AB Huset", kind="business")
        school = add_organisation("Skolan", kind="department", is_municipal=True)
        member, manager = MembershipRole.MEMBER, MembershipRole.MANAGER
        return Town(
            kitchen=kitchen,
            house=house,
            school=school,
            lea=add_person("Lea Lund", kitchen, role=manager, language="en"),
            mia=add_person("Mia Alm", kitchen, role=member, language="en"),
            pia=add_person("Pia Ek", house, role=manager, language="en"),
            stina=add_person("Stina Sund", school, role=member, language="en"),
            cim=add_person("Cim Dal", platform_roles=[PlatformRole.COORDINATOR], language="en"),
            rut=add_person("Rut Berg", platform_roles=[PlatformRole.READER], language="en"),
            ada=add_person(
                "Ada Strand", platform_roles=[PlatformRole.ADMINISTRATOR], language="en"
            ),
        )


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Argon2id as ever, but with parameters that cost a test nothing."""
    monkeypatch.setattr(accounts, "_hasher", PasswordHasher(1, 8, 1))
    accounts._hash_of_nobody.cache_clear()
    yield
    accounts._hash_of_nobody.cache_clear()


@pytest.fixture
def in_app(app: Flask) -> Iterator[None]:
    """The app's context all through a test, for tests below the pages."""
    with app.app_context():
        yield
