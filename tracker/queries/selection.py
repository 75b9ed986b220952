"""Turns a selection into SQL, limited to what the actor may see, and counts it."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select

from tracker.access.actors import Actor
from tracker.access.visibility import Scope, is_in_scope, scope_of
from tracker.database import read
from tracker.domain.freshness import wants_reports
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.local_time import beginning_of
from tracker.domain.roles import ListCode, PartnerStanding
from tracker.domain.selection import Selection
from tracker.models import (
    Initiative,
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativePlace,
    InitiativeTag,
    InitiativeWorkingGroup,
    Organisation,
    Partnership,
)
from tracker.queries import search
from tracker.queries.reference import Reference

_NOTHING = false()
_ANY_WORD = "ord"
Tagged = Callable[[Any, Any, list[int]], ColumnElement[bool]]
"""Says that an initiative carries one of some tags: table, column of the tag, ids."""


def conditions(
    selection: Selection, actor: Actor, *, reference: Reference, today: date
) -> list[ColumnElement[bool]]:
    """All conditions of a selection; a code that nobody knows chooses nothing."""
    return gathering(selection, scope_of(actor), reference=reference, today=today)


def gathering(
    selection: Selection, scope: Scope, *, reference: Reference, today: date
) -> list[ColumnElement[bool]]:
    """All conditions of a selection, for a statement that gathers what fits and then sorts it."""
    return _conditions(selection, scope, reference=reference, today=today, tagged=_tagged_ids)


def leafing(
    selection: Selection, scope: Scope, *, reference: Reference, today: date
) -> list[ColumnElement[bool]]:
    """All conditions of a selection, for a statement that leafs through what is sorted already.

    Each initiative in turn is asked whether it fits, until a page is full; so the conditions are
    written in a way that tempts no database to gather by an index and then sort.
    """
    is_in_order, *asked = _conditions(
        selection, scope, reference=reference, today=today, tagged=_is_tagged
    )
    return [is_in_order, *(case((condition, 1), else_=0) == 1 for condition in asked)]


def _conditions(
    selection: Selection, scope: Scope, *, reference: Reference, today: date, tagged: Tagged
) -> list[ColumnElement[bool]]:
    chosen = [
        is_in_scope(scope),
        *_tag_conditions(selection, reference, tagged),
        *_own_conditions(selection, scope, today=today),
    ]
    if selection.q:
        chosen.append(_said(selection.q, scope))
    return chosen


def shape(selection: Selection, scope: Scope) -> Selection:
    """The same selection for all words that are sought alike, to keep statements by."""
    is_sought_alike = selection.q and not seeks_registry_number(selection.q, scope)
    return replace(selection, q=_ANY_WORD) if is_sought_alike else selection


def seeks_registry_number(words: str, scope: Scope) -> bool:
    """Whether words are also sought among registry numbers, which only those signed in see."""
    return not scope.is_anonymous and any(sign.isdigit() for sign in words)


def _said(words: str, scope: Scope) -> ColumnElement[bool]:
    """The words stand in the texts, or, for those signed in, in the registry number."""
    found = search.row_ids(words, in_title=False)
    in_texts = _NOTHING if found is None else Initiative.id.in_(found)
    if not seeks_registry_number(words, scope):
        return in_texts
    return or_(in_texts, Initiative.diarienummer.icontains(words, autoescape=True))


def _tag_conditions(
    selection: Selection, reference: Reference, tagged: Tagged
) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if selection.goal_area:
        ids = [row.id for row in reference.goal_areas.values() if row.code in selection.goal_area]
        chosen.append(tagged(InitiativeGoalArea, InitiativeGoalArea.goal_area_id, ids))
    if selection.goal:
        ids = [row.id for row in reference.goals.values() if row.code == selection.goal]
        chosen.append(tagged(InitiativeGoal, InitiativeGoal.goal_id, ids))
    if selection.place:
        place = reference.place(selection.place)
        ids = list(place.inside_ids) if place else []
        chosen.append(tagged(InitiativePlace, InitiativePlace.place_id, ids))
    if selection.working_group:
        rows = reference.working_groups.values()
        ids = [row.id for row in rows if row.code == selection.working_group]
        column = InitiativeWorkingGroup.working_group_id
        chosen.append(tagged(InitiativeWorkingGroup, column, ids))
    for list_code, code in (
        (ListCode.TARGET_GROUP, selection.target_group),
        (ListCode.EFFORT_TYPE, selection.effort_type),
    ):
        if code:
            entry = reference.entry(list_code, code)
            ids = [entry.id] if entry else []
            chosen.append(tagged(InitiativeTag, InitiativeTag.list_entry_id, ids))
    if selection.kind:
        entry = reference.entry(ListCode.ORGANISATION_KIND, selection.kind)
        of_kind = select(Organisation.id).where(Organisation.kind_id == (entry.id if entry else 0))
        chosen.append(Initiative.lead_organisation_id.in_(of_kind))
    return chosen


def _is_tagged(table: Any, column: Any, ids: list[int]) -> ColumnElement[bool]:
    if not ids:
        return _NOTHING
    return exists().where(table.initiative_id == Initiative.id, column.in_(ids))


def _tagged_ids(table: Any, column: Any, ids: list[int]) -> ColumnElement[bool]:
    if not ids:
        return _NOTHING
    return Initiative.id.in_(select(table.initiative_id).where(column.in_(ids)))


def _own_conditions(
    selection: Selection, scope: Scope, *, today: date
) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if selection.organisation:
        chosen.append(_of_organisation(selection.organisation))
    if selection.phase:
        phases = [phase for phase in Phase if phase.value in selection.phase]
        chosen.append(Initiative.phase.in_(phases) if phases else _NOTHING)
    if selection.condition:
        known = selection.condition in list(Condition)
        chosen.append(Initiative.condition == Condition(selection.condition) if known else _NOTHING)
    if selection.silent_days is not None:
        chosen.append(silent_since(today - timedelta(days=selection.silent_days)))
    if selection.mine:
        chosen.append(_mine(scope))
    return chosen


def _of_organisation(public_id: str) -> ColumnElement[bool]:
    try:
        wanted = uuid.UUID(public_id)
    except ValueError:
        return _NOTHING
    return Initiative.lead_organisation_id.in_(
        select(Organisation.id).where(Organisation.public_id == wanted)
    )


def silent_since(day: date) -> ColumnElement[bool]:
    """Running, and not heard of since before `day`: the rule of `days_without_report`."""
    running = [phase for phase in Phase if wants_reports(phase)]
    return and_(
        Initiative.phase.in_(running),
        or_(
            Initiative.last_reported_on < day,
            and_(
                Initiative.last_reported_on.is_(None),
                or_(Initiative.start_on.is_(None), Initiative.start_on < day),
                Initiative.created_at < beginning_of(day),
            ),
        ),
    )


def _mine(scope: Scope) -> ColumnElement[bool]:
    own = sorted(scope.organisation_ids)
    takes_part = exists().where(
        Partnership.initiative_id == Initiative.id,
        Partnership.organisation_id.in_(own),
        Partnership.standing == PartnerStanding.ACCEPTED,
    )
    return or_(Initiative.lead_organisation_id.in_(own), takes_part)


def count_by_phase(
    selection: Selection, actor: Actor, *, reference: Reference, today: date, content_hash: str
) -> Mapping[Phase, int]:
    """Count the selection by phase, exactly.

    The counts are kept under the register's `content_hash`: while nobody has changed anything, they
    are true and cost nothing.
    """
    scope = scope_of(actor)
    kept = _kept_counts(content_hash, scope, selection, today)
    if not kept:
        counted = dict(_count(selection, scope, reference, today))
        kept.update({phase: counted.get(phase, 0) for phase in Phase})
    return kept


def _count(
    selection: Selection, scope: Scope, reference: Reference, today: date
) -> Sequence[tuple[Phase, int]]:
    words = search.parameters(selection.q)
    if selection.q and not words:
        return []
    statement = _counting(shape(selection, scope), scope, reference, today)
    return [tuple(row) for row in read(statement, words)]


@lru_cache(maxsize=256)
def _counting(selection: Selection, scope: Scope, reference: Reference, today: date) -> Any:
    return (
        select(Initiative.phase, func.count())
        .where(*gathering(selection, scope, reference=reference, today=today))
        .group_by(Initiative.phase)
    )


@lru_cache(maxsize=4096)
def _kept_counts(
    _content_hash: str, _scope: Scope, _selection: Selection, _today: date
) -> dict[Phase, int]:
    return {}


def total(
    selection: Selection, actor: Actor, *, reference: Reference, today: date, content_hash: str
) -> int:
    """Count the whole selection, exactly."""
    counts = count_by_phase(
        selection, actor, reference=reference, today=today, content_hash=content_hash
    )
    return sum(counts.values())
