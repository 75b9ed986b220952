"""What is said about an initiative and its reports, and whom it mentions."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.conversations import CommentKind
from tracker.extensions import Base
from tracker.models.columns import Addressed, closed_set


class Comment(Addressed, Base):
    """Something said to everyone who may see the initiative; `root_id` None begins a thread.

    `organisation_id` is for whom it is said, None for the coordinators and others of the city.
    `is_sent_back`: a coordinator wonders about a report, and the organisation is asked to answer.
    `resolved_at` and `withdrawn_at`: of a first comment, and of any; the text goes with the latter.
    """

    __tablename__ = "comments"
    __table_args__ = (Index("ix_comments_initiative", "initiative_id", "id"),)

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("status_reports.id"), index=True)
    root_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[CommentKind] = mapped_column(closed_set(CommentKind))
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(5), default="sv")
    is_sent_back: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CommentMention(Base):
    """Whom a mark in a comment stands for; neither of the two stands for the coordinators."""

    __tablename__ = "comment_mentions"
    __table_args__ = (Index("uq_comment_mentions_number", "comment_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    number: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
