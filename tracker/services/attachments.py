"""Adding a picture or a PDF to an initiative, and taking it away."""

import hashlib
import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.database import transaction
from tracker.domain.attachments import (
    LARGEST_OF_ORGANISATION,
    MOST_OF_INITIATIVE,
    BadFileError,
    CheckedFile,
    FileStore,
    StoreFailedError,
    checked_file,
)
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Attachment, Initiative, Organisation, StatusReport
from tracker.services import audit
from tracker.services.initiatives import load
from tracker.services.personal_data import refuse_personal_data

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class AttachmentContent:
    """A file as it came, what can be seen in it in words, and the report that it belongs to."""

    file: bytes
    alt: str
    language: str = "sv"
    report_id: uuid.UUID | None = None


def add(
    actor: Actor,
    initiative_id: uuid.UUID,
    content: AttachmentContent,
    *,
    now: datetime,
    store: FileStore | None = None,
) -> uuid.UUID:
    """Keep a file, if it may be kept: in `store`, or in the database where there is none.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError,
        RefusedError: on `file`: as `checked_file`, `too_many_attachments`, `space_full`, or
            `file_not_kept` where the store fails.
    """
    refuse_personal_data({"alt": content.alt})
    try:
        checked = checked_file(content.file)
    except BadFileError as bad:
        raise RefusedError(bad.code, "file") from None
    with transaction() as session:
        initiative = load(actor, initiative_id, Permission.REPORT_STATUS)
        _refuse_full(initiative, checked)
        row = Attachment(
            initiative_id=initiative.id,
            report_id=_report_of(initiative, content.report_id),
            organisation_id=initiative.lead_organisation_id,
            person_id=actor.person_id,
            kind=checked.kind,
            alt=content.alt,
            language=content.language,
            size_bytes=len(checked.content),
            width=checked.width,
            height=checked.height,
            digest=hashlib.sha256(checked.content).hexdigest(),
            content=checked.content if store is None else None,
            created_at=now,
        )
        session.add(row)
        session.flush()
        changes = {"attachment": (None, content.alt)}
        audit.record_on(actor, Verb.ATTACHMENT_ADDED, initiative, at=now, changes=changes)
        if store is not None:
            _put(store, row, checked.content)
        return row.public_id


def _put(store: FileStore, row: Attachment, content: bytes) -> None:
    try:
        store.put(row.public_id.hex, content)
    except StoreFailedError:
        _log.exception("A file could not be kept")
        raise RefusedError("file_not_kept", "file") from None


def remove(
    actor: Actor, attachment_id: uuid.UUID, *, now: datetime, store: FileStore | None = None
) -> uuid.UUID:
    """Take a file away for good; returns the initiative that it belonged to.

    Where the store fails, nobody finds the file any more, and `sweep` takes it away.

    Raises:
        NotFoundError, NotAllowedError.
    """
    with transaction() as session:
        query = (
            select(Attachment, Initiative.public_id)
            .join(Initiative, Initiative.id == Attachment.initiative_id)
            .where(Attachment.public_id == attachment_id)
        )
        found = session.execute(query).one_or_none()
        if found is None:
            raise NotFoundError
        row, public_id = found
        initiative = load(actor, public_id, Permission.REPORT_STATUS)
        session.delete(row)
        session.flush()
        changes = {"attachment": (row.alt, None)}
        audit.record_on(actor, Verb.ATTACHMENT_REMOVED, initiative, at=now, changes=changes)
    if store is not None:
        try:
            store.remove(attachment_id.hex)
        except StoreFailedError:
            _log.exception("A file could not be taken away")
    return public_id


def sweep(store: FileStore, *, now: datetime) -> int:
    """Take away files that no row tells of, once they are a day old; returns how many.

    They are left by a process that ended between the file and its row, and by records that go.

    Raises:
        StoreFailedError.
    """
    found = store.list_keys(before=now - timedelta(days=1))
    known = {public_id.hex for public_id in db.session.scalars(select(Attachment.public_id))}
    left = [key for key in found if key not in known]
    for key in left:
        store.remove(key)
    return len(left)


def _refuse_full(initiative: Initiative, checked: CheckedFile) -> None:
    """Refuse what has no room; the organisation's row is locked, so that two at once are counted."""
    lead_id = initiative.lead_organisation_id
    db.session.execute(select(Organisation.id).where(Organisation.id == lead_id).with_for_update())
    own = select(func.count()).where(Attachment.initiative_id == initiative.id)
    if (db.session.scalar(own) or 0) >= MOST_OF_INITIATIVE:
        raise RefusedError("too_many_attachments", "file")
    used = (
        select(func.sum(Attachment.size_bytes))
        .join(Initiative, Initiative.id == Attachment.initiative_id)
        .where(Initiative.lead_organisation_id == lead_id)
    )
    if int(db.session.scalar(used) or 0) + len(checked.content) > LARGEST_OF_ORGANISATION:
        raise RefusedError("space_full", "file")


def _report_of(initiative: Initiative, report_id: uuid.UUID | None) -> int | None:
    if report_id is None:
        return None
    query = select(StatusReport.id).where(
        StatusReport.public_id == report_id, StatusReport.initiative_id == initiative.id
    )
    found: int | None = db.session.scalar(query)
    if found is None:
        raise NotFoundError
    return found
