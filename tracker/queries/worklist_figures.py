"""Answers what others have done lately, and how many reports came week by week."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.access.visibility import visible
from tracker.database import read
from tracker.domain.verbs import OBSERVING, SubjectKind, Verb
from tracker.models import (
    AuditEntry,
    Initiative,
    InitiativeGoalArea,
    Organisation,
    Person,
    StatusReport,
)

WEEKS_SHOWN = 12
DEEDS_SHOWN = 8
_MOST_LEAFED = 100
_WITHIN = timedelta(days=30)
_BY_THE_WAY = frozenset(
    {
        Verb.LINK_SENT,
        Verb.CONTACT_ASKED,
        Verb.CONTACT_CONFIRMED,
        Verb.CONTACT_REMOVED,
        *OBSERVING,
    }
)


@dataclass(frozen=True, slots=True)
class DeedRow:
    """Something somebody did to an initiative that the reader may see."""

    at: datetime
    verb: Verb
    person_name: str | None
    organisation_name: str | None
    title: str
    public_id: uuid.UUID


def list_deeds(actor: Actor, *, now: datetime) -> Sequence[DeedRow]:
    """The latest that others have done to initiatives, with their names; one row for each initiative.

    Raises:
        NotAllowedError: the actor does not coordinate, and may not know the names.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    latest = _latest_ids(actor)
    query = (
        select(
            AuditEntry.at,
            AuditEntry.verb,
            Person.name.label("person_name"),
            Organisation.name.label("organisation_name"),
            Initiative.title,
            Initiative.public_id,
        )
        .join(Initiative, AuditEntry.subject_id == Initiative.id)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .outerjoin(Organisation, Organisation.id == AuditEntry.organisation_id)
        .where(AuditEntry.id.in_(latest), AuditEntry.at > now - _WITHIN)
        .order_by(AuditEntry.id.desc())
    )
    first: dict[uuid.UUID, DeedRow] = {}
    for row in read(visible(query, actor)):
        told = DeedRow(
            row.at, Verb(row.verb), row.person_name, row.organisation_name, row.title, row.public_id
        )
        first.setdefault(row.public_id, told)
    return list(first.values())[:DEEDS_SHOWN]


def _latest_ids(actor: Actor) -> Any:
    """The latest entries of others about initiatives, leafed through from the newest on."""
    by_another = or_(AuditEntry.person_id.is_(None), AuditEntry.person_id != actor.person_id)
    wanted = (
        AuditEntry.subject_kind == SubjectKind.INITIATIVE.value,
        by_another,
        AuditEntry.verb.not_in([verb.value for verb in _BY_THE_WAY]),
    )
    picked = (
        select(AuditEntry.id)
        .where(*(case((condition, 1), else_=0) == 1 for condition in wanted))
        .order_by(AuditEntry.id.desc())
        .limit(_MOST_LEAFED)
        .subquery()
    )
    return select(picked.c.id)


@dataclass(frozen=True, slots=True)
class WeekRow:
    """The reports of one week: all of them, and by goal area, where one may count in several."""

    begins_on: date
    total: int
    by_goal_area: Mapping[int, int]


def list_weeks(actor: Actor, *, today: date) -> Sequence[WeekRow]:
    """The reports of the latest weeks, over all the actor may see, the earliest week first."""
    this_week = today - timedelta(days=today.weekday())
    begins = [this_week - timedelta(weeks=back) for back in range(WEEKS_SHOWN - 1, -1, -1)]
    correction = aliased(StatusReport)
    stands = ~exists().where(correction.corrects_id == StatusReport.id)
    query = (
        select(
            StatusReport.reported_on,
            InitiativeGoalArea.goal_area_id,
            func.count().label("reports"),
        )
        .join(Initiative, Initiative.id == StatusReport.initiative_id)
        .outerjoin(InitiativeGoalArea, InitiativeGoalArea.initiative_id == Initiative.id)
        .where(StatusReport.reported_on.between(begins[0], today), stands)
        .group_by(StatusReport.reported_on, InitiativeGoalArea.goal_area_id)
    )
    by_week: dict[date, Counter[int]] = {begun: Counter() for begun in begins}
    for row in read(visible(query, actor)):
        week = row.reported_on - timedelta(days=row.reported_on.weekday())
        by_week[week][row.goal_area_id or 0] += row.reports
    return [WeekRow(begun, sum(found.values()), dict(found)) for begun, found in by_week.items()]
