"""The lists that an administrator edits: kinds of organisation, target groups, types of effort, …"""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.roles import ListCode, OrganisationFamily
from tracker.extensions import Base
from tracker.models.columns import NEVER_REUSED_IDS, Dated, Versioned, closed_set


class ListEntry(Versioned, Dated, Base):
    """One choice of one list; retired by `valid_to`, never deleted while it is used."""

    __tablename__ = "list_entries"
    __table_args__ = (UniqueConstraint("list_code", "code"), NEVER_REUSED_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_code: Mapped[ListCode] = mapped_column(closed_set(ListCode))
    code: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    name_sv: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    family: Mapped[OrganisationFamily | None] = mapped_column(closed_set(OrganisationFamily))
    is_municipal: Mapped[bool] = mapped_column(default=False)
