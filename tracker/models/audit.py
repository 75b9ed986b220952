"""The audit trail: entries that can only be added, and the values they speak of, which can be erased.

An entry keeps ids and salted hashes; the values stand in a table of their own, so that one
audited verb, `redact`, can empty them while the chain of hashes still verifies.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.extensions import Base


class RegisterState(Base):
    """The one row that orders all writes: the head of the audit chain and what readers may cache by.

    `content_hash` stays while people only sign in, read and export.
    """

    __tablename__ = "register_state"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference_hash: Mapped[str] = mapped_column(String(64), default="")
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    head_hash: Mapped[str] = mapped_column(String(64), default="")
    has_demo: Mapped[bool] = mapped_column(default=False)
    touchpoint_revision: Mapped[int] = mapped_column(default=0)


class AuditEntry(Base):
    """Who did what to which record, and when; kept when the person or the record is gone."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject_kind", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(index=True)
    organisation_id: Mapped[int | None] = mapped_column(index=True)
    verb: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    hashes: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    entry_hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditValue(Base):
    """The value of one field before and after, as JSON text; all three are emptied by `redact`."""

    __tablename__ = "audit_values"
    __table_args__ = (Index("uq_audit_values_entry_field", "entry_id", "field", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entries.id"))
    field: Mapped[str] = mapped_column(String(60))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(String(32))
