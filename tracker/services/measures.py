"""Choosing what an initiative counts: adding, editing and ending its measures."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.database import refusing, transaction
from tracker.domain.local_time import local_day
from tracker.domain.measures import Counting, Direction, Split
from tracker.domain.roles import PartnerStanding
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Initiative, Measure, Organisation, Partnership, SharedMeasure
from tracker.services import audit
from tracker.services.initiatives import load
from tracker.services.measure_ties import tie, told_in
from tracker.services.personal_data import refuse_personal_data

_COUNTED = {
    "uq_measures_initiative_id_shared_measure_id": RefusedError("measure_counted"),
}


@dataclass(frozen=True, kw_only=True)
class MeasureWording:
    """What an own measure counts, and how."""

    name: str
    unit: str
    direction: Direction
    counting: Counting
    split: Split = Split.NONE


@dataclass(frozen=True, kw_only=True)
class MeasureContent:
    """What the form of a measure says; `wording` None for one that is chosen from the shared list.

    `owner` is the organisation whose numbers they are: None means the lead organisation.
    `told_in` is the measure of another initiative whose number it is, so that it counts there alone.
    """

    wording: MeasureWording | None = None
    baseline: int | None = None
    target: int | None = None
    cannot_be_measured: bool = False
    missing: str = ""
    owner: uuid.UUID | None = None
    told_in: uuid.UUID | None = None
    language: str = "sv"


def add(
    actor: Actor,
    initiative_id: uuid.UUID,
    content: MeasureContent,
    *,
    shared_id: uuid.UUID | None = None,
    now: datetime,
) -> uuid.UUID:
    """Let an initiative count something of its own wording, or one of the shared measures.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError,
        RefusedError: `name_needed`, `unit_needed`, `missing_needed`, `not_taking_part`,
            `measure_counted`, `not_its_number`, or `unknown_choice` for a shared measure that is retired.
    """
    _check(content, is_own=shared_id is None)
    with refusing(_COUNTED), transaction():
        initiative = load(actor, initiative_id, Permission.REPORT_STATUS)
        shared = _choosable(shared_id) if shared_id else None
        measure = Measure(
            initiative_id=initiative.id,
            shared_measure_id=shared.id if shared else None,
            created_at=now,
            **_kind_of(shared or content.wording),
        )
        _fill(measure, initiative, content)
        db.session.add(measure)
        db.session.flush()
        tie(actor, initiative, measure, content.told_in)
        changes = audit.differences({}, _told(measure, shared))
        audit.record_on(actor, Verb.MEASURE_ADDED, initiative, at=now, changes=changes)
        return measure.public_id


def edit(
    actor: Actor,
    initiative_id: uuid.UUID,
    measure_id: uuid.UUID,
    content: MeasureContent,
    *,
    now: datetime,
) -> None:
    """Change a measure; of one from the shared list, what is the initiative's own.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError,
        RefusedError: `measure_ended`, `name_needed`, `unit_needed`, `missing_needed` or
            `not_taking_part`.
    """
    with transaction():
        initiative = load(actor, initiative_id, Permission.REPORT_STATUS)
        measure = running(initiative, measure_id)
        shared = _shared_of(measure)
        _check(content, is_own=shared is None)
        before = _told(measure, shared)
        if shared is None:
            for name, value in _kind_of(content.wording).items():
                setattr(measure, name, value)
        _fill(measure, initiative, content)
        tie(actor, initiative, measure, content.told_in)
        changes = dict(audit.differences(before, _told(measure, shared)))
        if changes:
            changes.setdefault("measure", (before["measure"], before["measure"]))
            audit.record_on(actor, Verb.MEASURE_EDITED, initiative, at=now, changes=changes)


def end(actor: Actor, initiative_id: uuid.UUID, measure_id: uuid.UUID, *, now: datetime) -> None:
    """Count it no more; what has been told of it stays.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `measure_ended`.
    """
    with transaction():
        initiative = load(actor, initiative_id, Permission.REPORT_STATUS)
        measure = running(initiative, measure_id)
        measure.ended_on = local_day(now)
        changes = {"measure": (name_of(measure), None)}
        audit.record_on(actor, Verb.MEASURE_ENDED, initiative, at=now, changes=changes)


def running(initiative: Initiative, measure_id: uuid.UUID) -> Measure:
    """A measure of an initiative that is not ended, inside the caller's transaction.

    Raises:
        NotFoundError, RefusedError: `measure_ended`.
    """
    query = select(Measure).where(
        Measure.public_id == measure_id, Measure.initiative_id == initiative.id
    )
    measure: Measure | None = db.session.scalars(query).one_or_none()
    if measure is None:
        raise NotFoundError
    if measure.ended_on is not None:
        raise RefusedError("measure_ended")
    return measure


def name_of(measure: Measure) -> str:
    """What a measure is called in the audit trail."""
    shared = _shared_of(measure)
    return shared.name_sv if shared else measure.name


def _check(content: MeasureContent, *, is_own: bool) -> None:
    texts = {"missing": content.missing}
    if is_own:
        wording = content.wording
        if wording is None or not wording.name:
            raise RefusedError("name_needed", "name")
        if not wording.unit:
            raise RefusedError("unit_needed", "unit")
        texts |= {"name": wording.name, "unit": wording.unit}
    if content.cannot_be_measured and not content.missing:
        raise RefusedError("missing_needed", "missing")
    refuse_personal_data(texts)


def _choosable(shared_id: uuid.UUID) -> SharedMeasure:
    query = select(SharedMeasure).where(
        SharedMeasure.public_id == shared_id, SharedMeasure.retired_on.is_(None)
    )
    shared: SharedMeasure | None = db.session.scalars(query).one_or_none()
    if shared is None:
        raise RefusedError("unknown_choice")
    return shared


def _shared_of(measure: Measure) -> SharedMeasure | None:
    if measure.shared_measure_id is None:
        return None
    shared: SharedMeasure = db.session.get_one(SharedMeasure, measure.shared_measure_id)
    return shared


def _kind_of(kind: SharedMeasure | MeasureWording | None) -> Mapping[str, Any]:
    assert kind is not None
    said = {name: getattr(kind, name) for name in ("direction", "counting", "split")}
    if isinstance(kind, MeasureWording):
        said |= {"name": kind.name, "unit": kind.unit}
    return said


def _fill(measure: Measure, initiative: Initiative, content: MeasureContent) -> None:
    measure.baseline, measure.target = content.baseline, content.target
    measure.cannot_be_measured = content.cannot_be_measured
    measure.missing = content.missing if content.cannot_be_measured else ""
    measure.language = content.language
    measure.organisation_id = _owner_id(initiative, content.owner)


def _owner_id(initiative: Initiative, owner: uuid.UUID | None) -> int:
    if owner is None:
        return initiative.lead_organisation_id
    found = db.session.scalar(select(Organisation.id).where(Organisation.public_id == owner))
    if found is None or (
        found != initiative.lead_organisation_id and not _takes_part(found, initiative)
    ):
        raise RefusedError("not_taking_part", "owner")
    return int(found)


def _takes_part(organisation_id: int, initiative: Initiative) -> bool:
    query = select(Partnership.id).where(
        Partnership.initiative_id == initiative.id,
        Partnership.organisation_id == organisation_id,
        Partnership.standing == PartnerStanding.ACCEPTED,
    )
    return db.session.scalar(query) is not None


def _told(measure: Measure, shared: SharedMeasure | None) -> dict[str, Any]:
    owner = db.session.get_one(Organisation, measure.organisation_id)
    said = {
        "measure": shared.name_sv if shared else measure.name,
        "unit": shared.unit_sv if shared else measure.unit,
        **{name: getattr(measure, name).value for name in ("direction", "counting", "split")},
        "baseline": measure.baseline,
        "target": measure.target,
        "cannot_be_measured": measure.cannot_be_measured or None,
        "missing": measure.missing or None,
        "owner": owner.name,
        "told_in": told_in(measure),
    }
    return {name: value for name, value in said.items() if value is not None}
