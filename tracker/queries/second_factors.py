"""Answers what second factors somebody has."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from tracker.extensions import db
from tracker.models import AuthenticatorApp, Passkey, RecoveryCode


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """What a person has set up: when the app was, how many recovery codes are left, how many keys."""

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
    since = select(AuthenticatorApp.created_at).where(AuthenticatorApp.person_id == person_id)
    codes, keys = (
        select(func.count()).select_from(table).where(table.person_id == person_id)
        for table in (RecoveryCode, Passkey)
    )
    return SecondFactors(
        db.session.scalar(since), db.session.scalar(codes) or 0, db.session.scalar(keys) or 0
    )
