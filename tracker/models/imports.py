"""Lists being imported: the file, its rows as understood, and mappings saved by name."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.import_steps import ImportStanding, RowOutcome
from tracker.extensions import Base
from tracker.models.columns import Addressed, Versioned, closed_set


class ImportFile(Addressed, Versioned, Base):
    """One uploaded list and how its columns are read."""

    __tablename__ = "import_files"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    standing: Mapped[ImportStanding] = mapped_column(closed_set(ImportStanding))
    mapping: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int] = mapped_column(default=0)
    fault: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ImportRow(Base):
    """One row of the file: its proposed initiative and everything that stands in its way."""

    __tablename__ = "import_rows"
    __table_args__ = (Index("ix_import_rows_file", "import_file_id", "outcome", "row_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_file_id: Mapped[int] = mapped_column(ForeignKey("import_files.id"))
    row_number: Mapped[int]
    outcome: Mapped[RowOutcome] = mapped_column(closed_set(RowOutcome))
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"), index=True)
    proposed: Mapped[dict[str, Any]] = mapped_column(JSON)
    faults: Mapped[list[Any]] = mapped_column(JSON)


class ImportMapping(Base):
    """How the columns of a recurring list are read, saved by name for the organisation."""

    __tablename__ = "import_mappings"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(String(120))
    columns: Mapped[dict[str, Any]] = mapped_column(JSON)
