"""Touchpoints: pairs of initiatives that meet, what is said and decided about them, and mergers."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.lifecycle import Visibility
from tracker.domain.touchpoint_decisions import (
    Answer,
    Decision,
    Side,
    TouchpointKind,
    TouchpointState,
)
from tracker.extensions import Base
from tracker.models.columns import Addressed, Versioned, closed_set


class InitiativeFingerprint(Base):
    """What of an initiative is compared, packed; made anew when the initiative has another version.

    `revision` grows with every change of any fingerprint, so that a reader fetches what is newer.
    One that is not listed any more (withdrawn, merged, removed) stays as an empty row, so that
    readers learn of it; therefore the id is no foreign key. `is_limited`: seen by its own
    organisation and the coordinators alone. `mark` names the form and the vocabulary it was made with.
    """

    __tablename__ = "initiative_fingerprints"
    __table_args__ = (Index("ix_initiative_fingerprints_revision", "revision"),)

    initiative_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    initiative_version: Mapped[int]
    organisation_id: Mapped[int]
    revision: Mapped[int]
    is_listed: Mapped[bool]
    is_limited: Mapped[bool]
    mark: Mapped[int] = mapped_column(BigInteger)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class Touchpoint(Addressed, Versioned, Base):
    """Two initiatives whose organisations should talk, and where that stands.

    `chance` (0 to 1) is how likely that is. Why they meet is told from the two fingerprints.
    `is_current` ends when the two no longer meet; what was decided is kept. `released_at` is when
    the coordinators told a side that may not see the other one. `settled_facts` are what both said
    when it was settled, `changed_facts` what has changed since, where that reopened it.
    """

    __tablename__ = "touchpoints"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("one_id < other_id", name="order"),
        Index("ix_touchpoints_worklist", "is_current", "state", "chance", "id"),
        Index("ix_touchpoints_other", "other_id"),
    )

    one_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"))
    score: Mapped[float]
    chance: Mapped[float]
    kind: Mapped[TouchpointKind] = mapped_column(closed_set(TouchpointKind))
    state: Mapped[TouchpointState] = mapped_column(
        closed_set(TouchpointState), default=TouchpointState.WAITING
    )
    is_current: Mapped[bool] = mapped_column(default=True)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_facts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    changed_facts: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class TouchpointDecision(Addressed, Base):
    """What was decided or suggested about a touchpoint; the latest that is not undone stands.

    `owner_id` is the organisation that follows it up, None for the coordinators. The answers are
    those of the two sides, None while nobody has answered. `keeps` is the one that a merger goes
    on in. `batch` ties together what was decided in one go, so that it can be undone in one go.
    """

    __tablename__ = "touchpoint_decisions"
    __table_args__ = (Index("ix_touchpoint_decisions_touchpoint", "touchpoint_id", "id"),)

    touchpoint_id: Mapped[int] = mapped_column(ForeignKey("touchpoints.id"))
    decision: Mapped[Decision] = mapped_column(closed_set(Decision))
    keeps: Mapped[Side] = mapped_column(closed_set(Side), default=Side.ONE)
    note: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    follow_up_on: Mapped[date | None]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    one_answer: Mapped[bool | None]
    other_answer: Mapped[bool | None]
    stands_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    batch: Mapped[uuid.UUID] = mapped_column(index=True)


class TouchpointMessage(Addressed, Base):
    """What is said about a touchpoint; it stays with the pair.

    `organisation_id` is for whom it is said, None for the coordinators.
    """

    __tablename__ = "touchpoint_messages"
    __table_args__ = (Index("ix_touchpoint_messages_touchpoint", "touchpoint_id", "id"),)

    touchpoint_id: Mapped[int] = mapped_column(ForeignKey("touchpoints.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    answer: Mapped[Answer | None] = mapped_column(closed_set(Answer))
    body: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class InitiativeMerger(Addressed, Base):
    """One initiative has gone up in another; `before` is what undoing puts back."""

    __tablename__ = "initiative_mergers"

    touchpoint_id: Mapped[int] = mapped_column(ForeignKey("touchpoints.id"), index=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    absorbed_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    absorbed_visibility: Mapped[Visibility] = mapped_column(closed_set(Visibility))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
