"""Codes on paper that stand in for a lost device; each works once, and only hashes are kept."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import transaction
from tracker.domain.ways_in import RECOVERY_CODES, FactorChange, new_recovery_code, typed_code
from tracker.extensions import db
from tracker.models import Person, RecoveryCode
from tracker.queries.accounts import hash_token
from tracker.services.factor_changes import own_row, record_change


def renew(actor: Actor, *, now: datetime) -> Sequence[str]:
    """Make new recovery codes; those before no longer work.

    Raises:
        NotAllowedError: nobody is signed in.
    """
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    with transaction():
        person = own_row(actor)
        record_change(actor, person, FactorChange.RECOVERY_CODES_RENEWED, now=now)
        return replace(person)


def replace(person: Person) -> Sequence[str]:
    """Give a person new codes in place of all others, in the caller's transaction."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(person_id=person.id, code_hash=_kept(person, code)) for code in codes
    )
    return codes


def use(person: Person, code: str, *, now: datetime) -> bool:
    """Use a code up, in the caller's transaction; False where it is none of this person's."""
    used = db.session.scalars(
        select(RecoveryCode)
        .where(RecoveryCode.person_id == person.id, RecoveryCode.code_hash == _kept(person, code))
        .with_for_update()
    ).one_or_none()
    if used is None:
        return False
    db.session.delete(used)
    record_change(Actor(person_id=person.id), person, FactorChange.RECOVERY_CODE_USED, now=now)
    return True


def _kept(person: Person, code: str) -> str:
    return hash_token(f"recovery:{person.public_id}:{typed_code(code)}")
