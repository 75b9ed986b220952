"""The rows of the demo city agree with each other, as those that people write do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.clock import Clock
from tests.demo import load_demo
from tests.register import add_person
from tracker.domain.lifecycle import Visibility
from tracker.domain.roles import PlatformRole
from tracker.domain.selection import Selection
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import AuditEntry, Initiative, Organisation, StatusReport
from tracker.queries.board import list_all
from tracker.queries.reference import get_reference


@pytest.fixture(autouse=True)
def _in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def count(model: Any, *conditions: Any) -> int:
    found: int = db.session.scalar(select(func.count()).select_from(model).where(*conditions))
    return found


def test_each_initiative_stands_as_its_latest_report_says(clock: Clock) -> None:
    load_demo(clock.now)

    latest = (
        select(StatusReport.initiative_id, func.max(StatusReport.reported_on).label("day"))
        .group_by(StatusReport.initiative_id)
        .subquery()
    )
    differing = (
        select(func.count())
        .select_from(Initiative)
        .join(latest, latest.c.initiative_id == Initiative.id)
        .where(Initiative.last_reported_on != latest.c.day)
    )
    assert db.session.scalar(differing) == 0
    assert count(Initiative, Initiative.changed_at > clock.now) == 0
    assert count(Initiative, Initiative.created_at > Initiative.changed_at) == 0
    assert count(Initiative, Initiative.title_key == "") == 0


def test_what_is_open_has_been_confirmed(clock: Clock) -> None:
    load_demo(clock.now)

    unconfirmed = (
        select(func.count())
        .select_from(Initiative)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(
            Initiative.visibility == Visibility.OPEN,
            Organisation.publication_confirmed_at.is_(None),
        )
    )
    assert db.session.scalar(unconfirmed) == 0


def test_every_initiative_is_found_by_its_title_and_begins_its_history(clock: Clock) -> None:
    load_demo(clock.now)
    coordinator = add_person("Elin Lind", platform_roles=[PlatformRole.COORDINATOR])
    shared = db.session.scalars(
        select(Initiative).where(Initiative.visibility != Visibility.DRAFT).limit(1)
    ).one()

    found = list_all(
        coordinator,
        Selection(q=shared.title),
        limit=500,
        reference=get_reference("sv"),
        today=clock.today,
    )
    registered = count(AuditEntry, AuditEntry.verb == Verb.REGISTERED)

    assert shared.title in [row.title for row in found]
    assert registered == 40
    assert count(AuditEntry, AuditEntry.verb == Verb.DEMO_LOADED) == 1
