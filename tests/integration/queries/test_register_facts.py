"""The columns kept in the process are those of the database, whatever has been done in between."""

from __future__ import annotations

import random
import uuid
from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative, change_row, get_initiative
from tests.town import Town
from tracker.access.actors import ANONYMOUS, Actor
from tracker.domain.coverage import Span, count_cells, lanes_on
from tracker.domain.lifecycle import LANE_PHASES, Lane, Phase
from tracker.domain.register_facts import PHASES, Facts, Ids, Tag
from tracker.domain.selection import Selection
from tracker.extensions import db
from tracker.models import Initiative, InitiativeGoalArea, InitiativePlace
from tracker.queries import register_facts
from tracker.queries.reference import get_reference
from tracker.queries.register import get_state

pytestmark = pytest.mark.usefixtures("in_app")
TODAY = START.date()
AREAS = ("children_youth", "housing_environment", "work_studies")
PLACES = ("norrby", "hassleholmen", "hulta", "1490")


def facts(actor: Actor, selection: Selection | None = None) -> Facts:
    db.session.rollback()
    return register_facts.chosen_facts(
        selection or Selection(),
        actor,
        reference=get_reference("sv"),
        state=get_state(),
        today=TODAY,
    )


def pairs(found: Facts, tag: Tag) -> set[tuple[int, int]]:
    return {(int(one), int(other)) for one, other in found.tagged[tag]}


def recounted(model: type[InitiativePlace] | type[InitiativeGoalArea]) -> set[tuple[int, int]]:
    column = list(model.__table__.columns)[1]
    return {tuple(row) for row in db.session.execute(select(model.initiative_id, column))}


def is_exact(actor: Actor) -> None:
    found = facts(actor)
    rows = db.session.scalars(select(Initiative).order_by(Initiative.id)).all()
    assert [int(each) for each in found.ids] == [row.id for row in rows]
    assert [PHASES[place] for place in found.phases] == [row.phase for row in rows]
    assert [int(each) for each in found.organisations] == [row.lead_organisation_id for row in rows]
    assert pairs(found, Tag.PLACE) == recounted(InitiativePlace)
    assert pairs(found, Tag.GOAL_AREA) == recounted(InitiativeGoalArea)


@pytest.fixture
def chance() -> random.Random:
    return random.Random(20261123)


def test_random_changes_leave_the_columns_as_a_plain_recount_has_them(
    town: Town, chance: random.Random
) -> None:
    kept: list[uuid.UUID] = []
    for round_number in range(25):
        if not kept or chance.random() < 0.5:
            kept.append(
                add_initiative(
                    town.lea,
                    f"Insats {round_number}",
                    phase=chance.choice(list(Phase)),
                    places=tuple(chance.sample(PLACES, chance.randint(1, 2))),
                    goal_areas=tuple(chance.sample(AREAS, chance.randint(1, 3))),
                    start_on=date(2026, 1, 1) + timedelta(days=chance.randrange(300)),
                )
            )
        else:
            change_row(
                get_initiative(chance.choice(kept)),
                phase=chance.choice(list(Phase)),
                now=START + timedelta(minutes=round_number),
            )
        is_exact(town.lea)


def test_what_one_may_not_see_is_not_counted(town: Town) -> None:
    add_initiative(town.lea, "Matlaget")
    add_initiative(town.lea, "Utkast", is_draft=True)

    assert [len(facts(actor)) for actor in (town.lea, town.pia, ANONYMOUS)] == [2, 1, 0]


def test_a_selection_is_counted_alone(town: Town) -> None:
    add_initiative(town.lea, "Matlaget")
    add_initiative(town.lea, "Läxhjälp", places=("hulta",), goal_areas=("work_studies",))

    assert len(facts(town.lea, Selection(place="hulta"))) == 1
    assert len(facts(town.lea, Selection(q="läxhjälp"))) == 1
    assert len(facts(town.lea, Selection(q="!"))) == 0


def test_cells_are_those_of_a_plain_recount(town: Town, chance: random.Random) -> None:
    for number in range(40):
        add_initiative(
            chance.choice([town.lea, town.pia]),
            f"Insats {number}",
            phase=chance.choice(list(Phase)),
            places=tuple(chance.sample(PLACES, chance.randint(1, 3))),
            goal_areas=tuple(chance.sample(AREAS, chance.randint(1, 2))),
        )
    found, reference = facts(town.rut), get_reference("sv")
    places = [reference.place(code) for code in PLACES]
    rows = [frozenset({place.id}) for place in places if place]
    columns = [frozenset({row.id}) for row in reference.goal_areas.values()]

    counted = count_cells(
        found,
        found.marks(Tag.PLACE, rows),
        found.marks(Tag.GOAL_AREA, columns),
        lanes=lanes_on(found, Span(TODAY, TODAY), today=TODAY),
        groups=found.marks(Tag.ENTRY, []),
    )

    for lane in Lane:
        for at, row in enumerate(rows):
            for to, column in enumerate(columns):
                query = select(Initiative.id).where(
                    Initiative.phase.in_(LANE_PHASES[lane]),
                    Initiative.id.in_(
                        select(InitiativePlace.initiative_id).where(
                            InitiativePlace.place_id.in_(row)
                        )
                    ),
                    Initiative.id.in_(
                        select(InitiativeGoalArea.initiative_id).where(
                            InitiativeGoalArea.goal_area_id.in_(column)
                        )
                    ),
                )
                assert counted.of(lane)[at, to] == len(db.session.scalars(query).all())


def test_a_register_put_back_from_a_copy_is_read_anew(town: Town) -> None:
    add_initiative(town.lea, "Matlaget")
    assert len(facts(town.lea)) == 1
    held = register_facts._held_of(db.engine)
    held.entry_hash, held.content_hash, held.facts = "another", "another", Facts.of(*nothing())

    assert len(facts(town.lea)) == 1


def test_a_reader_of_an_older_snapshot_gets_what_it_was_then(town: Town) -> None:
    add_initiative(town.lea, "Matlaget")
    assert len(facts(town.lea)) == 1
    held = register_facts._held_of(db.engine)
    held.entry_id, held.content_hash, held.facts = 2**40, "newer", Facts.of(*nothing())

    assert len(facts(town.lea)) == 1
    assert held.content_hash == get_state().content_hash


def nothing() -> tuple[Ids, dict[Tag, Ids]]:
    none = np.zeros((0, 7), dtype=np.int64)
    return none, dict.fromkeys(Tag, none[:, :2])
