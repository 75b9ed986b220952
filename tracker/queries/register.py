"""Answers how far the register has come: what readers may cache by, and whether a demo is in it."""

from dataclasses import dataclass

from sqlalchemy import exists, select

from tracker.database import read
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import AuditEntry, Organisation, RegisterState


@dataclass(frozen=True, slots=True)
class StateRow:
    """The head of the register.

    `content_hash` changes with every kept change of a record, `reference_hash` with every change of a list,
    goal, place or organisation: what was read under a hash is still true while it stands.
    `touchpoint_revision` grows with what the engine finds, which no audit entry speaks of.
    """

    content_hash: str
    reference_hash: str
    has_demo: bool
    touchpoint_revision: int


_STATE = select(
    RegisterState.content_hash,
    RegisterState.reference_hash,
    RegisterState.has_demo,
    RegisterState.touchpoint_revision,
)


def get_state() -> StateRow:
    """Read the head of the register; it says nothing about any record, so it takes no actor."""
    row = read(_STATE).one()
    return StateRow(row.content_hash, row.reference_hash, row.has_demo, row.touchpoint_revision)


def is_untouched() -> bool:
    """Whether nobody has begun: no organisation, and no demo city was ever taken out."""
    has_organisation = db.session.scalar(select(exists().where(Organisation.id > 0)))
    removed = exists().where(AuditEntry.verb == Verb.DEMO_REMOVED.value)
    return not has_organisation and not db.session.scalar(select(removed))
