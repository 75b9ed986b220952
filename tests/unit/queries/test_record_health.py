"""A record's latest sign of life counts, and only the facts that are filled in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

from tracker.domain.lifecycle import Phase, Visibility
from tracker.domain.record_health import Freshness, Step
from tracker.queries.record_health import health_of_row
from tracker.queries.tags import Tags


def test_a_report_keeps_an_old_record_fresh_and_what_is_missing_is_asked_for() -> None:
    row = SimpleNamespace(
        phase=Phase.ONGOING,
        description="Läxhjälp",
        purpose="",
        start_on=date(2025, 1, 1),
        contact_name="",
        contact_email="laxhjalp@example.org",
        contact_phone="",
        changed_at=datetime(2025, 1, 1, 12, tzinfo=UTC),
        last_reported_on=date(2026, 9, 1),
        confirmed_on=None,
        visibility=Visibility.SHARED,
    )
    tags = Tags(goal_areas=(), goals=(), places=(), working_groups=(), entries=(), links=())

    health = health_of_row(row, tags, is_late=False, today=date(2026, 10, 5))

    assert (health.freshness, health.alive_on) == (Freshness.FRESH, date(2026, 9, 1))
    assert (health.present, health.next_step) == (3, Step.GOAL_AREAS)
