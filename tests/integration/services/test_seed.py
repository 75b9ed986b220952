"""Seeding fills an empty register, adds what is missing, and touches nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.clock import START
from tests.register import change_row
from tracker.access.actors import ANONYMOUS
from tracker.database import transaction
from tracker.domain.reference_data import load_reference_data
from tracker.domain.roles import ListCode, PlaceKind
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import (
    AuditEntry,
    Goal,
    GoalArea,
    ListEntry,
    Place,
    PlaceAlias,
    PlaceTie,
    Programme,
    SharedMeasure,
    WorkingGroup,
)
from tracker.services import audit
from tracker.services.seed import seed

pytestmark = pytest.mark.usefixtures("in_app")


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_new_register_has_the_programme_its_areas_goals_and_places() -> None:
    reference = load_reference_data()

    assert count(Programme) == 1
    assert (count(GoalArea), count(Goal)) == (3, 13)
    assert count(Place) == len(reference.places) == 1 + 37 + 47
    assert count(WorkingGroup) == 5
    assert count(ListEntry) == len(reference.list_entries)


def test_every_goal_is_kept_as_it_was_adopted() -> None:
    adopted = {goal.code: goal.text_sv for goal in load_reference_data().goals}

    assert {goal.code: goal.text_sv for goal in db.session.scalars(select(Goal))} == adopted


def test_norrby_is_the_focus_with_its_working_groups() -> None:
    norrby = db.session.scalars(select(Place).where(Place.is_focus)).one()
    groups = db.session.scalars(select(WorkingGroup)).all()

    assert norrby.code == "norrby"
    assert {group.place_id for group in groups} == {norrby.id}


def test_places_have_their_aliases_ties_and_polygons() -> None:
    reference = load_reference_data()
    regso = db.session.scalars(select(Place).where(Place.kind == PlaceKind.REGSO)).all()

    assert count(PlaceAlias) == sum(len(place.aliases) for place in reference.places)
    assert count(PlaceTie) == sum(len(place.ties) for place in reference.places)
    assert all(place.polygon and place.edition for place in regso)


@pytest.mark.parametrize("list_code", ListCode)
def test_every_list_has_its_entries_in_order(list_code: ListCode) -> None:
    rows = db.session.scalars(
        select(ListEntry).where(ListEntry.list_code == list_code).order_by(ListEntry.position)
    ).all()

    assert len(rows) >= 3
    assert len({row.position for row in rows}) == len(rows)
    assert all(row.name_sv and row.name_en for row in rows)


def test_every_seeded_row_has_its_entry() -> None:
    verbs = set(db.session.scalars(select(AuditEntry.verb)))
    seeded = sum(
        map(count, (Programme, GoalArea, Goal, Place, WorkingGroup, ListEntry, SharedMeasure))
    )

    assert verbs == {Verb.SEEDED}
    assert count(AuditEntry) == seeded


def test_seeding_again_adds_nothing() -> None:
    entries = count(AuditEntry)

    assert seed(now=START + timedelta(days=1)) == 0
    assert count(AuditEntry) == entries


def test_seeding_again_leaves_what_an_administrator_has_changed() -> None:
    entry = db.session.scalars(
        select(ListEntry).where(ListEntry.list_code == ListCode.EFFORT_TYPE).limit(1)
    ).one()
    change_row(entry, name_sv="Vårt eget namn", valid_to=START.date())

    seed(now=START + timedelta(days=1))

    db.session.rollback()
    kept = db.session.get_one(ListEntry, entry.id)
    assert (kept.name_sv, kept.valid_to) == ("Vårt eget namn", START.date())


def test_what_an_administrator_has_deleted_stays_away() -> None:
    with transaction() as session:
        goal = session.scalars(select(Goal).where(Goal.code == "WS3")).one()
        entry = session.scalars(
            select(ListEntry).where(ListEntry.list_code == ListCode.FUNDING).limit(1)
        ).one()
        told = {"code": ("WS3", None)}
        audit.record(ANONYMOUS, Verb.DELETED, goal, at=START, changes=told)
        listed = {"code": (entry.code, None), "list_code": (entry.list_code.value, None)}
        audit.record(ANONYMOUS, Verb.DELETED, entry, at=START, changes=listed)
        session.delete(goal)
        session.delete(entry)

    assert seed(now=START + timedelta(days=1)) == 0
    assert count(Goal) == 12


def test_what_is_missing_is_added_again() -> None:
    with transaction() as session:
        goal = session.scalars(select(Goal).order_by(Goal.id.desc()).limit(1)).one()
        entry = session.scalars(select(ListEntry).order_by(ListEntry.id.desc()).limit(1)).one()
        group = session.scalars(
            select(WorkingGroup).order_by(WorkingGroup.id.desc()).limit(1)
        ).one()
        for row in (goal, entry, group):
            audit.record(ANONYMOUS, Verb.DELETED, row, at=START)
            session.delete(row)

    assert seed(now=START + timedelta(days=1)) == 3
    assert (count(Goal), count(WorkingGroup)) == (13, 5)
