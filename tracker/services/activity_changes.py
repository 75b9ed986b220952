"""Changing an activity, calling off days to come, ending it, and taking away one added by mistake."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.database import check_version, transaction
from tracker.domain.activities import Repeats, days_of
from tracker.domain.local_time import local_day
from tracker.domain.verbs import Verb
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import Activity, ActivityDay, Initiative, Place
from tracker.services import audit
from tracker.services.activities import (
    ActivityContent,
    activity_of,
    check_content,
    place_id_of,
)
from tracker.services.initiatives import load


def edit(
    actor: Actor,
    initiative_id: uuid.UUID,
    activity_id: uuid.UUID,
    content: ActivityContent,
    *,
    called_off: Collection[date],
    version: int,
    now: datetime,
) -> None:
    """Change what an activity says; `called_off` are all its days to come that are called off.

    Days called off that the activity no longer has are forgotten.

    Raises:
        NotFoundError, NotAllowedError, StaleVersionError, PersonalDataError,
        RefusedError: `term_too_long`, `ends_before_start`, or `told_days_left_out` where a day
            that was held would be no day of the activity.
    """
    check_content(content)
    with transaction():
        initiative = load(actor, initiative_id, Permission.REPORT_STATUS)
        activity = activity_of(initiative, activity_id)
        before = _described(activity)
        check_version(activity, version, lambda: before)
        days = days_of(content.first_on, content.until)
        if any(not row.is_called_off and row.held_on not in days for row in _told(activity)):
            raise RefusedError("told_days_left_out", "until" if content.until else "first_on")
        _store(activity, content)
        coming = {day for day in called_off if day in days and day > local_day(now)}
        _call_off(actor, activity, coming, days, now=now)
        changes = audit.differences(before, _described(activity))
        if changes:
            _changed(actor, Verb.ACTIVITY_EDITED, initiative, activity, dict(changes), now=now)


def end(actor: Actor, initiative_id: uuid.UUID, activity_id: uuid.UUID, *, now: datetime) -> None:
    """Let a weekly activity have no day after today.

    Raises:
        NotFoundError, NotAllowedError,
        RefusedError: `activity_over`, where no day is left to come or none has been.
    """
    with transaction():
        initiative = load(actor, initiative_id, Permission.REPORT_STATUS)
        activity = activity_of(initiative, activity_id)
        today = local_day(now)
        days = days_of(activity.first_on, activity.until)
        if not days[0] <= today < days[-1]:
            raise RefusedError("activity_over")
        before = activity.until
        activity.until = today
        _forget(activity, [row for row in _told(activity) if row.held_on > today])
        changes = {"until": (before, today)}
        _changed(actor, Verb.ACTIVITY_ENDED, initiative, activity, changes, now=now)


def remove(
    actor: Actor, initiative_id: uuid.UUID, activity_id: uuid.UUID, *, now: datetime
) -> None:
    """Take away an activity of which no day is told as held.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `activity_has_been`.
    """
    with transaction() as session:
        initiative = load(actor, initiative_id, Permission.REPORT_STATUS)
        activity = activity_of(initiative, activity_id)
        told = _told(activity)
        if any(not row.is_called_off for row in told):
            raise RefusedError("activity_has_been")
        changes = audit.differences(_described(activity), {})
        _forget(activity, told)
        session.delete(activity)
        audit.record_on(actor, Verb.ACTIVITY_REMOVED, initiative, at=now, changes=changes)


def _changed(
    actor: Actor,
    verb: Verb,
    initiative: Initiative,
    activity: Activity,
    changes: dict[str, tuple[Any, Any]],
    *,
    now: datetime,
) -> None:
    activity.version += 1
    activity.changed_at = now
    named = {"activity": (None, activity.title)} | changes
    audit.record_on(actor, verb, initiative, at=now, changes=named)


def _told(activity: Activity) -> Sequence[ActivityDay]:
    query = select(ActivityDay).where(ActivityDay.activity_id == activity.id)
    return db.session.scalars(query.order_by(ActivityDay.held_on)).all()


def _described(activity: Activity) -> dict[str, object]:
    """What the form of an activity holds, as it stands."""
    place = db.session.scalar(select(Place.code).where(Place.id == activity.place_id))
    return {
        "title": activity.title,
        "first_on": activity.first_on,
        "until": activity.until,
        "begins_at": _clock(activity.begins_at),
        "ends_at": _clock(activity.ends_at),
        "place": place,
        "note": activity.note,
        "called_off": [row.held_on.isoformat() for row in _told(activity) if row.is_called_off],
    }


def _clock(value: Any) -> str | None:
    return None if value is None else value.strftime("%H:%M")


def _store(activity: Activity, content: ActivityContent) -> None:
    if activity.note != content.note:
        activity.note, activity.language = content.note, content.language
    activity.title = content.title
    activity.repeats = Repeats.ONCE if content.until is None else Repeats.WEEKLY
    activity.first_on, activity.until = content.first_on, content.until
    activity.begins_at, activity.ends_at = content.begins_at, content.ends_at
    activity.place_id = place_id_of(content.place)


def _call_off(
    actor: Actor,
    activity: Activity,
    coming: Collection[date],
    days: Collection[date],
    *,
    now: datetime,
) -> None:
    today = local_day(now)
    standing = _told(activity)
    is_left = {
        row.held_on: row.held_on in (coming if row.held_on > today else days) for row in standing
    }
    _forget(activity, [row for row in standing if not is_left[row.held_on]])
    for day in sorted(set(coming) - is_left.keys()):
        db.session.add(
            ActivityDay(
                activity_id=activity.id,
                initiative_id=activity.initiative_id,
                person_id=actor.person_id,
                held_on=day,
                is_called_off=True,
                confirmed_at=now,
            )
        )
    db.session.flush()


def _forget(activity: Activity, rows: Sequence[ActivityDay]) -> None:
    wanted = [row.id for row in rows]
    if wanted:
        db.session.execute(
            delete(ActivityDay).where(
                ActivityDay.activity_id == activity.id, ActivityDay.id.in_(wanted)
            )
        )
