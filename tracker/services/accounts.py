"""Signing in and out, choosing a password and a language; sessions end at the server."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, exists, select, update

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.config import Settings
from tracker.database import one_for_change, transaction
from tracker.domain.roles import PlatformRole
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import OneTimeLink, Person, PersonRole, SignInAttempt, SignInSession
from tracker.queries.accounts import hash_token
from tracker.services import audit
from tracker.services.attempts import count_attempt
from tracker.services.passwords import check_new_password

ATTEMPTS_PER_ACCOUNT = 8
ATTEMPTS_PER_ADDRESS = 40
ATTEMPT_WINDOW = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=5)
LINK_LIFETIME = timedelta(hours=48)

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The argon2id hash that is kept of a password."""
    return _hasher.hash(password)


@cache
def _hash_of_nobody() -> str:
    """What the password is held against where there is no account, so that it takes as long."""
    return _hasher.hash(secrets.token_urlsafe(16))


def sign_in(
    email: str, password: str, *, address: str, browser: str, settings: Settings, now: datetime
) -> str:
    """Begin a session and return its token; unknown and known addresses take the same time.

    Raises:
        TooManyAttemptsError: too many failures for this account or network address.
        RefusedError: `wrong_credentials`.
    """
    keys = (hash_token(f"account:{email_key(email)}"), hash_token(f"address:{address}"))
    limits = dict(zip(keys, (ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS), strict=True))
    attempt_ids = count_attempt(limits, window=ATTEMPT_WINDOW, now=now)
    person = db.session.scalars(select(Person).where(Person.email_key == email_key(email))).first()
    stored = person.password_hash if person and person.password_hash else _hash_of_nobody()
    is_right = _verify(stored, password)
    if person is None or person.password_hash is None or person.is_disabled or not is_right:
        raise RefusedError("wrong_credentials")
    _forgive(attempt_ids, account_key=keys[0])
    return _begin_session(person.id, browser=browser, settings=settings, now=now)


def _forgive(attempt_ids: Sequence[int], *, account_key: str) -> None:
    """Forget the account's failures, and count this try as good: many people share an address."""
    with transaction() as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.key == account_key))
        session.execute(
            update(SignInAttempt).where(SignInAttempt.id.in_(attempt_ids)).values(is_success=True)
        )


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _begin_session(person_id: int, *, browser: str, settings: Settings, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        session.execute(
            delete(SignInSession).where(
                SignInSession.person_id == person_id, SignInSession.expires_at < now
            )
        )
        session.add(
            SignInSession(
                token_hash=hash_token(token),
                person_id=person_id,
                browser=browser[:120],
                created_at=now,
                last_seen_at=now,
                expires_at=now + _lifetime(person_id, settings),
            )
        )
    return token


def _lifetime(person_id: int, settings: Settings) -> timedelta:
    powerful = (PlatformRole.COORDINATOR, PlatformRole.ADMINISTRATOR)
    is_powerful = db.session.scalar(
        select(exists().where(PersonRole.person_id == person_id, PersonRole.role.in_(powerful)))
    )
    return settings.coordinator_session_absolute if is_powerful else settings.session_absolute


def touch_session(actor: Actor, *, now: datetime) -> None:
    """Note that a session is in use; callers do so at most every `SEEN_EVERY`."""
    with transaction() as session:
        session.execute(
            update(SignInSession)
            .where(SignInSession.id == actor.session_id)
            .values(last_seen_at=now)
        )


def sign_out(actor: Actor) -> None:
    """End this session at the server."""
    with transaction() as session:
        session.execute(delete(SignInSession).where(SignInSession.id == actor.session_id))


def end_session(actor: Actor, public_id: uuid.UUID) -> None:
    """End one of the actor's own sessions on another browser.

    Raises:
        NotFoundError: the actor has no such session.
    """
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    with transaction() as session:
        row = one_for_change(
            select(SignInSession).where(
                SignInSession.public_id == public_id, SignInSession.person_id == actor.person_id
            )
        )
        session.delete(row)


def change_language(actor: Actor, language: str, *, now: datetime) -> None:
    """Choose the language of pages and mails."""
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    with transaction():
        person = one_for_change(select(Person).where(Person.id == actor.person_id))
        changes = {"language": (person.language, language)}
        person.language = language
        audit.record(actor, Verb.EDITED, person, at=now, changes=changes)


def change_password(actor: Actor, *, current: str, new: str, now: datetime) -> None:
    """Change one's own password; every other session of the account ends.

    Raises:
        TooManyAttemptsError: too many tries; a session left open must not be used to guess.
        RefusedError: `wrong_password`, or a rule of `check_new_password`.
    """
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    tries = hash_token(f"password:{actor.person_id}")
    count_attempt({tries: ATTEMPTS_PER_ACCOUNT}, window=ATTEMPT_WINDOW, now=now)
    with transaction() as session:
        person = one_for_change(select(Person).where(Person.id == actor.person_id))
        if not _verify(person.password_hash or _hash_of_nobody(), current):
            raise RefusedError("wrong_password", "current")
        check_new_password(new, about=(person.name, person.email))
        person.password_hash = hash_password(new)
        session.execute(delete(SignInAttempt).where(SignInAttempt.key == tries))
        session.execute(
            delete(SignInSession).where(
                SignInSession.person_id == person.id, SignInSession.id != actor.session_id
            )
        )
        audit.record(actor, Verb.PASSWORD_CHANGED, person, at=now)


def create_link(person: Person, *, now: datetime) -> str:
    """Make a one-time link's token for choosing a password, inside the caller's transaction."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        OneTimeLink(
            token_hash=hash_token(token),
            person_id=person.id,
            created_at=now,
            expires_at=now + LINK_LIFETIME,
        )
    )
    return token


def choose_password(token: str, password: str, *, now: datetime) -> None:
    """Choose a password with a one-time link; every session of the account ends.

    Raises:
        NotFoundError: the link is unknown, used or too old.
        RefusedError: a rule of `check_new_password`.
    """
    with transaction() as session:
        link = one_for_change(
            select(OneTimeLink).where(OneTimeLink.token_hash == hash_token(token))
        )
        if link.used_at is not None or link.expires_at <= now:
            raise NotFoundError
        person = one_for_change(select(Person).where(Person.id == link.person_id))
        check_new_password(password, about=(person.name, person.email))
        person.password_hash = hash_password(password)
        link.used_at = now
        session.execute(delete(SignInSession).where(SignInSession.person_id == person.id))
        audit.record(Actor(person_id=person.id), Verb.PASSWORD_CHANGED, person, at=now)


def email_key(email: str) -> str:
    """The form of an address that two accounts cannot share."""
    return email.strip().casefold()
