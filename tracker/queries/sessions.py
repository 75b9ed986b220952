"""Answers where somebody is signed in, and what their sessions have to prove."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select

from tracker.access.actors import Actor
from tracker.domain.roles import PlatformRole
from tracker.domain.ways_in import WayIn
from tracker.extensions import db
from tracker.models import PersonRole, SignInSession

POWERFUL = (PlatformRole.COORDINATOR, PlatformRole.ADMINISTRATOR)
"""The roles with power over everybody's records: two factors, and sessions of hours."""
MOST_SESSIONS = 50


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One of the actor's own sessions."""

    public_id: uuid.UUID
    browser: str
    way: WayIn
    created_at: datetime
    last_seen_at: datetime
    is_this: bool


def is_powerful(person_id: int) -> bool:
    """Whether a person has a role with power over everybody's records."""
    query = exists().where(PersonRole.person_id == person_id, PersonRole.role.in_(POWERFUL))
    return bool(db.session.scalar(select(query)))


def own_session(actor: Actor, public_id: uuid.UUID) -> Select[Any]:
    """The query for one of the actor's own sessions."""
    return select(SignInSession).where(
        SignInSession.public_id == public_id, SignInSession.person_id == actor.person_id
    )


def list_own_sessions(actor: Actor) -> Sequence[SessionRow]:
    """The browsers the actor is signed in on, latest first."""
    query = (
        select(SignInSession)
        .where(SignInSession.person_id == actor.person_id)
        .order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc())
        .limit(MOST_SESSIONS)
    )
    return [
        SessionRow(
            public_id=session.public_id,
            browser=session.browser,
            way=session.way,
            created_at=session.created_at,
            last_seen_at=session.last_seen_at,
            is_this=session.id == actor.session_id,
        )
        for session in db.session.scalars(query)
    ]
