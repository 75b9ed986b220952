"""Columns that many tables share."""

import uuid
from datetime import date
from enum import StrEnum

from sqlalchemy import Enum, Uuid
from sqlalchemy.orm import Mapped, mapped_column

NEVER_REUSED_IDS = {"sqlite_autoincrement": True}
"""Table arguments: the id of a deleted row is never given to another (PostgreSQL never does), so
that what the audit trail says of one record is never read as said of a later one."""


def closed_set(kind: type[StrEnum]) -> Enum:
    """A column type that stores the code of a closed set and refuses any other."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=30,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


class Addressed:
    """A row that people reach by URL: a short id for joins, a random one for addresses."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[uuid.UUID] = mapped_column(Uuid(), default=uuid.uuid4, unique=True)


class Versioned:
    """A row that two people may edit at once; the version refuses the later, stale save."""

    version: Mapped[int] = mapped_column(default=1)


class Dated:
    """A reference row that holds from one day to another; an open end means until further notice."""

    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
