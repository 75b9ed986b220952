"""Limits a query to what an actor may see, in SQL, so that nothing else is ever loaded."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_everywhere, may_somewhere
from tracker.domain.lifecycle import Visibility
from tracker.models import Initiative

Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class Scope:
    """All that decides which initiatives somebody sees; many actors have the same.

    `importer_id` is the person whose imported drafts are seen, None where the actor imports nothing.
    """

    is_anonymous: bool
    organisation_ids: frozenset[int]
    importer_id: int | None
    sees_coordinated: bool


def scope_of(actor: Actor) -> Scope:
    """What decides which initiatives an actor sees; counts and statements are kept by it."""
    may_import = may_somewhere(actor, Permission.IMPORT_INITIATIVES)
    return Scope(
        is_anonymous=actor.is_anonymous,
        organisation_ids=actor.organisation_ids,
        importer_id=actor.person_id if may_import else None,
        sees_coordinated=may_everywhere(actor, Permission.SEE_COORDINATED),
    )


def is_visible(actor: Actor) -> ColumnElement[bool]:
    """The condition under which an actor may see an initiative."""
    return is_in_scope(scope_of(actor))


def is_in_scope(scope: Scope) -> ColumnElement[bool]:
    """The condition under which an initiative is seen within a scope.

    What is shared is written as "no draft", and for all but coordinators "nor coordinated": nearly
    everything is, and SQLite without statistics would otherwise gather all of it through an index
    before it sorts.
    """
    if scope.is_anonymous:
        return Initiative.visibility == Visibility.OPEN
    allowed: list[ColumnElement[bool]] = [_is_shared(scope)]
    if scope.organisation_ids:
        is_own = Initiative.lead_organisation_id.in_(sorted(scope.organisation_ids))
        allowed.append(and_(is_own, _IS_ITSELF))
    if scope.importer_id is not None:
        is_draft = Initiative.visibility == Visibility.DRAFT
        is_imported = Initiative.imported_by_id == scope.importer_id
        allowed.append(and_(is_draft, is_imported, _IS_ITSELF))
    return or_(*allowed)


_IS_ITSELF = Initiative.merged_into_id.is_(None)
"""What has gone up in another initiative is a draft that not even its own organisation lists."""


def _is_shared(scope: Scope) -> ColumnElement[bool]:
    is_no_draft = Initiative.visibility != Visibility.DRAFT
    if scope.sees_coordinated:
        return is_no_draft
    return and_(is_no_draft, Initiative.visibility != Visibility.COORDINATED)


def sees(actor: Actor, initiative: Initiative) -> bool:
    """The same rule as `is_visible`, for an initiative that is loaded already."""
    scope = scope_of(actor)
    if initiative.merged_into_id is not None:
        return False
    if initiative.visibility is Visibility.OPEN:
        return True
    if scope.is_anonymous:
        return False
    if initiative.lead_organisation_id in scope.organisation_ids:
        return True
    match initiative.visibility:
        case Visibility.SHARED:
            return True
        case Visibility.COORDINATED:
            return scope.sees_coordinated
        case Visibility.DRAFT:
            return scope.importer_id is not None and initiative.imported_by_id == scope.importer_id


def visible(query: Rows, actor: Actor) -> Rows:
    """The same query, only over initiatives that the actor may see."""
    return query.where(is_visible(actor))
