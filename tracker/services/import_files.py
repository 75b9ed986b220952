"""Takes in a list, remembers how its columns are read, and forgets it again."""

import gc
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, demand, demand_somewhere
from tracker.database import one_for_change, transaction
from tracker.domain.import_steps import ImportStanding
from tracker.domain.importing.errors import NoTableFoundError
from tracker.domain.importing.folding import clean
from tracker.domain.importing.grid import Workbook
from tracker.domain.importing.header import find_table
from tracker.domain.importing.mappings import Mapping
from tracker.domain.importing.reading import read_tables
from tracker.domain.importing.tables import Table
from tracker.domain.local_time import local_day
from tracker.extensions import db
from tracker.models import ImportFile, ImportMapping, ImportRow, Organisation
from tracker.queries.import_lists import ListInFile, read_list
from tracker.services.initiatives import organisation_named
from tracker.services.outbox import add_preview

LONGEST_NAME = 120
LONGEST_FILE_NAME = 120
KEPT = timedelta(days=30)
READ_AT_ONCE = 500


@contextmanager
def collector_paused() -> Iterator[None]:
    """Hold a long list in memory without its being walked through for garbage again and again.

    That walk is a third of the time that 20,000 rows take to save.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A list whose columns are chosen; `is_long` says that the worker reads its rows."""

    import_id: int
    version: int
    is_long: bool


def upload(
    actor: Actor,
    *,
    name: str,
    content: bytes,
    organisation_id: uuid.UUID | None,
    now: datetime,
) -> uuid.UUID:
    """Take in a list and guess what its columns are; nothing of the register changes.

    Args:
        organisation_id: whose initiatives they are where the list does not say; a coordinator may
            leave it out.

    Raises:
        ImportFileError: the file cannot be read as a list; one class a cause.
        NotFoundError, NotAllowedError.
    """
    demand_somewhere(actor, Permission.IMPORT_INITIATIVES)
    name = file_name(name)
    found = read_list(name, content, choices={}, saved=None, today=local_day(now))
    table = found.table
    if not table.rows:
        raise NoTableFoundError(sheets=tuple(choice.name for choice in table.choices))
    with transaction() as session:
        _forget_old(actor, now=now)
        organisation = _chosen_organisation(actor, organisation_id)
        owner_id = organisation.id if organisation else None
        row = _uploaded(actor, found, name, content, organisation_id=owner_id, now=now)
        session.add(row)
        session.flush()
        return row.public_id


def _uploaded(
    actor: Actor,
    found: ListInFile,
    name: str,
    content: bytes,
    *,
    organisation_id: int | None,
    now: datetime,
) -> ImportFile:
    """The row of a list that has been read and waits for its columns to be chosen."""
    return ImportFile(
        person_id=actor.person_id,
        organisation_id=organisation_id,
        name=name,
        content=content,
        standing=ImportStanding.UPLOADED,
        mapping=found.mapping.to_json(),
        choices={"sheet": found.table.sheet, "creates_organisations": True},
        rows_done=0,
        rows_total=len(found.table.rows),
        created_at=now,
        version=1,
    )


def file_name(given: str) -> str:
    """The name of a file as it is kept and shown: without folders, and no longer than fits."""
    last = clean(given.replace("\\", "/").rpartition("/")[2].replace("\n", " "))
    stem, dot, ending = last.rpartition(".")
    if len(last) > LONGEST_FILE_NAME and dot and len(ending) < 8:
        return f"{stem[: LONGEST_FILE_NAME - len(ending) - 2]}….{ending}"
    return last[:LONGEST_FILE_NAME] or "?"


def _forget_old(actor: Actor, *, now: datetime) -> None:
    """Throw away the actor's lists that were looked at long ago and never saved, and old leftovers."""
    old = select(ImportFile.id).where(
        ImportFile.person_id == actor.person_id, ImportFile.created_at < now - KEPT
    )
    db.session.execute(delete(ImportRow).where(ImportRow.import_file_id.in_(old)))
    db.session.execute(
        delete(ImportFile).where(
            ImportFile.id.in_(old), ImportFile.standing != ImportStanding.SAVED
        )
    )


def _chosen_organisation(actor: Actor, public_id: uuid.UUID | None) -> Organisation | None:
    if public_id is None:
        return None
    organisation = organisation_named(public_id)
    subject = Subject(organisation.id, organisation.is_municipal)
    demand(actor, Permission.IMPORT_INITIATIVES, subject)
    return organisation


def load_own(actor: Actor, public_id: uuid.UUID) -> ImportFile:
    """Lock the actor's own import; nobody sees another's.

    Raises:
        NotFoundError: the actor has no such import.
    """
    demand_somewhere(actor, Permission.IMPORT_INITIATIVES)
    return one_for_change(
        select(ImportFile).where(
            ImportFile.public_id == public_id, ImportFile.person_id == actor.person_id
        )
    )


def choose_columns(
    actor: Actor,
    public_id: uuid.UUID,
    *,
    mapping: Mapping,
    choices: dict[str, Any],
    rows: int,
    save_as: str,
    now: datetime,
) -> Chosen:
    """Say how the columns are read, keep that under a name if wanted, and have the rows read.

    `rows` is how many there are below the chosen headings.

    A long list is read by the worker; a short one is left to the caller, to read at once.

    Raises:
        NotFoundError, NotAllowedError.
    """
    with transaction() as session:
        row = load_own(actor, public_id)
        row.mapping = mapping.to_json()
        row.choices = choices
        row.standing = ImportStanding.READING
        row.rows_done, row.rows_total = 0, rows
        row.fault = None
        row.version += 1
        session.execute(delete(ImportRow).where(ImportRow.import_file_id == row.id))
        if save_as.strip():
            _save_mapping(actor, save_as.strip()[:LONGEST_NAME], mapping)
        is_long = rows > READ_AT_ONCE
        if is_long:
            add_preview(import_id=row.id, version=row.version, now=now)
        return Chosen(row.id, row.version, is_long)


def _save_mapping(actor: Actor, name: str, mapping: Mapping) -> None:
    query = select(ImportMapping).where(
        ImportMapping.person_id == actor.person_id, ImportMapping.name == name
    )
    row = db.session.scalars(query).one_or_none()
    if row is None:
        row = ImportMapping(person_id=actor.person_id, name=name, columns={})
        db.session.add(row)
    row.columns = mapping.to_json()


def discard(actor: Actor, public_id: uuid.UUID) -> None:
    """Forget a list that was not saved, its content too.

    Raises:
        NotFoundError, NotAllowedError.
    """
    with transaction():
        delete_import(load_own(actor, public_id))


def delete_import(row: ImportFile) -> None:
    """Take away a list with its rows, inside the caller's transaction."""
    db.session.execute(delete(ImportRow).where(ImportRow.import_file_id == row.id))
    db.session.delete(row)


def read_again(row: ImportFile) -> tuple[Workbook, Table]:
    """The list of an import, read from the kept file.

    Raises:
        ImportFileError: the chosen sheet or header row holds no list.
    """
    workbook = read_tables(row.content or b"", row.name)
    table = find_table(
        workbook, sheet=row.choices.get("sheet"), header_row=row.choices.get("header_row")
    )
    return workbook, table
