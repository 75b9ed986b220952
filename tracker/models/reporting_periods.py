"""Reporting periods, and how often each family of organisations is asked for a report."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.reporting_periods import USUAL_SCHEDULE, PeriodKind
from tracker.domain.roles import OrganisationFamily
from tracker.extensions import Base
from tracker.models.columns import NEVER_REUSED_IDS, Addressed, closed_set


class ReportingPeriod(Addressed, Base):
    """A part of a year that is reported on; `reopened_reason` is that of the last time."""

    __tablename__ = "reporting_periods"
    __table_args__ = (
        UniqueConstraint("year", "kind"),
        CheckConstraint("due_on >= opens_on", name="due_after_opening"),
        NEVER_REUSED_IDS,
    )

    year: Mapped[int]
    kind: Mapped[PeriodKind] = mapped_column(closed_set(PeriodKind))
    opens_on: Mapped[date]
    due_on: Mapped[date]
    remind_before: Mapped[int | None] = mapped_column(default=USUAL_SCHEDULE.remind_before)
    remind_on_day: Mapped[bool] = mapped_column(default=USUAL_SCHEDULE.remind_on_day)
    remind_after: Mapped[int | None] = mapped_column(default=USUAL_SCHEDULE.remind_after)
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened_reason: Mapped[str] = mapped_column(Text, default="")


class PeriodQuestion(Addressed, Base):
    """A question in every report of a period; never changed, but replaced by a later version.

    `version` is that of the period's questions in which it came, `replaced_in` the one in which it
    went, None for one that is asked now.
    """

    __tablename__ = "period_questions"
    __table_args__ = (NEVER_REUSED_IDS,)

    period_id: Mapped[int] = mapped_column(ForeignKey("reporting_periods.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    replaced_in: Mapped[int | None]


class ReportRhythm(Base):
    """What is asked of a family of organisations, or of one initiative that is an exception."""

    __tablename__ = "report_rhythms"
    __table_args__ = (
        CheckConstraint("(family IS NULL) <> (initiative_id IS NULL)", name="of_one"),
        CheckConstraint("every_days IS NULL OR every_days > 0", name="every_days"),
        NEVER_REUSED_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    family: Mapped[OrganisationFamily | None] = mapped_column(
        closed_set(OrganisationFamily), unique=True
    )
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"), unique=True)
    wants_tertials: Mapped[bool]
    wants_year: Mapped[bool]
    every_days: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
