"""Signing in at the city's OpenID provider: sent there, and let in on return as who one is here.

What somebody may do is never the provider's to say: its claims can lead to an organisation, where
the newcomer becomes a member, and to nothing else.
"""

import hmac
import json
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, exists, select

from tracker.access.actors import Actor
from tracker.config import Settings
from tracker.database import refusing, transaction
from tracker.domain.mails import one_line
from tracker.domain.roles import MembershipRole
from tracker.domain.sorting import sort_key
from tracker.domain.ways_in import FactorChange, StepKind, WayIn
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Organisation, OutsideIdentity, Person, SignInStep
from tracker.outside_settings import OutsideProvider
from tracker.queries.accounts import hash_token
from tracker.services import people
from tracker.services.accounts import email_key
from tracker.services.arrivals import (
    Arrival,
    Bound,
    Visitor,
    add_step,
    arrive,
    bound_of,
    get_step,
    record_failure,
)
from tracker.services.attempts import Limit, count_attempt
from tracker.services.factor_changes import record_change
from tracker.services.outside_provider import Claims, Secrets, claims_for, sign_in_address

LONGEST_NAME = 120
BEGUN_PER_ADDRESS = 200
WINDOW = timedelta(minutes=10)
# What only somebody can cause who has begun to sign in here.
_RECORDED = frozenset({"outside_wrong", "outside_unknown", "outside_closed"})
_MET = RefusedError("outside_wrong")
_AT_ONCE = {"uq_people_email_key": _MET, "uq_outside_identities_subject": _MET}
_AT_ONCE["uq_outside_identities_issuer_subject"] = _MET


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider sent somebody back with; each part is empty where it is missing."""

    state: str
    code: str = ""
    issuer: str = ""
    error: str = ""


def begin(
    provider: OutsideProvider, *, visitor: Visitor, bound: Bound, return_to: str, now: datetime
) -> tuple[str, str]:
    """Begin a sign-in: the token of its step, and the address to send the browser to.

    Raises:
        TooManyAttemptsError: too many begun from this network address.
        RefusedError: `outside_down`.
    """
    key = hash_token(f"outside:{visitor.address}")
    count_attempt(Limit(key, BEGUN_PER_ADDRESS, WINDOW), now=now)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    agreed = Secrets(state, nonce, verifier, return_to)
    address = sign_in_address(provider, agreed, now=now)
    with transaction():
        secret = json.dumps(asdict(agreed))
        return add_step(StepKind.OIDC, bound=bound, now=now, secret=secret), address


def finish(
    token: str, answer: Answer, *, visitor: Visitor, settings: Settings, now: datetime
) -> Arrival:
    """Let somebody in who has come back from the provider.

    Raises:
        RefusedError: `outside_ended` where nothing had begun in this browser, or an answer was
            given already; `outside_cancelled`, `outside_wrong`, `outside_down`; `outside_unknown`
            where there is no account for them, `outside_closed` where it is closed.
    """
    provider = settings.outside
    if provider is None:
        raise NotFoundError
    try:
        agreed, bound = _take(token, answer, now=now)
        _check(provider, answer)
        claims = claims_for(provider, answer.code, agreed, now=now)
        with refusing(_AT_ONCE), transaction():
            return arrive(
                _welcome(provider, claims, now=now),
                WayIn.OIDC,
                visitor=visitor,
                bound=bound,
                is_strong=_is_strong(provider, claims),
                settings=settings,
                now=now,
            )
    except RefusedError as refused:
        if refused.code in _RECORDED:
            with transaction():
                record_failure(None, WayIn.OIDC, now=now)
        raise


def _take(token: str, answer: Answer, *, now: datetime) -> tuple[Secrets, Bound]:
    """Use up what was agreed on, whatever comes of the answer."""
    try:
        with transaction() as session:
            step: SignInStep = get_step(token, StepKind.OIDC, now=now)
            agreed, bound = Secrets(**json.loads(step.secret)), bound_of(step)
            session.execute(delete(SignInStep).where(SignInStep.id == step.id))
    except NotFoundError:
        raise RefusedError("outside_ended") from None
    if not hmac.compare_digest(answer.state.encode(), agreed.state.encode()):
        raise RefusedError("outside_wrong")
    return agreed, bound


def _check(provider: OutsideProvider, answer: Answer) -> None:
    if answer.issuer and answer.issuer != provider.issuer:
        raise RefusedError("outside_wrong")
    if answer.error:
        raise RefusedError("outside_cancelled")
    if not answer.code:
        raise RefusedError("outside_wrong")


def _is_strong(provider: OutsideProvider, claims: Claims) -> bool:
    told = {claims["acr"]} if isinstance(claims.get("acr"), str) else set()
    methods = claims.get("amr")
    if isinstance(methods, list):
        told |= {method for method in methods if isinstance(method, str)}
    return bool(told & provider.strong)


def _welcome(provider: OutsideProvider, claims: Claims, *, now: datetime) -> Person:
    """Who this is here: known, known by address, or new where the claims lead to an organisation."""
    identity = _known(provider, claims)
    if identity is not None:
        person: Person = db.session.get_one(Person, identity.person_id)
    else:
        person = _linked(provider, claims, now=now) or _newcomer(provider, claims, now=now)
    if person.is_disabled:
        raise RefusedError("outside_closed")
    return person


def _known(provider: OutsideProvider, claims: Claims) -> OutsideIdentity | None:
    query = select(OutsideIdentity).where(
        OutsideIdentity.issuer == provider.issuer, OutsideIdentity.subject == claims["sub"]
    )
    identity: OutsideIdentity | None = db.session.scalars(query).one_or_none()
    return identity


def _linked(provider: OutsideProvider, claims: Claims, *, now: datetime) -> Person | None:
    """Whoever has the address that the provider vouches for, unless it has vouched for another."""
    email = _email(provider, claims)
    person = people.find_for_change(email) if email else None
    if person is None:
        return None
    if person.is_disabled:
        raise RefusedError("outside_closed")
    is_taken = exists().where(
        OutsideIdentity.person_id == person.id, OutsideIdentity.issuer == provider.issuer
    )
    if db.session.scalar(select(is_taken)):
        raise RefusedError("outside_unknown")
    _link(person, provider, claims, now=now)
    return person


def _newcomer(provider: OutsideProvider, claims: Claims, *, now: datetime) -> Person:
    email, organisation_id = _email(provider, claims), _organisation(provider, claims)
    if not email or organisation_id is None:
        raise RefusedError("outside_unknown")
    content = people.PersonContent(
        name=_name(claims) or email.partition("@")[0][:LONGEST_NAME],
        email=email,
        memberships=((organisation_id, MembershipRole.MEMBER),),
    )
    person = people.add(Actor(), content, now=now)
    _link(person, provider, claims, now=now)
    return person


def _link(person: Person, provider: OutsideProvider, claims: Claims, *, now: datetime) -> None:
    db.session.add(
        OutsideIdentity(
            person_id=person.id, issuer=provider.issuer, subject=claims["sub"], created_at=now
        )
    )
    actor = Actor(person_id=person.id)
    record_change(actor, person, FactorChange.OUTSIDE_LINKED, now=now)


def _email(provider: OutsideProvider, claims: Claims) -> str:
    """The address, where the provider says that it has seen to it being theirs; else empty."""
    is_verified = claims.get("email_verified") is True or provider.trusts_addresses
    email = claims.get("email")
    if not is_verified or not isinstance(email, str):
        return ""
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return ""
    return email if len(email_key(email)) <= 254 else ""


def _name(claims: Claims) -> str:
    parts = (claims.get("given_name"), claims.get("family_name"))
    name = claims.get("name") or " ".join(part for part in parts if isinstance(part, str))
    return one_line(name)[:LONGEST_NAME] if isinstance(name, str) else ""


def _organisation(provider: OutsideProvider, claims: Claims) -> uuid.UUID | None:
    """The open organisation that the claim leads to, if any."""
    told: Any = claims.get(provider.claim) if provider.claim else None
    values = {str(value) for value in (told if isinstance(told, list) else [told])}
    named = [name for value, name in provider.organisations if value in values]
    named += [name for value, name in provider.organisations if value == "*"]
    return next((found for name in named if (found := _open_organisation(name))), None)


def _open_organisation(named: str) -> uuid.UUID | None:
    rows: Iterable[tuple[uuid.UUID, str]] = db.session.execute(
        select(Organisation.public_id, Organisation.name)
        .where(Organisation.closed_on.is_(None), _is_named(named))
        .order_by(Organisation.id)
    )
    return next((public_id for public_id, _name in rows), None)


def _is_named(named: str) -> Any:
    try:
        return Organisation.public_id == uuid.UUID(named)
    except ValueError:
        return Organisation.name_key == sort_key(named)
