"""How the reference data stands, row by row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.clock import Clock
from tests.register import add_initiative, add_organisation, add_person
from tracker.access.actors import Actor
from tracker.domain.lifecycle import Visibility
from tracker.domain.reference_kinds import ReferenceKind
from tracker.domain.roles import OrganisationFamily, PlatformRole
from tracker.queries.reference_rows import ReferenceRow, list_rows


@pytest.fixture(autouse=True)
def _in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def administrator() -> Actor:
    return add_person("Ann Ek", platform_roles=[PlatformRole.ADMINISTRATOR])


def rows(actor: Actor, kind: ReferenceKind, clock: Clock) -> dict[str, ReferenceRow]:
    return {row.code: row for row in list_rows(actor, kind, today=clock.today)}


def test_everything_that_was_decided_is_listed(administrator: Actor, clock: Clock) -> None:
    sizes = {kind: len(rows(administrator, kind, clock)) for kind in ReferenceKind}

    assert sizes[ReferenceKind.GOAL_AREA] == 3
    assert sizes[ReferenceKind.GOAL] == 13
    assert sizes[ReferenceKind.PLACE] == 85
    assert sizes[ReferenceKind.WORKING_GROUP] == 5
    assert sizes[ReferenceKind.ORGANISATION_KIND] == 15


def test_groups_stand_together_in_their_order(administrator: Actor, clock: Clock) -> None:
    places = list_rows(administrator, ReferenceKind.PLACE, today=clock.today)
    goals = list_rows(administrator, ReferenceKind.GOAL, today=clock.today)

    assert list(dict.fromkeys(row.group for row in places)) == [
        "municipality",
        "district",
        "regso",
    ]
    assert list(dict.fromkeys(row.group for row in goals)) == [
        "children_youth",
        "housing_environment",
        "work_studies",
    ]


@pytest.mark.parametrize("visibility", [Visibility.DRAFT, Visibility.COORDINATED])
def test_uses_tell_no_number_of_what_is_held_back(
    administrator: Actor, clock: Clock, visibility: Visibility
) -> None:
    manager = add_person("Bo Rask", add_organisation("Läsro"))
    add_initiative(manager, "Läxhjälp", visibility=visibility, reach="group", goals=("CY1",))

    for kind, code in ((ReferenceKind.REACH, "group"), (ReferenceKind.GOAL, "CY1")):
        row = rows(administrator, kind, clock)[code]
        assert (row.uses, row.is_used) == (0, True)


def test_uses_are_counted_wherever_a_row_is_carried(administrator: Actor, clock: Clock) -> None:
    manager = add_person("Bo Rask", add_organisation("Läsro"))
    add_initiative(manager, "Läxhjälp", reach="group", funding=("sponsorship",), goals=("CY1",))

    def uses(kind: ReferenceKind, code: str) -> int:
        return rows(administrator, kind, clock)[code].uses

    assert uses(ReferenceKind.REACH, "group") == 1
    assert uses(ReferenceKind.FUNDING, "sponsorship") == 1
    assert uses(ReferenceKind.GOAL, "CY1") == 1
    assert uses(ReferenceKind.GOAL_AREA, "children_youth") == 1
    assert uses(ReferenceKind.PLACE, "norrby") == 1
    assert uses(ReferenceKind.ORGANISATION_KIND, "association") == 1
    assert uses(ReferenceKind.PARTNER_ROLE, "lead") == 0


def test_each_kind_shows_what_is_its_own(administrator: Actor, clock: Clock) -> None:
    children = rows(administrator, ReferenceKind.TARGET_GROUP, clock)["children"]
    department = rows(administrator, ReferenceKind.ORGANISATION_KIND, clock)["department"]
    norrby = rows(administrator, ReferenceKind.PLACE, clock)["norrby"]
    statistical = rows(administrator, ReferenceKind.PLACE, clock)["1490R025"]

    assert (children.age_from, children.age_to) == (6, 12)
    assert department.family is OrganisationFamily.MUNICIPAL
    assert (norrby.is_focus, norrby.is_fixed, "1490R025" in norrby.ties) == (True, False, True)
    assert (statistical.is_fixed, statistical.is_district) == (True, False)
