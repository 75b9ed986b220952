"""The rows of the audit trail: what is looked for, and the names of those and that which it is about."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from tracker.access.actors import Actor
from tracker.access.visibility import is_visible
from tracker.domain.local_time import beginning_of
from tracker.domain.sorting import sort_key
from tracker.domain.verbs import SubjectKind, Verb
from tracker.extensions import db
from tracker.models import AuditEntry, Initiative, Membership, Organisation, Person


@dataclass(frozen=True, slots=True)
class TrailSelection:
    """What to look for; `before` is the hash of the entry that the page begins after."""

    q: str = ""
    verb: str = ""
    person: uuid.UUID | None = None
    from_on: date | None = None
    to_on: date | None = None
    before: str = ""

    def to_arguments(self) -> dict[str, str]:
        """The selection as the arguments of an address, without where the page begins."""
        wanted = {
            "q": self.q,
            "verb": self.verb,
            "person": str(self.person or ""),
            "from_on": self.from_on.isoformat() if self.from_on else "",
            "to_on": self.to_on.isoformat() if self.to_on else "",
        }
        return {name: text for name, text in wanted.items() if text}


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One entry. `person_name` is None where nobody was signed in or the reader may not know it.

    `subject_name` is None where the record has no name, is gone, or may not be known.
    """

    hash: str
    at: datetime
    verb: Verb
    kind: SubjectKind
    fields: tuple[str, ...]
    person_name: str | None
    person_public_id: uuid.UUID | None
    is_erased: bool
    organisation_name: str | None
    organisation_public_id: uuid.UUID | None
    subject_id: int
    subject_name: str | None = None
    subject_public_id: uuid.UUID | None = None


def entries(actor: Actor) -> Select[Any]:
    """Entries with who did it and for whom, as far as the actor may know."""
    return (
        select(
            AuditEntry.id,
            AuditEntry.entry_hash,
            AuditEntry.at,
            AuditEntry.verb,
            AuditEntry.subject_kind,
            AuditEntry.subject_id,
            AuditEntry.hashes,
            AuditEntry.person_id,
            Person.name.label("person_name"),
            Person.public_id.label("person_public_id"),
            Organisation.name.label("organisation_name"),
            Organisation.public_id.label("organisation_public_id"),
        )
        .select_from(AuditEntry)
        .outerjoin(Person, and_(Person.id == AuditEntry.person_id, _is_known(actor)))
        .outerjoin(Organisation, Organisation.id == AuditEntry.organisation_id)
    )


def _is_known(actor: Actor) -> ColumnElement[bool]:
    """Whose names the actor may know: everybody's, or those of the own organisations."""
    if actor.is_coordinator or actor.is_administrator:
        return Person.id.is_not(None)
    own = select(Membership.person_id).where(
        Membership.organisation_id.in_(sorted(actor.managed_ids))
    )
    return Person.id.in_(own)


def conditions(selection: TrailSelection, actor: Actor) -> Iterator[ColumnElement[bool]]:
    """What a selection asks of an entry."""
    if selection.verb:
        yield AuditEntry.verb == selection.verb
    if selection.person:
        of_person = select(Person.id).where(Person.public_id == selection.person).scalar_subquery()
        is_about = and_(
            AuditEntry.subject_kind == SubjectKind.PERSON.value, AuditEntry.subject_id == of_person
        )
        yield or_(AuditEntry.person_id == of_person, is_about)
    if selection.from_on:
        yield AuditEntry.at >= beginning_of(selection.from_on)
    if selection.to_on:
        yield AuditEntry.at < beginning_of(selection.to_on + timedelta(days=1))
    if selection.before:
        begins = select(AuditEntry.id).where(AuditEntry.entry_hash == selection.before)
        yield AuditEntry.id < begins.scalar_subquery()
    for word in selection.q.split():
        yield _speaks_of(word, actor)


def _speaks_of(word: str, actor: Actor) -> ColumnElement[bool]:
    """Entries by somebody, for an organisation, or about a record, whose name has the word."""
    people = select(Person.id).where(_contains(Person.name_key, word), _is_known(actor))
    organisations = select(Organisation.id).where(_contains(Organisation.name_key, word))
    initiatives = select(Initiative.id).where(
        _contains(Initiative.title_key, word), is_visible(actor)
    )
    return or_(
        AuditEntry.person_id.in_(people),
        AuditEntry.organisation_id.in_(organisations),
        _is_about(SubjectKind.PERSON, people),
        _is_about(SubjectKind.ORGANISATION, organisations),
        _is_about(SubjectKind.INITIATIVE, initiatives),
    )


def _contains(column: Any, word: str) -> ColumnElement[bool]:
    key = sort_key(word)
    return column.contains(key, autoescape=True) if key else false()


def _is_about(kind: SubjectKind, ids: Select[Any]) -> ColumnElement[bool]:
    return and_(AuditEntry.subject_kind == kind.value, AuditEntry.subject_id.in_(ids))


def named(actor: Actor, found: Sequence[Any]) -> Sequence[TrailRow]:
    """The rows, with the names of the records that they are about."""
    names: dict[tuple[str, int], tuple[str, uuid.UUID]] = {}
    for kind, columns, conditions in (
        (SubjectKind.INITIATIVE, (Initiative.title, Initiative.public_id), (is_visible(actor),)),
        (SubjectKind.ORGANISATION, (Organisation.name, Organisation.public_id), ()),
        (SubjectKind.PERSON, (Person.name, Person.public_id), (_is_known(actor),)),
    ):
        model = columns[0].class_
        ids = {row.subject_id for row in found if row.subject_kind == kind.value}
        query = select(model.id, *columns).where(model.id.in_(ids), *conditions)
        for row_id, name, public_id in db.session.execute(query):
            names[kind.value, row_id] = name, public_id
    return [_row(row, names) for row in found]


def _row(row: Any, names: Mapping[tuple[str, int], tuple[str, uuid.UUID]]) -> TrailRow:
    name, public_id = names.get((row.subject_kind, row.subject_id), (None, None))
    return TrailRow(
        hash=row.entry_hash,
        at=row.at,
        verb=Verb(row.verb),
        kind=SubjectKind(row.subject_kind),
        fields=tuple(row.hashes),
        person_name=row.person_name or None,
        person_public_id=row.person_public_id,
        is_erased=row.person_name == "",
        organisation_name=row.organisation_name,
        organisation_public_id=row.organisation_public_id,
        subject_id=row.subject_id,
        subject_name=name or None,
        subject_public_id=public_id,
    )
