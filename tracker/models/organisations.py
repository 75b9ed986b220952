"""Organisations: equals in the register, whatever their kind."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.extensions import Base
from tracker.models.columns import NEVER_REUSED_IDS, Addressed, Versioned


class Organisation(Addressed, Versioned, Base):
    """A body that leads or takes part in initiatives.

    `is_municipal` follows from the kind; coordinators may edit the records of municipal bodies only.
    `answers_confirmed_on` is when somebody last said who answers for it, `answers_asked_on` when its
    managers were last asked. `page_opened_at` is since when it shows a page of its own to everyone,
    None where it does not. `publication_confirmed_at` is when a coordinator confirmed its first open record.
    """

    __tablename__ = "organisations"
    __table_args__ = NEVER_REUSED_IDS

    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), unique=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("list_entries.id"), index=True)
    is_municipal: Mapped[bool] = mapped_column(default=False)
    is_verified: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    organisation_number: Mapped[str | None] = mapped_column(String(20), unique=True)
    about: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    publication_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    page_opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_on: Mapped[date | None]
    answers_confirmed_on: Mapped[date | None]
    answers_asked_on: Mapped[date | None]
