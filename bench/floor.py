"""The floor to compare with: a bare Flask page of 50 table rows from one SQLAlchemy Core query.

It reads the product's own file, on the same server with the same settings. No sign-in, no form,
no translation, no headers: what Flask, Jinja and SQLAlchemy cost on their own.
"""

import os
from typing import Any

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
)
from sqlalchemy import select as select_rows

ROWS = 50
PAGE = """<!doctype html>
<html lang="sv">
<head><meta charset="utf-8"><title>Initiatives</title></head>
<body>
<h1>Initiatives</h1>
<table>
<thead><tr>
<th>Name</th><th>Organisation</th><th>Phase</th><th>Condition</th><th>Start</th><th>Report</th>
</tr></thead>
<tbody>
{% for row in rows %}
<tr><th><a href="/initiatives/{{ row.public_id }}">{{ row.title }}</a></th>
<td>{{ row.name }}</td><td>{{ row.phase }}</td><td>{{ row.condition }}</td>
<td>{{ row.start_on }}</td><td>{{ row.last_reported_on }}</td></tr>
{% endfor %}
</tbody>
</table>
</body>
</html>
"""

_metadata = MetaData()
organisations = Table(
    "organisations", _metadata, Column("id", Integer, primary_key=True), Column("name", String)
)
initiatives = Table(
    "initiatives",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String),
    Column("title", String),
    Column("lead_organisation_id", Integer),
    Column("phase", String),
    Column("condition", String),
    Column("start_on", Date),
    Column("last_reported_on", Date),
    Column("changed_at", DateTime),
)


def create_floor(database_url: str) -> Flask:
    """An app with one page."""
    floor = Flask("floor")
    floor.jinja_loader = DictLoader({"floor.html": PAGE})
    engine = create_engine(database_url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
    latest = (
        select_rows(
            initiatives.c.public_id,
            initiatives.c.title,
            organisations.c.name,
            initiatives.c.phase,
            initiatives.c.condition,
            initiatives.c.start_on,
            initiatives.c.last_reported_on,
        )
        .join(organisations, organisations.c.id == initiatives.c.lead_organisation_id)
        .order_by(initiatives.c.changed_at.desc(), initiatives.c.id.desc())
        .limit(ROWS)
    )

    @floor.get("/")
    def table() -> str:
        with engine.connect() as connection:
            rows = connection.execute(latest).all()
        return render_template("floor.html", rows=rows)

    return floor


def _set_pragmas(connection: Any, _record: object) -> None:
    from tracker.database import SQLITE_PRAGMAS

    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)


def app() -> Flask:
    """The floor over the database in DATABASE_URL, for the server."""
    return create_floor(os.environ["DATABASE_URL"])
