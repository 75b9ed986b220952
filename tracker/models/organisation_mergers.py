"""Organisations that have become one with another; their own row and name stay, for history."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.extensions import Base


class OrganisationMerger(Base):
    """An organisation that has gone up in another; its address leads there."""

    __tablename__ = "organisation_mergers"

    absorbed_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
