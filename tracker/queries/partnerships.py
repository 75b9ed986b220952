"""Answers which organisations take part in an initiative, were asked, or have offered to."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select

from tracker.access.actors import Actor
from tracker.database import read
from tracker.domain.roles import PartnerStanding
from tracker.models import Organisation, Partnership
from tracker.queries.reference import EntryRow, Reference


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """An organisation that takes part, was asked, or has offered to."""

    public_id: uuid.UUID
    organisation_id: int
    organisation_public_id: uuid.UUID
    organisation_name: str
    role: EntryRow
    standing: PartnerStanding
    note: str


def list_partners(
    actor: Actor, initiative_id: int, *, lead_id: int, reference: Reference
) -> tuple[PartnerRow, ...]:
    """The partners of an initiative that the actor has been shown, by name.

    The public sees who has accepted; a note is for the two organisations it passed between.
    """
    partners = _PUBLIC_PARTNERS if actor.is_anonymous else _PARTNERS
    return tuple(
        PartnerRow(
            public_id=row.public_id,
            organisation_id=row.organisation_id,
            organisation_public_id=row.organisation_public_id,
            organisation_name=row.name,
            role=reference.entries[row.role_id],
            standing=row.standing,
            note=row.note if {lead_id, row.organisation_id} & actor.organisation_ids else "",
        )
        for row in read(partners, {"initiative_id": initiative_id}).all()
    )


def _of(*standings: PartnerStanding) -> Any:
    return (
        select(
            Partnership.public_id,
            Partnership.organisation_id,
            Organisation.public_id.label("organisation_public_id"),
            Organisation.name,
            Partnership.role_id,
            Partnership.standing,
            Partnership.note,
        )
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(
            Partnership.initiative_id == bindparam("initiative_id"),
            or_(*(Partnership.standing == standing for standing in standings)),
        )
        .order_by(Organisation.name_key, Partnership.id)
    )


_PARTNERS = _of(PartnerStanding.ACCEPTED, PartnerStanding.ASKED, PartnerStanding.OFFERED)
_PUBLIC_PARTNERS = _of(PartnerStanding.ACCEPTED)
