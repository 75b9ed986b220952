"""Signing in with a password, choosing one, and choosing a language."""

import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.config import Settings
from tracker.database import one_for_change, transaction
from tracker.domain.mails import MailTemplate
from tracker.domain.verbs import Verb
from tracker.domain.ways_in import FactorChange, WayIn
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import OneTimeLink, Person
from tracker.queries.accounts import hash_token
from tracker.services import audit
from tracker.services.arrivals import (
    NOWHERE,
    Arrival,
    Bound,
    Visitor,
    arrive,
    find_person,
    note_failure,
    tell_owner,
)
from tracker.services.attempts import Limit, count_attempt, forgive
from tracker.services.passwords import check_new_password
from tracker.services.sessions import end_sessions_of

ATTEMPTS_PER_ACCOUNT = 8
ATTEMPTS_PER_ADDRESS = 40
ATTEMPT_WINDOW = timedelta(minutes=10)
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
    email: str,
    password: str,
    *,
    visitor: Visitor,
    bound: Bound = NOWHERE,
    settings: Settings,
    now: datetime,
) -> Arrival:
    """Sign in with a password; unknown and known addresses take the same time.

    Raises:
        TooManyAttemptsError: too many failures for this account or network address.
        RefusedError: `wrong_credentials`.
    """
    account = hash_token(f"account:{email_key(email)}")
    attempt_ids = count_attempt(
        Limit(account, ATTEMPTS_PER_ACCOUNT, ATTEMPT_WINDOW),
        Limit(hash_token(f"address:{visitor.address}"), ATTEMPTS_PER_ADDRESS, ATTEMPT_WINDOW),
        now=now,
    )
    person = find_person(email_key(email))
    stored = person.password_hash if person and person.password_hash else _hash_of_nobody()
    is_right = _verify(stored, password)
    if person is None or person.password_hash is None or not is_right:
        note_failure(person.id if person else None, WayIn.PASSWORD, now=now)
        raise RefusedError("wrong_credentials")
    forgive(attempt_ids, key=account)
    with transaction() as session:
        return arrive(
            session.get_one(Person, person.id),
            WayIn.PASSWORD,
            visitor=visitor,
            bound=bound,
            settings=settings,
            now=now,
        )


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def change_language(actor: Actor, language: str, *, now: datetime) -> None:
    """Choose the language of pages and mails."""
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    with transaction():
        person = one_for_change(select(Person).where(Person.id == actor.person_id))
        changes = {"language": (person.language, language)}
        person.language = language
        audit.record(actor, Verb.EDITED, person, at=now, changes=changes)


def check_password(actor: Actor, current: str, *, now: datetime) -> None:
    """Hold what was typed against the actor's own password.

    Raises:
        TooManyAttemptsError: too many tries; a session left open must not be used to guess.
        NotAllowedError, RefusedError: `wrong_password`.
    """
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    key = hash_token(f"password:{actor.person_id}")
    tries = count_attempt(Limit(key, ATTEMPTS_PER_ACCOUNT, ATTEMPT_WINDOW), now=now)
    person = db.session.get_one(Person, actor.person_id)
    if not _verify(person.password_hash or _hash_of_nobody(), current):
        raise RefusedError("wrong_password", "current")
    forgive(tries, key=key)


def change_password(actor: Actor, *, current: str, new: str, now: datetime) -> None:
    """Change one's own password, or choose a first one; every other session of the account ends.

    Args:
        current: the password up to now; not looked at where there is none.

    Raises:
        TooManyAttemptsError: too many tries; a session left open must not be used to guess.
        NotAllowedError, RefusedError: `wrong_password`, or a rule of `check_new_password`.
    """
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    if db.session.get_one(Person, actor.person_id).password_hash is not None:
        check_password(actor, current, now=now)
    with transaction():
        person = one_for_change(select(Person).where(Person.id == actor.person_id))
        check_new_password(new, about=(person.name, person.email))
        person.password_hash = hash_password(new)
        end_sessions_of(person.id, but=actor)
        audit.record(actor, Verb.PASSWORD_CHANGED, person, at=now)
        change = {"change": FactorChange.PASSWORD_CHANGED.value}
        tell_owner(person, MailTemplate.FACTORS_CHANGED, change, now=now)


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
    with transaction():
        link = one_for_change(
            select(OneTimeLink).where(OneTimeLink.token_hash == hash_token(token))
        )
        if link.used_at is not None or link.expires_at <= now:
            raise NotFoundError
        person = one_for_change(select(Person).where(Person.id == link.person_id))
        check_new_password(password, about=(person.name, person.email))
        person.password_hash = hash_password(password)
        link.used_at = now
        end_sessions_of(person.id)
        audit.record(Actor(person_id=person.id), Verb.PASSWORD_CHANGED, person, at=now)


def email_key(email: str) -> str:
    """The form of an address that two accounts cannot share."""
    return email.strip().casefold()
