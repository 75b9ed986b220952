"""The audit trail proves itself: whatever is done to it past the product is found and named."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, text

from tests.clock import START
from tests.figures import Figures
from tests.register import add_initiative, add_report
from tests.sizes import sized, told
from tests.town import Town
from tracker.database import transaction
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import Organisation
from tracker.services import audit
from tracker.services.audit_verify import FaultKind, read_head, verify

pytestmark = pytest.mark.usefixtures("in_app")
ENTRIES = sized(10_000, 100_000)
MIDDLE = "(SELECT max(id) - 1 FROM audit_entries)"
LAST = "(SELECT max(id) FROM audit_entries)"
FIRST = "(SELECT min(id) FROM audit_entries)"
A_VALUE = f"(SELECT min(id) FROM audit_values WHERE entry_id = {MIDDLE})"
COPIED = "at, person_id, organisation_id, verb, subject_kind, subject_id, hashes"
TAMPERINGS = {
    "when": f"UPDATE audit_entries SET at = '2026-03-01 09:00:00.000000' WHERE id = {MIDDLE}",
    "who": f"UPDATE audit_entries SET person_id = person_id + 1 WHERE id = {MIDDLE}",
    "nobody": f"UPDATE audit_entries SET person_id = NULL WHERE id = {MIDDLE}",
    "for whom": f"UPDATE audit_entries SET organisation_id = 999 WHERE id = {MIDDLE}",
    "what": f"UPDATE audit_entries SET verb = 'edited' WHERE id = {MIDDLE}",
    "the kind of record": f"UPDATE audit_entries SET subject_kind = 'goal' WHERE id = {MIDDLE}",
    "the record": f"UPDATE audit_entries SET subject_id = 999 WHERE id = {MIDDLE}",
    "the hashes": f"UPDATE audit_entries SET hashes = '{{}}' WHERE id = {MIDDLE}",
    "the previous hash": f"UPDATE audit_entries SET previous_hash = 'x' WHERE id = {MIDDLE}",
    "the hash": f"UPDATE audit_entries SET entry_hash = 'x' WHERE id = {MIDDLE}",
    "the last hash": f"UPDATE audit_entries SET entry_hash = 'x' WHERE id = {LAST}",
    "the order": f"UPDATE audit_entries SET id = id + 1000 WHERE id = {MIDDLE}",
    "the first goes": f"DELETE FROM audit_entries WHERE id = {FIRST}",
    "one in the middle goes": f"DELETE FROM audit_entries WHERE id = {MIDDLE}",
    "the last goes": f"DELETE FROM audit_entries WHERE id = {LAST}",
    "all go": "DELETE FROM audit_entries",
    "one is added": (
        f"INSERT INTO audit_entries ({COPIED}, id, previous_hash, entry_hash) "
        f"SELECT {COPIED}, id + 1, entry_hash, 'made up' FROM audit_entries WHERE id = {LAST}"
    ),
    "the value before": f"UPDATE audit_values SET before = '1' WHERE id = {A_VALUE}",
    "the value after": f"UPDATE audit_values SET after = '\"x\"' WHERE id = {A_VALUE}",
    "the salt": f"UPDATE audit_values SET salt = 'x' WHERE id = {A_VALUE}",
    "the field of a value": f"UPDATE audit_values SET field = 'x' WHERE id = {A_VALUE}",
    "the entry of a value": f"UPDATE audit_values SET entry_id = {LAST} WHERE id = {A_VALUE}",
    "a value goes": f"DELETE FROM audit_values WHERE id = {A_VALUE}",
    "a value is added": (
        f"INSERT INTO audit_values (id, entry_id, field) SELECT max(id) + 1, {LAST}, 'x' "
        "FROM audit_values"
    ),
    "a value of no entry": (
        "INSERT INTO audit_values (id, entry_id, field) SELECT max(id) + 1, 999999, 'x' "
        "FROM audit_values"
    ),
    "a value is emptied half": f"UPDATE audit_values SET before = NULL WHERE id = {A_VALUE}",
    "a value is emptied": (
        f"UPDATE audit_values SET before = NULL, after = NULL, salt = NULL WHERE id = {A_VALUE}"
    ),
    "the head": "UPDATE register_state SET head_hash = 'x'",
    "the head goes back": (
        f"UPDATE register_state SET head_hash = (SELECT entry_hash FROM audit_entries "
        f"WHERE id = {MIDDLE})"
    ),
}
SWAPS = (
    f"CREATE TEMPORARY TABLE two AS SELECT * FROM audit_entries WHERE id IN ({LAST}, {MIDDLE})",
    "UPDATE audit_entries SET id = -1 WHERE id = (SELECT max(id) FROM two)",
    "UPDATE audit_entries SET id = (SELECT max(id) FROM two) WHERE id = (SELECT min(id) FROM two)",
    "UPDATE audit_entries SET id = (SELECT min(id) FROM two) WHERE id = -1",
)


@contextmanager
def unguarded(engine_name: str) -> Iterator[Connection]:
    """The database as its owner could have it: no triggers, no foreign keys."""
    db.session.rollback()
    with db.engine.connect() as connection:
        if engine_name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
        else:  # nothing of SQLAlchemy's, which would begin a transaction first
            cursor: Any = connection.connection.cursor()
            cursor.execute("PRAGMA foreign_keys=OFF")
            names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"
            for (name,) in cursor.execute(names).fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        yield connection
        connection.invalidate()


@pytest.fixture
def history(town: Town) -> None:
    initiative_id = add_initiative(town.lea, "Matlaget")
    add_initiative(town.lea, "Odlingen")
    add_report(town.lea, initiative_id)


def test_an_untouched_trail_is_whole_and_its_head_is_told(history: None) -> None:
    head = read_head()
    verified = verify(expected=head.hash)

    assert verified.faults == []
    assert verified.entries > 10
    assert verified.values >= 20
    assert (verified.head, verified.head_at) == (head.hash, START)


def test_every_tampering_is_found(
    history: None, engine_name: str, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    unfound = []
    ways = {name: (statement,) for name, statement in TAMPERINGS.items()} | {"two change": SWAPS}
    with unguarded(engine_name) as connection:
        for name, statements in ways.items():
            savepoint = connection.begin_nested()
            for statement in statements:
                assert connection.execute(text(statement)).rowcount != 0, name
            if not verified_on(connection, monkeypatch).faults:
                unfound.append(name)
            savepoint.rollback()

    figures.record(
        "tamperings of the audit trail found", value=len(ways) - len(unfound), of=len(ways)
    )
    assert unfound == []
    assert verify().faults == []


def verified_on(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the proof says within an open transaction of a tamperer."""

    class Opened:
        def connect(self) -> Any:
            return self

        def __enter__(self) -> Any:
            return connection

        def __exit__(self, *_gone: object) -> None:
            return

    with monkeypatch.context() as patched:
        patched.setattr("tracker.services.audit_verify._snapshot", lambda: Opened())
        return verify()


def test_a_chain_written_anew_is_found_by_an_earlier_head(history: None, engine_name: str) -> None:
    head = read_head().hash
    made_up = "0" * 64
    with unguarded(engine_name) as connection:
        connection.execute(text(f"DELETE FROM audit_values WHERE entry_id = {LAST}"))
        connection.execute(text(f"DELETE FROM audit_entries WHERE id = {LAST}"))
        connection.execute(
            text(
                f"UPDATE register_state SET head_hash = (SELECT entry_hash FROM audit_entries WHERE id = {LAST})"
            )
        )
        connection.commit()

    assert verify().faults == []
    assert [fault.kind for fault in verify(expected=head).faults] == [FaultKind.EXPECTED_MISSING]
    assert verify(expected=made_up).faults != []


def test_a_fault_names_its_entry_and_field(history: None, engine_name: str) -> None:
    with unguarded(engine_name) as connection:
        entry_id, field = connection.execute(
            text(f"SELECT entry_id, field FROM audit_values WHERE id = {A_VALUE}")
        ).one()
        connection.execute(text(f"UPDATE audit_values SET after = '2' WHERE id = {A_VALUE}"))
        connection.commit()

    assert verify().faults == [(FaultKind.VALUE_CHANGED, entry_id, field)]


def test_what_cannot_be_read_is_told_and_faults_are_named_up_to_a_limit(
    history: None, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.services.audit_verify.MOST_FAULTS", 2)
    with unguarded(engine_name) as connection:
        broken = f"UPDATE audit_entries SET hashes = '[1]' WHERE id = {MIDDLE}"
        connection.execute(text(broken))
        connection.commit()

    kinds = [fault.kind for fault in verify(expected="x").faults]
    assert kinds == [FaultKind.ENTRY_CHANGED, FaultKind.UNREADABLE]


def test_a_long_chain_is_proved(town: Town, figures: Figures) -> None:
    with transaction() as session:
        row = session.get_one(Organisation, town.house.id)
        changes = audit.prepared({"about": (None, "Vi hyr ut lokaler."), "name": ("a", "b")})
        for _ in range(ENTRIES):
            audit.record(town.pia, Verb.EDITED, row, at=START, changes=changes)

    began = time.process_time()
    verified = verify()

    took_s = time.process_time() - began
    figures.record(
        f"{told(ENTRIES)} audit entries proved: processor", value=round(took_s, 1), unit="s"
    )
    assert verified.faults == []
    assert verified.entries > ENTRIES
    assert verified.values >= 2 * ENTRIES
