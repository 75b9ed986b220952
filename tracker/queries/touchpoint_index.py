"""The index of fingerprints: the database holds them, a file of each machine makes them quick.

Fingerprints are rows, so that every process and every machine sees the same ones. Each machine
keeps a base made from them in its instance folder, mapped into memory, which all its processes
share; a process holds for itself only what is newer than the base. The register's
`touchpoint_revision`, which grows with every change, says how much is missing.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import select

from tracker.database import read
from tracker.domain.touchpoints.index import Index
from tracker.domain.touchpoints.model import matching_mark
from tracker.domain.touchpoints.shelves import Entry
from tracker.models import AuditEntry, InitiativeFingerprint, RegisterState

MOST_NEWER = 300
"""How many fingerprints may be newer than the base before another base is made."""

LEAST_IN_A_FILE = 1000
"""A smaller register is quicker held in memory than in a file."""

_COLUMNS = (
    InitiativeFingerprint.initiative_id,
    InitiativeFingerprint.organisation_id,
    InitiativeFingerprint.is_limited,
    InitiativeFingerprint.packed,
    InitiativeFingerprint.is_listed,
)


@dataclass
class _Held:
    """What this process holds of one register."""

    index: Index = field(default_factory=lambda: Index.of([]))
    revision: int = -1
    newer: int = 0
    lock: Lock = field(default_factory=Lock)


def index_at(folder: Path) -> Index:
    """The index as the database has it now; says nothing of who may see what is found in it.

    Args:
        folder: where this machine keeps its bases.
    """
    revision = read(select(RegisterState.touchpoint_revision)).scalar_one()
    held = _held(folder, _name_of_register())
    with held.lock:
        if revision < held.revision:
            held.index, held.revision, held.newer = Index.of([]), -1, 0
        if revision > held.revision:
            _catch_up(held, folder, revision)
        return held.index


@lru_cache(maxsize=8)
def _held(_folder: Path, _register: str) -> _Held:
    return _Held()


def _name_of_register() -> str:
    """What tells this register from any other that had the same folder: its first audit entry."""
    first = read(select(AuditEntry.entry_hash).order_by(AuditEntry.id).limit(1)).scalar()
    return str(first or "")[:12]


def _catch_up(held: _Held, folder: Path, revision: int) -> None:
    if held.revision < 0:
        _open_latest(held, folder, revision)
    newer, gone = _since(held.revision)
    if len(newer) + len(gone) + held.newer > MOST_NEWER:
        _open_latest(held, folder, revision)
        newer, gone = _since(held.revision)
    if len(newer) + len(gone) + held.newer > MOST_NEWER:
        _lay_out(held, folder, revision)
        return
    if newer or gone:
        held.index = held.index.changed(newer, gone)
    held.revision, held.newer = revision, held.newer + len(newer) + len(gone)


def _since(revision: int) -> tuple[list[Entry], list[int]]:
    query = select(*_COLUMNS).where(
        InitiativeFingerprint.revision > revision, InitiativeFingerprint.mark == matching_mark()
    )
    newer: list[Entry] = []
    gone: list[int] = []
    rows: Any = read(query)
    for row_id, organisation_id, is_limited, packed, is_listed in rows:
        if is_listed:
            newer.append(Entry(row_id, organisation_id, is_limited, packed))
        else:
            gone.append(row_id)
    return newer, gone


def _lay_out(held: _Held, folder: Path, revision: int) -> None:
    """Make a base of all there is; processes that want one at the same time make one together."""
    with _alone(folder):
        _open_latest(held, folder, revision)
        newer, gone = _since(held.revision)
        if len(newer) + len(gone) <= MOST_NEWER and held.revision > 0:
            held.index = held.index.changed(newer, gone)
            held.revision, held.newer = revision, len(newer) + len(gone)
            return
        entries, _gone = _since(0)
        held.index = Index.of(entries)
        _keep_base(held.index, folder, revision)
        _open_latest(held, folder, revision)
    held.revision, held.newer = revision, 0


def _keep_base(index: Index, folder: Path, revision: int) -> None:
    """Keep an index as the base for all processes of this machine, unless it is small."""
    if len(index) < LEAST_IN_A_FILE:
        return
    register = _name_of_register()
    base = folder / f"{register}-{revision}"
    base.mkdir(parents=True, exist_ok=True)
    index.save(base)
    for old in folder.iterdir():
        if old.is_dir() and (_revision_of(old, register) or 0) < revision:
            shutil.rmtree(old, ignore_errors=True)


def _open_latest(held: _Held, folder: Path, revision: int) -> bool:
    """Open the newest base there is, if it is newer than what is held."""
    register = _name_of_register()
    known = {
        found: path
        for path in (folder.iterdir() if folder.exists() else ())
        if (found := _revision_of(path, register)) is not None
    }
    for found in sorted(known, reverse=True):
        if found > revision:  # of a register that has been put back to an older state since
            shutil.rmtree(known[found], ignore_errors=True)
        elif held.revision < found and (base := Index.load(known[found])) is not None:
            held.index, held.revision, held.newer = base, found, 0
            return True
    return False


def _revision_of(path: Path, register: str) -> int | None:
    name, _dash, revision = path.name.rpartition("-")
    return int(revision) if name == register and revision.isdigit() else None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
