"""Answers what has been done: the audit trail of an organisation, a person or the whole register.

Each row tells who did what to which record and which fields it was about. What the fields said
stands with `get_entry`, for records whose values an administrator may know.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand, demand_somewhere
from tracker.access.visibility import is_visible
from tracker.domain.verbs import REFERENCE_KINDS, SubjectKind
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import AuditEntry, AuditValue, Initiative
from tracker.queries.audit_rows import TrailRow, TrailSelection, conditions, entries, named
from tracker.queries.organisations import OrganisationPage

ROWS_PER_PAGE = 50
MOST_ROWS_OUT = 50_000
_TOLD_KINDS = REFERENCE_KINDS | {SubjectKind.PERSON}
"""Kinds of record whose values an administrator may read: they belong to no organisation."""


@dataclass(frozen=True, slots=True)
class ValueRow:
    """What one field said before and after; both None where it is erased or may not be known."""

    field: str
    before: Any
    after: Any
    is_erased: bool


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry with its values; `is_told` is whether the reader may know them."""

    row: TrailRow
    values: Sequence[ValueRow]
    is_told: bool


def list_trail(actor: Actor, selection: TrailSelection) -> Sequence[TrailRow]:
    """One page of the whole register's trail, latest first, and one row more where there are more.

    Raises:
        NotAllowedError: the actor may not read it.
    """
    demand_somewhere(actor, Permission.READ_WHOLE_AUDIT)
    return _page(actor, selection)


def list_organisation_trail(
    actor: Actor, organisation: OrganisationPage, selection: TrailSelection
) -> Sequence[TrailRow]:
    """One page of what was done in an organisation's name or to what is said of it.

    Raises:
        NotAllowedError: the actor may not read it.
    """
    demand(actor, Permission.READ_AUDIT, organisation.subject)
    return _page(actor, selection, _is_of(organisation, actor))


def stream_trail(actor: Actor, selection: TrailSelection) -> Iterator[TrailRow]:
    """The whole register's trail, page by page, at most `MOST_ROWS_OUT` rows.

    Raises:
        NotAllowedError: the actor may not read it.
    """
    demand_somewhere(actor, Permission.READ_WHOLE_AUDIT)
    return _stream(actor, selection)


def stream_organisation_trail(
    actor: Actor, organisation: OrganisationPage, selection: TrailSelection
) -> Iterator[TrailRow]:
    """An organisation's trail, page by page.

    Raises:
        NotAllowedError: the actor may not read it.
    """
    demand(actor, Permission.READ_AUDIT, organisation.subject)
    return _stream(actor, selection, _is_of(organisation, actor))


def get_entry(actor: Actor, entry_hash: str) -> EntryPage:
    """One entry, by its hash, with what its fields said.

    Raises:
        NotAllowedError: the actor may not read it.
        NotFoundError: there is none.
    """
    demand_somewhere(actor, Permission.READ_WHOLE_AUDIT)
    found = db.session.execute(entries(actor).where(AuditEntry.entry_hash == entry_hash)).all()
    if not found:
        raise NotFoundError
    row = named(actor, found)[0]
    is_told = row.kind in _TOLD_KINDS
    values = db.session.scalars(
        select(AuditValue).where(AuditValue.entry_id == found[0].id).order_by(AuditValue.field)
    )
    return EntryPage(row, [_value(value, is_told=is_told) for value in values], is_told)


def get_entry_id(actor: Actor, entry_hash: str) -> int:
    """The id of an entry, for what is done to it.

    Raises:
        NotAllowedError: the actor may not read it.
        NotFoundError: there is none.
    """
    demand_somewhere(actor, Permission.READ_WHOLE_AUDIT)
    found = db.session.scalar(select(AuditEntry.id).where(AuditEntry.entry_hash == entry_hash))
    if found is None:
        raise NotFoundError
    return int(found)


def _value(value: AuditValue, *, is_told: bool) -> ValueRow:
    if value.salt is None or not is_told:
        return ValueRow(value.field, None, None, is_erased=value.salt is None)
    before, after = (json.loads(text or "null") for text in (value.before, value.after))
    return ValueRow(value.field, before, after, is_erased=False)


def _stream(
    actor: Actor, selection: TrailSelection, *limits: ColumnElement[bool]
) -> Iterator[TrailRow]:
    given = 0
    while given < MOST_ROWS_OUT:
        rows = _page(actor, selection, *limits)
        yield from rows[:ROWS_PER_PAGE]
        given += ROWS_PER_PAGE
        if len(rows) <= ROWS_PER_PAGE:
            return
        selection = replace(selection, before=rows[ROWS_PER_PAGE - 1].hash)


def _page(
    actor: Actor, selection: TrailSelection, *limits: ColumnElement[bool]
) -> Sequence[TrailRow]:
    query = entries(actor).where(*limits, *conditions(selection, actor))
    query = query.order_by(AuditEntry.id.desc()).limit(ROWS_PER_PAGE + 1)
    return named(actor, db.session.execute(query).all())


def _is_of(organisation: OrganisationPage, actor: Actor) -> ColumnElement[bool]:
    """Entries of an organisation, but for what it holds back from the actor."""
    is_held_back = and_(
        AuditEntry.subject_kind == SubjectKind.INITIATIVE.value,
        ~exists()
        .where(
            Initiative.id == AuditEntry.subject_id,
            or_(is_visible(actor), Initiative.lead_organisation_id.in_(actor.managed_ids)),
        )
        .correlate(AuditEntry),
    )
    is_about_it = and_(
        AuditEntry.subject_kind == SubjectKind.ORGANISATION.value,
        AuditEntry.subject_id == organisation.id,
    )
    return and_(or_(AuditEntry.organisation_id == organisation.id, is_about_it), ~is_held_back)
