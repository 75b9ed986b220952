"""What stands in the tables, read past the product, for tests that ask whether anything changed."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Flask
from sqlalchemy import Table, text

from tracker.extensions import Base, db

Rows = dict[tuple[Any, ...], dict[str, Any]]
SEARCH = "initiative_search"


def read_tables(app: Flask) -> dict[str, Rows]:
    """Every row of every table but the search index, by primary key."""
    with app.app_context():
        found = {name: _rows(table) for name, table in Base.metadata.tables.items()}
        db.session.rollback()
    return found


def _rows(table: Table) -> Rows:
    """The rows as the database has them: reading them as Python values would cost three times more."""
    result = db.session.execute(text(f'SELECT * FROM "{table.name}"'))
    names = list(result.keys())
    keys = [names.index(column.name) for column in table.primary_key]
    return {tuple(row[at] for at in keys): dict(zip(names, row, strict=True)) for row in result}


def contents(app: Flask) -> dict[str, str]:
    """A hash of all that stands in each table, the search index among them."""
    hashes = {
        name: hashlib.sha256(repr(sorted(rows.items())).encode()).hexdigest()
        for name, rows in read_tables(app).items()
    }
    with app.app_context():
        is_sqlite = db.engine.dialect.name == "sqlite"
        key = "rowid" if is_sqlite else "initiative_id"
        found = db.session.execute(text(f"SELECT {key}, title, body FROM {SEARCH} ORDER BY 1"))
        hashes[SEARCH] = hashlib.sha256(repr(found.all()).encode()).hexdigest()
        db.session.rollback()
    return hashes
