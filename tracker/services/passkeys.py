"""Passkeys: adding and removing one's own, and signing in with one, alone or as the second factor.

A challenge is kept at the server, is for one use and one browser, and says whose answer it waits for.
What a key answers is held against it in `passkey_answers`.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.config import Settings
from tracker.database import one_for_change, refusing, transaction
from tracker.domain.mails import MailTemplate
from tracker.domain.verbs import Verb
from tracker.domain.ways_in import FactorChange, StepKind, WayIn
from tracker.errors import RefusedError
from tracker.models import Passkey, Person
from tracker.queries.accounts import hash_token
from tracker.queries.passkeys import MOST_PASSKEYS, credential_ids, own_passkey
from tracker.services import audit
from tracker.services.arrivals import (
    Arrival,
    Bound,
    Visitor,
    arrive,
    bound_of,
    get_step,
    record_failure,
    tell_owner,
)
from tracker.services.attempts import Limit, count_attempt
from tracker.services.passkey_answers import (
    described,
    keep_challenge,
    person_shown,
    take_challenge,
    verified_new,
)

CHALLENGES_PER_ADDRESS = 200
WINDOW = timedelta(minutes=10)
_TAKEN = {"uq_passkeys_credential_id": RefusedError("passkey_taken", "answer")}


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a browser is asked: `options` as JSON for its script, `token` of the step for its cookie."""

    token: str
    options: str


def challenge_new(actor: Actor, *, settings: Settings, now: datetime) -> Challenge:
    """Ask the actor's browser to make a passkey.

    Raises:
        NotAllowedError.
    """
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    with transaction() as session:
        person = session.get_one(Person, actor.person_id)
        options = generate_registration_options(
            rp_id=settings.passkey_domain,
            rp_name="Väven",
            user_id=person.public_id.bytes,
            user_name=person.email,
            user_display_name=person.name,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=described(person.id),
        )
        token = keep_challenge(options.challenge, person.id, now=now)
    return Challenge(token, options_to_json(options))


def add(
    actor: Actor, token: str, answer: str, *, name: str, settings: Settings, now: datetime
) -> None:
    """Add the passkey that the actor's browser has made, and tell the owner of the account.

    Raises:
        NotAllowedError, RefusedError: `passkey_ended` where the challenge is used or too old,
            `passkey_wrong`, `passkey_taken` or `passkeys_many`.
    """
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    challenge = take_challenge(token, actor.person_id, now=now)
    made = verified_new(answer, challenge, settings)
    with refusing(_TAKEN), transaction() as session:
        person = one_for_change(select(Person).where(Person.id == actor.person_id))
        if len(credential_ids(person.id)) >= MOST_PASSKEYS:
            raise RefusedError("passkeys_many")
        session.add(
            Passkey(
                person_id=person.id,
                credential_id=made.credential_id,
                public_key=made.credential_public_key,
                sign_count=made.sign_count,
                name=name[:60],
                created_at=now,
            )
        )
        _tell(actor, person, FactorChange.PASSKEY_ADDED, name[:60], now=now)


def remove(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Take one of the actor's passkeys away; sessions that began with it go on.

    Raises:
        NotAllowedError, NotFoundError: the actor has no such passkey.
    """
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    with transaction() as session:
        person = one_for_change(select(Person).where(Person.id == actor.person_id))
        passkey = one_for_change(own_passkey(actor, public_id))
        _tell(actor, person, FactorChange.PASSKEY_REMOVED, passkey.name, now=now)
        session.delete(passkey)


def _tell(actor: Actor, person: Person, change: FactorChange, name: str, *, now: datetime) -> None:
    changes = {"change": (None, change.value), "name": (None, name)}
    audit.record(actor, Verb.FACTORS_CHANGED, person, at=now, changes=changes)
    tell_owner(person, MailTemplate.FACTORS_CHANGED, {"change": change.value}, now=now)


def challenge_anybody(*, visitor: Visitor, settings: Settings, now: datetime) -> Challenge:
    """Ask a browser for any passkey it has for this place; nobody has said who they are.

    Raises:
        TooManyAttemptsError: too many challenges for this network address.
    """
    key = hash_token(f"passkeys:{visitor.address}")
    count_attempt(Limit(key, CHALLENGES_PER_ADDRESS, WINDOW), now=now)
    with transaction():
        return _challenge(None, settings, now=now)


def challenge_factor(factor_token: str, *, settings: Settings, now: datetime) -> Challenge:
    """Ask for a passkey of the person whose sign-in waits for a second factor.

    Raises:
        NotFoundError: no sign-in waits in this browser.
    """
    with transaction():
        return _challenge(
            get_step(factor_token, StepKind.FACTOR, now=now).person_id, settings, now=now
        )


def _challenge(person_id: int | None, settings: Settings, *, now: datetime) -> Challenge:
    options = generate_authentication_options(
        rp_id=settings.passkey_domain,
        allow_credentials=None if person_id is None else described(person_id),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Challenge(
        keep_challenge(options.challenge, person_id, now=now), options_to_json(options)
    )


def sign_in(
    token: str, answer: str, *, visitor: Visitor, bound: Bound, settings: Settings, now: datetime
) -> Arrival:
    """Sign in with a passkey alone: having the device and unlocking it are two factors.

    Raises:
        RefusedError: `passkey_ended` where the challenge is used or too old, else `passkey_unknown`.
    """
    challenge = take_challenge(token, None, now=now)
    with transaction():
        person = person_shown(answer, challenge, settings, asked=None, now=now)
        if person is not None:
            return arrive(
                person,
                WayIn.PASSKEY,
                visitor=visitor,
                bound=bound,
                is_strong=True,
                settings=settings,
                now=now,
            )
        record_failure(None, WayIn.PASSKEY, now=now)
    raise RefusedError("passkey_unknown", "answer")


def show_factor(
    factor_token: str,
    token: str,
    answer: str,
    *,
    visitor: Visitor,
    settings: Settings,
    now: datetime,
) -> Arrival:
    """Finish a sign-in that waits for a second factor, with a passkey of the same person.

    Raises:
        NotFoundError: no sign-in waits in this browser, or it was tried too often.
        RefusedError: `passkey_ended` or `passkey_unknown`.
    """
    person_id = _waiting(factor_token, now=now)
    challenge = take_challenge(token, person_id, now=now)
    with transaction() as session:
        step = get_step(factor_token, StepKind.FACTOR, now=now)
        person = person_shown(answer, challenge, settings, asked=step.person_id, now=now)
        if person is not None and step.way is not None:
            bound, way = bound_of(step), step.way
            session.delete(step)
            return arrive(
                person,
                way,
                visitor=visitor,
                bound=bound,
                is_strong=True,
                settings=settings,
                now=now,
            )
        step.tries += 1
        record_failure(step.person_id, WayIn.PASSKEY, now=now)
    raise RefusedError("passkey_unknown", "answer")


def _waiting(factor_token: str, *, now: datetime) -> int | None:
    with transaction():
        return get_step(factor_token, StepKind.FACTOR, now=now).person_id
