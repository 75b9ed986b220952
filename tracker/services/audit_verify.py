"""Proves that no entry of the audit trail was changed, removed or added past the product.

Everything is computed anew, from the first entry to the head: each entry's hash, that it follows
the one before, the hash of each value that is still there, and that an emptied value is named by
a later entry that says who emptied it. What this cannot see is a chain rewritten from some point
to its end, head included; for that, hold on to a head that was printed or mailed earlier.
"""

import json
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, Text, cast, select

from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import AuditEntry, AuditValue, RegisterState
from tracker.services.audit import hash_of_facts, value_hash

ENTRIES_AT_ONCE = 2000
MOST_FAULTS = 100
EMPTIED = "emptied"
"""The field of a `redacted` entry that names what it emptied: fields by the id of their entry."""


class FaultKind(StrEnum):
    """What can be wrong with the trail."""

    ENTRY_CHANGED = "entry_changed"
    NOT_FOLLOWING = "not_following"
    UNREADABLE = "unreadable"
    VALUE_CHANGED = "value_changed"
    VALUE_MISSING = "value_missing"
    VALUE_ADDED = "value_added"
    EMPTIED_UNTOLD = "emptied_untold"
    HEAD_DIFFERS = "head_differs"
    EXPECTED_MISSING = "expected_missing"


class Fault(NamedTuple):
    """What is wrong, at which entry, in which field of it."""

    kind: FaultKind
    entry_id: int | None = None
    field: str = ""


@dataclass
class Verified:
    """What was read, and what is wrong with it; at most `MOST_FAULTS` faults are named."""

    entries: int = 0
    values: int = 0
    emptied: int = 0
    head: str = ""
    head_at: datetime | None = None
    has_expected: bool = False
    faults: list[Fault] = field(default_factory=list)

    def note(self, *fault: Any) -> None:
        """Keep a fault, unless there are many already."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(*fault))


@dataclass(frozen=True)
class Head:
    """The end of the chain as the register keeps it, and when its entry was written."""

    hash: str
    at: datetime | None


def read_head() -> Head:
    """The head of the chain; whoever keeps it elsewhere can prove later that nothing before changed."""
    query = (
        select(RegisterState.head_hash, AuditEntry.at)
        .outerjoin(AuditEntry, AuditEntry.entry_hash == RegisterState.head_hash)
        .where(RegisterState.id == 1)
    )
    found = db.session.execute(query).one()
    return Head(*found)


def verify(*, expected: str = "") -> Verified:
    """Read the whole trail, in one snapshot, and say what is wrong with it.

    Args:
        expected: the hash of an entry that must be in the chain, such as a head printed earlier.
    """
    with _snapshot() as connection:
        verified = Verified(has_expected=not expected)
        told = _Redactions()
        try:
            with closing(_entries(connection, verified)) as entries:
                for entry, values in entries:
                    _check_entry(entry, verified)
                    _check_values(entry, values, verified, told)
                    verified.has_expected |= entry["entry_hash"] == expected
        except (ValueError, TypeError, KeyError):
            verified.note(FaultKind.UNREADABLE, _last_id(verified))
        told.compare(verified)
        kept = connection.scalar(select(RegisterState.head_hash))
        if kept != verified.head:
            verified.note(FaultKind.HEAD_DIFFERS)
        if not verified.has_expected:
            verified.note(FaultKind.EXPECTED_MISSING)
    return verified


def _snapshot() -> Connection:
    """A connection whose statements all see the register of one moment."""
    connection = db.engine.connect()
    if connection.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


_FACTS = ("at", "person_id", "organisation_id", "verb", "subject_kind", "subject_id")
_ENTRIES = select(
    AuditEntry.id,
    *(getattr(AuditEntry, name) for name in _FACTS),
    cast(AuditEntry.hashes, Text).label("hashes"),
    AuditEntry.previous_hash,
    AuditEntry.entry_hash,
).order_by(AuditEntry.id)
_VALUES = select(
    AuditValue.entry_id, AuditValue.field, AuditValue.before, AuditValue.after, AuditValue.salt
).order_by(AuditValue.entry_id, AuditValue.field)


def _entries(
    connection: Connection, verified: Verified
) -> Generator[tuple[dict[str, Any], Sequence[Any]]]:
    """Each entry with its values, in order; values that belong to none are noted."""
    options = {"stream_results": True, "yield_per": ENTRIES_AT_ONCE}
    with (
        connection.execute(_VALUES, execution_options=options) as values,
        connection.execute(_ENTRIES, execution_options=options) as entries,
    ):
        of_entries = ((key, list(its)) for key, its in groupby(values, lambda row: row.entry_id))
        entry_id, own = next(of_entries, (None, []))
        for row in entries.mappings():
            while entry_id is not None and entry_id < row["id"]:
                verified.note(FaultKind.VALUE_ADDED, entry_id, own[0].field)
                entry_id, own = next(of_entries, (None, []))
            is_its = entry_id == row["id"]
            yield {**row, "hashes": json.loads(row["hashes"])}, own if is_its else ()
            if is_its:
                entry_id, own = next(of_entries, (None, []))
        if entry_id is not None:
            verified.note(FaultKind.VALUE_ADDED, entry_id, own[0].field)


def _check_entry(entry: dict[str, Any], verified: Verified) -> None:
    if entry["previous_hash"] != verified.head:
        verified.note(FaultKind.NOT_FOLLOWING, entry["id"])
    if hash_of_facts(entry) != entry["entry_hash"]:
        verified.note(FaultKind.ENTRY_CHANGED, entry["id"])
    verified.entries += 1
    verified.head, verified.head_at = entry["entry_hash"], entry["at"]


def _check_values(
    entry: dict[str, Any], values: Sequence[Any], verified: Verified, told: "_Redactions"
) -> None:
    missing = dict(entry["hashes"])
    for value in values:
        wanted = missing.pop(value.field, None)
        verified.values += 1
        if wanted is None:
            verified.note(FaultKind.VALUE_ADDED, entry["id"], value.field)
        elif value.before is None and value.after is None and value.salt is None:
            verified.emptied += 1
            told.found.add((entry["id"], value.field))
        elif value_hash(value) != wanted:
            verified.note(FaultKind.VALUE_CHANGED, entry["id"], value.field)
        elif entry["verb"] == Verb.REDACTED and value.field == EMPTIED:
            told.read(entry["id"], value.after)
    for name in missing:
        verified.note(FaultKind.VALUE_MISSING, entry["id"], name)


class _Redactions:
    """Which values were found empty, and which the trail says were emptied."""

    def __init__(self) -> None:
        self.found: set[tuple[int, str]] = set()
        self.said: set[tuple[int, str]] = set()

    def read(self, redaction_id: int, text: str) -> None:
        """Take what one `redacted` entry says; it can speak of earlier entries alone."""
        for entry_id, fields in json.loads(text).items():
            if int(entry_id) < redaction_id:
                self.said.update((int(entry_id), name) for name in fields)

    def compare(self, verified: Verified) -> None:
        """Note every value that is empty though no entry says who emptied it."""
        for entry_id, name in sorted(self.found - self.said):
            verified.note(FaultKind.EMPTIED_UNTOLD, entry_id, name)


def _last_id(verified: Verified) -> int | None:
    """The last entry that could be read."""
    query = select(AuditEntry.id).where(AuditEntry.entry_hash == verified.head)
    return db.session.scalar(query)
