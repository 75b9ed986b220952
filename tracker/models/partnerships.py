"""Organisations that take part in another organisation's initiative, and whether they said yes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.roles import PartnerStanding
from tracker.extensions import Base
from tracker.models.columns import Addressed, closed_set


class Partnership(Addressed, Base):
    """One organisation's role on one initiative; public only once it is accepted."""

    __tablename__ = "partnerships"
    __table_args__ = (UniqueConstraint("initiative_id", "organisation_id"),)

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("list_entries.id"), index=True)
    standing: Mapped[PartnerStanding] = mapped_column(closed_set(PartnerStanding))
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
