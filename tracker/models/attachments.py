"""Pictures and PDFs of initiatives."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.attachments import AttachmentKind
from tracker.extensions import Base
from tracker.models.columns import NEVER_REUSED_IDS, Addressed, closed_set


class Attachment(Addressed, Base):
    """A picture or a PDF of an initiative, or of one of its reports.

    `organisation_id` is who led the initiative when it came; the space is that of who leads it now.
    `content` None means that it lies in the store outside the database. `width` and `height` are a
    picture's, in pixels.
    """

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_initiative", "initiative_id", "id"), NEVER_REUSED_IDS)

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("status_reports.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[AttachmentKind] = mapped_column(closed_set(AttachmentKind))
    alt: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(5), default="sv")
    size_bytes: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
