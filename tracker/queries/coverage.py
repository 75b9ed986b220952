"""Answers what stands in one cell of the coverage: its initiatives, and who has experience nearby."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import cos, hypot, radians

from sqlalchemy import func, select

from tracker.access.actors import Actor
from tracker.access.visibility import is_visible
from tracker.database import read
from tracker.domain.lifecycle import Phase
from tracker.domain.local_time import local_day
from tracker.domain.verbs import SubjectKind, Verb
from tracker.models import AuditEntry, AuditValue, Initiative, Organisation, Place
from tracker.queries.reference import Reference

MOST_LISTED = 50
KM_A_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class CellInitiative:
    """An initiative of the cell."""

    public_id: uuid.UUID
    title: str
    organisation_name: str
    phase: Phase


@dataclass(frozen=True, slots=True)
class NamedOrganisation:
    """An organisation that can be asked."""

    public_id: uuid.UUID
    name: str


def list_initiatives(actor: Actor, ids: Sequence[int]) -> Sequence[CellInitiative]:
    """Some initiatives, what was changed last first, at most `MOST_LISTED`."""
    query = (
        select(Initiative.public_id, Initiative.title, Organisation.name, Initiative.phase)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Initiative.id.in_(ids), is_visible(actor))
        .order_by(Initiative.changed_at.desc(), Initiative.id.desc())
        .limit(MOST_LISTED)
    )
    return [CellInitiative(row.public_id, row.title, row.name, row.phase) for row in read(query)]


def name_organisations(ids: Sequence[int]) -> Mapping[int, NamedOrganisation]:
    """Organisations that still are, by id."""
    query = select(Organisation.id, Organisation.public_id, Organisation.name).where(
        Organisation.id.in_(ids), Organisation.closed_on.is_(None)
    )
    return {row.id: NamedOrganisation(row.public_id, row.name) for row in read(query)}


def when_asked(ids: Sequence[int], gap: str, *, since: datetime) -> Mapping[int, date]:
    """On which day organisations were last asked about a gap, where they were; by id."""
    query = (
        select(AuditEntry.subject_id, func.max(AuditEntry.at).label("at"))
        .join(AuditValue, AuditValue.entry_id == AuditEntry.id)
        .where(
            AuditEntry.subject_kind == SubjectKind.ORGANISATION.value,
            AuditEntry.subject_id.in_(ids),
            AuditEntry.verb == Verb.GAP_ASKED.value,
            AuditEntry.at > since,
            AuditValue.field == "gap",
            AuditValue.after == json.dumps(gap, ensure_ascii=False),
        )
        .group_by(AuditEntry.subject_id)
    )
    return {row.subject_id: local_day(row.at) for row in read(query)} if ids else {}


@lru_cache(maxsize=4)
def positions_km(reference: Reference) -> Mapping[int, tuple[float, float]]:
    """Where each place lies: kilometres east and north of the first meridian and the equator.

    A district lies in the middle of the areas it is tied to; places without any are left out.
    """
    query = select(Place.id, Place.label_point)
    points = {row.id: row.label_point for row in read(query) if row.label_point}
    found: dict[int, tuple[float, float]] = {}
    for place in reference.places.values():
        inside = [points[part] for part in place.inside_ids if part in points]
        if inside:
            longitude = sum(point[0] for point in inside) / len(inside)
            latitude = sum(point[1] for point in inside) / len(inside)
            east = longitude * KM_A_DEGREE * cos(radians(latitude))
            found[place.id] = (east, latitude * KM_A_DEGREE)
    return found


def between_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How far two places lie from each other, as the crow flies."""
    return hypot(one[0] - other[0], one[1] - other[1])
