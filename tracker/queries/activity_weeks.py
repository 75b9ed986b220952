"""Answers what happens in a place in a week, day by day."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select

from tracker.access.actors import Actor
from tracker.access.visibility import visible
from tracker.database import read
from tracker.domain.activities import days_of
from tracker.domain.lifecycle import Phase
from tracker.models import Activity, ActivityDay, Initiative, InitiativePlace, Organisation

MOST_IN_A_WEEK = 500


@dataclass(frozen=True, slots=True)
class HappeningRow:
    """An activity on one day, as a reader of the calendar sees it."""

    on: date
    title: str
    begins_at: time | None
    ends_at: time | None
    initiative_id: uuid.UUID
    initiative_title: str
    organisation_name: str
    is_called_off: bool


def list_week(actor: Actor, place_ids: Collection[int], *, monday: date) -> Sequence[HappeningRow]:
    """What happens from a Monday to the Sunday after it, in the order of the clock.

    An activity without a place of its own is where its initiative is. At most `MOST_IN_A_WEEK`
    activities are read, the oldest first.
    """
    sunday = monday + timedelta(days=6)
    rows = [
        HappeningRow(
            on=day,
            title=row.title,
            begins_at=row.begins_at,
            ends_at=row.ends_at,
            initiative_id=row.public_id,
            initiative_title=row.initiative_title,
            organisation_name=row.name,
            is_called_off=bool(row.is_called_off),
        )
        for row in read(visible(_running(place_ids, monday, sunday), actor)).all()
        for day in days_of(row.first_on, row.until)
        if monday <= day <= sunday
    ]
    return sorted(rows, key=lambda row: (row.on, row.begins_at or time.min, row.title))


def _running(place_ids: Collection[int], monday: date, sunday: date) -> Select[Any]:
    places = sorted(place_ids)
    of_place = select(InitiativePlace.initiative_id).where(InitiativePlace.place_id.in_(places))
    is_here = or_(
        Activity.place_id.in_(places),
        and_(Activity.place_id.is_(None), Initiative.id.in_(of_place)),
    )
    told = and_(ActivityDay.activity_id == Activity.id, ActivityDay.held_on.between(monday, sunday))
    columns = (Activity.title, Activity.first_on, Activity.until, Activity.begins_at)
    return (
        select(*columns, Activity.ends_at, Initiative.public_id, Organisation.name)
        .add_columns(Initiative.title.label("initiative_title"), ActivityDay.is_called_off)
        .join(Initiative, Initiative.id == Activity.initiative_id)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .outerjoin(ActivityDay, told)
        .where(
            is_here,
            Activity.first_on <= sunday,
            or_(Activity.first_on >= monday, Activity.until >= monday),
            Initiative.phase != Phase.CANCELLED,
        )
        .order_by(Activity.id)
        .limit(MOST_IN_A_WEEK)
    )
