"""Answers how far the actor's own imports have come, and what each row would do."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from tracker.access.actors import Actor
from tracker.domain.import_steps import ImportStanding, RowOutcome
from tracker.domain.lifecycle import Visibility
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import ImportFile, ImportMapping, ImportRow, Organisation

ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import. `counts` tells rows by outcome once they have been read."""

    id: int
    public_id: uuid.UUID
    name: str
    standing: ImportStanding
    version: int
    rows_done: int
    rows_total: int
    mapping: Mapping[str, Any]
    choices: Mapping[str, Any]
    fault: Mapping[str, Any] | None
    organisation_name: str | None
    created_at: datetime
    saved_at: datetime | None
    counts: Mapping[RowOutcome, int]

    @property
    def is_busy(self) -> bool:
        """Whether the worker reads or saves it, so that there is something to wait for."""
        return self.standing in (ImportStanding.READING, ImportStanding.SAVING)

    @property
    def to_save(self) -> int:
        """How many rows saving would change."""
        return self.counts[RowOutcome.NEW] + self.counts[RowOutcome.CHANGED]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the list as it would be saved, and what was found in it."""

    row_number: int
    outcome: RowOutcome
    content: Mapping[str, Any]
    lead_name: str
    is_lead_new: bool
    changed: Sequence[str]
    before: Mapping[str, Any]
    is_draft: bool
    is_for_coordinators: bool
    findings: Sequence[Mapping[str, Any]]


def list_own(actor: Actor) -> Sequence[ImportPage]:
    """The actor's imports, latest first."""
    query = (
        select(ImportFile, Organisation.name)
        .outerjoin(Organisation, Organisation.id == ImportFile.organisation_id)
        .where(ImportFile.person_id == actor.person_id)
        .order_by(ImportFile.id.desc())
        .limit(30)
    )
    return [_page(row, name, _no_counts()) for row, name in db.session.execute(query)]


def get_own(actor: Actor, public_id: uuid.UUID) -> ImportPage:
    """One of the actor's own imports.

    Raises:
        NotFoundError: the actor has no such import.
    """
    query = (
        select(ImportFile, Organisation.name)
        .outerjoin(Organisation, Organisation.id == ImportFile.organisation_id)
        .where(ImportFile.public_id == public_id, ImportFile.person_id == actor.person_id)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFoundError
    row, name = found
    counted = (
        select(ImportRow.outcome, func.count())
        .where(ImportRow.import_file_id == row.id)
        .group_by(ImportRow.outcome)
    )
    return _page(row, name, _no_counts() | dict(db.session.execute(counted).all()))


def _no_counts() -> dict[RowOutcome, int]:
    return dict.fromkeys(RowOutcome, 0)


def _page(row: ImportFile, name: str | None, counts: Mapping[RowOutcome, int]) -> ImportPage:
    return ImportPage(
        id=row.id,
        public_id=row.public_id,
        name=row.name,
        standing=row.standing,
        version=row.version,
        rows_done=row.rows_done,
        rows_total=row.rows_total,
        mapping=row.mapping or {},
        choices=row.choices,
        fault=row.fault,
        organisation_name=name,
        created_at=row.created_at,
        saved_at=row.saved_at,
        counts=counts,
    )


def get_content(actor: Actor, public_id: uuid.UUID) -> bytes:
    """The file of one of the actor's own imports, to read its columns again.

    Raises:
        NotFoundError: the actor has no such import, or its file is kept no longer.
    """
    content = db.session.scalar(
        select(ImportFile.content).where(
            ImportFile.public_id == public_id, ImportFile.person_id == actor.person_id
        )
    )
    if content is None:
        raise NotFoundError
    return bytes(content)


def list_rows(
    actor: Actor, imported: ImportPage, *, outcome: RowOutcome | None, page: int
) -> Sequence[PreviewRow]:
    """One page of the rows of an import that the actor was shown; faults first where all are asked."""
    query = select(ImportRow).where(ImportRow.import_file_id == imported.id)
    if outcome is not None:
        query = query.where(ImportRow.outcome == outcome)
    is_right = case((ImportRow.outcome == RowOutcome.FAULT, 0), else_=1)
    rows = db.session.scalars(
        query.order_by(is_right, ImportRow.row_number, ImportRow.id)
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    ).all()
    ids = {row.proposed["lead_id"] for row in rows} - {None}
    names = dict(
        db.session.execute(
            select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
        ).all()
    )
    return [
        PreviewRow(
            row_number=row.row_number,
            outcome=row.outcome,
            content=row.proposed["content"],
            lead_name=row.proposed["lead_name"] or names.get(row.proposed["lead_id"], ""),
            is_lead_new=bool(row.proposed["lead_name"]),
            changed=row.proposed["changed"],
            before=row.proposed["before"],
            is_draft=row.proposed["visibility"] == Visibility.DRAFT,
            is_for_coordinators=row.proposed["visibility"] == Visibility.COORDINATED,
            findings=row.faults,
        )
        for row in rows
    ]


def list_mappings(actor: Actor) -> Sequence[tuple[str, Mapping[str, Any]]]:
    """The mappings that the actor has saved, by name."""
    query = (
        select(ImportMapping.name, ImportMapping.columns)
        .where(ImportMapping.person_id == actor.person_id)
        .order_by(ImportMapping.name)
    )
    return [(name, columns) for name, columns in db.session.execute(query)]
