"""Loads the reference data into a new register; run again, it adds what is missing and changes nothing else."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actors import ANONYMOUS
from tracker.database import transaction
from tracker.domain.reference_data import load_reference_data
from tracker.domain.reference_rows import ReferenceData
from tracker.domain.roles import ListCode, OrganisationFamily
from tracker.domain.verbs import Verb
from tracker.models import (
    Goal,
    GoalArea,
    ListEntry,
    Place,
    PlaceAlias,
    PlaceTie,
    Programme,
    RegisterState,
    WorkingGroup,
)
from tracker.services import audit

PROGRAMME_CODE = "socially_sustainable_boras"


def seed(*, now: datetime) -> int:
    """Add the programme, goals, places and lists that are missing; returns how many rows were added.

    Rows that an administrator has edited or retired stay as they are.
    """
    reference = load_reference_data()
    with transaction() as session:
        state = session.get(RegisterState, 1) or RegisterState(
            id=1, head_hash="", reference_hash="", has_demo=False
        )
        session.add(state)
        added = [
            *_add_goals(session, reference),
            *_add_places(session, reference),
            *_add_list_entries(session, reference),
        ]
        session.flush()
        for row in added:
            audit.record(ANONYMOUS, Verb.SEEDED, row, at=now)
    return len(added)


def _existing(session: Session, model: Any) -> dict[str, Any]:
    return {row.code: row for row in session.scalars(select(model))}


def _add_goals(session: Session, reference: ReferenceData) -> Iterable[Any]:
    programmes, areas = _existing(session, Programme), _existing(session, GoalArea)
    goals = _existing(session, Goal)
    source = reference.programme
    if PROGRAMME_CODE not in programmes:
        programme = Programme(
            code=PROGRAMME_CODE,
            name_sv=source.name_sv,
            purpose_sv=source.purpose_sv,
            adopted_by=source.adopted_by,
            adopted_on=source.adopted_on,
            valid_from=source.valid_from,
            valid_to=source.valid_to,
        )
        programmes[PROGRAMME_CODE] = _added(session, programme)
        yield programme
    for area in reference.goal_areas:
        if area.code not in areas:
            areas[area.code] = _added(
                session,
                GoalArea(
                    programme_id=programmes[PROGRAMME_CODE].id,
                    code=area.code,
                    position=area.position,
                    name_sv=area.short_name_sv,
                    name_en=area.short_name_en,
                    official_name_sv=area.official_name_sv,
                ),
            )
            yield areas[area.code]
    for goal in reference.goals:
        if goal.code not in goals:
            yield _added(
                session,
                Goal(
                    goal_area_id=areas[goal.goal_area_code].id,
                    code=goal.code,
                    position=goal.position,
                    name_sv=goal.short_sv,
                    name_en=goal.short_en,
                    text_sv=goal.text_sv,
                    text_en=goal.text_en,
                ),
            )


def _add_places(session: Session, reference: ReferenceData) -> Iterable[Any]:
    places, groups = _existing(session, Place), _existing(session, WorkingGroup)
    new = [place for place in reference.places if place.code not in places]
    for source in new:
        place = Place(
            code=source.code,
            kind=source.kind.value,
            position=source.position,
            name_sv=source.name_sv,
            name_en=source.name_en,
            edition=source.edition,
            is_focus=source.is_focus,
            polygon=source.polygon,
            label_point=list(source.label_point) if source.label_point else None,
        )
        places[source.code] = _added(session, place)
        session.add_all(PlaceAlias(place_id=place.id, name=name) for name in source.aliases)
        yield place
    for source in new:
        district_id = places[source.code].id
        session.add_all(
            PlaceTie(district_id=district_id, regso_id=places[code].id) for code in source.ties
        )
    for group in reference.working_groups:
        if group.code not in groups:
            yield _added(
                session,
                WorkingGroup(
                    place_id=places[group.place_code].id,
                    code=group.code,
                    position=group.position,
                    name_sv=group.name_sv,
                    name_en=group.name_en,
                ),
            )


def _add_list_entries(session: Session, reference: ReferenceData) -> Iterable[Any]:
    existing = {(row.list_code, row.code) for row in session.scalars(select(ListEntry))}
    for entry in reference.list_entries:
        if (ListCode(entry.list_code), entry.code) not in existing:
            yield _added(
                session,
                ListEntry(
                    list_code=ListCode(entry.list_code),
                    code=entry.code,
                    position=entry.position,
                    name_sv=entry.name_sv,
                    name_en=entry.name_en,
                    age_from=entry.age_from,
                    age_to=entry.age_to,
                    family=OrganisationFamily(entry.family) if entry.family else None,
                    is_municipal=bool(entry.is_municipal),
                ),
            )


def _added(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row
