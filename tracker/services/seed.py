"""Loads the reference data into a new register; run again, it adds what is missing and changes nothing else."""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actors import ANONYMOUS
from tracker.database import transaction
from tracker.domain import reference_rows
from tracker.domain.measures import load_measure_kinds
from tracker.domain.reference_data import load_reference_data
from tracker.domain.reference_rows import ReferenceData
from tracker.domain.roles import ListCode, OrganisationFamily
from tracker.domain.verbs import SubjectKind, Verb
from tracker.models import (
    AuditEntry,
    AuditValue,
    Goal,
    GoalArea,
    ListEntry,
    Place,
    PlaceAlias,
    PlaceTie,
    Programme,
    RegisterState,
    SharedMeasure,
    WorkingGroup,
)
from tracker.services import audit

PROGRAMME_CODE = "socially_sustainable_boras"


def seed(*, now: datetime) -> int:
    """Add the programme, goals, places and lists that are missing; returns how many rows were added.

    Rows that an administrator has edited or retired stay as they are, and deleted ones stay away.
    """
    with transaction() as session:
        reference = _without(_deleted_codes(session), load_reference_data())
        state = session.get(RegisterState, 1) or RegisterState(
            id=1, head_hash="", reference_hash="", content_hash="", has_demo=False
        )
        session.add(state)
        added = [
            *_add_goals(session, reference),
            *_add_places(session, reference),
            *_add_working_groups(session, reference),
            *_add_list_entries(session, reference),
            *_add_shared_measures(session),
        ]
        session.flush()
        for row in added:
            audit.record(ANONYMOUS, Verb.SEEDED, row, at=now)
    return len(added)


def _deleted_codes(session: Session) -> set[tuple[str, str]]:
    """The kind (of record, or of list) and the code of each row that somebody has deleted."""
    query = (
        select(AuditEntry.id, AuditEntry.subject_kind, AuditValue.field, AuditValue.before)
        .join(AuditValue, AuditValue.entry_id == AuditEntry.id)
        .where(AuditEntry.verb == Verb.DELETED.value, AuditValue.field.in_(("code", "list_code")))
    )
    kinds: dict[int, str] = {}
    codes: dict[int, str] = {}
    for entry_id, kind, field, before in session.execute(query):
        kinds.setdefault(entry_id, kind)
        if field == "code":
            codes[entry_id] = json.loads(before or "null")
        else:
            kinds[entry_id] = json.loads(before or "null")
    return {(kinds[entry_id], code) for entry_id, code in codes.items()}


def _without(deleted: set[tuple[str, str]], reference: ReferenceData) -> ReferenceData:
    if not deleted:
        return reference

    def kept(kind: SubjectKind, rows: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(row for row in rows if (kind.value, row.code) not in deleted)

    return replace(
        reference,
        goal_areas=kept(SubjectKind.GOAL_AREA, reference.goal_areas),
        goals=kept(SubjectKind.GOAL, reference.goals),
        places=kept(SubjectKind.PLACE, reference.places),
        working_groups=kept(SubjectKind.WORKING_GROUP, reference.working_groups),
        list_entries=tuple(
            row for row in reference.list_entries if (row.list_code, row.code) not in deleted
        ),
    )


def _existing(session: Session, model: Any) -> dict[str, Any]:
    return {row.code: row for row in session.scalars(select(model))}


def _add_goals(session: Session, reference: ReferenceData) -> Iterable[Any]:
    programmes, areas = _existing(session, Programme), _existing(session, GoalArea)
    goals = _existing(session, Goal)
    if PROGRAMME_CODE not in programmes:
        programmes[PROGRAMME_CODE] = _added(session, _programme(reference.programme))
        yield programmes[PROGRAMME_CODE]
    for area in reference.goal_areas:
        if area.code not in areas:
            row = _goal_area(area, programme_id=programmes[PROGRAMME_CODE].id)
            areas[area.code] = _added(session, row)
            yield row
    for goal in reference.goals:
        if goal.code not in goals:
            yield _added(session, _goal(goal, goal_area_id=areas[goal.goal_area_code].id))


def _programme(source: reference_rows.Programme) -> Programme:
    return Programme(
        code=PROGRAMME_CODE,
        position=1,
        name_sv=source.name_sv,
        name_en=source.name_en,
        text_sv=source.purpose_sv,
        text_en=source.purpose_en,
        adopted_by=source.adopted_by,
        adopted_on=source.adopted_on,
        valid_from=source.valid_from,
        valid_to=source.valid_to,
    )


def _goal_area(source: reference_rows.GoalArea, *, programme_id: int) -> GoalArea:
    return GoalArea(
        programme_id=programme_id,
        code=source.code,
        position=source.position,
        name_sv=source.short_name_sv,
        name_en=source.short_name_en,
        official_name_sv=source.official_name_sv,
    )


def _goal(source: reference_rows.Goal, *, goal_area_id: int) -> Goal:
    return Goal(
        goal_area_id=goal_area_id,
        code=source.code,
        position=source.position,
        name_sv=source.short_sv,
        name_en=source.short_en,
        text_sv=source.text_sv,
        text_en=source.text_en,
    )


def _add_places(session: Session, reference: ReferenceData) -> Iterable[Any]:
    places = _existing(session, Place)
    new = [source for source in reference.places if source.code not in places]
    for source in new:
        places[source.code] = _added(session, _place(source))
        place_id = places[source.code].id
        session.add_all(PlaceAlias(place_id=place_id, name=name) for name in source.aliases)
        yield places[source.code]
    for source in new:
        district_id = places[source.code].id
        session.add_all(
            PlaceTie(district_id=district_id, regso_id=places[code].id) for code in source.ties
        )


def _place(source: reference_rows.Place) -> Place:
    return Place(
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


def _add_working_groups(session: Session, reference: ReferenceData) -> Iterable[Any]:
    places, groups = _existing(session, Place), _existing(session, WorkingGroup)
    for source in reference.working_groups:
        if source.code not in groups:
            group = WorkingGroup(
                place_id=places[source.place_code].id,
                code=source.code,
                position=source.position,
                name_sv=source.name_sv,
                name_en=source.name_en,
            )
            yield _added(session, group)


def _add_list_entries(session: Session, reference: ReferenceData) -> Iterable[Any]:
    existing = {(row.list_code, row.code) for row in session.scalars(select(ListEntry))}
    for source in reference.list_entries:
        if (ListCode(source.list_code), source.code) not in existing:
            yield _added(session, _list_entry(source))


def _list_entry(source: reference_rows.ListEntry) -> ListEntry:
    return ListEntry(
        list_code=ListCode(source.list_code),
        code=source.code,
        position=source.position,
        name_sv=source.name_sv,
        name_en=source.name_en,
        age_from=source.age_from,
        age_to=source.age_to,
        family=OrganisationFamily(source.family) if source.family else None,
        is_municipal=bool(source.is_municipal),
    )


def _add_shared_measures(session: Session) -> Iterable[Any]:
    existing = set(session.scalars(select(SharedMeasure.code)))
    for position, (code, kind) in enumerate(load_measure_kinds().items(), 1):
        if code not in existing:
            yield _added(session, SharedMeasure(code=code, position=position, **asdict(kind)))


def _added(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row
