"""Makes a register large: copies of what stands in it, with all that belongs to them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import insert, select, text

from tests.clock import START
from tracker.access.actors import ANONYMOUS
from tracker.database import transaction
from tracker.domain.touchpoint_decisions import TouchpointState
from tracker.domain.verbs import Verb
from tracker.extensions import Base, db
from tracker.models import RegisterState, StatusReport
from tracker.services import audit

Row = dict[str, Any]
BELONGING = (
    "initiative_goal_areas",
    "initiative_goals",
    "initiative_places",
    "initiative_tags",
    "initiative_working_groups",
    "initiative_links",
    "partnerships",
    "status_reports",
    "phase_proposals",
)
NEVER_TWICE = {"import_key": None, "submission_key": None, "corrects_id": None}
FEWER = 10  # as many organisations, people and reports of one initiative come on so many copies


def multiply(count: int) -> None:
    """Copy initiatives until there are `count`, and organisations, people and reports beside."""
    with transaction() as session:
        sources = _rows("initiatives")
        chosen = [sources[number % len(sources)] for number in range(count - len(sources))]
        ids = _insert("initiatives", [_copy(row) for row in chosen])
        pairs = list(zip((row["id"] for row in chosen), ids, strict=True))
        for table in BELONGING:
            _insert(table, list(_belonging(table, pairs)))
        _copy_index(pairs)
        _insert("touchpoints", list(_touchpoints(ids)))
        _insert("organisations", list(_named("organisations", "name", count // FEWER)))
        _insert("people", list(_named("people", "email", count // FEWER)))
        _insert("status_reports", list(_more_reports(count // FEWER)))
        state = session.get_one(RegisterState, 1)
        audit.record(ANONYMOUS, Verb.SEEDED, state, at=START)


def _rows(table: str) -> list[Row]:
    found = db.session.execute(select(Base.metadata.tables[table])).mappings()
    return [dict(row) for row in found]


def _insert(table: str, rows: Sequence[Row]) -> list[int]:
    target = Base.metadata.tables[table]
    if not rows:
        return []
    if "id" not in target.columns:
        db.session.execute(insert(target), rows)
        return []
    statement = insert(target).returning(target.c.id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, rows))


def _copy(row: Row, **changes: Any) -> Row:
    fresh: Row = {name: value for name, value in NEVER_TWICE.items() if name in row}
    if "public_id" in row:
        fresh["public_id"] = uuid.uuid4()
    return {name: value for name, value in {**row, **fresh, **changes}.items() if name != "id"}


def _belonging(table: str, pairs: Sequence[tuple[int, int]]) -> Iterator[Row]:
    by_owner: dict[int, list[Row]] = {}
    for row in _rows(table):
        by_owner.setdefault(row["initiative_id"], []).append(row)
    for old, new in pairs:
        for row in by_owner.get(old, []):
            yield _copy(row, initiative_id=new)


def _named(table: str, column: str, count: int) -> Iterator[Row]:
    sources = _rows(table)
    unique: Mapping[str, Any] = {"organisation_number": None} if table == "organisations" else {}
    for number in range(count):
        row = sources[number % len(sources)]
        name = f"{number}.{row[column]}"
        yield _copy(row, **{**unique, column: name, f"{column}_key": name.casefold()})


def _more_reports(count: int) -> Iterator[Row]:
    query = select(StatusReport.id, StatusReport.initiative_id).order_by(StatusReport.id)
    standing = {row.initiative_id: row.id for row in db.session.execute(query)}
    rows = {row["id"]: row for row in _rows("status_reports")}
    for initiative_id in list(standing)[:4]:
        for _number in range(count // 4):
            yield _copy(rows[standing[initiative_id]])


def _touchpoints(ids: Sequence[int]) -> Iterator[Row]:
    """Every copy touches the next one."""
    row = next(row for row in _rows("touchpoints") if row["state"] is TouchpointState.WAITING)
    for one, other in pairwise(ids):
        yield _copy(row, one_id=one, other_id=other)


def _copy_index(pairs: Sequence[tuple[int, int]]) -> None:
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    key = "rowid" if is_sqlite else "initiative_id"
    statement = text(
        f"INSERT INTO initiative_search ({key}, title, body) "
        f"SELECT :new, title, body FROM initiative_search WHERE {key} = :old"
    )
    db.session.execute(statement, [{"old": old, "new": new} for old, new in pairs])
