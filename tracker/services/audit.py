"""Keeps who did what: every change of the register gets an entry, or is refused.

Entries are written last in the transaction, under the lock of the register's state row, so that
they form one chain of hashes in the order of commit on both databases.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import event, select
from sqlalchemy.orm import ORMExecuteState, Session

from tracker.access.actors import Actor
from tracker.database import before_commit, insert_many, insert_rows
from tracker.domain.verbs import OBSERVING, REFERENCE_KINDS, SubjectKind, Verb
from tracker.errors import UnauditedChangeError
from tracker.extensions import db
from tracker.models import AuditEntry, AuditValue, Initiative, RegisterState
from tracker.services.audited_tables import AUDITED_TABLES, subject_of

Changes = Mapping[str, tuple[Any, Any]]
ENTRIES_AT_ONCE = 1000
_SALT_BYTES = 16
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str)
_Row = dict[str, Any]
_FACTS = (
    "previous_hash", "at", "person_id", "organisation_id", "verb", "subject_kind", "subject_id",
    "hashes",
)  # fmt: skip


class _Value(NamedTuple):
    field: str
    before: str
    after: str
    salt: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """Changes whose values are written and hashed already, before anybody waits for us."""

    values: tuple[_Value, ...]
    hashes: Mapping[str, str]


@dataclass(frozen=True)
class _Pending:
    actor: Actor
    verb: Verb
    subject: Any
    at: datetime
    organisation_id: int | None
    changes: Changes | Prepared


def prepared(changes: Changes) -> Prepared:
    """Do ahead what an entry needs of its changes; worth it where thousands are recorded at once."""
    salts = secrets.token_hex(_SALT_BYTES * len(changes))
    values = tuple(
        _Value(
            field,
            as_json(before),
            as_json(after),
            salts[at * 2 * _SALT_BYTES : (at + 1) * 2 * _SALT_BYTES],
        )
        for at, (field, (before, after)) in enumerate(changes.items())
    )
    return Prepared(values, {value.field: value_hash(value) for value in values})


def record(
    actor: Actor,
    verb: Verb,
    subject: Any,
    *,
    at: datetime,
    organisation_id: int | None = None,
    changes: Changes | Prepared | None = None,
) -> None:
    """Say what was done to a row; the entry is written when the transaction commits.

    Args:
        changes: for each field that changed, its value before and after, as JSON values.
    """
    entry = _Pending(actor, verb, subject, at, organisation_id, changes or {})
    db.session.info.setdefault("audit", []).append(entry)


def record_on(
    actor: Actor, verb: Verb, initiative: Initiative, *, at: datetime, changes: Changes
) -> None:
    """Say what was done to an initiative, on behalf of the organisation that answers for it."""
    record(
        actor,
        verb,
        initiative,
        at=at,
        organisation_id=initiative.lead_organisation_id,
        changes=changes,
    )


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """Compare two descriptions of a record, field by field."""
    fields = dict.fromkeys([*before, *after])
    return {
        field: (before.get(field), after.get(field))
        for field in fields
        if before.get(field) != after.get(field)
    }


@before_commit
def write_entries(session: Session) -> None:
    """Write the pending entries at the end of the chain and move its head."""
    pending: list[_Pending] = session.info.get("audit", [])
    if not pending:
        return
    state = session.scalars(select(RegisterState).with_for_update()).one()
    covered: set[tuple[str, int]] = session.info.setdefault("covered", set())
    for start in range(0, len(pending), ENTRIES_AT_ONCE):
        written = [_chain(wish, state) for wish in pending[start : start + ENTRIES_AT_ONCE]]
        _insert(written)
        covered.update((entry["subject_kind"], entry["subject_id"]) for entry, _values in written)
    session.flush()


def _insert(written: Sequence[tuple[_Row, Sequence[_Value]]]) -> None:
    """Insert entries and their values in few statements: an import writes thousands."""
    ids = insert_rows(AuditEntry, [entry for entry, _values in written])
    rows = [
        (entry_id, *value)
        for entry_id, (_entry, values) in zip(ids, written, strict=True)
        for value in values
    ]
    insert_many(AuditValue, ("entry_id", *_Value._fields), rows)


def _chain(wish: _Pending, state: RegisterState) -> tuple[_Row, Sequence[_Value]]:
    kind, subject_id = subject_of(wish.subject)
    changes = wish.changes if isinstance(wish.changes, Prepared) else prepared(wish.changes)
    entry: _Row = {
        "at": wish.at,
        "person_id": wish.actor.person_id,
        "organisation_id": wish.organisation_id,
        "verb": wish.verb.value,
        "subject_kind": kind.value,
        "subject_id": subject_id,
        "hashes": dict(changes.hashes),
        "previous_hash": state.head_hash,
    }
    entry["entry_hash"] = state.head_hash = hash_of_facts(entry)
    if wish.verb not in OBSERVING:
        state.content_hash = entry["entry_hash"]
        if kind in REFERENCE_KINDS:
            state.reference_hash = entry["entry_hash"]
    return entry, changes.values


def as_json(value: Any) -> str:
    """The canonical text of a value; its hash must come out the same every time."""
    return "null" if value is None else _CANONICAL.encode(value)


def value_hash(value: Any) -> str:
    """What an entry keeps of a value; without the salt it says nothing."""
    text = "\n".join((value.salt or "", value.before or "", value.after or ""))
    return hashlib.sha256(text.encode()).hexdigest()


def entry_hash(entry: AuditEntry) -> str:
    """The hash that ties an entry to everything before it."""
    return hash_of_facts({name: getattr(entry, name) for name in _FACTS})


def hash_of_facts(entry: Mapping[str, Any]) -> str:
    """The hash of an entry that is at hand as values by name."""
    facts = {**entry, "at": entry["at"].isoformat()}
    text = as_json([facts[name] for name in _FACTS])
    return hashlib.sha256(text.encode()).hexdigest()


@event.listens_for(Session, "before_flush")
def notice_changes(session: Session, _context: object, _instances: object) -> None:
    """Note which audited rows a flush touches."""
    touched = session.info.setdefault("touched", [])
    for row in (*session.new, *session.deleted, *session.dirty):
        is_changed = row not in session.dirty or session.is_modified(row)
        if is_changed and row.__tablename__ in AUDITED_TABLES:
            touched.append(row)


@event.listens_for(Session, "do_orm_execute")
def notice_bulk_changes(state: ORMExecuteState) -> None:
    """Note which audited tables a statement changes in bulk."""
    if state.is_insert or state.is_update or state.is_delete:
        table = state.statement.table.name  # type: ignore[attr-defined]
        if table in AUDITED_TABLES:
            state.session.info.setdefault("touched_kinds", set()).add(AUDITED_TABLES[table].kind)


@event.listens_for(Session, "before_commit")
def refuse_unaudited(session: Session) -> None:
    """Refuse to commit a change of the register that has no audit entry.

    An entry on the register as a whole stands for everything changed in bulk beside it.

    Raises:
        UnauditedChangeError: naming the rows.
    """
    covered: set[tuple[str, int]] = session.info.get("covered", set())
    touched = {subject_of(row) for row in session.info.get("touched", [])}
    missing = {f"{kind} {row_id}" for kind, row_id in touched - covered}
    kinds = {kind for kind, _ in covered}
    if SubjectKind.REGISTER not in kinds:
        filled = AUDITED_TABLES.keys() & session.info.get("filled_tables", set())
        filled_kinds = {AUDITED_TABLES[table].kind for table in filled}
        missing |= (filled_kinds | session.info.get("touched_kinds", set())) - kinds
    if missing:
        raise UnauditedChangeError(tuple(sorted(missing)))
