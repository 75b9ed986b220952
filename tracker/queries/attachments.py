"""Answers which pictures and PDFs an initiative has, and gives one of them to who may see it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.visibility import visible
from tracker.database import read
from tracker.domain.attachments import AttachmentKind
from tracker.domain.secrecy import marked_text
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import Attachment, Initiative, Person, StatusReport
from tracker.queries.initiatives import InitiativePage


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A picture or a PDF; `reported_on` is the day of the report that it belongs to."""

    public_id: uuid.UUID
    kind: AttachmentKind
    alt: str
    language: str
    size_bytes: int
    width: int | None
    height: int | None
    created_at: datetime
    reported_on: date | None

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in the page."""
        return self.kind is not AttachmentKind.PDF


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """What is kept of an attachment; `content` None means that it lies in the store."""

    kind: AttachmentKind
    content: bytes | None
    digest: str


def list_attachments(actor: Actor, initiative_id: uuid.UUID) -> Sequence[AttachmentRow]:
    """The files of an initiative, if the actor may see it, the latest first."""
    query = (
        select(
            Attachment.public_id,
            Attachment.kind,
            Attachment.alt,
            Attachment.language,
            Attachment.size_bytes,
            Attachment.width,
            Attachment.height,
            Attachment.created_at,
            StatusReport.reported_on,
        )
        .join(Initiative, Initiative.id == Attachment.initiative_id)
        .outerjoin(StatusReport, StatusReport.id == Attachment.report_id)
        .where(Initiative.public_id == initiative_id)
        .order_by(Attachment.id.desc())
    )
    rows: Sequence[Any] = read(visible(query, actor)).all()
    return [AttachmentRow(*row) for row in rows]


def get_file(actor: Actor, attachment_id: uuid.UUID) -> AttachmentFile:
    """A file of an initiative that the actor may see.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    query = (
        select(Attachment.kind, Attachment.content, Attachment.digest)
        .join(Initiative, Initiative.id == Attachment.initiative_id)
        .where(Attachment.public_id == attachment_id)
    )
    row = read(visible(query, actor)).one_or_none()
    if row is None:
        raise NotFoundError
    return AttachmentFile(row.kind, row.content, row.digest)


def list_of_record(initiative: InitiativePage) -> list[Mapping[str, Any]]:
    """What is known of each file of an initiative, for those who take out the record."""
    query = (
        select(Attachment).where(Attachment.initiative_id == initiative.id).order_by(Attachment.id)
    )
    return [
        {
            "at": row.created_at,
            "attachment": marked_text(row.alt),
            "kind": row.kind,
            "digest": row.digest,
        }
        for row in db.session.scalars(query)
    ]


def list_own_attachments(person: Person) -> Sequence[Mapping[str, Any]]:
    """What somebody has added, where it can be seen and what they said that it shows."""
    query = (
        select(Attachment.public_id, Attachment.created_at, Attachment.alt)
        .where(Attachment.person_id == person.id)
        .order_by(Attachment.id)
    )
    return [
        {
            "kind": "attachment",
            "created_at": row.created_at,
            "body": row.alt,
            "file": f"/attachments/{row.public_id}",
        }
        for row in read(query).all()
    ]
