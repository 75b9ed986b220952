"""Answers what an organisation has become, and what would move if it went up in another."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.extensions import db
from tracker.models import (
    Initiative,
    Membership,
    Organisation,
    OrganisationMerger,
    Partnership,
)
from tracker.queries.organisations import OrganisationPage


@dataclass(frozen=True, slots=True)
class AbsorbedRow:
    """An organisation that has gone up in this one."""

    name: str
    merged_at: datetime


@dataclass(frozen=True, slots=True)
class Moving:
    """How much moves with an organisation; drafts are counted, and nothing of them is told."""

    initiatives: int
    partnerships: int
    people: int


def find_kept(_actor: Actor, organisation: OrganisationPage) -> uuid.UUID | None:
    """The organisation that this one has gone up in; everyone signed in sees every organisation."""
    if organisation.closed_on is None:
        return None
    query = (
        select(Organisation.public_id)
        .join(OrganisationMerger, OrganisationMerger.kept_id == Organisation.id)
        .where(OrganisationMerger.absorbed_id == organisation.id)
    )
    kept_id: uuid.UUID | None = db.session.scalar(query)
    return kept_id


def list_absorbed(_actor: Actor, organisation: OrganisationPage) -> Sequence[AbsorbedRow]:
    """The organisations that have gone up in this one, the latest first."""
    query = (
        select(Organisation.name, OrganisationMerger.merged_at)
        .join(OrganisationMerger, OrganisationMerger.absorbed_id == Organisation.id)
        .where(OrganisationMerger.kept_id == organisation.id)
        .order_by(OrganisationMerger.merged_at.desc(), Organisation.id)
    )
    return [AbsorbedRow(*row) for row in db.session.execute(query)]


def count_moving(actor: Actor, organisation: OrganisationPage) -> Moving:
    """Count what would move.

    Raises:
        NotAllowedError
    """
    demand_somewhere(actor, Permission.MANAGE_ORGANISATIONS)
    counts = [
        select(func.count()).where(column == organisation.id).scalar_subquery()
        for column in (
            Initiative.lead_organisation_id,
            Partnership.organisation_id,
            Membership.organisation_id,
        )
    ]
    return Moving(*db.session.execute(select(*counts)).one())
