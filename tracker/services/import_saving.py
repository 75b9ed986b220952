"""Saves a previewed list: all of it in one transaction, or none."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from tracker.access.actors import Actor
from tracker.database import transaction
from tracker.domain.import_steps import ImportStanding, RowOutcome
from tracker.domain.roles import PartnerStanding
from tracker.domain.verbs import SubjectKind, Verb
from tracker.errors import NotAllowedError, RefusedError
from tracker.extensions import db
from tracker.models import ImportFile, ImportRow, Initiative, Partnership
from tracker.queries.accounts import find_actor
from tracker.queries.imports import ImportPage, get_own
from tracker.queries.reference import get_reference
from tracker.services import audit
from tracker.services.audited_tables import SubjectKey
from tracker.services.import_files import collector_paused, load_own
from tracker.services.import_organisations import Creation
from tracker.services.import_ready import Ready, make_ready
from tracker.services.initiative_bulk import (
    TAG_FIELDS,
    Codes,
    add_tags,
    insert_initiatives,
    replace_tags,
    update_initiatives,
)
from tracker.services.outbox import add_saving
from tracker.services.search_index import add_terms, replace_terms

CHUNK = 500
SAVED_AT_ONCE = 500
DEFAULT_PARTNER_ROLE = "implementing"


@collector_paused()
def save(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> int:
    """Save every new and changed row of a previewed list; returns how many.

    Sent twice (a double click), it is saved once. Rows to be corrected stay to be looked at.

    Raises:
        NotFoundError, NotAllowedError,
        RefusedError: `not_previewed`, or `register_changed` when a record that the list would
            change has been changed by somebody else since the preview.
    """
    seen = get_own(actor, public_id)
    is_waiting = seen.standing is ImportStanding.PREVIEWED
    rows = make_ready(actor, seen.id, now=now, report=_tell_nobody) if is_waiting else []
    return _keep(actor, seen, rows, expected=ImportStanding.PREVIEWED, now=now)


def begin(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> int | None:
    """Save a list as `save` does; a long one is left to the worker, and None is returned.

    Raises:
        As `save`.
    """
    seen = get_own(actor, public_id)
    is_waiting = seen.standing is ImportStanding.PREVIEWED and seen.to_save > SAVED_AT_ONCE
    if not is_waiting and seen.standing is not ImportStanding.SAVING:
        return save(actor, public_id, now=now)
    with transaction():
        row = load_own(actor, public_id)
        if row.standing is ImportStanding.PREVIEWED and row.version == seen.version:
            row.standing = ImportStanding.SAVING
            row.rows_done, row.rows_total = 0, seen.to_save
            add_saving(import_id=row.id, version=row.version, now=now)
    return None


@collector_paused()
def save_waiting(import_id: int, *, version: int, now: datetime) -> None:
    """Save a long list whose person waits for it, or keep why it cannot be saved.

    Does nothing where the list has been saved already or thrown away.
    """
    row = db.session.get(ImportFile, import_id)
    if row is None or row.version != version or row.standing is not ImportStanding.SAVING:
        return
    actor, public_id = find_actor(row.person_id), row.public_id
    try:
        if actor is None:
            raise RefusedError("not_previewed")
        seen = get_own(actor, public_id)
        rows = make_ready(actor, import_id, now=now, report=_reporter(import_id))
        _keep(actor, seen, rows, expected=ImportStanding.SAVING, now=now)
    except (NotAllowedError, RefusedError) as refused:
        cause = refused.code if isinstance(refused, RefusedError) else type(refused).__name__
        values = {"standing": ImportStanding.FAILED, "fault": {"cause": cause}}
        _note(import_id, values)


def _tell_nobody(_done: int) -> None:
    """Nobody looks on while a short list is saved."""


def _reporter(import_id: int) -> Callable[[int], None]:
    """Keeps how far the saving has come; making ready is the half that can be told of."""
    return lambda done: _note(import_id, {"rows_done": done // 2})


def _note(import_id: int, values: Mapping[str, object]) -> None:
    wanted = (ImportFile.id == import_id, ImportFile.standing == ImportStanding.SAVING)
    with transaction() as session:
        session.execute(update(ImportFile).where(*wanted).values(**values))


def _keep(
    actor: Actor,
    seen: ImportPage,
    rows: Sequence[Ready],
    *,
    expected: ImportStanding,
    now: datetime,
) -> int:
    try:
        with transaction() as session:
            row = load_own(actor, seen.public_id)
            if row.standing is ImportStanding.SAVED:
                return row.rows_done
            if row.standing is not expected or row.version != seen.version:
                raise RefusedError("not_previewed")
            _save_changed(actor, row, [each for each in rows if each.standing_id], now=now)
            _save_new(actor, [each for each in rows if not each.standing_id], now=now)
            session.execute(
                delete(ImportRow).where(
                    ImportRow.import_file_id == row.id, ImportRow.outcome != RowOutcome.FAULT
                )
            )
            row.standing, row.saved_at, row.content = ImportStanding.SAVED, now, None
            row.rows_done = len(rows)
            return len(rows)
    except IntegrityError as error:
        raise RefusedError("register_changed") from error


def _parts(rows: Sequence[Ready]) -> Iterator[Sequence[Ready]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def _save_new(actor: Actor, rows: Sequence[Ready], *, now: datetime) -> None:
    if not rows:
        return
    reference = get_reference("sv")
    codes, creation = Codes(reference), Creation(actor, reference, now)
    for part in _parts(rows):
        creation.settle(part)
        for each in part:
            each.row["lead_organisation_id"] = each.lead_id
        ids = insert_initiatives([each.row for each in part])
        add_tags(dict(zip(ids, (each.tagging for each in part), strict=True)), TAG_FIELDS)
        add_terms(dict(zip(ids, (each.terms for each in part), strict=True)))
        _insert_partners(ids, part, codes, now=now)
        for row_id, each in zip(ids, part, strict=True):
            _record(actor, row_id, each, now=now)


def _save_changed(actor: Actor, row: ImportFile, rows: Sequence[Ready], *, now: datetime) -> None:
    versions = _locked_versions(row) if rows else {}
    for part in _parts(rows):
        if any(versions.get(each.standing_id or 0) != each.standing_version for each in part):
            raise RefusedError("register_changed")
        update_initiatives([each.row for each in part])
        taggings = {each.standing_id or 0: each.tagging for each in part}
        replace_tags(taggings, TAG_FIELDS & frozenset().union(*(each.changed for each in part)))
        replace_terms({each.standing_id or 0: each.terms for each in part})
        for each in part:
            _record(actor, each.standing_id or 0, each, now=now)


def _locked_versions(row: ImportFile) -> dict[int, int]:
    """The versions of all records that the list changes, locked in the order of their ids."""
    query = (
        select(Initiative.id, Initiative.version)
        .join(ImportRow, ImportRow.initiative_id == Initiative.id)
        .where(ImportRow.import_file_id == row.id, ImportRow.outcome == RowOutcome.CHANGED)
        .order_by(Initiative.id)
        .with_for_update(of=Initiative)
    )
    return dict(db.session.execute(query).all())


def _insert_partners(
    ids: Sequence[int], rows: Sequence[Ready], codes: Codes, *, now: datetime
) -> None:
    partners = [
        {
            "initiative_id": row_id,
            "organisation_id": partner_id,
            "role_id": codes.partner_roles.get(role) or codes.partner_roles[DEFAULT_PARTNER_ROLE],
            "standing": PartnerStanding.ASKED,
            "note": "",
            "public_id": uuid.uuid4(),
            "created_at": now,
        }
        for row_id, each in zip(ids, rows, strict=True)
        for partner_id, role in each.partners.items()
        if partner_id != each.lead_id
    ]
    if partners:
        db.session.execute(insert(Partnership), partners)


def _record(actor: Actor, row_id: int, each: Ready, *, now: datetime) -> None:
    audit.record(
        actor,
        Verb.IMPORTED,
        SubjectKey(SubjectKind.INITIATIVE, row_id),
        at=now,
        organisation_id=each.lead_id,
        changes=each.changes,
    )
