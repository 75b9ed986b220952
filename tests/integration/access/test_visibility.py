"""What an actor may see is decided in SQL, for lists and for single records alike."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.register import add_initiative, add_person, change_row, get_initiative, open_to_everyone
from tests.town import Town
from tracker.access.actors import ANONYMOUS, Actor
from tracker.access.visibility import scope_of, visible
from tracker.domain.roles import MembershipRole
from tracker.extensions import db
from tracker.models import Initiative

pytestmark = pytest.mark.usefixtures("in_app")


def seen(actor: Actor) -> list[str]:
    db.session.rollback()
    query = visible(select(Initiative.title).order_by(Initiative.id), actor)
    return list(db.session.scalars(query))


@pytest.fixture(autouse=True)
def _filled(in_app: None, town: Town) -> None:
    opened = add_initiative(town.lea, "Öppen")
    open_to_everyone(opened, by=town.lea, confirmed_by=town.cim)
    add_initiative(town.lea, "Delad")
    add_initiative(town.lea, "Utkast", is_draft=True)
    add_initiative(town.pia, "Husets utkast", is_draft=True)


@pytest.mark.parametrize(
    ("who", "titles"),
    [
        ("lea", ["Öppen", "Delad", "Utkast"]),
        ("mia", ["Öppen", "Delad", "Utkast"]),
        ("pia", ["Öppen", "Delad", "Husets utkast"]),
        ("stina", ["Öppen", "Delad"]),
        ("cim", ["Öppen", "Delad"]),
        ("rut", ["Öppen", "Delad"]),
        ("ada", ["Öppen", "Delad"]),
    ],
)
def test_drafts_are_seen_by_their_own_organisation_alone(
    town: Town, who: str, titles: list[str]
) -> None:
    assert seen(getattr(town, who)) == titles


def test_the_public_sees_what_is_open(town: Town) -> None:
    assert seen(ANONYMOUS) == ["Öppen"]


def test_somebody_in_two_organisations_sees_the_drafts_of_both(town: Town) -> None:
    both = add_person("Två Hattar", town.kitchen, town.house, role=MembershipRole.MEMBER)

    assert seen(both) == ["Öppen", "Delad", "Utkast", "Husets utkast"]


def test_whoever_read_a_list_in_sees_its_drafts_until_they_are_taken_over(town: Town) -> None:
    public_id = add_initiative(town.pia, "Inläst", is_draft=True)
    change_row(get_initiative(public_id), imported_by_id=town.cim.person_id)

    assert "Inläst" in seen(town.cim)
    assert "Inläst" not in seen(town.lea)


def test_those_who_see_the_same_have_the_same_scope(town: Town) -> None:
    assert scope_of(town.rut) == scope_of(town.ada)
    assert scope_of(town.rut) != scope_of(ANONYMOUS)
    assert scope_of(town.lea) != scope_of(town.pia)
    assert hash(scope_of(town.mia)) == hash(scope_of(town.mia))
