"""Answers how fresh and complete a loaded record is, without asking the database."""

from datetime import date
from typing import Any

from tracker.domain.local_time import local_day
from tracker.domain.record_health import RecordHealth, Step, health_of
from tracker.domain.roles import ListCode
from tracker.queries.tags import Tags


def health_of_row(row: Any, tags: Tags, *, is_late: bool, today: date) -> RecordHealth:
    """Weigh an initiative's row and tags; the row holds its contact too, which is not told."""
    is_known = {
        Step.DESCRIPTION: row.description,
        Step.PURPOSE: row.purpose,
        Step.GOAL_AREAS: tags.goal_areas,
        Step.PLACES: tags.places,
        Step.START_ON: row.start_on,
        Step.TARGET_GROUPS: any(entry.list_code == ListCode.TARGET_GROUP for entry in tags.entries),
        Step.CONTACT: row.contact_name or row.contact_email or row.contact_phone,
    }
    signs = (local_day(row.changed_at), row.last_reported_on)
    return health_of(
        row.phase,
        known=frozenset(step for step, value in is_known.items() if value),
        is_late=is_late,
        alive_on=max(day for day in signs if day),
        today=today,
    )
