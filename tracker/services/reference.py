"""Keeping the reference data in order: adding, renaming, sorting, retiring and deleting rows.

What is stored of each kind: `reference_content`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete as delete_rows
from sqlalchemy import or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import FOREIGN_KEY, check_version, one_for_change, refusing, transaction
from tracker.domain.local_time import local_day
from tracker.domain.reference_kinds import ReferenceKind
from tracker.domain.roles import PlaceKind
from tracker.domain.verbs import Verb
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import GoalArea, Initiative, InitiativePlace, Place, PlaceAlias, PlaceTie
from tracker.queries.reference_rows import neighbours_of, rows_of
from tracker.services import audit, search_index, touchpoint_due
from tracker.services.reference_content import (
    ReferenceContent,
    check_content,
    describe,
    new_row,
    store,
)

_CODE_TAKEN = RefusedError("code_taken", "code")
_TAKEN = {
    "uq_list_entries_list_code_code": _CODE_TAKEN,
    "uq_programmes_code": _CODE_TAKEN,
    "uq_goal_areas_code": _CODE_TAKEN,
    "uq_goals_code": _CODE_TAKEN,
    "uq_places_code": _CODE_TAKEN,
    "uq_working_groups_code": _CODE_TAKEN,
}
_IN_USE = {FOREIGN_KEY: RefusedError("in_use")}
_DAY = timedelta(days=1)


def add(actor: Actor, kind: ReferenceKind, content: ReferenceContent, *, now: datetime) -> None:
    """Add a row, last of its group.

    Raises:
        NotAllowedError, RefusedError: `code_taken`, `period_reversed`, `ages_reversed` or
            `unknown_choice`, each on its field.
    """
    demand_somewhere(actor, Permission.MANAGE_REFERENCE)
    check_content(content)
    with refusing(_TAKEN), transaction():
        _add(actor, kind, content, now=now)


def _add(actor: Actor, kind: ReferenceKind, content: ReferenceContent, *, now: datetime) -> Any:
    row = new_row(kind, content)
    standing = db.session.scalars(neighbours_of(kind, row).with_for_update()).all()
    row.position = max((other.position for other in standing), default=0) + 1
    db.session.add(row)
    db.session.flush()
    store(kind, row, content)
    changes = audit.differences({}, describe(kind, row))
    audit.record(actor, Verb.CREATED, row, at=now, changes=changes)
    return row


def edit(
    actor: Actor,
    kind: ReferenceKind,
    code: str,
    content: ReferenceContent,
    *,
    version: int,
    now: datetime,
) -> None:
    """Rename a row and change what may be changed of it; adopted wording and codes stay.

    Raises:
        NotFoundError, NotAllowedError, StaleVersionError,
        RefusedError: as `add`.
    """
    demand_somewhere(actor, Permission.MANAGE_REFERENCE)
    check_content(content)
    with transaction():
        row = _for_change(kind, code)
        before = describe(kind, row)
        check_version(row, version, lambda: before)
        store(kind, row, content)
        _changed(actor, Verb.EDITED, kind, row, before, now=now)
        if isinstance(row, Place):
            tagged = select(InitiativePlace.initiative_id)
            there = Initiative.id.in_(tagged.where(InitiativePlace.place_id == row.id))
            search_index.reindex(there)
            touchpoint_due.match_again(there)


def adopt_wording(
    actor: Actor, code: str, content: ReferenceContent, *, version: int, now: datetime
) -> None:
    """Record that a goal has been decided anew: the old wording ends the day before the new begins.

    What was tagged with the old goal stays so, and the old wording can still be quoted.

    Raises:
        NotFoundError, NotAllowedError, StaleVersionError,
        RefusedError: as `add`, or `day_needed` without a first day.
    """
    demand_somewhere(actor, Permission.MANAGE_REFERENCE)
    check_content(content)
    if content.valid_from is None:
        raise RefusedError("day_needed", "valid_from")
    with refusing(_TAKEN), transaction():
        old = _for_change(ReferenceKind.GOAL, code)
        before = describe(ReferenceKind.GOAL, old)
        check_version(old, version, lambda: before)
        area = db.session.get_one(GoalArea, old.goal_area_id).code
        row = _add(actor, ReferenceKind.GOAL, replace(content, within=area), now=now)
        row.position = old.position
        old.valid_to = content.valid_from - _DAY
        _changed(actor, Verb.RETIRED, ReferenceKind.GOAL, old, before, now=now)


def retire(actor: Actor, kind: ReferenceKind, code: str, *, now: datetime) -> None:
    """Let a row no longer be chosen, from today; where it stands, it stays.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `edition_fixed`, or `programme_stays`.
    """
    _set_end(actor, Verb.RETIRED, kind, code, local_day(now) - _DAY, now=now)


def bring_back(actor: Actor, kind: ReferenceKind, code: str, *, now: datetime) -> None:
    """Let a retired row be chosen again.

    Raises:
        NotFoundError, NotAllowedError.
    """
    _set_end(actor, Verb.RETURNED, kind, code, None, now=now)


def _set_end(
    actor: Actor, verb: Verb, kind: ReferenceKind, code: str, day: date | None, *, now: datetime
) -> None:
    demand_somewhere(actor, Permission.MANAGE_REFERENCE)
    with transaction():
        row = _for_change(kind, code)
        _refuse_edition(kind, row)
        if kind is ReferenceKind.PROGRAMME:
            raise RefusedError("programme_stays")
        before = describe(kind, row)
        row.valid_to = day
        _changed(actor, verb, kind, row, before, now=now)


def delete(actor: Actor, kind: ReferenceKind, code: str, *, now: datetime) -> None:
    """Delete a row that nothing refers to.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `in_use`, or `edition_fixed`.
    """
    demand_somewhere(actor, Permission.MANAGE_REFERENCE)
    with refusing(_IN_USE), transaction() as session:
        row = _for_change(kind, code)
        _refuse_edition(kind, row)
        before = describe(kind, row)
        if isinstance(row, Place):
            ties = or_(PlaceTie.district_id == row.id, PlaceTie.regso_id == row.id)
            session.execute(delete_rows(PlaceAlias).where(PlaceAlias.place_id == row.id))
            session.execute(delete_rows(PlaceTie).where(ties))
        session.delete(row)
        session.flush()
        audit.record(actor, Verb.DELETED, row, at=now, changes=audit.differences(before, {}))


def move_up(actor: Actor, kind: ReferenceKind, code: str, *, now: datetime) -> None:
    """Let a row stand one step earlier in its group; the first one stays.

    Raises:
        NotFoundError, NotAllowedError.
    """
    _move(actor, kind, code, lambda place: max(0, place - 1), now=now)


def move_down(actor: Actor, kind: ReferenceKind, code: str, *, now: datetime) -> None:
    """Let a row stand one step later in its group; the last one stays.

    Raises:
        NotFoundError, NotAllowedError.
    """
    _move(actor, kind, code, lambda place: place + 1, now=now)


def _move(
    actor: Actor, kind: ReferenceKind, code: str, step: Callable[[int], int], *, now: datetime
) -> None:
    demand_somewhere(actor, Permission.MANAGE_REFERENCE)
    with transaction():
        row = _for_change(kind, code)
        group: list[Any] = list(db.session.scalars(neighbours_of(kind, row).with_for_update()))
        place = group.index(row)
        group.insert(step(place), group.pop(place))
        _number(actor, group, now=now)


def _number(actor: Actor, group: Sequence[Any], *, now: datetime) -> None:
    for position, row in enumerate(group, 1):
        if row.position != position:
            changes = {"position": (row.position, position)}
            row.position = position
            audit.record(actor, Verb.EDITED, row, at=now, changes=changes)


def _for_change(kind: ReferenceKind, code: str) -> Any:
    query, model = rows_of(kind)
    return one_for_change(query.where(model.code == code))


def _refuse_edition(kind: ReferenceKind, row: Any) -> None:
    if kind is ReferenceKind.PLACE and row.kind is not PlaceKind.DISTRICT:
        raise RefusedError("edition_fixed")


def _changed(
    actor: Actor,
    verb: Verb,
    kind: ReferenceKind,
    row: Any,
    before: dict[str, Any],
    *,
    now: datetime,
) -> None:
    row.version += 1
    changes = audit.differences(before, describe(kind, row))
    audit.record(actor, verb, row, at=now, changes=changes)
