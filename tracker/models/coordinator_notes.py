"""What the coordinators note for themselves about an initiative, in a table of its own."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.extensions import Base
from tracker.models.columns import NEVER_REUSED_IDS, Addressed


class CoordinatorNote(Addressed, Base):
    """A note that nobody but the coordinators reads; nothing else in the house joins this table."""

    __tablename__ = "coordinator_notes"
    __table_args__ = (
        Index("ix_coordinator_notes_initiative", "initiative_id", "id"),
        NEVER_REUSED_IDS,
    )

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
