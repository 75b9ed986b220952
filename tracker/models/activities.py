"""Activities: dated things inside an initiative, and how each of their days went."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.activities import Repeats
from tracker.extensions import Base
from tracker.models.columns import Addressed, Versioned, closed_set


class Activity(Addressed, Versioned, Base):
    """Something that happens on a day, or on the same weekday until a term ends.

    `place_id` None means wherever the initiative is; times are those of the clock in Borås.
    """

    __tablename__ = "activities"

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    repeats: Mapped[Repeats] = mapped_column(closed_set(Repeats))
    first_on: Mapped[date]
    until: Mapped[date | None]
    begins_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    note: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(5), default="sv")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ActivityDay(Base):
    """How a day of an activity went: called off, or held, with the people who came if counted.

    A day to come has a row only where it is called off.
    """

    __tablename__ = "activity_days"
    __table_args__ = (
        Index("uq_activity_days_activity_day", "activity_id", "held_on", unique=True),
        CheckConstraint("people_reached IS NULL OR people_reached >= 0", name="people_reached"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    held_on: Mapped[date]
    people_reached: Mapped[int | None]
    is_called_off: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
