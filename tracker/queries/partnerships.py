"""Answers which organisations take part in an initiative, were asked, or have offered to."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.domain.roles import PartnerStanding
from tracker.extensions import db
from tracker.models import Organisation, Partnership
from tracker.queries.reference import EntryRow, Reference

_SHOWN = (PartnerStanding.ACCEPTED, PartnerStanding.ASKED, PartnerStanding.OFFERED)


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
    query = (
        select(Partnership, Organisation)
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(
            Partnership.initiative_id == initiative_id,
            Partnership.standing.in_(_SHOWN),
        )
        .order_by(Organisation.name_key, Partnership.id)
    )
    if actor.is_anonymous:
        query = query.where(Partnership.standing == PartnerStanding.ACCEPTED)
    return tuple(
        PartnerRow(
            public_id=partnership.public_id,
            organisation_id=organisation.id,
            organisation_public_id=organisation.public_id,
            organisation_name=organisation.name,
            role=reference.entries[partnership.role_id],
            standing=partnership.standing,
            note=partnership.note if {lead_id, organisation.id} & actor.organisation_ids else "",
        )
        for partnership, organisation in db.session.execute(query)
    )
