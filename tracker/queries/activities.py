"""Answers what an initiative does, on which days, and how those that have been went."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.visibility import visible
from tracker.database import read
from tracker.domain.activities import LONGEST_TERM, days_of, waiting_days
from tracker.domain.lifecycle import Phase
from tracker.models import Activity, ActivityDay, Initiative, Place
from tracker.queries.initiatives import InitiativePage


@dataclass(frozen=True, slots=True)
class HeldDay:
    """How a day went; `people_reached` None means that nobody counted."""

    people_reached: int | None
    is_called_off: bool


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity with what has been told of its days."""

    public_id: uuid.UUID
    version: int
    title: str
    first_on: date
    until: date | None
    begins_at: time | None
    ends_at: time | None
    place_code: str | None
    place_name: str | None
    note: str
    language: str
    held: Mapping[date, HeldDay]

    def past_days(self, today: date) -> Sequence[date]:
        """The days that have been, newest first."""
        return [day for day in reversed(days_of(self.first_on, self.until)) if day <= today]

    def waiting(self, today: date) -> Sequence[date]:
        """The days that wait to be confirmed."""
        return waiting_days(self.first_on, self.until, answered=self.held, today=today)

    def coming_days(self, today: date) -> Sequence[date]:
        """The days after today, those called off among them."""
        return [day for day in days_of(self.first_on, self.until) if day > today]

    def called_off(self, today: date) -> Sequence[date]:
        """The days to come that are called off."""
        return [day for day in self.coming_days(today) if day in self.held]

    @property
    def held_days(self) -> int:
        """How many days have been held and told of."""
        return sum(not day.is_called_off for day in self.held.values())

    @property
    def usual(self) -> int | None:
        """How many people came the last time somebody counted."""
        counted = [self.held[day].people_reached for day in sorted(self.held)]
        return next((number for number in reversed(counted) if number is not None), None)

    @property
    def people_reached(self) -> int:
        """How many have come, each day counted by itself."""
        return sum(day.people_reached or 0 for day in self.held.values())


def list_activities(initiative: InitiativePage) -> Sequence[ActivityRow]:
    """What an initiative does that the actor has been shown, the latest begun first."""
    query = (
        select(
            Activity.id,
            Activity.public_id,
            Activity.version,
            Activity.title,
            Activity.first_on,
            Activity.until,
            Activity.begins_at,
            Activity.ends_at,
            Activity.note,
            Activity.language,
            Place.code,
            ActivityDay.held_on,
            ActivityDay.people_reached,
            ActivityDay.is_called_off,
        )
        .outerjoin(Place, Place.id == Activity.place_id)
        .outerjoin(ActivityDay, ActivityDay.activity_id == Activity.id)
        .where(Activity.initiative_id == initiative.id)
        .order_by(Activity.first_on.desc(), Activity.id.desc(), ActivityDay.held_on)
    )
    names = {row.code: row.name for row in initiative.places}
    found = groupby(read(query).all(), key=lambda row: row.id)
    return [_row(list(rows), names) for _id, rows in found]


def _row(rows: list[Any], names: Mapping[str, str]) -> ActivityRow:
    first = rows[0]
    return ActivityRow(
        public_id=first.public_id,
        version=first.version,
        title=first.title,
        first_on=first.first_on,
        until=first.until,
        begins_at=first.begins_at,
        ends_at=first.ends_at,
        place_code=first.code,
        place_name=names.get(first.code),
        note=first.note,
        language=first.language,
        held={
            row.held_on: HeldDay(row.people_reached, row.is_called_off)
            for row in rows
            if row.held_on is not None
        },
    )


@dataclass(frozen=True, slots=True)
class WaitingActivity:
    """An activity of which days wait to be confirmed; `usual` as in `ActivityRow`."""

    public_id: uuid.UUID
    title: str
    initiative_id: uuid.UUID
    initiative_title: str
    days: Sequence[date]
    usual: int | None


def list_waiting_activities(actor: Actor, *, today: date) -> Sequence[WaitingActivity]:
    """What the actor's organisations have not told of yet, the longest waiting first.

    Holds activities that began within the last term (366 days), not of what is cancelled.
    """
    query = (
        select(
            Activity.id,
            Activity.public_id,
            Activity.title,
            Activity.first_on,
            Activity.until,
            Initiative.public_id.label("initiative_id"),
            Initiative.title.label("initiative_title"),
            ActivityDay.held_on,
            ActivityDay.people_reached,
        )
        .join(Initiative, Initiative.id == Activity.initiative_id)
        .outerjoin(ActivityDay, ActivityDay.activity_id == Activity.id)
        .where(
            Initiative.lead_organisation_id.in_(sorted(actor.organisation_ids)),
            Initiative.phase != Phase.CANCELLED,
            Initiative.merged_into_id.is_(None),
            Activity.first_on.between(today - LONGEST_TERM, today),
        )
        .order_by(Activity.first_on, Activity.id, ActivityDay.held_on)
    )
    found = groupby(read(visible(query, actor)).all(), key=lambda row: row.id)
    waiting = [_waiting(list(rows), today) for _id, rows in found]
    return sorted((row for row in waiting if row.days), key=lambda row: row.days[0])


def _waiting(rows: list[Any], today: date) -> WaitingActivity:
    first = rows[0]
    counted = [row.people_reached for row in rows if row.people_reached is not None]
    answered = {row.held_on for row in rows}
    return WaitingActivity(
        public_id=first.public_id,
        title=first.title,
        initiative_id=first.initiative_id,
        initiative_title=first.initiative_title,
        days=waiting_days(first.first_on, first.until, answered=answered, today=today),
        usual=counted[-1] if counted else None,
    )
