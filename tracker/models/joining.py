"""Organisations that ask to join, and what they and the coordinators write to each other."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.joining import JoinStanding
from tracker.extensions import Base
from tracker.models.columns import NEVER_REUSED_IDS, Addressed, closed_set


class JoinRequest(Addressed, Base):
    """An organisation that asks to join, and who asks.

    Only the hash of the latest mailed link is kept. `has_personal_number` says that a sole
    trader's number was given: the number itself, a person's own, is not kept.
    """

    __tablename__ = "join_requests"
    __table_args__ = (
        Index("ix_join_requests_standing_expires_at", "standing", "expires_at"),
        NEVER_REUSED_IDS,
    )

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    standing: Mapped[JoinStanding] = mapped_column(closed_set(JoinStanding))
    organisation_name: Mapped[str] = mapped_column(String(200))
    kind_id: Mapped[int] = mapped_column(ForeignKey("list_entries.id"), index=True)
    organisation_number: Mapped[str | None] = mapped_column(String(20))
    has_personal_number: Mapped[bool] = mapped_column(default=False)
    about: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    language: Mapped[str] = mapped_column(String(5), default="sv")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)


class JoinMessage(Base):
    """Something written about a request; without a person it is the one who asks that writes."""

    __tablename__ = "join_messages"
    __table_args__ = NEVER_REUSED_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("join_requests.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
