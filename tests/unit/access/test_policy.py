"""The table "Who may do what to whose record", deed by deed and role by role."""

from __future__ import annotations

import uuid

import pytest

from tracker.access.actors import ANONYMOUS, Actor, OwnOrganisation, Role
from tracker.access.permissions import Permission
from tracker.access.policy import (
    POLICY,
    Subject,
    demand,
    demand_somewhere,
    may,
    may_everywhere,
    may_somewhere,
)
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.errors import NotAllowedError

OWN_ID, PARTNER_ID, OTHER_ID = 1, 2, 3
OWN = Subject(OWN_ID)
OTHERS = Subject(OTHER_ID)
MUNICIPAL = Subject(OTHER_ID, is_municipal=True)
OWN_MUNICIPAL = Subject(OWN_ID, is_municipal=True)
PARTNERED = Subject(OTHER_ID, partner_ids=frozenset({OWN_ID}))


def within(role: MembershipRole) -> Actor:
    organisation = OwnOrganisation(OWN_ID, uuid.UUID(int=1), "Norrby kök", role, is_municipal=False)
    return Actor(person_id=7, organisations=(organisation,))


def over(role: PlatformRole) -> Actor:
    return Actor(person_id=8, platform_roles=frozenset({role}))


MEMBER = within(MembershipRole.MEMBER)
MANAGER = within(MembershipRole.MANAGER)
COORDINATOR = over(PlatformRole.COORDINATOR)
READER = over(PlatformRole.READER)
ADMINISTRATOR = over(PlatformRole.ADMINISTRATOR)
EVERYBODY = (MEMBER, MANAGER, COORDINATOR, READER, ADMINISTRATOR)

RECORD_DEEDS = (
    Permission.REGISTER_INITIATIVE,
    Permission.EDIT_INITIATIVE,
    Permission.REPORT_STATUS,
    Permission.CHANGE_PHASE,
    Permission.PUBLISH_INITIATIVE,
    Permission.WITHDRAW_INITIATIVE,
    Permission.HAND_OVER_INITIATIVE,
)
ADMINISTRATIVE_DEEDS = (
    Permission.MANAGE_REFERENCE,
    Permission.MANAGE_PEOPLE,
    Permission.MANAGE_SETTINGS,
)


def test_every_deed_has_its_rules() -> None:
    assert set(POLICY) == set(Permission)
    assert all(rules and all(rules.values()) for rules in POLICY.values())


def test_nobody_unknown_may_do_anything() -> None:
    assert not any(Role.ANONYMOUS in rules for rules in POLICY.values())
    assert not any(may_somewhere(ANONYMOUS, permission) for permission in Permission)
    assert not any(may(ANONYMOUS, permission, OWN) for permission in Permission)


@pytest.mark.parametrize("permission", RECORD_DEEDS)
@pytest.mark.parametrize("actor", [MEMBER, MANAGER], ids=["member", "manager"])
def test_people_decide_over_their_own_organisations_records(
    permission: Permission, actor: Actor
) -> None:
    assert may(actor, permission, OWN)
    assert not may(actor, permission, OTHERS)
    assert not may(actor, permission, MUNICIPAL)
    assert not may(actor, permission, PARTNERED)


@pytest.mark.parametrize("permission", RECORD_DEEDS)
def test_a_coordinator_decides_over_municipal_records_alone(permission: Permission) -> None:
    assert may(COORDINATOR, permission, MUNICIPAL)
    assert not may(COORDINATOR, permission, OTHERS)


def test_a_coordinator_proposes_moves_on_anybodys_record() -> None:
    assert may(COORDINATOR, Permission.PROPOSE_PHASE, OTHERS)
    assert not may(MANAGER, Permission.PROPOSE_PHASE, OWN)


def test_only_a_manager_asks_for_the_first_publication() -> None:
    assert may(MANAGER, Permission.ASK_FIRST_PUBLICATION, OWN)
    assert not may(MEMBER, Permission.ASK_FIRST_PUBLICATION, OWN)
    assert not may(COORDINATOR, Permission.ASK_FIRST_PUBLICATION, MUNICIPAL)


def test_only_a_coordinator_confirms_the_first_publication() -> None:
    allowed = [actor for actor in EVERYBODY if may(actor, Permission.CONFIRM_PUBLICATION, OWN)]

    assert allowed == [COORDINATOR]


def test_drafts_are_seen_by_their_own_organisation_alone() -> None:
    assert may(MEMBER, Permission.SEE_DRAFT, OWN)
    assert not any(may(actor, Permission.SEE_DRAFT, OTHERS) for actor in EVERYBODY)
    assert not may(COORDINATOR, Permission.SEE_DRAFT, MUNICIPAL)


def test_contacts_are_seen_by_own_partners_and_coordinators() -> None:
    assert may(MEMBER, Permission.SEE_CONTACT, OWN)
    assert may(MANAGER, Permission.SEE_CONTACT, PARTNERED)
    assert may(COORDINATOR, Permission.SEE_CONTACT, OTHERS)
    assert not may(MEMBER, Permission.SEE_CONTACT, OTHERS)
    assert not may(READER, Permission.SEE_CONTACT, OWN)
    assert not may(ADMINISTRATOR, Permission.SEE_CONTACT, OWN)


@pytest.mark.parametrize("permission", ADMINISTRATIVE_DEEDS)
def test_an_administrator_runs_lists_people_and_settings(permission: Permission) -> None:
    assert [actor for actor in EVERYBODY if may_somewhere(actor, permission)] == [ADMINISTRATOR]


@pytest.mark.parametrize("permission", RECORD_DEEDS)
def test_an_administrator_edits_nobodys_record(permission: Permission) -> None:
    assert not may_somewhere(ADMINISTRATOR, permission)


@pytest.mark.parametrize("permission", sorted(set(Permission) - {
    Permission.READ_REGISTER, Permission.USE_OWN_ACCOUNT, Permission.EXPORT_REGISTER,
    Permission.SEE_TOUCHPOINT_FIGURES, Permission.SEE_BUDGET, Permission.DISCUSS,
}))  # fmt: skip
def test_a_reader_reads_and_talks_and_no_more(permission: Permission) -> None:
    assert not may_somewhere(READER, permission)


@pytest.mark.parametrize("actor", EVERYBODY)
def test_everybody_signed_in_reads_the_register(actor: Actor) -> None:
    for permission in (
        Permission.READ_REGISTER,
        Permission.USE_OWN_ACCOUNT,
        Permission.EXPORT_REGISTER,
    ):
        assert may_somewhere(actor, permission)
        assert may(actor, permission, OTHERS)


def test_a_manager_imports_for_the_own_organisation_and_a_coordinator_for_all() -> None:
    assert may(MANAGER, Permission.IMPORT_INITIATIVES, OWN)
    assert not may(MANAGER, Permission.IMPORT_INITIATIVES, OTHERS)
    assert not may(MEMBER, Permission.IMPORT_INITIATIVES, OWN)
    assert may(COORDINATOR, Permission.IMPORT_INITIATIVES, OTHERS)


def test_a_members_other_membership_lends_no_managers_power() -> None:
    both = Actor(
        person_id=7,
        organisations=(
            OwnOrganisation(OWN_ID, uuid.UUID(int=1), "A", MembershipRole.MEMBER, False),
            OwnOrganisation(PARTNER_ID, uuid.UUID(int=2), "B", MembershipRole.MANAGER, False),
        ),
    )

    assert not may(both, Permission.ASK_FIRST_PUBLICATION, Subject(OWN_ID))
    assert may(both, Permission.ASK_FIRST_PUBLICATION, Subject(PARTNER_ID))


def test_a_coordinator_who_is_also_a_member_keeps_both_rights() -> None:
    both = Actor(
        person_id=7,
        platform_roles=frozenset({PlatformRole.COORDINATOR}),
        organisations=MEMBER.organisations,
    )

    assert may(both, Permission.EDIT_INITIATIVE, OWN)
    assert may(both, Permission.EDIT_INITIATIVE, OWN_MUNICIPAL)
    assert may(both, Permission.EDIT_INITIATIVE, MUNICIPAL)
    assert not may(both, Permission.EDIT_INITIATIVE, OTHERS)


def test_a_deed_that_is_not_ones_own_is_refused_by_name() -> None:
    with pytest.raises(NotAllowedError) as refused:
        demand(MEMBER, Permission.EDIT_INITIATIVE, OTHERS)

    assert refused.value.permission is Permission.EDIT_INITIATIVE
    demand(MEMBER, Permission.EDIT_INITIATIVE, OWN)


def test_a_deed_about_no_record_is_refused_by_name() -> None:
    with pytest.raises(NotAllowedError) as refused:
        demand_somewhere(MEMBER, Permission.MANAGE_PEOPLE)

    assert refused.value.permission is Permission.MANAGE_PEOPLE
    demand_somewhere(ADMINISTRATOR, Permission.MANAGE_PEOPLE)


def test_what_is_for_the_coordinators_is_seen_by_them_wherever_it_is() -> None:
    everywhere = [who for who in EVERYBODY if may_everywhere(who, Permission.SEE_COORDINATED)]

    assert everywhere == [COORDINATOR]
    assert may(MEMBER, Permission.SEE_COORDINATED, OWN)
    assert not may(MEMBER, Permission.SEE_COORDINATED, PARTNERED)
