"""What an actor may see is decided in SQL, for lists and for single records alike."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.register import add_initiative, add_person, change_row, get_initiative, open_to_everyone
from tests.town import Town
from tracker.access.actors import ANONYMOUS, Actor
from tracker.access.visibility import scope_of, sees, visible
from tracker.domain.lifecycle import Visibility
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
    add_initiative(town.lea, "För samordnarna", visibility=Visibility.COORDINATED)


@pytest.mark.parametrize(
    ("who", "titles"),
    [
        ("lea", ["Öppen", "Delad", "Utkast", "För samordnarna"]),
        ("mia", ["Öppen", "Delad", "Utkast", "För samordnarna"]),
        ("pia", ["Öppen", "Delad", "Husets utkast"]),
        ("stina", ["Öppen", "Delad"]),
        ("cim", ["Öppen", "Delad", "För samordnarna"]),
        ("rut", ["Öppen", "Delad"]),
        ("ada", ["Öppen", "Delad"]),
    ],
)
def test_what_is_held_back_is_seen_by_those_it_is_for_alone(
    town: Town, who: str, titles: list[str]
) -> None:
    assert seen(getattr(town, who)) == titles


def test_the_public_sees_what_is_open(town: Town) -> None:
    assert seen(ANONYMOUS) == ["Öppen"]


def test_somebody_in_two_organisations_sees_what_both_hold_back(town: Town) -> None:
    both = add_person("Två Hattar", town.kitchen, town.house, role=MembershipRole.MEMBER)

    assert seen(both) == ["Öppen", "Delad", "Utkast", "Husets utkast", "För samordnarna"]


def test_whoever_read_a_list_in_sees_its_drafts_until_they_are_taken_over(town: Town) -> None:
    public_id = add_initiative(town.pia, "Inläst", is_draft=True)
    change_row(get_initiative(public_id), imported_by_id=town.cim.person_id)

    assert "Inläst" in seen(town.cim)
    assert "Inläst" not in seen(town.lea)


def test_those_who_see_the_same_have_the_same_scope(town: Town) -> None:
    assert scope_of(town.rut) == scope_of(town.ada)
    assert scope_of(town.rut) != scope_of(ANONYMOUS)
    assert scope_of(town.rut) != scope_of(town.cim)
    assert scope_of(town.lea) != scope_of(town.pia)
    assert hash(scope_of(town.mia)) == hash(scope_of(town.mia))


@pytest.mark.parametrize("who", ["lea", "mia", "pia", "stina", "cim", "rut", "ada", "nobody"])
def test_one_initiative_is_judged_as_lists_are(town: Town, who: str) -> None:
    public_id = add_initiative(town.pia, "Inläst", is_draft=True)
    change_row(get_initiative(public_id), imported_by_id=town.cim.person_id)
    actor = ANONYMOUS if who == "nobody" else getattr(town, who)

    every = db.session.scalars(select(Initiative).order_by(Initiative.id)).all()

    assert [row.title for row in every if sees(actor, row)] == seen(actor)
