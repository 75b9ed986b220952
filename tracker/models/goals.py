"""The programme, its goal areas and the adopted goals, as they were decided."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Base
from tracker.models.columns import NEVER_REUSED_IDS, Dated, Versioned


class Programme(Versioned, Dated, Base):
    """A decided programme that goal areas belong to; its text is what it is for, as decided."""

    __tablename__ = "programmes"
    __table_args__ = NEVER_REUSED_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int]
    name_sv: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    text_sv: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    adopted_by: Mapped[str] = mapped_column(String(200))
    adopted_on: Mapped[date]


class GoalArea(Versioned, Dated, Base):
    """One of the three goal areas: a short name for daily use and the official one."""

    __tablename__ = "goal_areas"
    __table_args__ = NEVER_REUSED_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int]
    name_sv: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    official_name_sv: Mapped[str] = mapped_column(String(200))


class Goal(Versioned, Dated, Base):
    """An adopted goal: the wording as decided, our short name and our translation."""

    __tablename__ = "goals"
    __table_args__ = NEVER_REUSED_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_area_id: Mapped[int] = mapped_column(ForeignKey("goal_areas.id"), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    position: Mapped[int]
    name_sv: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    text_sv: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
