"""Sessions and sign-in attempts: rows, so that they hold over processes and end at the server."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.ways_in import WayIn
from tracker.extensions import Base
from tracker.models.columns import Addressed, closed_set


class SignInSession(Addressed, Base):
    """One signed-in browser; only the hash of its token is kept.

    `proved_at` is when its owner last showed who they are; `is_strong`, whether with two factors.
    """

    __tablename__ = "sign_in_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    browser: Mapped[str] = mapped_column(String(120))
    way: Mapped[WayIn] = mapped_column(closed_set(WayIn), default=WayIn.PASSWORD)
    is_strong: Mapped[bool] = mapped_column(default=False)
    proved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInAttempt(Base):
    """A try to sign in; `key` is a hash of the account's address or of the network address."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("ix_sign_in_attempts_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_success: Mapped[bool] = mapped_column(default=False)
