"""Answers what the link that stops reminders stands for."""

from dataclasses import dataclass

from sqlalchemy import select

from tracker.extensions import db
from tracker.models import Person, ReminderStop, ReportReminder
from tracker.queries.accounts import hash_token


@dataclass(frozen=True, slots=True)
class ReminderChoice:
    """Whether somebody gets reminders, and the language that they read."""

    language: str
    is_stopped: bool


def find_choice(token: str) -> ReminderChoice | None:
    """The choice of whoever got the mail with this token; the holder of the token is its actor."""
    query = (
        select(Person.language, ReminderStop.person_id.is_not(None))
        .join(ReportReminder, ReportReminder.person_id == Person.id)
        .outerjoin(ReminderStop, ReminderStop.person_id == Person.id)
        .where(ReportReminder.stop_hash == hash_token(token), Person.is_disabled.is_(False))
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    return ReminderChoice(*row) if row else None
