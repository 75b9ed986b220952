"""Answers how fresh and complete the records of the register are, and what would help each most.

One loaded record is weighed in Python; many are weighed in SQL by the same rule, counted and paged.
"""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand, demand_somewhere
from tracker.access.visibility import Scope, is_in_scope, scope_of
from tracker.database import read
from tracker.domain.freshness import REPORT_WANTED_EVERY_DAYS
from tracker.domain.lifecycle import Visibility
from tracker.domain.local_time import beginning_of, local_day
from tracker.domain.record_health import (
    ENDED_PHASES,
    Freshness,
    RecordHealth,
    Step,
    health_of,
    last_term_start,
    term_start,
)
from tracker.domain.roles import ListCode
from tracker.models import (
    Initiative,
    InitiativeGoalArea,
    InitiativePlace,
    InitiativeTag,
    ListEntry,
    Organisation,
)
from tracker.queries.organisations import OrganisationPage
from tracker.queries.selection import silent_since
from tracker.queries.tags import Tags

ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class HealthRow:
    """A record that one step would help."""

    public_id: uuid.UUID
    title: str
    organisation_public_id: uuid.UUID
    organisation_name: str
    freshness: Freshness
    alive_on: date
    step: Step


@dataclass(frozen=True, slots=True)
class HealthCounts:
    """How many records there are of live work, by how fresh they are and by what would help them."""

    by_freshness: Mapping[Freshness, int]
    by_step: Mapping[Step, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_freshness.values())


@dataclass(frozen=True, slots=True)
class HealthQuestion:
    """Which records somebody asks about; None for all."""

    organisation_id: int | None = None
    freshness: Freshness | None = None
    step: Step | None = None


def last_sign_of_life(row: Any) -> date:
    """The latest change, report or word that it is right."""
    signs = (local_day(row.changed_at), row.last_reported_on, row.confirmed_on)
    return max(day for day in signs if day)


def health_of_row(row: Any, tags: Tags, *, is_late: bool, today: date) -> RecordHealth:
    """Weigh an initiative's row and tags; the row holds its contact too, which is not told."""
    is_known = {
        Step.DESCRIPTION: row.description,
        Step.PURPOSE: row.purpose,
        Step.GOAL_AREAS: tags.goal_areas,
        Step.PLACES: tags.places,
        Step.START_ON: row.start_on,
        Step.TARGET_GROUPS: any(entry.list_code == ListCode.TARGET_GROUP for entry in tags.entries),
        Step.CONTACT: row.contact_name or row.contact_email or row.contact_phone,
    }
    return health_of(
        row.phase,
        known=frozenset(step for step, value in is_known.items() if value),
        is_late=is_late and row.visibility is not Visibility.DRAFT,
        alive_on=last_sign_of_life(row),
        today=today,
    )


def count_health(
    actor: Actor, *, organisation: OrganisationPage | None, today: date, content_hash: str
) -> HealthCounts:
    """Count the records of live work of one organisation, or of all that the actor coordinates.

    The counts are kept under the register's `content_hash`.

    Raises:
        NotAllowedError
    """
    _demand(actor, organisation)
    asked = HealthQuestion(organisation.id if organisation else None)
    return _counts_at(content_hash, scope_of(actor), asked, today)


def _demand(actor: Actor, organisation: OrganisationPage | None) -> None:
    if organisation is None:
        demand_somewhere(actor, Permission.COORDINATE)
    else:
        demand(actor, Permission.SEE_COORDINATED, organisation.subject)


@lru_cache(maxsize=256)
def _counts_at(
    _content_hash: str, scope: Scope, asked: HealthQuestion, today: date
) -> HealthCounts:
    weighed = _weighed(scope, asked, today).subquery()
    columns = (weighed.c.freshness, weighed.c.step)
    by_freshness: Counter[Freshness] = Counter()
    by_step: Counter[Step] = Counter()
    counted: Any = read(select(*columns, func.count()).group_by(*columns))
    for freshness, step, number in counted:
        by_freshness[Freshness(freshness)] += number
        if step:
            by_step[Step(step)] += number
    return HealthCounts(by_freshness, by_step)


def list_to_help(
    actor: Actor,
    *,
    organisation: OrganisationPage | None,
    freshness: Freshness | None,
    step: Step | None,
    page: int,
    today: date,
) -> tuple[Sequence[HealthRow], int]:
    """One page of the records that a step would help, the least fresh first, and how many there are.

    Raises:
        NotAllowedError
    """
    _demand(actor, organisation)
    asked = HealthQuestion(organisation.id if organisation else None, freshness, step)
    weighed = _weighed(scope_of(actor), asked, today).subquery()
    wanted = [weighed.c.step != ""]
    if freshness:
        wanted.append(weighed.c.freshness == freshness.value)
    if step:
        wanted.append(weighed.c.step == step.value)
    order = case(
        {each.value: place for place, each in enumerate(_ORDER)}, value=weighed.c.freshness
    )
    found = read(
        select(weighed, func.count().over().label("total"))
        .where(*wanted)
        .order_by(order, weighed.c.name_key, weighed.c.title_key, weighed.c.id)
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    ).all()
    return [_row(row) for row in found], found[0].total if found else 0


_ORDER = (Freshness.STALE, Freshness.TO_CONFIRM, Freshness.FRESH)


def _row(row: Any) -> HealthRow:
    return HealthRow(
        public_id=row.public_id,
        title=row.title,
        organisation_public_id=row.organisation_public_id,
        organisation_name=row.organisation_name,
        freshness=Freshness(row.freshness),
        alive_on=last_sign_of_life(row),
        step=Step(row.step),
    )


def _weighed(scope: Scope, asked: HealthQuestion, today: date) -> Any:
    """Live work that is shared, with `freshness` and `step` ("" for none) by the domain's rule."""
    freshness = case(
        (_alive_since(term_start(today)), literal(Freshness.FRESH.value)),
        (_alive_since(last_term_start(today)), literal(Freshness.TO_CONFIRM.value)),
        else_=literal(Freshness.STALE.value),
    )
    conditions = [
        is_in_scope(scope),
        Initiative.visibility != Visibility.DRAFT,
        Initiative.phase.not_in(ENDED_PHASES),
    ]
    if asked.organisation_id is not None:
        conditions.append(Initiative.lead_organisation_id == asked.organisation_id)
    return (
        select(
            Initiative.id,
            Initiative.public_id,
            Initiative.title,
            Initiative.title_key,
            Initiative.changed_at,
            Initiative.last_reported_on,
            Initiative.confirmed_on,
            Organisation.public_id.label("organisation_public_id"),
            Organisation.name.label("organisation_name"),
            Organisation.name_key,
            freshness.label("freshness"),
            _step(today).label("step"),
        )
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(*conditions)
    )


def _alive_since(day: date) -> ColumnElement[bool]:
    return or_(
        Initiative.changed_at >= beginning_of(day),
        Initiative.last_reported_on >= day,
        Initiative.confirmed_on >= day,
    )


def _step(today: date) -> ColumnElement[str]:
    helps = {
        Step.REPORT: silent_since(today - timedelta(days=REPORT_WANTED_EVERY_DAYS)),
        Step.DESCRIPTION: Initiative.description == "",
        Step.GOAL_AREAS: ~exists().where(InitiativeGoalArea.initiative_id == Initiative.id),
        Step.PLACES: ~exists().where(InitiativePlace.initiative_id == Initiative.id),
        Step.START_ON: Initiative.start_on.is_(None),
        Step.CONFIRM: case((_alive_since(term_start(today)), 0), else_=1) == 1,
        Step.TARGET_GROUPS: ~exists().where(
            InitiativeTag.initiative_id == Initiative.id,
            InitiativeTag.list_entry_id == ListEntry.id,
            ListEntry.list_code == ListCode.TARGET_GROUP,
        ),
        Step.PURPOSE: Initiative.purpose == "",
        Step.CONTACT: and_(
            Initiative.contact_name == "",
            Initiative.contact_email == "",
            Initiative.contact_phone == "",
        ),
    }
    return case(*((helps[step], literal(step.value)) for step in Step), else_=literal(""))
