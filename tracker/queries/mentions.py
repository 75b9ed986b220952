"""Answers whom somebody may mention in what they write about an initiative."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.database import read
from tracker.domain.conversations import COORDINATOR_NAMES, COORDINATORS, Mentioned
from tracker.domain.lifecycle import SEEN_BY_ALL, Visibility
from tracker.domain.roles import PlatformRole
from tracker.domain.sorting import sort_key
from tracker.models import Membership, Organisation, Person, PersonRole

MOST_SUGGESTED = 6


@dataclass(frozen=True, slots=True)
class Nameable:
    """A name that can be written after an @, whom it stands for, and where a person belongs."""

    name: str
    mentioned: Mentioned
    organisation_name: str | None = None


def list_nameable(actor: Actor, subject: Subject, visibility: Visibility) -> Sequence[Nameable]:
    """Whom the actor may mention: organisations that see the initiative, and people they know of.

    People are told of by name to those concerned alone; others name those of their own organisation.
    """
    is_seen_by_all = visibility in SEEN_BY_ALL
    coordinators = [Nameable(name, COORDINATORS) for name in COORDINATOR_NAMES]
    return [
        *coordinators,
        *_organisations(subject, is_seen_by_all=is_seen_by_all),
        *_people(actor, subject, is_seen_by_all=is_seen_by_all),
    ]


def suggested(found: Iterable[Nameable], beginning: str) -> Sequence[Nameable]:
    """Those of whom a word begins so, the shortest names first, each once."""
    key = sort_key(beginning)
    meant = {
        row.mentioned: row
        for row in sorted(found, key=lambda row: (-len(row.name), row.name))
        if key and any(sort_key(word).startswith(key) for word in (row.name, *row.name.split()))
    }
    return sorted(meant.values(), key=lambda row: (len(row.name), row.name))[:MOST_SUGGESTED]


def _organisations(subject: Subject, *, is_seen_by_all: bool) -> Iterable[Nameable]:
    query = select(Organisation.id, Organisation.name).where(Organisation.closed_on.is_(None))
    if not is_seen_by_all:
        query = query.where(Organisation.id == subject.organisation_id)
    for row in read(query.order_by(Organisation.id)):
        yield Nameable(row.name, Mentioned(organisation_id=row.id))


def _people(actor: Actor, subject: Subject, *, is_seen_by_all: bool) -> Iterable[Nameable]:
    concerned = {subject.organisation_id, *(subject.partner_ids if is_seen_by_all else ())}
    own = actor.organisation_ids if is_seen_by_all else actor.organisation_ids & concerned
    known = concerned | own if may(actor, Permission.SEE_NAMES, subject) else own
    is_known: Any = Membership.organisation_id.in_(sorted(known))
    if actor.is_coordinator:
        is_known = or_(is_known, PersonRole.person_id.is_not(None))
    coordinates = and_(
        PersonRole.person_id == Person.id, PersonRole.role == PlatformRole.COORDINATOR
    )
    query = (
        select(Person.id, Person.name, Organisation.name.label("organisation_name"))
        .outerjoin(Membership, Membership.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(PersonRole, coordinates)
        .where(is_known, Person.is_disabled.is_(False), Person.name != "")
        .order_by(Person.id, Organisation.name)
    )
    for row in read(query):
        yield Nameable(row.name, Mentioned(person_id=row.id), row.organisation_name)
