"""The database itself keeps the audit trail: added to, emptied of values, and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.contract.walker import Walker
from tests.figures import Figures
from tracker.extensions import db

REFUSED = (
    "UPDATE audit_entries SET verb = 'edited' WHERE id = 1",
    "UPDATE audit_entries SET person_id = NULL",
    "UPDATE audit_entries SET id = id + 100000",
    "DELETE FROM audit_entries WHERE id = 1",
    "DELETE FROM audit_entries WHERE id = (SELECT max(id) FROM audit_entries)",
    "UPDATE audit_values SET after = '1' WHERE id = 1",
    "UPDATE audit_values SET before = NULL",
    "UPDATE audit_values SET salt = NULL",
    "UPDATE audit_values SET field = 'x', before = NULL, after = NULL, salt = NULL WHERE id = 1",
    "UPDATE audit_values SET entry_id = 2, before = NULL, after = NULL, salt = NULL WHERE id = 1",
    "DELETE FROM audit_values WHERE id = 1",
)
OTHERS = "id, at, person_id, organisation_id, subject_kind, subject_id, hashes, previous_hash"
REFUSED_ON = {
    "sqlite": (
        f"INSERT OR REPLACE INTO audit_entries ({OTHERS}, entry_hash, verb) "
        f"SELECT {OTHERS}, entry_hash, 'edited' FROM audit_entries WHERE id = 1",
        "INSERT OR REPLACE INTO audit_values (id, entry_id, field, after) VALUES (1, 1, 'x', '1')",
        "UPDATE OR REPLACE audit_values SET after = '1'",
    ),
    "postgresql": (
        "TRUNCATE audit_entries CASCADE",
        "TRUNCATE audit_values",
        "INSERT INTO audit_values SELECT * FROM audit_values ON CONFLICT (id) DO UPDATE "
        "SET after = '1'",
    ),
}


def _try(statement: str) -> bool:
    try:
        with db.engine.begin() as connection:
            connection.execute(text(statement))
    except DBAPIError as refused:
        message = str(refused.orig)
        assert "append-only" in message or "only be emptied" in message
        return False
    return True


def test_the_trail_can_be_added_to_and_nothing_else(
    walker: Walker, engine_name: str, figures: Figures
) -> None:
    statements = [*REFUSED, *REFUSED_ON[engine_name]]
    with walker.app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM audit_values WHERE id = 1")) == 1
        db.session.rollback()
        carried_out = [statement for statement in statements if _try(statement)]

    assert carried_out == []
    figures.record("changes of the audit trail refused by the database", value=len(statements))
    figures.record("silent changes of the audit trail", value=len(carried_out))


def test_values_can_be_emptied(walker: Walker) -> None:
    emptied = "UPDATE audit_values SET before = NULL, after = NULL, salt = NULL WHERE id = 1"

    with walker.app.app_context():
        assert _try(emptied)


@pytest.mark.parametrize("table", ["audit_entries", "audit_values"])
def test_a_refused_change_leaves_every_row(walker: Walker, table: str) -> None:
    with walker.app.app_context():
        count = text(f"SELECT count(*) FROM {table}")
        before = db.session.scalar(count)
        db.session.rollback()
        _try(f"DELETE FROM {table}")
        assert db.session.scalar(count) == before
