"""Many records are weighed in the database by the very rule that one is weighed by."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative, change_row, get_initiative
from tests.town import Town
from tracker.access.actors import Actor
from tracker.domain.record_health import Freshness, Step
from tracker.errors import NotAllowedError
from tracker.extensions import db
from tracker.models import Initiative
from tracker.queries.initiatives import get_page
from tracker.queries.organisations import OrganisationPage, get_organisation
from tracker.queries.record_health import count_health, list_to_help
from tracker.queries.reference import get_reference

pytestmark = pytest.mark.usefixtures("in_app")
LONG_AGO = datetime(2024, 3, 1, 12, tzinfo=UTC)
TODAY = START.date()


def fill_with_variety(town: Town) -> None:
    """Records of three organisations that lack one thing or another, some of them long silent."""
    for title in ("Helt", "Obeskrivet", "Utan ort"):
        add_initiative(town.lea, title, target_groups=("children",))
    by_title = {row.title: row for row in db.session.scalars(select(Initiative))}
    change_row(by_title["Helt"], purpose="Fler läser.", contact_email="a@example.org")
    change_row(by_title["Obeskrivet"], description="")
    change_row(by_title["Utan ort"], start_on=None)
    add_initiative(town.pia, "Slut", phase="completed")
    add_initiative(town.stina, "Utkast", is_draft=True)
    for days in (0, 40, 70, 200, 400):
        public_id = add_initiative(town.pia, f"Tyst {days}", phase="planned")
        before = START - timedelta(days=days)
        change_row(get_initiative(public_id), changed_at=before, created_at=before)
    public_id = add_initiative(town.stina, "Sedan länge", phase="ongoing")
    row = get_initiative(public_id)
    change_row(row, changed_at=LONG_AGO, created_at=LONG_AGO, start_on=LONG_AGO.date())


def listed(
    actor: Actor, organisation: OrganisationPage | None = None
) -> dict[str, tuple[str, str]]:
    rows, total = list_to_help(
        actor, organisation=organisation, freshness=None, step=None, page=1, today=TODAY
    )
    assert total == len(rows)
    return {row.title: (row.freshness, row.step) for row in rows}


def test_the_list_says_of_each_what_its_page_says(town: Town) -> None:
    fill_with_variety(town)

    rows = listed(town.cim)

    pages = [
        get_page(town.cim, row.public_id, reference=get_reference("sv"), today=TODAY)
        for row in db.session.scalars(select(Initiative).where(Initiative.visibility != "draft"))
    ]
    assert rows == {
        page.title: (page.health.freshness, page.health.next_step)
        for page in pages
        if page.health.next_step
    }
    assert {freshness for freshness, _step in rows.values()} == set(Freshness) - {Freshness.SETTLED}
    assert len({step for _freshness, step in rows.values()}) >= 3


def test_counts_are_those_of_the_list_and_of_one_organisation(town: Town) -> None:
    fill_with_variety(town)
    house = get_organisation(town.pia, town.house.public_id, reference=get_reference("sv"))

    counts = count_health(town.cim, organisation=None, today=TODAY, content_hash=uuid.uuid4().hex)
    own = count_health(town.pia, organisation=house, today=TODAY, content_hash=uuid.uuid4().hex)

    assert counts.total == 9
    assert sum(counts.by_step.values()) == len(listed(town.cim))
    assert own.total == 5
    assert set(listed(town.pia, house)) <= {f"Tyst {days}" for days in (0, 40, 70, 200, 400)}
    (row,), total = list_to_help(
        town.cim,
        organisation=None,
        freshness=Freshness.STALE,
        step=Step.REPORT,
        page=1,
        today=TODAY,
    )
    assert (row.title, total, row.alive_on) == ("Sedan länge", 1, date(2024, 3, 1))


def test_others_see_neither_the_whole_nor_somebody_elses(town: Town) -> None:
    kitchen = get_organisation(town.pia, town.kitchen.public_id, reference=get_reference("sv"))
    with pytest.raises(NotAllowedError):
        listed(town.lea)
    with pytest.raises(NotAllowedError):
        count_health(town.pia, organisation=kitchen, today=TODAY, content_hash=uuid.uuid4().hex)
