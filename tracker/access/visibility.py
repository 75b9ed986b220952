"""Limits a query to what an actor may see, in SQL, so that nothing else is ever loaded."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, or_

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.domain.lifecycle import Visibility
from tracker.models import Initiative

Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])
_SHARED = (Visibility.SHARED, Visibility.OPEN)


def is_visible(actor: Actor) -> ColumnElement[bool]:
    """The condition under which an actor may see an initiative."""
    if actor.is_anonymous:
        return Initiative.visibility == Visibility.OPEN
    allowed: list[ColumnElement[bool]] = [Initiative.visibility.in_(_SHARED)]
    if actor.organisation_ids:
        allowed.append(Initiative.lead_organisation_id.in_(sorted(actor.organisation_ids)))
    if may_somewhere(actor, Permission.IMPORT_INITIATIVES):
        allowed.append(Initiative.imported_by_id == actor.person_id)
    return or_(*allowed)


def visible(query: Rows, actor: Actor) -> Rows:
    """The same query, only over initiatives that the actor may see."""
    return query.where(is_visible(actor))
