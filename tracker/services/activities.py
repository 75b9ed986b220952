"""Adding activities to an initiative, and telling how their days went."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.database import one_for_change, transaction
from tracker.domain.activities import LONGEST_TERM, Repeats, days_of
from tracker.domain.local_time import local_day
from tracker.domain.verbs import Verb
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import Activity, ActivityDay, Initiative, Place
from tracker.services import audit
from tracker.services.initiatives import load
from tracker.services.personal_data import refuse_personal_data


@dataclass(frozen=True, kw_only=True)
class ActivityContent:
    """What the row of a new activity says; `until` None is once, else each week till then."""

    title: str
    first_on: date
    until: date | None = None
    begins_at: time | None = None
    ends_at: time | None = None
    place: str | None = None
    note: str = ""
    language: str = "sv"
    people_reached: int | None = None


@dataclass(frozen=True, slots=True)
class DayTold:
    """How a day went; `people_reached` None means that nobody counted."""

    people_reached: int | None = None
    is_called_off: bool = False


def add(
    actor: Actor, initiative_id: uuid.UUID, content: ActivityContent, *, now: datetime
) -> uuid.UUID:
    """Add an activity; with the number of people of a single day that has been, that is told too.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError,
        RefusedError: `term_too_long`, or `ends_before_start`.
    """
    check_content(content)
    with transaction():
        initiative = load(actor, initiative_id, Permission.REPORT_STATUS)
        activity = _add(actor, initiative, content, now=now)
        said = {"title": content.title, "first_on": content.first_on, "until": content.until}
        told = {name: value for name, value in said.items() if value is not None}
        changes = audit.differences({}, told)
        audit.record_on(actor, Verb.ACTIVITY_ADDED, initiative, at=now, changes=changes)
        if content.until is None and content.people_reached is not None:
            _tell(
                actor,
                initiative,
                activity,
                {content.first_on: DayTold(content.people_reached)},
                now,
            )
        return activity.public_id


def confirm(
    actor: Actor,
    initiative_id: uuid.UUID,
    activity_id: uuid.UUID,
    days: Mapping[date, DayTold],
    *,
    now: datetime,
) -> None:
    """Tell how days went; what is told again of a day replaces what was told before.

    Raises:
        NotFoundError, NotAllowedError,
        RefusedError: `not_its_day`, for a day that is not the activity's or has not been.
    """
    with transaction():
        initiative = load(actor, initiative_id, Permission.REPORT_STATUS)
        activity = activity_of(initiative, activity_id)
        _tell(actor, initiative, activity, days, now)


def activity_of(initiative: Initiative, activity_id: uuid.UUID) -> Activity:
    """One activity of an initiative, to be changed in the caller's transaction.

    Raises:
        NotFoundError
    """
    query = select(Activity).where(
        Activity.public_id == activity_id, Activity.initiative_id == initiative.id
    )
    activity: Activity = one_for_change(query)
    return activity


def check_content(content: ActivityContent) -> None:
    """Refuse what no activity says.

    Raises:
        PersonalDataError, RefusedError: `ends_before_start`, or `term_too_long`.
    """
    refuse_personal_data({"title": content.title, "note": content.note})
    if content.until is not None and content.until < content.first_on:
        raise RefusedError("ends_before_start", "until")
    if content.until is not None and content.until > content.first_on + LONGEST_TERM:
        raise RefusedError("term_too_long", "until")
    if content.begins_at and content.ends_at and content.ends_at < content.begins_at:
        raise RefusedError("ends_before_start", "ends_at")


def _add(
    actor: Actor, initiative: Initiative, content: ActivityContent, *, now: datetime
) -> Activity:
    activity = Activity(
        initiative_id=initiative.id,
        person_id=actor.person_id,
        place_id=place_id_of(content.place),
        title=content.title,
        repeats=Repeats.ONCE if content.until is None else Repeats.WEEKLY,
        first_on=content.first_on,
        until=content.until,
        begins_at=content.begins_at,
        ends_at=content.ends_at,
        note=content.note,
        language=content.language,
        created_at=now,
        changed_at=now,
    )
    db.session.add(activity)
    db.session.flush()
    return activity


def place_id_of(code: str | None) -> int | None:
    """The id of a place by its code; None is wherever the initiative is."""
    if code is None:
        return None
    found: int | None = db.session.scalar(select(Place.id).where(Place.code == code))
    return found


def _tell(
    actor: Actor,
    initiative: Initiative,
    activity: Activity,
    days: Mapping[date, DayTold],
    now: datetime,
) -> None:
    known = set(days_of(activity.first_on, activity.until))
    if any(day not in known or day > local_day(now) for day in days):
        raise RefusedError("not_its_day")
    query = select(ActivityDay).where(ActivityDay.activity_id == activity.id)
    standing = {row.held_on: row for row in db.session.scalars(query)}
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    for day, told in sorted(days.items()):
        if (row := standing.get(day)) is None:
            row = ActivityDay(activity_id=activity.id, initiative_id=initiative.id, held_on=day)
            db.session.add(row)
        else:
            before[day.isoformat()] = "-" if row.is_called_off else row.people_reached
        row.person_id, row.confirmed_at = actor.person_id, now
        row.people_reached, row.is_called_off = told.people_reached, told.is_called_off
        after[day.isoformat()] = "-" if told.is_called_off else told.people_reached
    changed = {
        day: value for day, value in after.items() if day not in before or before[day] != value
    }
    if changed:
        changes = {
            "activity": (None, activity.title),
            "activity_days": (
                [f"{day}: {before[day]}" for day in changed if day in before],
                [f"{day}: {value}" for day, value in changed.items()],
            ),
        }
        audit.record_on(actor, Verb.ACTIVITY_CONFIRMED, initiative, at=now, changes=changes)
