"""People who sign in, what they may do, and the one-time links that let them choose a password."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.extensions import Base
from tracker.models.columns import NEVER_REUSED_IDS, Addressed, Versioned, closed_set


class Person(Addressed, Versioned, Base):
    """Somebody with an account; `email_key` is the address casefolded, `name_key` what names sort by.

    Of an erased person the row stays, without name and address, for what they wrote and did.
    """

    __tablename__ = "people"
    __table_args__ = NEVER_REUSED_IDS

    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5), default="sv")
    is_disabled: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erasure_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PersonRole(Base):
    """A role over the whole register."""

    __tablename__ = "person_roles"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    role: Mapped[PlatformRole] = mapped_column(closed_set(PlatformRole), primary_key=True)


class Membership(Base):
    """A person's role within one organisation; a person may have several."""

    __tablename__ = "memberships"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True, index=True
    )
    role: Mapped[MembershipRole] = mapped_column(closed_set(MembershipRole))


class OneTimeLink(Base):
    """A link in a mail that works once and not for long; only its hash is kept."""

    __tablename__ = "one_time_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
