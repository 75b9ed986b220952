"""What people have been told, and of what they want mails at once."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.notifications import NotificationGroup
from tracker.extensions import Base
from tracker.models.columns import Addressed, closed_set


class Notification(Addressed, Base):
    """Something that one person was told; its words are those of the mail's own subject."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index("ix_notifications_person", "person_id", "id"),
        Index("ix_notifications_unread", "person_id", "read_at"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    template: Mapped[str] = mapped_column(String(40))
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UnmailedGroup(Base):
    """A group of which somebody wants no mails; it is told in the product all the same."""

    __tablename__ = "unmailed_groups"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    group: Mapped[NotificationGroup] = mapped_column(
        closed_set(NotificationGroup), primary_key=True
    )
