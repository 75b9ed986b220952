"""What rules need to know of a person: roles over the register, and roles in organisations."""

from __future__ import annotations

import uuid

import pytest

from tracker.access.actors import ANONYMOUS, Actor, OwnOrganisation, Role
from tracker.domain.roles import MembershipRole, PlatformRole


def own(row_id: int, role: MembershipRole, name: str = "Norrby kök") -> OwnOrganisation:
    return OwnOrganisation(row_id, uuid.UUID(int=row_id), name, role, is_municipal=False)


def test_nobody_is_anonymous_and_belongs_nowhere() -> None:
    assert ANONYMOUS.is_anonymous
    assert not ANONYMOUS.is_authenticated
    assert ANONYMOUS.roles == {Role.ANONYMOUS}
    assert ANONYMOUS.organisation_ids == frozenset()


def test_somebody_with_a_person_is_signed_in() -> None:
    actor = Actor(person_id=7, token="secret")

    assert actor.is_authenticated
    assert not actor.is_anonymous
    assert actor.get_id() == "secret"
    assert actor.is_active


def test_a_person_without_any_role_has_none() -> None:
    assert Actor(person_id=7).roles == frozenset()


def test_a_person_may_be_member_of_one_organisation_and_manager_of_another() -> None:
    actor = Actor(
        person_id=7,
        organisations=(own(1, MembershipRole.MEMBER), own(2, MembershipRole.MANAGER)),
    )

    assert actor.organisation_ids == {1, 2}
    assert actor.managed_ids == {2}
    assert actor.roles == {Role.MEMBER, Role.MANAGER}


@pytest.mark.parametrize(
    ("role", "is_coordinator", "is_administrator"),
    [
        (PlatformRole.COORDINATOR, True, False),
        (PlatformRole.ADMINISTRATOR, False, True),
        (PlatformRole.READER, False, False),
    ],
)
def test_roles_over_the_register_are_known(
    role: PlatformRole, is_coordinator: bool, is_administrator: bool
) -> None:
    actor = Actor(person_id=7, platform_roles=frozenset({role}))

    assert actor.is_coordinator is is_coordinator
    assert actor.is_administrator is is_administrator
    assert actor.roles == {Role(role.value)}


def test_roles_add_up() -> None:
    actor = Actor(
        person_id=7,
        platform_roles=frozenset(PlatformRole),
        organisations=(own(1, MembershipRole.MEMBER),),
    )

    assert actor.roles == {Role.MEMBER, Role.COORDINATOR, Role.READER, Role.ADMINISTRATOR}


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Lea Lund", "LL"), ("lea", "L"), ("Åsa von Öst", "ÅV"), ("", ""), ("  Lea   Lund ", "LL")],
)
def test_initials_are_those_of_the_first_two_names(name: str, initials: str) -> None:
    assert Actor(person_id=7, name=name).initials == initials


def test_the_page_header_names_the_first_organisation() -> None:
    actor = Actor(
        person_id=7,
        organisations=(own(1, MembershipRole.MEMBER, "AB Huset"), own(2, MembershipRole.MEMBER)),
    )

    assert actor.organisation_name == "AB Huset"
    assert Actor(person_id=7).organisation_name == ""
