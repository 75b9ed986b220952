"""The initiative's own numbers: measures, from a shared list or own, and what is told of them."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.measures import NAME_LENGTH, UNIT_LENGTH, Counting, Direction, Part, Split
from tracker.extensions import Base
from tracker.models.columns import NEVER_REUSED_IDS, Addressed, closed_set


class SharedMeasure(Addressed, Base):
    """A measure that many initiatives may choose; `is_summed` says whether its numbers add up.

    `code` is that of one that the register began with. Retired ones are chosen no more.
    """

    __tablename__ = "shared_measures"
    __table_args__ = (NEVER_REUSED_IDS,)

    code: Mapped[str | None] = mapped_column(String(60), unique=True)
    position: Mapped[int]
    name_sv: Mapped[str] = mapped_column(String(NAME_LENGTH))
    name_en: Mapped[str] = mapped_column(String(NAME_LENGTH))
    unit_sv: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    unit_en: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    direction: Mapped[Direction] = mapped_column(closed_set(Direction))
    counting: Mapped[Counting] = mapped_column(closed_set(Counting))
    split: Mapped[Split] = mapped_column(closed_set(Split))
    is_summed: Mapped[bool] = mapped_column(default=True)
    retired_on: Mapped[date | None]


class Measure(Addressed, Base):
    """What an initiative counts; `organisation_id` is the one organisation that owns its numbers.

    `name` and `unit` are empty where it is chosen from the shared list. An initiative counts a
    shared measure once at a time, whoever takes part in it. `missing` says what lacks where
    it cannot be measured yet.
    """

    __tablename__ = "measures"
    __table_args__ = (
        CheckConstraint("baseline IS NULL OR baseline >= 0", name="baseline"),
        CheckConstraint("target IS NULL OR target >= 0", name="target"),
        Index(
            "uq_measures_initiative_id_shared_measure_id",
            "initiative_id",
            "shared_measure_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        NEVER_REUSED_IDS,
    )

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    shared_measure_id: Mapped[int | None] = mapped_column(
        ForeignKey("shared_measures.id"), index=True
    )
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH), default="")
    direction: Mapped[Direction] = mapped_column(closed_set(Direction))
    counting: Mapped[Counting] = mapped_column(closed_set(Counting))
    split: Mapped[Split] = mapped_column(closed_set(Split))
    baseline: Mapped[int | None] = mapped_column(BigInteger)
    target: Mapped[int | None] = mapped_column(BigInteger)
    cannot_be_measured: Mapped[bool] = mapped_column(default=False)
    missing: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(5), default="sv")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_on: Mapped[date | None]


class MeasureValue(Base):
    """A number told of a measure; `organisation_id` is the one that owned the measure just then.

    `report_id` is the status report that it came with, None where it was told by itself.
    """

    __tablename__ = "measure_values"
    __table_args__ = (
        CheckConstraint("number >= 0", name="number"),
        Index("uq_measure_values_measure_day", "measure_id", "measured_on", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("status_reports.id"), index=True)
    measured_on: Mapped[date]
    number: Mapped[int] = mapped_column(BigInteger)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MeasureValuePart(Base):
    """A part of a number, where it is asked for; all parts of a number add up to it."""

    __tablename__ = "measure_value_parts"
    __table_args__ = (
        CheckConstraint("number >= 0", name="number"),
        UniqueConstraint("value_id", "part"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    value_id: Mapped[int] = mapped_column(ForeignKey("measure_values.id"))
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    number: Mapped[int] = mapped_column(BigInteger)
    part: Mapped[Part] = mapped_column(closed_set(Part))


class CountedElsewhere(Base):
    """A measure whose number is that of another initiative's: told there, and counted there alone."""

    __tablename__ = "counted_elsewhere"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"), unique=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    told_in_id: Mapped[int] = mapped_column(ForeignKey("measures.id"), index=True)
