"""Fills an empty database with a register of any size, as if people had written it over the years.

Rows go in by the thousand, past the services, but leave behind what the services would have: tags,
partners, reports, the search index, and a chain of audit entries that verifies.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, Integer, func, insert, select, text

from bench.rows import RowMaker, Rows
from tracker.access.actors import ANONYMOUS
from tracker.database import transaction
from tracker.domain.roles import ListCode, MembershipRole, PlatformRole
from tracker.domain.sample_register import generate, sample_organisations
from tracker.domain.sorting import sort_key
from tracker.domain.verbs import Verb
from tracker.extensions import Base, db
from tracker.models import (
    AuditEntry,
    ListEntry,
    Membership,
    Organisation,
    Person,
    PersonRole,
    RegisterState,
)
from tracker.queries.reference import get_reference
from tracker.services import audit, search_index
from tracker.services.accounts import hash_password
from tracker.services.seed import seed

SEED = 20_261_123
BATCH = 1000
COORDINATOR = "coordinator@bench.example"
MEMBER = "member@bench.example"

Each = TypeVar("Each")


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who can sign in to the loaded register, all with one password made for this run."""

    coordinator: str
    member: str
    password: str


def fill(app: Flask, count: int, *, now: datetime) -> Accounts:
    """Migrate, seed, and fill the app's empty database with `count` initiatives."""
    password = secrets.token_urlsafe(16)
    with app.app_context():
        upgrade()
        seed(now=now)
        _add_organisations(now)
        _add_people(password, now)
        _add_initiatives(count, now)
        db.session.remove()
    return Accounts(COORDINATOR, MEMBER, password)


def _add_organisations(now: datetime) -> None:
    with transaction() as session:
        kinds = {
            row.code: row
            for row in session.scalars(
                select(ListEntry).where(ListEntry.list_code == ListCode.ORGANISATION_KIND)
            )
        }
        rows = [
            Organisation(
                name=sample.name,
                name_key=sort_key(sample.name),
                kind_id=kinds[sample.kind].id,
                is_municipal=kinds[sample.kind].is_municipal,
                created_at=now,
            )
            for sample in sample_organisations()
        ]
        session.add_all(rows)
        session.flush()
        for row in rows:
            audit.record(ANONYMOUS, Verb.CREATED, row, at=now)


def _add_people(password: str, now: datetime) -> None:
    with transaction() as session:
        organisations = session.scalars(select(Organisation).order_by(Organisation.id)).all()
        authors = [
            Person(name="Robin Bengtsson", email=f"{row.id}@bench.example", created_at=now)
            for row in organisations
        ]
        authors[0].email = MEMBER
        coordinator = Person(name="Kim Lindqvist", email=COORDINATOR, created_at=now)
        for person in (coordinator, *authors):
            person.email_key = person.email
            person.name_key = sort_key(person.name)
        for person in (coordinator, authors[0]):
            person.password_hash = hash_password(password)
        session.add_all([coordinator, *authors])
        session.flush()
        session.add(PersonRole(person_id=coordinator.id, role=PlatformRole.COORDINATOR))
        session.add_all(
            Membership(
                person_id=author.id, organisation_id=organisation.id, role=MembershipRole.MEMBER
            )
            for author, organisation in zip(authors, organisations, strict=True)
        )
        for person in (coordinator, *authors):
            audit.record(ANONYMOUS, Verb.CREATED, person, at=now)


def _add_initiatives(count: int, now: datetime) -> None:
    maker = _row_maker()
    samples = generate(count, SEED, now.date())
    db.session.rollback()
    with db.engine.connect() as connection:
        for batch in _batches(samples, BATCH):
            _insert(connection, maker.make(batch))
        connection.execute(
            RegisterState.__table__.update().values(  # type: ignore[attr-defined]
                head_hash=maker.head_hash, content_hash=maker.head_hash
            )
        )
        if connection.dialect.name == "postgresql":
            _count_on(connection)
        connection.commit()


def _row_maker() -> RowMaker:
    members = select(Organisation, Membership.person_id).join(
        Membership, Membership.organisation_id == Organisation.id
    )
    found = db.session.execute(members).all()
    return RowMaker(
        reference=get_reference("sv"),
        organisation_ids={organisation.name: organisation.id for organisation, _ in found},
        person_ids={organisation.id: person_id for organisation, person_id in found},
        head_hash=db.session.scalars(select(RegisterState.head_hash)).one(),
        last_entry_id=db.session.scalars(select(func.max(AuditEntry.id))).one(),
    )


def _insert(connection: Connection, rows: Rows) -> None:
    for table, values in rows.by_table.items():
        if values:
            connection.execute(insert(table), values)
    terms = {row["id"]: (row["title"], row["body"]) for row in rows.searched}
    statement, parameters = search_index.adding(connection.dialect.name, terms)
    connection.execute(text(statement), parameters)


def _count_on(connection: Connection) -> None:
    """Let new rows get ids after those that were given here."""
    for table in Base.metadata.sorted_tables:
        if "id" in table.c and isinstance(table.c.id.type, Integer):
            named = {"name": table.name}
            last = connection.scalar(select(func.max(table.c.id)))
            series = connection.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), named)
            if last and series:
                connection.execute(select(func.setval(series, last)))


def _batches(rows: Iterable[Each], size: int) -> Iterator[list[Each]]:
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch
