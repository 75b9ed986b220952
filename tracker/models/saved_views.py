"""Saved views, and who follows which of them in which way."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.saved_views import LONGEST_NAME, LONGEST_QUERY, ViewKind
from tracker.extensions import Base
from tracker.models.columns import NEVER_REUSED_IDS, Addressed, closed_set


class SavedView(Addressed, Base):
    """A view that somebody keeps under a name; `query` is as `ViewAddress` has it."""

    __tablename__ = "saved_views"
    __table_args__ = NEVER_REUSED_IDS

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    kind: Mapped[ViewKind] = mapped_column(closed_set(ViewKind))
    query: Mapped[str] = mapped_column(String(LONGEST_QUERY))
    is_shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ViewSubscription(Base):
    """How one person follows a view: as start page, by mail, by a feed of which a hash is kept.

    `seen_ids` are the initiatives that have been told of, packed as `domain/saved_views.py` does.
    """

    __tablename__ = "view_subscriptions"
    __table_args__ = (
        Index("uq_view_subscriptions_person_view", "person_id", "view_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    view_id: Mapped[int] = mapped_column(ForeignKey("saved_views.id"), index=True)
    is_start: Mapped[bool] = mapped_column(default=False)
    is_mailed: Mapped[bool] = mapped_column(default=False)
    seen_ids: Mapped[bytes | None] = mapped_column(LargeBinary)
    told_on: Mapped[date | None]
    feed_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    feed_opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
