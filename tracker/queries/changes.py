"""Answers what others have done to initiatives since a state of the register, as far as one may see."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.access.visibility import visible
from tracker.database import read
from tracker.domain.verbs import OBSERVING, SubjectKind, Verb
from tracker.errors import NotFoundError
from tracker.models import AuditEntry, Initiative, Membership, Organisation, Person

_NO_CHANGE = sorted(
    verb.value
    for verb in {*OBSERVING, Verb.CONFIRMED, Verb.LINK_SENT, Verb.REMINDED, Verb.ENDING_ASKED}
)


@dataclass(frozen=True, slots=True)
class SavedRow:
    """Who has saved an initiative: their name where one may know it, and their own organisation."""

    person_name: str | None
    organisation_name: str | None


def count_changed(actor: Actor, *, since: str) -> int:
    """How many initiatives others have changed; of a state that nobody knows, none."""
    query = (
        select(func.count(AuditEntry.subject_id.distinct()))
        .join(Initiative, Initiative.id == AuditEntry.subject_id)
        .where(*_done_by_others(actor, since))
    )
    return int(read(visible(query, actor)).scalar_one())


def find_saved(actor: Actor, public_id: uuid.UUID, *, since: str) -> SavedRow | None:
    """Who has changed an initiative last, None where nobody else has.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    query = (
        select(Initiative.id, Initiative.lead_organisation_id, Organisation.is_municipal)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(Initiative.public_id == public_id)
    )
    found: Any = read(visible(query, actor)).one_or_none()
    if found is None:
        raise NotFoundError
    row: Any = read(_latest(actor, found, since)).first()
    if row is None:
        return None
    subject = Subject(found.lead_organisation_id, found.is_municipal)
    is_told = may(actor, Permission.SEE_NAMES, subject)
    return SavedRow(row.person_name if is_told else None, row.organisation_name)


def _latest(actor: Actor, initiative: Any, since: str) -> Any:
    """The latest change with whoever made it, for the lead organisation first where it is theirs."""
    is_lead = case((Membership.organisation_id == initiative.lead_organisation_id, 0), else_=1)
    return (
        select(Person.name.label("person_name"), Organisation.name.label("organisation_name"))
        .select_from(AuditEntry)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .outerjoin(Membership, Membership.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(AuditEntry.subject_id == initiative.id, *_done_by_others(actor, since))
        .order_by(AuditEntry.id.desc(), is_lead, Organisation.id)
        .limit(1)
    )


def _done_by_others(actor: Actor, since: str) -> list[ColumnElement[bool]]:
    begun = select(AuditEntry.id).where(AuditEntry.entry_hash == since).scalar_subquery()
    return [
        AuditEntry.id > begun,
        and_(
            AuditEntry.subject_kind == SubjectKind.INITIATIVE.value,
            AuditEntry.verb.not_in(_NO_CHANGE),
        ),
        or_(AuditEntry.person_id.is_(None), AuditEntry.person_id != actor.person_id),
    ]
