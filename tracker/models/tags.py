"""What an initiative is tagged with; each table is read from the initiative and from the tag."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Base


class InitiativeGoalArea(Base):
    """An initiative works in a goal area."""

    __tablename__ = "initiative_goal_areas"
    __table_args__ = (Index("ix_initiative_goal_areas_tag", "goal_area_id", "initiative_id"),)

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), primary_key=True)
    goal_area_id: Mapped[int] = mapped_column(ForeignKey("goal_areas.id"), primary_key=True)


class InitiativeGoal(Base):
    """An initiative works towards an adopted goal."""

    __tablename__ = "initiative_goals"
    __table_args__ = (Index("ix_initiative_goals_tag", "goal_id", "initiative_id"),)

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id"), primary_key=True)


class InitiativePlace(Base):
    """An initiative takes place somewhere."""

    __tablename__ = "initiative_places"
    __table_args__ = (Index("ix_initiative_places_tag", "place_id", "initiative_id"),)

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"), primary_key=True)


class InitiativeTag(Base):
    """An initiative's target group, type of effort or funding: an entry of one of those lists."""

    __tablename__ = "initiative_tags"
    __table_args__ = (Index("ix_initiative_tags_tag", "list_entry_id", "initiative_id"),)

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), primary_key=True)
    list_entry_id: Mapped[int] = mapped_column(ForeignKey("list_entries.id"), primary_key=True)


class InitiativeWorkingGroup(Base):
    """An initiative belongs to a working group of a focus district."""

    __tablename__ = "initiative_working_groups"
    __table_args__ = (
        Index("ix_initiative_working_groups_tag", "working_group_id", "initiative_id"),
    )

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), primary_key=True)
    working_group_id: Mapped[int] = mapped_column(ForeignKey("working_groups.id"), primary_key=True)
