"""Migrations: one head, the models as they say, each up and down again, and no row lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from tests.contract.tables import Rows, read_tables
from tests.contract.walker import Walker
from tests.figures import Figures
from tests.product import settings_for
from tracker import create_app
from tracker.extensions import Base, db
from tracker.http import migrations_folder

FIRST_WITH_TABLES = "register"


def _revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", migrations_folder())
    script = ScriptDirectory.from_config(config)
    assert len(script.get_heads()) == 1
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


@pytest.fixture
def empty_app(empty_database: str, tmp_path: Path) -> Flask:
    return create_app(settings_for(empty_database, tmp_path))


def test_every_migration_goes_up_down_and_up_again(empty_app: Flask, figures: Figures) -> None:
    revisions = _revisions()
    with empty_app.app_context():
        for before, revision in zip(["base", *revisions], revisions, strict=False):
            upgrade(revision=revision)
            downgrade(revision=before)
            upgrade(revision=revision)
        with db.engine.connect() as connection:
            left = MigrationContext.configure(connection).get_current_revision()
        db.engine.dispose()

    assert left == revisions[-1]
    figures.record("migrations up, down and up", value=len(revisions), of=len(_files()))


def _files() -> list[Path]:
    return list(Path(migrations_folder(), "versions").glob("*.py"))


def test_the_migrated_tables_are_those_of_the_models(app: Flask, figures: Figures) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _row, name, kind, *_: (
                    not (kind == "table" and str(name).startswith("initiative_search"))
                ),
            },
        )
        differences = compare_metadata(context, Base.metadata)

    assert differences == []
    figures.record("tables that differ from their models", value=len(differences))


def test_taking_back_all_leaves_an_empty_database(empty_app: Flask) -> None:
    with empty_app.app_context():
        upgrade()
        downgrade(revision="base")
        tables = set(inspect(db.engine).get_table_names())
        db.engine.dispose()

    assert {name for name in tables if not name.startswith("sqlite_")} <= {"alembic_version"}


def test_rows_survive_every_migration_that_keeps_their_tables(
    walker: Walker, figures: Figures
) -> None:
    app = walker.app
    revisions = _revisions()
    before = read_tables(app)
    with app.app_context():
        for revision in reversed(revisions[revisions.index(FIRST_WITH_TABLES) : -1]):
            downgrade(revision=revision)
        oldest = inspect(db.engine)
        columns = {
            name: {column["name"] for column in oldest.get_columns(name)}
            for name in oldest.get_table_names()
        }
        upgrade()
        db.engine.dispose()

    after = read_tables(app)

    kept = {name: _only(rows, columns[name]) for name, rows in before.items() if name in columns}
    lost = [name for name, found in kept.items() if found != _only(after[name], columns[name])]
    assert lost == []
    rows = sum(len(found) for found in kept.values())
    figures.record("rows kept by migrations", value=rows, of=rows)


def _only(rows: Rows, names: set[str]) -> Rows:
    """The rows with the columns that stood all the while."""
    return {
        key: {name: value for name, value in row.items() if name in names}
        for key, row in rows.items()
    }


def test_the_guards_of_the_audit_trail_come_back_with_their_migration(walker: Walker) -> None:
    with walker.app.app_context():
        downgrade(revision=FIRST_WITH_TABLES)
        upgrade()
        with pytest.raises(Exception, match="append-only"), db.engine.begin() as connection:
            connection.execute(text("DELETE FROM audit_entries"))
        db.engine.dispose()
