"""How rows are read and changed safely on both databases.

A read sees one snapshot. A change happens only inside `transaction()`, which begins with
`BEGIN IMMEDIATE` on SQLite, and loads what it will change through `for_change()`, which locks
the row on PostgreSQL. Measured reasons: docs/adr/0003-write-rules.md.
"""

import json
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy import DateTime, Engine, Result, Select, event, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from tracker.errors import (
    NotFoundError,
    RefusedError,
    StaleVersionError,
    WriteOutsideTransactionError,
)
from tracker.extensions import Base, db

Row = TypeVar("Row", bound=Base)

_is_writing: ContextVar[bool] = ContextVar("is_writing", default=False)
_before_commit: list[Callable[[Session], None]] = []

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # else INSERT OR REPLACE deletes without asking the triggers
    "PRAGMA busy_timeout=60000",
    "PRAGMA cache_size=-64000",
    "PRAGMA mmap_size=268435456",
    "PRAGMA temp_store=MEMORY",
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in time: aware UTC in Python, in the database without zone on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:
        """Refuse naive times; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "naive datetime"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        """Hand out aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def prepare_engine(engine: Engine) -> None:
    """Set pragmas and the mode in which transactions begin; PostgreSQL needs nothing."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _is_writing.get() else "BEGIN")


def before_commit(step: Callable[[Session], None]) -> Callable[[Session], None]:
    """Register a step that runs last in every `transaction()`, just before its commit."""
    _before_commit.append(step)
    return step


def read(statement: Any, parameters: Mapping[str, Any] | None = None) -> Result[Any]:
    """Read columns with a statement that is kept from one request to the next.

    It goes past the session's own machinery for whole rows, which costs more than the question.
    Inside a `transaction()` what is not yet written is written first, so that it is seen.
    """
    session: Session = db.session()
    if _is_writing.get():
        session.flush()
    return session.connection().execute(statement, parameters)


@contextmanager
def transaction() -> Iterator[Session]:
    """Change rows: all that happens inside is kept together, or nothing of it.

    What was read before is forgotten, so that no decision rests on an old snapshot.
    """
    session: Session = db.session()
    if _is_writing.get():
        message = "transaction() within transaction()"
        raise RuntimeError(message)
    session.rollback()
    token = _is_writing.set(True)
    try:
        yield session
        session.flush()
        for step in _before_commit:
            step(session)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.clear()
        _is_writing.reset(token)


@event.listens_for(Session, "before_flush")
def refuse_stray_writes(session: Session, _context: object, _instances: object) -> None:
    """Refuse every change that is not made inside `transaction()`."""
    if not _is_writing.get() and (session.new or session.dirty or session.deleted):
        raise WriteOutsideTransactionError


def for_change(model: type[Row], public_id: uuid.UUID) -> Row:
    """Load one row in order to change it; nobody else can change it until we commit.

    Raises:
        NotFoundError: there is no such row.
    """
    return one_for_change(select(model).where(model.public_id == public_id))  # type: ignore[attr-defined]


def one_for_change(query: Select[Row]) -> Row:
    """Load the one row that a query names in order to change it.

    Raises:
        NotFoundError: there is no such row.
    """
    if not _is_writing.get():
        raise WriteOutsideTransactionError
    row: Row | None = db.session.scalars(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFoundError
    return row


def wait_in_line(names: Iterable[str]) -> None:
    """Let whoever does something under one of these names at this moment finish first.

    For what no row stands for yet, such as a count; on SQLite a transaction waits as it begins.
    """
    if not _is_writing.get():
        raise WriteOutsideTransactionError
    if db.session.get_bind().dialect.name == "postgresql":
        for name in sorted(names):
            number = func.hashtextextended(name, 0)
            db.session.execute(select(func.pg_advisory_xact_lock(number)))


def check_version(row: Any, version: int, current: Callable[[], dict[str, object]]) -> None:
    """Refuse a form that was opened before somebody else saved.

    Raises:
        StaleVersionError: with the values that stand now.
    """
    if row.version != version:
        raise StaleVersionError(current())


def insert_many(model: type[Base], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of plain numbers and texts as fast as the database takes them.

    PostgreSQL takes them by COPY: two hundred thousand rows are a second, not ten.
    """
    if not rows:
        return
    db.session.info.setdefault("filled_tables", set()).add(model.__tablename__)
    connection = db.session.connection()
    quote = connection.dialect.identifier_preparer.quote
    table, names = quote(model.__tablename__), ", ".join(map(quote, columns))
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
        connection.exec_driver_sql(statement, [tuple(row) for row in rows])
        return
    cursor: Any = connection.connection.cursor()
    statement = f"COPY {table} ({names}) FROM STDIN"
    faults: Any = connection.dialect.loaded_dbapi.Error
    try:
        with cursor.copy(statement) as target:
            for row in rows:
                target.write_row(row)
    except faults as fault:  # told as SQLAlchemy tells them all
        raise DBAPIError.instance(statement, None, fault, faults) from fault


def insert_rows(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """Insert rows that name the same columns, and return their ids in the order of the rows.

    Many at once get their ids beforehand: SQLite would have to insert one after the other to say
    which id went to which row, and PostgreSQL takes them by COPY.
    """
    session: Session = db.session()
    columns: Any = model.__table__
    if len(rows) == 1:
        return session.scalars(insert(columns).returning(columns.c.id), rows).all()
    ids = _reserved_ids(session, model.__tablename__, len(rows))
    if rows and session.get_bind().dialect.name == "sqlite":
        numbered = [{"id": row_id, **row} for row_id, row in zip(ids, rows, strict=True)]
        session.execute(insert(columns), numbered)
    elif rows:
        names = tuple(rows[0])
        cells = [[_as_copied(row[name]) for name in names] for row in rows]
        pairs = zip(ids, cells, strict=True)
        insert_many(model, ("id", *names), [(row_id, *row) for row_id, row in pairs])
    return ids


def _as_copied(value: Any) -> Any:
    """What COPY takes for a value of ours."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value.value if isinstance(value, Enum) else value


def _reserved_ids(session: Session, table: str, count: int) -> Sequence[int]:
    """Ids that nobody else gets; on SQLite because nobody else writes meanwhile."""
    if session.get_bind().dialect.name == "sqlite":
        known = text(
            f"SELECT max(coalesce((SELECT max(id) FROM {table}), 0), "  # noqa: S608
            "coalesce((SELECT seq FROM sqlite_sequence WHERE name = :name), 0))"
        )
        last = session.scalar(known, {"name": table}) or 0
        return range(last + 1, last + 1 + count)
    series = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :n)")
    return session.scalars(series, {"name": table, "n": count}).all()


@contextmanager
def refusing(refusals: Mapping[str, RefusedError]) -> Iterator[None]:
    """Answer a broken constraint, by its name, with a refusal; wraps a whole `transaction()`.

    The name `FOREIGN_KEY` stands for any reference that still holds a row.

    Raises:
        RefusedError: the one given for the constraint that was broken.
        IntegrityError: a constraint that nobody has an answer for.
    """
    try:
        yield
    except IntegrityError as fault:
        refusal = refusals.get(broken_constraint(fault))
        if refusal is None:
            raise
        raise RefusedError(refusal.code, refusal.field_name) from fault


FOREIGN_KEY = "foreign key"
_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (?P<columns>.+)")


def broken_constraint(fault: IntegrityError) -> str:
    """The name of the constraint that a write broke.

    SQLite names the columns instead, from which our naming convention gives the name.
    """
    if unique := _SQLITE_UNIQUE.search(str(fault.orig)):
        table, columns = "", []
        for column in unique["columns"].split(", "):
            table, _, name = column.partition(".")
            columns.append(name)
        return f"uq_{table}_{'_'.join(columns)}"
    if "FOREIGN KEY" in str(fault.orig) or getattr(fault.orig, "sqlstate", "") == "23503":
        return FOREIGN_KEY
    diagnosis = getattr(fault.orig, "diag", None)
    return str(getattr(diagnosis, "constraint_name", ""))
