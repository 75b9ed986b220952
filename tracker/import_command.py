"""Reads in a list from the command line: the same way as in the web, told in sentences."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask
from flask_babel import gettext, ngettext

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.domain.import_steps import ImportStanding, RowOutcome
from tracker.domain.importing.errors import ImportFileError
from tracker.domain.importing.mappings import Mapping
from tracker.domain.local_time import local_day
from tracker.domain.sorting import sort_key
from tracker.errors import RefusedError
from tracker.import_sentences import OUTCOMES, field_label, finding_view
from tracker.list_sentences import (
    failure_sentence,
    file_remark,
    file_sentence,
    mapping_faults,
    skipped_sentences,
)
from tracker.queries import accounts, imports, organisation_choices
from tracker.queries.import_lists import ListInFile, read_list
from tracker.queries.register import get_state
from tracker.refusals import refusal
from tracker.services import import_files, import_preview, import_saving

PAGES = 1000


class ImportRefusedError(Exception):
    """The list cannot be read in; the sentence says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be read in: a file, and what the person says of it. Empty texts are not said."""

    file: Path
    organisation: str = ""
    sheet: str = ""
    mapping: str = ""
    save_as: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """A list that has been looked through: the sentences about it, and how many rows it would save."""

    public_id: uuid.UUID
    sentences: list[str]
    to_save: int
    faults: int


@contextmanager
def speaking_to(app: Flask, email: str) -> Iterator[Actor]:
    """Act for the person with this address, in their language.

    Raises:
        ImportRefusedError: nobody with that address, or they may not read in lists.
    """
    with app.app_context():
        actor = accounts.find_actor_by_email(email)
    language = actor.language if actor else "sv"
    with app.test_request_context(headers={"Accept-Language": language}):
        if actor is None:
            raise ImportRefusedError(gettext("Nobody has an account with %(email)s.", email=email))
        if not may_somewhere(actor, Permission.IMPORT_INITIATIVES):
            raise ImportRefusedError(gettext("%(name)s may not read in lists.", name=actor.name))
        yield actor


def look(actor: Actor, wish: Wish, *, now: datetime) -> Looked:
    """Look a list through and say what saving would do; nothing of the register changes.

    Raises:
        ImportRefusedError: the file cannot be read, or its columns cannot be understood.
    """
    try:
        public_id = import_files.upload(
            actor,
            name=wish.file.name,
            content=wish.file.read_bytes(),
            organisation_id=_organisation(actor, wish.organisation),
            now=now,
        )
    except ImportFileError as error:
        raise ImportRefusedError(file_sentence(error)) from error
    try:
        return _looked(actor, public_id, wish, now=now)
    except ImportFileError as error:
        import_files.discard(actor, public_id)
        raise ImportRefusedError(file_sentence(error)) from error
    except ImportRefusedError:
        import_files.discard(actor, public_id)
        raise


def _organisation(actor: Actor, name: str) -> uuid.UUID | None:
    """The organisation with this name; a manager of one need not name it."""
    known = organisation_choices.list_to_import_for(
        actor, reference_hash=get_state().reference_hash
    )
    if not name:
        return known[0].public_id if len(known) == 1 else None
    found = [row for row in known if sort_key(row.name) == sort_key(name)]
    if not found:
        sentence = gettext("There is no organisation %(name)s to read in for.", name=name)
        raise ImportRefusedError(sentence)
    return found[0].public_id


def _looked(actor: Actor, public_id: uuid.UUID, wish: Wish, *, now: datetime) -> Looked:
    imported = imports.get_own(actor, public_id)
    choices = {
        **imported.choices,
        **({"sheet": wish.sheet} if wish.sheet else {}),
    }
    saved = dict(imports.list_mappings(actor))
    if wish.mapping and wish.mapping not in saved:
        sentence = gettext("No choice of columns is called %(name)s.", name=wish.mapping)
        raise ImportRefusedError(sentence)
    content = imports.get_content(actor, public_id)
    found = read_list(
        imported.name, content, choices=choices, saved=saved.get(wish.mapping), today=local_day(now)
    )
    faults = mapping_faults(found.mapping, has_organisation=imported.organisation_name is not None)
    if faults:
        raise ImportRefusedError(" ".join(faults))
    chosen = import_files.choose_columns(
        actor,
        public_id,
        mapping=found.mapping,
        choices=choices,
        rows=len(found.table.rows),
        save_as=wish.save_as,
        now=now,
    )
    import_preview.stage(chosen.import_id, version=chosen.version, now=now)
    return _told(actor, public_id, found)


def _told(actor: Actor, public_id: uuid.UUID, found: ListInFile) -> Looked:
    imported = imports.get_own(actor, public_id)
    if imported.standing is not ImportStanding.PREVIEWED:
        cause = str((imported.fault or {}).get("cause", ""))
        raise ImportRefusedError(failure_sentence(cause))
    counts = [f"{label}: {imported.counts[outcome]}" for outcome, label in OUTCOMES.items()]
    sentences = [
        *_columns(found.mapping),
        *map(file_remark, found.remarks),
        *skipped_sentences(found.table.skipped),
        *_faults(actor, imported),
        "  ".join(counts),
    ]
    return Looked(public_id, sentences, imported.to_save, imported.counts[RowOutcome.FAULT])


def _columns(mapping: Mapping) -> list[str]:
    """How each column is read, as in the web."""
    left_out = gettext("Leave out")
    return [
        f"{column.key} → {field_label(column.field.value) if column.field else left_out}"
        for column in mapping.columns
    ]


def _faults(actor: Actor, imported: imports.ImportPage) -> Iterator[str]:
    """Each fault of each row: where it is, what is wrong, and what would be right."""
    for page in range(1, PAGES):
        rows = imports.list_rows(actor, imported, outcome=RowOutcome.FAULT, page=page)
        for row in rows:
            for finding in map(finding_view, row.findings):
                if finding.is_fault:
                    where = gettext("Row %(row)s", row=row.row_number)
                    place = f"{where}, {finding.where}" if finding.where else where
                    yield f"{place}: {finding.sentence}"
        if len(rows) < imports.ROWS_PER_PAGE:
            return


def save(actor: Actor, looked: Looked, *, now: datetime) -> str:
    """Save the whole list, or nothing of it; returns the sentence that tells so.

    Raises:
        ImportRefusedError: the register has changed meanwhile.
    """
    try:
        saved = import_saving.save(actor, looked.public_id, now=now)
    except RefusedError as refused:
        raise ImportRefusedError(refusal(refused.code)) from refused
    return ngettext("%(num)s initiative was saved.", "%(num)s initiatives were saved.", saved)


def forget(actor: Actor, looked: Looked) -> str:
    """Throw the list away; returns the sentence that tells so."""
    import_files.discard(actor, looked.public_id)
    return gettext("Nothing was saved.")


def question(looked: Looked) -> str:
    """What is asked before anything is saved."""
    return ngettext("Save %(num)s initiative?", "Save %(num)s initiatives?", looked.to_save)
