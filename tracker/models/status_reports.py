"""Status reports: append-only; a mistake is corrected by a later report that says so."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.lifecycle import Condition, Phase
from tracker.extensions import Base
from tracker.models.columns import Addressed, closed_set


class StatusReport(Addressed, Base):
    """How an initiative goes, on one day, in its organisation's own words.

    `is_nothing_new` is the short answer "nothing new since last time".
    `period_id` is the period that was waiting for it, None for a report between periods.
    `answers` are those to the questions of its period, each with the question as it was put.
    `people_reached` None means that nobody can count yet.
    """

    __tablename__ = "status_reports"
    __table_args__ = (
        CheckConstraint("people_reached IS NULL OR people_reached >= 0", name="people_reached"),
        Index("ix_status_reports_initiative", "initiative_id", "reported_on", "id"),
    )

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("status_reports.id"), index=True)
    period_id: Mapped[int | None] = mapped_column(ForeignKey("reporting_periods.id"), index=True)
    submission_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    condition: Mapped[Condition] = mapped_column(closed_set(Condition))
    phase: Mapped[Phase] = mapped_column(closed_set(Phase))
    happened: Mapped[str] = mapped_column(Text, default="")
    obstacles: Mapped[str] = mapped_column(Text, default="")
    needs: Mapped[str] = mapped_column(Text, default="")
    people_reached: Mapped[int | None]
    answers: Mapped[list[dict[str, str]]] = mapped_column(
        JSON, default=list, server_default=text("'[]'")
    )
    is_nothing_new: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(5), default="sv")
    reported_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
