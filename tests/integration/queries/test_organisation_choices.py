"""Which organisations can be chosen: open ones, in Swedish order, one's own first."""

from __future__ import annotations

from datetime import date

import pytest

from tests.register import add_organisation, add_person, change_row
from tests.town import Town
from tracker.access.actors import ANONYMOUS, Actor
from tracker.extensions import db
from tracker.models import Organisation
from tracker.queries.organisation_choices import all_at, list_to_register_for
from tracker.queries.register import get_state

pytestmark = pytest.mark.usefixtures("in_app")


def every() -> list[str]:
    db.session.rollback()
    return [row.name for row in all_at(get_state().reference_hash)]


def for_registering(actor: Actor) -> list[str]:
    db.session.rollback()
    found = list_to_register_for(actor, reference_hash=get_state().reference_hash)
    return [row.name for row in found]


def test_organisations_stand_as_swedes_expect(town: Town) -> None:
    add_organisation("Ängens förening")
    add_organisation("Zenit")

    assert every() == ["AB Huset", "Norrby kök", "Skolan", "Zenit", "Ängens förening"]


def test_a_new_or_renamed_organisation_can_be_chosen_at_once(town: Town) -> None:
    assert "Zenit" not in every()
    new = add_organisation("Zenit")
    assert "Zenit" in every()

    change_row(db.session.get_one(Organisation, new.id), name="Zenit och vänner")

    assert "Zenit och vänner" in every()


def test_a_closed_organisation_cannot_be_chosen(town: Town) -> None:
    change_row(db.session.get_one(Organisation, town.house.id), closed_on=date(2026, 1, 1))

    assert every() == ["Norrby kök", "Skolan"]
    assert for_registering(town.pia) == []


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("lea", ["Norrby kök"]),
        ("mia", ["Norrby kök"]),
        ("cim", ["Skolan"]),
        ("rut", []),
        ("ada", []),
    ],
)
def test_one_registers_for_ones_own_and_a_coordinator_for_the_citys(
    town: Town, who: str, names: list[str]
) -> None:
    assert for_registering(getattr(town, who)) == names


def test_the_own_organisations_stand_first(town: Town) -> None:
    from tracker.domain.roles import PlatformRole

    both = add_person("Två Hattar", town.kitchen, platform_roles=[PlatformRole.COORDINATOR])
    add_organisation("Badhuset", kind="department", is_municipal=True)

    assert for_registering(both) == ["Norrby kök", "Badhuset", "Skolan"]


def test_a_stranger_registers_for_nobody(town: Town) -> None:
    assert for_registering(ANONYMOUS) == []
