"""Answers what second factors somebody has."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from tracker.domain.ways_in import StepKind
from tracker.extensions import db
from tracker.models import AuthenticatorApp, Passkey, Person, RecoveryCode, SignInStep
from tracker.queries.accounts import hash_token


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """What a person has set up: when the app was, how many recovery codes are left, how many keys."""

    email: str
    app_since: datetime | None
    recovery_codes: int
    passkeys: int

    @property
    def has_any(self) -> bool:
        """Whether there is anything to show who one is with."""
        return self.app_since is not None or self.passkeys > 0


def has_app(person_id: int) -> bool:
    """Whether a person has set up an app that shows codes."""
    return bool(db.session.scalar(select(exists().where(AuthenticatorApp.person_id == person_id))))


def get_factors(person_id: int) -> SecondFactors:
    """What a person has set up."""
    email = select(Person.email).where(Person.id == person_id)
    since = select(AuthenticatorApp.created_at).where(AuthenticatorApp.person_id == person_id)
    codes, keys = (
        select(func.count()).select_from(table).where(table.person_id == person_id)
        for table in (RecoveryCode, Passkey)
    )
    return SecondFactors(
        email=db.session.scalar(email) or "",
        app_since=db.session.scalar(since),
        recovery_codes=db.session.scalar(codes) or 0,
        passkeys=db.session.scalar(keys) or 0,
    )


def find_at_step(token: str, *, now: datetime) -> SecondFactors | None:
    """What the person has set up whose sign-in waits for a second factor; None where none does."""
    query = select(SignInStep.person_id).where(
        SignInStep.token_hash == hash_token(token),
        SignInStep.kind == StepKind.FACTOR,
        SignInStep.expires_at > now,
    )
    person_id = db.session.scalar(query)
    return None if person_id is None else get_factors(person_id)
