"""Sessions: rows that begin with a proof of who somebody is, and end at the server."""

import secrets
import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.config import Settings
from tracker.database import for_change, one_for_change, transaction
from tracker.domain.verbs import Verb
from tracker.domain.ways_in import WayIn
from tracker.extensions import db
from tracker.models import Person, SignInSession
from tracker.queries.accounts import hash_token
from tracker.queries.sessions import is_powerful, own_session
from tracker.services import audit

SEEN_EVERY = timedelta(minutes=5)


def begin_session(
    person: Person, way: WayIn, *, browser: str, is_strong: bool, settings: Settings, now: datetime
) -> str:
    """Begin a session and return its token, in the caller's transaction."""
    token = secrets.token_urlsafe(32)
    db.session.execute(
        delete(SignInSession).where(
            SignInSession.person_id == person.id, SignInSession.expires_at < now
        )
    )
    lifetime = (
        settings.coordinator_session_absolute
        if is_powerful(person.id)
        else settings.session_absolute
    )
    db.session.add(
        SignInSession(
            token_hash=hash_token(token),
            person_id=person.id,
            browser=browser[:120],
            way=way,
            is_strong=is_strong,
            created_at=now,
            proved_at=now,
            last_seen_at=now,
            expires_at=now + lifetime,
        )
    )
    return token


def touch_session(actor: Actor, *, now: datetime) -> None:
    """Note that a session is in use; callers do so at most every `SEEN_EVERY`."""
    with transaction() as session:
        session.execute(
            update(SignInSession)
            .where(SignInSession.id == actor.session_id)
            .values(last_seen_at=now)
        )


def sign_out(actor: Actor, *, now: datetime) -> None:
    """End this session at the server."""
    with transaction() as session:
        person = session.get_one(Person, actor.person_id)
        session.execute(delete(SignInSession).where(SignInSession.id == actor.session_id))
        audit.record(actor, Verb.SIGNED_OUT, person, at=now)


def end_session(actor: Actor, public_id: uuid.UUID) -> None:
    """End one of the actor's own sessions on another browser.

    Raises:
        NotFoundError: the actor has no such session.
    """
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    with transaction() as session:
        session.delete(one_for_change(own_session(actor, public_id)))


def end_all_of(actor: Actor, person_id: uuid.UUID, *, now: datetime) -> None:
    """Sign somebody out everywhere, as when a phone is stolen.

    Raises:
        NotFoundError, NotAllowedError.
    """
    demand_somewhere(actor, Permission.MANAGE_PEOPLE)
    with transaction():
        person = for_change(Person, person_id)
        end_sessions_of(person.id)
        audit.record(actor, Verb.SESSIONS_ENDED, person, at=now)


def end_sessions_of(person_id: int, *, but: Actor | None = None) -> None:
    """End every session of a person at the server, but perhaps the actor's own; in the caller's
    transaction."""
    query = delete(SignInSession).where(SignInSession.person_id == person_id)
    if but is not None:
        query = query.where(SignInSession.id != but.session_id)
    db.session.execute(query)
