"""Places that initiatives are tagged with, their other names, and how they lie in each other."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.roles import PlaceKind
from tracker.extensions import Base
from tracker.models.columns import NEVER_REUSED_IDS, Dated, Versioned, closed_set


class Place(Versioned, Dated, Base):
    """The municipality, a district, or a RegSO area with its polygon (GeoJSON, WGS 84)."""

    __tablename__ = "places"
    __table_args__ = NEVER_REUSED_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[PlaceKind] = mapped_column(closed_set(PlaceKind))
    position: Mapped[int]
    name_sv: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    edition: Mapped[str | None] = mapped_column(String(40))
    is_focus: Mapped[bool] = mapped_column(default=False)
    polygon: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    label_point: Mapped[list[float] | None] = mapped_column(JSON)


class PlaceAlias(Base):
    """Another name that people use for a place; search and import find it."""

    __tablename__ = "place_aliases"
    __table_args__ = (UniqueConstraint("place_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    name: Mapped[str] = mapped_column(String(120))


class PlaceTie(Base):
    """A district and a RegSO area that lie in each other, wholly or in part."""

    __tablename__ = "place_ties"

    district_id: Mapped[int] = mapped_column(ForeignKey("places.id"), primary_key=True)
    regso_id: Mapped[int] = mapped_column(ForeignKey("places.id"), primary_key=True, index=True)


class WorkingGroup(Versioned, Dated, Base):
    """A working group of residents, associations and officials, tied to a focus district."""

    __tablename__ = "working_groups"
    __table_args__ = NEVER_REUSED_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"), index=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    position: Mapped[int]
    name_sv: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
