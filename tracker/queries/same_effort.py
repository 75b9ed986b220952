"""Answers which measures of other initiatives may be the same number as one of this initiative."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, or_, select

from tracker.access.actors import Actor
from tracker.access.visibility import visible
from tracker.database import read
from tracker.domain.lifecycle import Visibility
from tracker.domain.roles import PartnerStanding
from tracker.models import (
    CountedElsewhere,
    Initiative,
    Measure,
    Organisation,
    Partnership,
    SharedMeasure,
    Touchpoint,
)
from tracker.queries.initiatives import InitiativePage

MOST_OFFERED = 50


@dataclass(frozen=True, slots=True)
class SameNumber:
    """A measure of another initiative, and whose number it is."""

    public_id: uuid.UUID
    title: str
    owner_name: str


def list_same_numbers(
    actor: Actor, initiative: InitiativePage, shared_id: uuid.UUID
) -> Sequence[SameNumber]:
    """Where the number may be told already: in initiatives of the same people, or that touch.

    Those are led by an organisation that takes part here, have the lead of this one as a partner,
    or are touchpoints of it.
    """
    query = (
        select(Measure.public_id, Initiative.title, Organisation.name.label("owner_name"))
        .join(Initiative, Initiative.id == Measure.initiative_id)
        .join(Organisation, Organisation.id == Measure.organisation_id)
        .join(SharedMeasure, SharedMeasure.id == Measure.shared_measure_id)
        .where(
            SharedMeasure.public_id == shared_id,
            Measure.ended_on.is_(None),
            Initiative.id != initiative.id,
            Initiative.merged_into_id.is_(None),
            Initiative.visibility != Visibility.DRAFT,
            ~exists().where(CountedElsewhere.measure_id == Measure.id),
            or_(*_same_people(initiative)),
        )
        .order_by(Initiative.title_key, Measure.id)
        .limit(MOST_OFFERED)
    )
    return [SameNumber(**row._mapping) for row in read(visible(query, actor))]


def _same_people(initiative: InitiativePage) -> Sequence[Any]:
    here = {initiative.organisation_id, *initiative.subject.partner_ids}
    is_partner_there = exists().where(
        Partnership.initiative_id == Initiative.id,
        Partnership.organisation_id == initiative.organisation_id,
        Partnership.standing == PartnerStanding.ACCEPTED,
    )
    sides = ((Touchpoint.one_id, Touchpoint.other_id), (Touchpoint.other_id, Touchpoint.one_id))
    touches = [
        exists().where(
            and_(one == initiative.id, other == Initiative.id, Touchpoint.is_current.is_(True))
        )
        for one, other in sides
    ]
    return [Initiative.lead_organisation_id.in_(sorted(here)), is_partner_there, *touches]
