"""Initiatives, the main record, with their links and proposed moves."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.extensions import Base
from tracker.models.columns import NEVER_REUSED_IDS, Addressed, Versioned, closed_set


class Initiative(Addressed, Versioned, Base):
    """What an organisation does, for whom, where and when.

    `title_key` sorts as Swedish does. `changed_at` is the last change that readers would notice, and orders the board.
    `condition` and `last_reported_on` repeat the latest status report, for lists. `confirmed_on` is
    when its people last said that what is written is right.
    `import_key` is the record's own key in the list it was imported from; `imported_by_id` is who
    read it in for another organisation, and sees it until that organisation takes it over.
    `merged_into_id` is the initiative that it has gone up in; such a one is a draft that nobody
    lists, whose address leads on.
    """

    __tablename__ = "initiatives"
    __table_args__ = (
        CheckConstraint("end_on IS NULL OR start_on IS NULL OR start_on <= end_on", name="period"),
        CheckConstraint("age_from IS NULL OR age_to IS NULL OR age_from <= age_to", name="ages"),
        CheckConstraint("budget_sek IS NULL OR budget_sek >= 0", name="budget"),
        Index("ix_initiatives_changed", "changed_at", "id", "visibility"),
        Index("ix_initiatives_title", "title_key", "id"),
        Index("ix_initiatives_phase_changed", "phase", "changed_at", "id"),
        Index(
            "ix_initiatives_count",
            "phase",
            "visibility",
            "lead_organisation_id",
            "imported_by_id",
        ),
        Index("ix_initiatives_publication_asked", "publication_asked_at", "id"),
        Index("ix_initiatives_silent", "phase", "last_reported_on", "changed_at", "visibility"),
        Index("ix_initiatives_reported", "last_reported_on", "id"),
        Index("ix_initiatives_start", "start_on", "id"),
        Index("ix_initiatives_end", "end_on", "id"),
        Index("uq_initiatives_import_key", "lead_organisation_id", "import_key", unique=True),
        NEVER_REUSED_IDS,
    )

    title: Mapped[str] = mapped_column(String(200))
    title_key: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    lead_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    phase: Mapped[Phase] = mapped_column(closed_set(Phase))
    condition: Mapped[Condition] = mapped_column(
        closed_set(Condition), default=Condition.NOT_ASSESSED
    )
    visibility: Mapped[Visibility] = mapped_column(closed_set(Visibility))
    reach_id: Mapped[int | None] = mapped_column(ForeignKey("list_entries.id"), index=True)
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    start_on: Mapped[date | None]
    end_on: Mapped[date | None]
    budget_sek: Mapped[int | None] = mapped_column(BigInteger)
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    diarienummer: Mapped[str] = mapped_column(String(60), default="")
    import_key: Mapped[str | None] = mapped_column(String(120))
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    is_complete: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    last_reported_on: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    publication_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"), index=True)


class InitiativeLink(Base):
    """An address on the web where more can be read."""

    __tablename__ = "initiative_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    position: Mapped[int]
    url: Mapped[str] = mapped_column(String(500))


class ContactListing(Base):
    """Whether the contact person of an initiative has said that they are; of an address, its hash.

    The token is that of the link in the mail that asks them; it also takes them away again.
    """

    __tablename__ = "contact_listings"

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), unique=True)
    address_key: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PhaseProposal(Addressed, Base):
    """A coordinator's proposal to move another organisation's record; that organisation answers."""

    __tablename__ = "phase_proposals"

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    phase: Mapped[Phase] = mapped_column(closed_set(Phase))
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_accepted: Mapped[bool | None]
