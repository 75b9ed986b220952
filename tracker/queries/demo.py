"""Answers how much of the register is the demo city, and what would go with it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.domain.roles import PlatformRole
from tracker.extensions import db
from tracker.models import Initiative, Organisation, Person, PersonRole


@dataclass(frozen=True, slots=True)
class DemoSize:
    """How many rows would be removed; `own_initiatives` are written by hand for its organisations."""

    organisations: int
    people: int
    initiatives: int
    own_initiatives: int


def get_demo_size(actor: Actor) -> DemoSize:
    """Count what belongs to the demo city.

    Raises:
        NotAllowedError: the actor does not manage the settings.
    """
    demand_somewhere(actor, Permission.MANAGE_SETTINGS)
    invented = select(Organisation.id).where(Organisation.is_demo)
    return DemoSize(
        organisations=_count(Organisation.id, Organisation.is_demo),
        people=_count(Person.id, Person.is_demo),
        initiatives=_count(Initiative.id, Initiative.is_demo),
        own_initiatives=_count(
            Initiative.id,
            Initiative.is_demo.is_(False),
            Initiative.lead_organisation_id.in_(invented),
        ),
    )


def has_real_administrator() -> bool:
    """Whether somebody outside the demo city is an administrator with an open account."""
    query = select(
        exists().where(
            PersonRole.person_id == Person.id,
            PersonRole.role == PlatformRole.ADMINISTRATOR,
            Person.is_demo.is_(False),
            Person.is_disabled.is_(False),
        )
    )
    return bool(db.session.scalar(query))


def _count(column: Any, *conditions: Any) -> int:
    query = select(func.count(column)).where(*conditions)
    return db.session.scalar(query) or 0
