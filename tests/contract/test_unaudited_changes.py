"""No table of the register can be changed without an entry in the audit trail, in whatever way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Index, Table, UniqueConstraint, delete, func, insert, select, update

from tests.contract.walker import Walker
from tests.figures import Figures
from tracker.database import insert_many, transaction
from tracker.errors import UnauditedChangeError
from tracker.extensions import Base, db
from tracker.models import InitiativeLink
from tracker.services.audited_tables import AUDITED_TABLES

TABLES: Mapping[str, Table] = {name: Base.metadata.tables[name] for name in AUDITED_TABLES}
MODELS = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
WAYS = ("row by row", "in bulk", "in bulk, past the mappings", "by deleting", "by adding")
EASILY_CHANGED = ("name", "note", "happened", "position", "reason", "body", "text")


@pytest.fixture
def app(walker: Walker) -> Flask:
    """The product on the sample register, which has rows in every table."""
    return walker.app


@pytest.mark.parametrize("way", WAYS)
def test_a_change_without_an_entry_is_refused_in_every_table(
    app: Flask, way: str, figures: Figures
) -> None:
    kept, tried = [], 0
    with app.app_context():
        for name, table in TABLES.items():
            if _is_possible(way, table):
                tried += 1
                try:
                    _change(way, table)
                except UnauditedChangeError:
                    continue
                kept.append(name)

    figures.add("unaudited changes tried", value=tried)
    figures.add("unaudited changes kept", value=len(kept))
    assert kept == []


def test_rows_filled_in_past_the_mappings_want_an_entry_too(app: Flask, figures: Figures) -> None:
    row = (1, 9, "https://example.org/unaudited")
    with app.app_context():
        with pytest.raises(UnauditedChangeError), transaction():
            insert_many(InitiativeLink, ("initiative_id", "position", "url"), [row])
        kept = db.session.scalars(select(InitiativeLink).where(InitiativeLink.url == row[2])).all()

    figures.add("unaudited changes tried", value=1)
    assert kept == []


def _change(way: str, table: Table) -> None:
    model, plain = MODELS[table.name], _a_column(table)
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(table)), table.name
        match way:
            case "row by row":
                row = session.scalars(select(model).limit(1)).one()
                setattr(row, plain, _other(getattr(row, plain)))
            case "in bulk":
                session.execute(update(model).values({plain: getattr(model, plain)}))
            case "in bulk, past the mappings":
                session.execute(update(table).values({plain: table.c[plain]}))
            case "by deleting":
                key = next(iter(table.primary_key))
                session.execute(delete(model).where(key.is_(None)))
            case _:
                session.execute(insert(table), _copy_of_one(table))


def _is_possible(way: str, table: Table) -> bool:
    if way == "row by row":
        return bool(_plain_columns(table))
    if way == "by adding":
        shared = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
        return "id" in table.primary_key.columns and all(len(c.columns) == 1 for c in shared)
    return True


def _plain_columns(table: Table) -> list[str]:
    """The columns that tie nothing together."""
    return [c.name for c in table.columns if not (c.primary_key or c.foreign_keys or c.unique)]


def _a_column(table: Table) -> str:
    plain = _plain_columns(table)
    easy = [name for name in plain if name.startswith(EASILY_CHANGED)]
    return (easy or plain or [list(table.columns)[-1].name])[0]


def _other(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return next(member for member in type(value) if member is not value)
    if isinstance(value, date):
        return value + timedelta(days=1)
    return f"{value} changed" if isinstance(value, str) else value + 1


def _another(value: Any) -> Any:
    match value:
        case str():
            return f"{value[:-1]}~"
        case bytes():
            return value + b"2"
        case int():
            return value + 1
        case date():
            return value + timedelta(days=1)
        case _:
            return value


def _copy_of_one(table: Table) -> dict[str, Any]:
    found = db.session.execute(select(table).limit(1)).mappings().one()
    unique = {column.name for column in table.columns if column.unique}
    unique |= {_told_apart_by(index) for index in table.indexes if index.unique}
    return {
        name: _another(value) if name in unique else value
        for name, value in found.items()
        if name not in {"id", "public_id"}
    }


def _told_apart_by(index: Index) -> str:
    """The column of a unique index to change in a copy: one that ties nothing, if there is any."""
    return min(index.columns, key=lambda column: bool(column.foreign_keys)).name
