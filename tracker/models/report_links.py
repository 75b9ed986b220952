"""Links in mails that open one report form without signing in; of the token, its hash."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.extensions import Base


class ReportLink(Base):
    """What a person may report about by a link: one initiative, until the report is in.

    `ended_at` is when a report came in, by the link or not, or when somebody ended the link;
    `report_id` is the report that came in by it.
    """

    __tablename__ = "report_links"
    __table_args__ = (Index("ix_report_links_initiative", "initiative_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("status_reports.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
