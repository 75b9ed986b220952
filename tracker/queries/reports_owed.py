"""Answers what report waits for the actor's own initiatives, without a statement for the rules."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tracker.access.actors import Actor
from tracker.access.visibility import visible
from tracker.domain.reporting_periods import ReportDue
from tracker.extensions import db
from tracker.models import Initiative, StatusReport
from tracker.queries.reporting_periods import due_of_row, kept_rules, select_initiatives
from tracker.queries.tags import ids_of


def list_owed(rows: Sequence[Any], *, content_hash: str, today: date) -> Sequence[ReportDue]:
    """What is due for each of some initiatives, in the same order.

    Args:
        rows: columns of an initiative, `family` and `is_municipal` of its organisation, and
            `REPORTED_PERIODS`.
    """
    rules = kept_rules(content_hash=content_hash)
    return [due_of_row(row, rules, _reported(row), today=today) for row in rows]


REPORTED_PERIODS = ids_of(StatusReport.period_id, Initiative.id).label("reported_periods")
"""The ids of the periods that an initiative has reported for, as a text."""


def _reported(row: Any) -> Mapping[int, date]:
    """The periods of a row; what is due does not depend on the days of their reports."""
    ids = row.reported_periods.split(",") if row.reported_periods else ()
    return {int(period_id): date.min for period_id in ids}


def find_owed(
    actor: Actor, public_id: uuid.UUID, *, content_hash: str, today: date
) -> ReportDue | None:
    """What is due for one initiative and why, None where the actor sees no such one."""
    one = (
        select_initiatives().add_columns(REPORTED_PERIODS).where(Initiative.public_id == public_id)
    )
    query = visible(one, actor)
    rows = db.session.execute(query).all()
    return next(iter(list_owed(rows, content_hash=content_hash, today=today)), None)
