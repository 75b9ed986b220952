"""Two initiatives become one, with both organisations and their roles; undone within thirty days.

The one that goes up in the other keeps its row, reports, history and figures; nobody lists it any
more, and its address leads on. So nothing is copied, and no figure is counted twice.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may, may_somewhere
from tracker.database import transaction, wait_in_line
from tracker.domain.lifecycle import Visibility
from tracker.domain.roles import ListCode, PartnerStanding
from tracker.domain.touchpoint_decisions import Decision, TouchpointState, can_be_parted
from tracker.domain.verbs import SubjectKind, Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import (
    Initiative,
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativeMerger,
    InitiativePlace,
    InitiativeTag,
    InitiativeWorkingGroup,
    ListEntry,
    Partnership,
    Touchpoint,
    TouchpointDecision,
)
from tracker.services import audit, search_index
from tracker.services.audited_tables import SubjectKey
from tracker.services.initiatives import changed
from tracker.services.touchpoint_pairs import LINE, Pair

ROLE_OF_THE_OTHER = "implementing"
_TAGS: tuple[tuple[type[Any], str], ...] = (
    (InitiativeGoalArea, "goal_area_id"),
    (InitiativeGoal, "goal_id"),
    (InitiativePlace, "place_id"),
    (InitiativeTag, "list_entry_id"),
    (InitiativeWorkingGroup, "working_group_id"),
)


def merge(actor: Actor, pair: Pair, decision: TouchpointDecision, *, now: datetime) -> None:
    """Let one initiative of a pair go up in the other; in the caller's transaction."""
    kept = pair.of(decision.keeps)
    absorbed = pair.of(decision.keeps.opposite)
    before = {
        "tags": _add_tags(kept, absorbed),
        "partners": _add_partners(kept, absorbed, now=now),
        "period": _widen_period(kept, absorbed),
    }
    db.session.add(
        InitiativeMerger(
            touchpoint_id=pair.touchpoint.id,
            kept_id=kept.id,
            absorbed_id=absorbed.id,
            absorbed_visibility=absorbed.visibility,
            before=before,
            merged_at=now,
        )
    )
    absorbed.visibility = Visibility.DRAFT
    absorbed.merged_into_id = kept.id
    _follow(actor, Verb.MERGED, kept, absorbed, now=now)


def undo(actor: Actor, merger_id: uuid.UUID, *, now: datetime) -> uuid.UUID:
    """Part what was merged; what has been added to the common one since stays with it.

    Either side may, and a coordinator. Returns the public id of the one that is listed again.

    Raises:
        NotFoundError, RefusedError: `too_late`, `undone_already`.
    """
    with transaction():
        merger, kept, absorbed = _load(actor, merger_id)
        if merger.undone_at is not None:
            raise RefusedError("undone_already")
        if not can_be_parted(merger.merged_at, now=now):
            raise RefusedError("too_late")
        merger.undone_at = now
        _take_back_tags(kept, merger.before["tags"])
        _end_partners(merger.before["partners"], now=now)
        _restore_period(kept, merger.before["period"])
        absorbed.visibility = merger.absorbed_visibility
        absorbed.merged_into_id = None
        _reopen(merger.touchpoint_id, now=now)
        pair = SubjectKey(SubjectKind.TOUCHPOINT, merger.touchpoint_id)
        audit.record(actor, Verb.MERGER_UNDONE, pair, at=now)
        _follow(actor, Verb.MERGER_UNDONE, kept, absorbed, now=now)
        return absorbed.public_id


def _load(actor: Actor, merger_id: uuid.UUID) -> tuple[InitiativeMerger, Initiative, Initiative]:
    wait_in_line([LINE])
    merger = db.session.scalars(
        select(InitiativeMerger).where(InitiativeMerger.public_id == merger_id).with_for_update()
    ).one_or_none()
    if merger is None:
        raise NotFoundError
    query = select(Initiative).where(Initiative.id.in_((merger.kept_id, merger.absorbed_id)))
    rows = {
        row.id: row for row in db.session.scalars(query.order_by(Initiative.id).with_for_update())
    }
    kept, absorbed = rows[merger.kept_id], rows[merger.absorbed_id]
    subjects = [Subject(row.lead_organisation_id) for row in (kept, absorbed)]
    reviews = may_somewhere(actor, Permission.REVIEW_TOUCHPOINTS)
    if not reviews and not any(may(actor, Permission.ANSWER_TOUCHPOINT, each) for each in subjects):
        raise NotFoundError
    return merger, kept, absorbed


def _follow(
    actor: Actor, verb: Verb, kept: Initiative, absorbed: Initiative, *, now: datetime
) -> None:
    db.session.flush()
    search_index.reindex(Initiative.id == kept.id)
    changes = {"kept": (None, kept.title), "absorbed": (None, absorbed.title)}
    for initiative in (kept, absorbed):
        changed(initiative, now=now)
        audit.record_on(actor, verb, initiative, at=now, changes=changes)


def _add_tags(kept: Initiative, absorbed: Initiative) -> dict[str, list[int]]:
    """Tag the kept one with what the other one carried; returns what was added, by table."""
    added = {}
    for table, column in _TAGS:
        own, others = (_tagged(table, column, each) for each in (kept, absorbed))
        added[table.__tablename__] = sorted(others - own)
        db.session.add_all(
            table(**{"initiative_id": kept.id, column: row_id}) for row_id in sorted(others - own)
        )
    return added


def _tagged(table: type[Any], column: str, initiative: Initiative) -> set[int]:
    query = select(getattr(table, column)).where(table.initiative_id == initiative.id)
    return set(db.session.scalars(query))


def _take_back_tags(kept: Initiative, added: dict[str, list[int]]) -> None:
    for table, column in _TAGS:
        row_ids = added.get(table.__tablename__, [])
        if row_ids:
            db.session.execute(
                delete(table).where(
                    table.initiative_id == kept.id, getattr(table, column).in_(row_ids)
                )
            )


def _add_partners(kept: Initiative, absorbed: Initiative, *, now: datetime) -> list[list[Any]]:
    """Take over the other lead organisation and its partners; returns how they stood before."""
    wanted = {
        row.organisation_id: row.role_id
        for row in _partnerships(absorbed)
        if row.standing is PartnerStanding.ACCEPTED
    }
    wanted[absorbed.lead_organisation_id] = _role_of_the_other()
    wanted.pop(kept.lead_organisation_id, None)
    standing = {row.organisation_id: row for row in _partnerships(kept)}
    before: list[tuple[int, str | None]] = []
    for organisation_id, role_id in sorted(wanted.items()):
        row = standing.get(organisation_id)
        if row is not None and row.standing is PartnerStanding.ACCEPTED:
            continue
        before.append((organisation_id, row.standing.value if row else None))
        row = row or Partnership(
            initiative_id=kept.id, organisation_id=organisation_id, created_at=now, note=""
        )
        row.role_id = role_id
        row.standing = PartnerStanding.ACCEPTED
        row.answered_at = now
        db.session.add(row)
    db.session.flush()
    ids = {row.organisation_id: row.id for row in _partnerships(kept)}
    return [[ids[organisation_id], stood] for organisation_id, stood in before]


def _partnerships(initiative: Initiative) -> list[Partnership]:
    query = select(Partnership).where(Partnership.initiative_id == initiative.id)
    return list(db.session.scalars(query))


def _role_of_the_other() -> int:
    role: int = db.session.scalars(
        select(ListEntry.id).where(
            ListEntry.list_code == ListCode.PARTNER_ROLE, ListEntry.code == ROLE_OF_THE_OTHER
        )
    ).one()
    return role


def _end_partners(before: list[list[Any]], *, now: datetime) -> None:
    for row_id, stood in before:
        standing = PartnerStanding(stood) if stood else PartnerStanding.ENDED
        db.session.execute(
            update(Partnership)
            .where(Partnership.id == row_id, Partnership.standing == PartnerStanding.ACCEPTED)
            .values(standing=standing, answered_at=now)
        )


def _widen_period(kept: Initiative, absorbed: Initiative) -> list[list[str | None]]:
    """Let the kept one last as long as both did; returns its days before and after."""
    before = _days(kept)
    starts = [row.start_on for row in (kept, absorbed) if row.start_on]
    kept.start_on = min(starts) if starts else None
    ends = [kept.end_on, absorbed.end_on]
    kept.end_on = None if None in ends else max(end for end in ends if end)
    return [before, _days(kept)]


def _days(initiative: Initiative) -> list[str | None]:
    return [day.isoformat() if day else None for day in (initiative.start_on, initiative.end_on)]


def _restore_period(kept: Initiative, period: list[list[str | None]]) -> None:
    before, after = period
    if _days(kept) == after:
        start, end = before
        kept.start_on = date.fromisoformat(start) if start else None
        kept.end_on = date.fromisoformat(end) if end else None


def _reopen(touchpoint_id: int, *, now: datetime) -> None:
    db.session.execute(
        update(TouchpointDecision)
        .where(
            TouchpointDecision.touchpoint_id == touchpoint_id,
            TouchpointDecision.decision == Decision.MERGE,
            TouchpointDecision.undone_at.is_(None),
        )
        .values(undone_at=now)
    )
    db.session.execute(
        update(Touchpoint)
        .where(Touchpoint.id == touchpoint_id)
        .values(state=TouchpointState.WAITING, version=Touchpoint.version + 1)
    )
