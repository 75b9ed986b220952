"""The app that shows codes, and the recovery codes that stand in for a lost device."""

import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import delete, select

from tracker.access.actors import ANONYMOUS, Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.config import Settings
from tracker.database import for_change, one_for_change, transaction
from tracker.domain.mails import MailTemplate
from tracker.domain.verbs import Verb
from tracker.domain.ways_in import (
    CODE_DIGITS,
    FactorChange,
    StepKind,
    typed_code,
)
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import AuthenticatorApp, Passkey, Person, RecoveryCode, SignInStep
from tracker.queries.accounts import hash_token
from tracker.queries.second_factors import get_factors
from tracker.services import audit, recovery_codes
from tracker.services.accounts import email_key
from tracker.services.arrivals import (
    Arrival,
    Visitor,
    admit,
    bound_of,
    get_step,
    record_failure,
    tell_owner,
)
from tracker.services.attempts import Limit, count_attempt, forgive
from tracker.services.factor_changes import own_row, record_change
from tracker.services.sealing import seal, unseal
from tracker.services.sessions import end_sessions_of

ISSUER = "Väven"
SECONDS_PER_CODE = 30
SET_UP_WITHIN_S = 30 * 60
LIMITS = ((5, timedelta(minutes=5)), (20, timedelta(hours=1)), (50, timedelta(days=1)))


@dataclass(frozen=True, slots=True)
class NewApp:
    """An app to be set up: `address` for its camera, `secret` to be typed, `sealed` to come back."""

    address: str
    secret: str
    sealed: str

    @property
    def spelled(self) -> str:
        """The secret in groups of four, for those who type it."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


def offer_app(email: str, settings: Settings) -> NewApp:
    """A new secret for an app; nothing is kept until a code of it has been shown."""
    secret = pyotp.random_base32()
    return _new_app(secret, seal(secret, settings), email)


def offer_again(sealed: str, email: str, settings: Settings) -> NewApp:
    """The same secret once more, where a code of it was mistyped.

    Raises:
        NotFoundError: it is too old, or none of ours.
    """
    return _new_app(unseal(sealed, settings, within_s=SET_UP_WITHIN_S), sealed, email)


def _new_app(secret: str, sealed: str, email: str) -> NewApp:
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
    return NewApp(address, secret, sealed)


def set_up(
    actor: Actor, sealed: str, code: str, *, settings: Settings, now: datetime
) -> Sequence[str]:
    """Set up an app from one's account, in place of an earlier one; returns new recovery codes.

    Raises:
        NotFoundError: the secret is too old, or none of ours.
        NotAllowedError, RefusedError: `wrong_factor`.
    """
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    with transaction():
        person = own_row(actor)
        _keep_app(person, sealed, code, settings=settings, now=now)
        end_sessions_of(person.id, but=actor)
        record_change(actor, person, FactorChange.APP_ADDED, now=now)
        return recovery_codes.replace(person)


def set_up_at_sign_in(
    token: str, sealed: str, code: str, *, visitor: Visitor, settings: Settings, now: datetime
) -> tuple[Arrival, Sequence[str]]:
    """Set up an app where one is demanded and none is there, and sign in; returns recovery codes too.

    Raises:
        NotFoundError: the sign-in or the secret is too old, or the person has a factor already.
        RefusedError: `wrong_factor`.
    """
    with transaction() as session:
        step = get_step(token, StepKind.FACTOR, now=now)
        person = session.get_one(Person, step.person_id)
        if get_factors(person.id).has_any:
            raise NotFoundError
        _keep_app(person, sealed, code, settings=settings, now=now)
        record_change(Actor(person_id=person.id), person, FactorChange.APP_ADDED, now=now)
        codes = recovery_codes.replace(person)
        return _pass(step, person, visitor=visitor, settings=settings, now=now), codes


def show_factor(
    token: str, code: str, *, visitor: Visitor, settings: Settings, now: datetime
) -> Arrival:
    """Sign in with a code of one's app, or with a recovery code.

    Raises:
        NotFoundError: the sign-in is too old, or was tried too often.
        TooManyAttemptsError: too many tries for this account.
        RefusedError: `wrong_factor`.
    """
    person_id = _person_of(token, now=now)
    tries = _count(person_id, now=now)
    with transaction() as session:
        step = get_step(token, StepKind.FACTOR, now=now)
        person = session.get_one(Person, person_id)
        is_right = _is_shown(person, code, settings=settings, now=now)
        if is_right:
            arrival = _pass(step, person, visitor=visitor, settings=settings, now=now)
        else:
            step.tries += 1
            record_failure(person_id, step.way, now=now)
    if not is_right:
        raise RefusedError("wrong_factor", "code")
    forgive(tries, key=_key(person_id))
    return arrival


def check_factor(actor: Actor, code: str, *, settings: Settings, now: datetime) -> bool:
    """Whether a code of the actor's app, or a recovery code, is right; in the caller's transaction.

    A code that is right is used up. Count the try first with `count_tries`.
    """
    return _is_shown(own_row(actor), code, settings=settings, now=now)


def count_tries(actor: Actor, *, now: datetime) -> None:
    """Count a try at the actor's second factor.

    Raises:
        TooManyAttemptsError: too many for this account.
    """
    _count(actor.person_id or 0, now=now)


def _count(person_id: int, *, now: datetime) -> Sequence[int]:
    key = _key(person_id)
    return count_attempt(*(Limit(key, most, window) for most, window in LIMITS), now=now)


def _key(person_id: int) -> str:
    return hash_token(f"factor:{person_id}")


def _person_of(token: str, *, now: datetime) -> int:
    with transaction():
        return get_step(token, StepKind.FACTOR, now=now).person_id or 0


def _pass(
    step: SignInStep, person: Person, *, visitor: Visitor, settings: Settings, now: datetime
) -> Arrival:
    way, bound = step.way, bound_of(step)
    db.session.delete(step)
    if person.is_disabled or way is None:
        raise NotFoundError
    return admit(
        person, way, visitor=visitor, bound=bound, is_strong=True, settings=settings, now=now
    )


def _is_shown(person: Person, code: str, *, settings: Settings, now: datetime) -> bool:
    typed = typed_code(code)
    if len(typed) == CODE_DIGITS and typed.isdecimal():
        return _is_app_right(person, typed, settings=settings, now=now)
    return recovery_codes.use(person, typed, now=now)


def _is_app_right(person: Person, code: str, *, settings: Settings, now: datetime) -> bool:
    app = db.session.get(AuthenticatorApp, person.id, with_for_update=True)
    if app is None:
        return False
    found = _half_minute(unseal(app.secret, settings), code, after=app.last_step, now=now)
    if found is None:
        return False
    app.last_step = found
    return True


def _half_minute(secret: str, code: str, *, after: int, now: datetime) -> int | None:
    """Which half minute a code belongs to: this one or its neighbours, and none used before."""
    this = int(now.timestamp()) // SECONDS_PER_CODE
    totp = pyotp.TOTP(secret)
    return next(
        (
            each
            for each in (this, this - 1, this + 1)
            if each > after and hmac.compare_digest(totp.at(each * SECONDS_PER_CODE), code)
        ),
        None,
    )


def _keep_app(person: Person, sealed: str, code: str, *, settings: Settings, now: datetime) -> None:
    secret = unseal(sealed, settings, within_s=SET_UP_WITHIN_S)
    step = _half_minute(secret, typed_code(code), after=0, now=now)
    if step is None:
        raise RefusedError("wrong_factor", "code")
    kept = db.session.get(AuthenticatorApp, person.id) or AuthenticatorApp(person_id=person.id)
    kept.secret, kept.last_step, kept.created_at = seal(secret, settings), step, now
    db.session.add(kept)


def remove_app(actor: Actor, *, now: datetime) -> None:
    """Take one's app away, if there is one; where two factors are demanded, the next sign-in asks
    for a new one.

    Raises:
        NotAllowedError: nobody is signed in.
    """
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    with transaction() as session:
        person = own_row(actor)
        app = session.get(AuthenticatorApp, person.id)
        if app is None:
            return
        session.delete(app)
        session.flush()
        if not get_factors(person.id).has_any:
            session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
        record_change(actor, person, FactorChange.APP_REMOVED, now=now)


def reset(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Take away all factors of somebody who has lost their device; their sessions end.

    Raises:
        NotFoundError, NotAllowedError.
    """
    demand_somewhere(actor, Permission.MANAGE_PEOPLE)
    with transaction():
        person = for_change(Person, public_id)
        take_away_all(person)
        audit.record(actor, Verb.FACTORS_RESET, person, at=now)
        tell_owner(person, MailTemplate.FACTORS_CHANGED, {"change": FactorChange.RESET}, now=now)


def reset_at_server(email: str, *, now: datetime) -> None:
    """Take away all factors of an account, for whoever runs the server: nothing is asked of the policy.

    Raises:
        NotFoundError: nobody has this address.
    """
    with transaction():
        person = one_for_change(select(Person).where(Person.email_key == email_key(email)))
        take_away_all(person)
        audit.record(ANONYMOUS, Verb.FACTORS_RESET, person, at=now)
        tell_owner(person, MailTemplate.FACTORS_CHANGED, {"change": FactorChange.RESET}, now=now)


def take_away_all(person: Person) -> None:
    """Take away the app, the passkeys and the recovery codes, in the caller's transaction."""
    for table in (AuthenticatorApp, Passkey, RecoveryCode):
        db.session.execute(delete(table).where(table.person_id == person.id))
    end_sessions_of(person.id)
