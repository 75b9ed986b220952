"""The outbox: what should follow from a change, kept with the change and carried out by the worker."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.extensions import Base


class OutboxEvent(Base):
    """Something to do outside the transaction, such as a mail; claimed, delivered, retried."""

    __tablename__ = "outbox_events"
    __table_args__ = (Index("ix_outbox_events_due", "done_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    message_id: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DailyJob(Base):
    """What is done once a day, and the day on which it was last put in the outbox."""

    __tablename__ = "daily_jobs"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    begun_on: Mapped[date]
