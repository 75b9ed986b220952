"""Lets somebody in who has shown who they are: with a session, or first to their second factor.

Everything here happens in the caller's transaction, together with what used up the proof.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select

from tracker.access.actors import ANONYMOUS, Actor
from tracker.config import Settings
from tracker.database import one_for_change, transaction
from tracker.domain.mails import MailTemplate
from tracker.domain.verbs import Verb
from tracker.domain.ways_in import StepKind, WayIn, typed_code
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import KnownDevice, Person, RegisterState, SignInStep
from tracker.queries.accounts import hash_token
from tracker.queries.second_factors import has_app
from tracker.queries.sessions import is_powerful
from tracker.services import audit, outbox
from tracker.services.sessions import begin_session

STEP_LIFETIME = timedelta(minutes=10)
TRIES_PER_STEP = 5
DEVICES_KEPT_FOR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Visitor:
    """The browser that somebody signs in with; `device` is the mark it got here before, if any."""

    browser: str
    address: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """Where somebody was going, and the form they had sent, packed."""

    next_path: str = ""
    kept_form: str = ""


NOWHERE = Bound()


@dataclass(frozen=True, slots=True)
class Arrival:
    """What signing in came to: the token of a session, or of a step that wants a second factor."""

    session_token: str = ""
    step_token: str = ""
    device: str = ""
    bound: Bound = NOWHERE


def arrive(
    person: Person,
    way: WayIn,
    *,
    visitor: Visitor,
    bound: Bound = NOWHERE,
    is_strong: bool = False,
    settings: Settings,
    now: datetime,
) -> Arrival:
    """Let a person in who has shown who they are, in the caller's transaction.

    Args:
        is_strong: the proof was of two factors already.
    """
    if not is_strong and wants_second_factor(person, settings):
        step = add_step(StepKind.FACTOR, bound=bound, now=now, person_id=person.id, way=way)
        return Arrival(step_token=step, bound=bound)
    return admit(
        person,
        way,
        visitor=visitor,
        bound=bound,
        is_strong=is_strong,
        settings=settings,
        now=now,
    )


def admit(
    person: Person,
    way: WayIn,
    *,
    visitor: Visitor,
    bound: Bound,
    is_strong: bool,
    settings: Settings,
    now: datetime,
) -> Arrival:
    """Begin the session of somebody who has shown all that is wanted, in the caller's transaction."""
    token = begin_session(
        person,
        way,
        browser=visitor.browser,
        is_strong=is_strong,
        settings=settings,
        now=now,
    )
    device = _recognise(person, visitor, now=now)
    told = {"way": (None, way.value), "browser": (None, visitor.browser[:120])}
    audit.record(Actor(person_id=person.id), Verb.SIGNED_IN, person, at=now, changes=told)
    return Arrival(session_token=token, device=device, bound=bound)


def wants_second_factor(person: Person, settings: Settings) -> bool:
    """Whether one factor is not enough: for those with power, and for whoever has set up an app.

    The made-up people of a demo are let in with one, on the machine where it is tried out alone.
    """
    if has_app(person.id):
        return True
    if not settings.second_factor or (person.is_demo and settings.is_local):
        return False
    return is_powerful(person.id)


def add_step(
    kind: StepKind,
    *,
    bound: Bound,
    now: datetime,
    code: str = "",
    **columns: str | int | WayIn | None,
) -> str:
    """Keep that a sign-in has begun; returns the token that its browser goes on with.

    Args:
        code: what is to be typed there, if anything; only its hash is kept.
    """
    token = secrets.token_urlsafe(32)
    db.session.execute(delete(SignInStep).where(SignInStep.expires_at < now))
    db.session.add(
        SignInStep(
            kind=kind,
            token_hash=hash_token(token),
            code_hash=code_hash(token, code) if code else None,
            next_path=bound.next_path[:500],
            kept_form=bound.kept_form,
            created_at=now,
            expires_at=now + STEP_LIFETIME,
            **columns,
        )
    )
    return token


def code_hash(token: str, code: str) -> str:
    """What is kept of a code: without the token, which only the browser has, it says nothing."""
    return hash_token(f"{token}:{typed_code(code)}")


def get_step(token: str, *kinds: StepKind, now: datetime) -> SignInStep:
    """A sign-in that has begun in this browser and still goes on, locked.

    Raises:
        NotFoundError: it is unknown, too old, or has been tried too often.
    """
    query = select(SignInStep).where(SignInStep.token_hash == hash_token(token))
    step: SignInStep = one_for_change(query)
    if step.kind not in kinds or step.expires_at <= now or step.tries >= TRIES_PER_STEP:
        raise NotFoundError
    return step


def bound_of(step: SignInStep) -> Bound:
    """Where whoever began this was going."""
    return Bound(step.next_path, step.kept_form)


def find_person(email_key: str) -> Person | None:
    """The person with this address whose account is open."""
    query = select(Person).where(Person.email_key == email_key, Person.is_disabled.is_(False))
    person: Person | None = db.session.scalars(query).one_or_none()
    return person


def record_failure(person_id: int | None, way: WayIn | None, *, now: datetime) -> None:
    """Say that somebody did not get in, in the caller's transaction; of unknown addresses, no more."""
    subject = (
        db.session.get_one(RegisterState, 1)
        if person_id is None
        else db.session.get_one(Person, person_id)
    )
    told = {"way": (None, way and way.value)}
    audit.record(ANONYMOUS, Verb.SIGN_IN_FAILED, subject, at=now, changes=told)


def note_failure(person_id: int | None, way: WayIn, *, now: datetime) -> None:
    """`record_failure` in a transaction of its own."""
    with transaction():
        record_failure(person_id, way, now=now)


def _recognise(person: Person, visitor: Visitor, *, now: datetime) -> str:
    """Tell the owner of an account where it is used from a new browser; returns its mark."""
    own = KnownDevice.person_id == person.id
    db.session.execute(
        delete(KnownDevice).where(own, KnownDevice.last_seen_at < now - DEVICES_KEPT_FOR)
    )
    mark = visitor.device or secrets.token_urlsafe(24)
    known = db.session.scalars(
        select(KnownDevice).where(own, KnownDevice.token_hash == hash_token(mark))
    ).one_or_none()
    if known is not None:
        known.last_seen_at = now
        return mark
    if db.session.scalar(select(exists().where(own))):
        tell_owner(person, MailTemplate.NEW_DEVICE, {"browser": visitor.browser[:120]}, now=now)
    db.session.add(
        KnownDevice(
            person_id=person.id, token_hash=hash_token(mark), created_at=now, last_seen_at=now
        )
    )
    return mark


def tell_owner(
    person: Person, template: MailTemplate, values: dict[str, str], *, now: datetime
) -> None:
    """Mail the owner of an account what was done with it."""
    outbox.add_mail(
        to=person.email,
        template=template,
        language=person.language,
        values={"name": person.name, "at": now.isoformat(), **values},
        now=now,
    )
