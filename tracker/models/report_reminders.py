"""Reminders of reports that were mailed, and who gets none."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.reminding import StopReason
from tracker.extensions import Base
from tracker.models.columns import closed_set


class ReportReminder(Base):
    """That somebody was reminded of a report; a mail with several of them has a row for each.

    `step` is in days from `due_on`. `stop_hash` is the hash of the token in the mail with which its
    reader stops the reminders; it is the same on all rows of one mail.
    """

    __tablename__ = "report_reminders"
    __table_args__ = (
        Index("ix_report_reminders_person", "person_id", "sent_on"),
        Index("ix_report_reminders_initiative", "initiative_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"))
    due_on: Mapped[date]
    step: Mapped[int]
    sent_on: Mapped[date]
    stop_hash: Mapped[str] = mapped_column(String(64), index=True)


class ReminderStop(Base):
    """Somebody who gets no reminders by mail, and why."""

    __tablename__ = "reminder_stops"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    reason: Mapped[StopReason] = mapped_column(closed_set(StopReason))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
