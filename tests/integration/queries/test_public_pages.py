"""What everyone may read of one open initiative, and that nothing else is loaded at all."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START
from tests.register import (
    add_initiative,
    add_organisation,
    add_person,
    add_report,
    open_to_everyone,
)
from tracker.access.actors import Actor
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.roles import ListCode, PlatformRole
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import Partnership
from tracker.queries.public_pages import PublicPage, get_open
from tracker.queries.reference import get_reference
from tracker.services import partnerships, status_reports


@pytest.fixture
def manager(app: Flask) -> Actor:
    with app.app_context():
        return add_person("Hemliga Namnet", add_organisation("Läsro"))


@pytest.fixture
def coordinator(app: Flask) -> Actor:
    with app.app_context():
        return add_person("Elin Lind", platform_roles=[PlatformRole.COORDINATOR])


@pytest.fixture
def open_id(app: Flask, manager: Actor, coordinator: Actor) -> uuid.UUID:
    with app.app_context():
        initiative_id = add_initiative(
            manager,
            "Läxhjälp",
            purpose="Fler klarar skolan.",
            goals=("CY2",),
            target_groups=("children",),
            effort_types=("homework_help",),
            funding=("sponsorship",),
            age_from=7,
            age_to=12,
            end_on=date(2026, 12, 20),
            links=("https://example.org/b", "https://example.org/a"),
            diarienummer="HEMLIGT-1",
            budget_sek=987654,
            contact_name="Hemliga Kontakten",
        )
        return open_to_everyone(initiative_id, by=manager, confirmed_by=coordinator)


def read(public_id: uuid.UUID) -> PublicPage:
    return get_open(public_id, reference=get_reference("sv"))


def test_the_listed_fields_are_told(app: Flask, open_id: uuid.UUID) -> None:
    with app.app_context():
        page = read(open_id)

    assert (page.title, page.purpose, page.organisation_name) == (
        "Läxhjälp",
        "Fler klarar skolan.",
        "Läsro",
    )
    assert (page.age_from, page.age_to) == (7, 12)
    assert [goal.code for goal in page.goals] == ["CY2"]
    assert [row.code for row in page.of_list(ListCode.TARGET_GROUP)] == ["children"]
    assert [row.code for row in page.of_list(ListCode.EFFORT_TYPE)] == ["homework_help"]
    assert page.links == ("https://example.org/b", "https://example.org/a")


def test_nothing_else_is_in_the_row(app: Flask, manager: Actor, open_id: uuid.UUID) -> None:
    with app.app_context():
        add_report(manager, open_id, "Tolv barn kom.", obstacles="HEMLIGT", needs="HEMLIGT")
        told = repr(asdict(read(open_id)))

    assert "Tolv barn kom." in told
    for secret in ("HEMLIG", "Hemlig", "987654", "sponsorship"):
        assert secret not in told


def test_an_initiative_that_is_not_open_is_not_found(
    app: Flask, manager: Actor, open_id: uuid.UUID
) -> None:
    with app.app_context():
        for hidden in (
            add_initiative(manager, "Delad"),
            add_initiative(manager, "Utkast", is_draft=True),
            uuid.uuid4(),
        ):
            with pytest.raises(NotFoundError):
                read(hidden)


def test_only_partners_that_have_accepted_are_told(
    app: Flask, manager: Actor, open_id: uuid.UUID
) -> None:
    with app.app_context():
        house = add_person("Per Ek", add_organisation("AB Huset", kind="business"))
        other = add_organisation("Tillfrågade förbundet")
        for organisation in (house.organisations[0], other):
            partnerships.ask(
                manager,
                open_id,
                organisation_id=organisation.public_id,
                role="contributing",
                note="HEMLIGT",
                now=START,
            )
        asked = db.session.scalars(
            select(Partnership.public_id).where(
                Partnership.organisation_id == house.organisations[0].id
            )
        ).one()
        assert read(open_id).partners == ()
        partnerships.answer(house, asked, is_accepted=True, now=START)

        assert [row.organisation_name for row in read(open_id).partners] == ["AB Huset"]


@pytest.mark.parametrize(
    ("people_reached", "told"),
    [(None, (None, False)), (0, (None, True)), (4, (None, True)), (5, (5, False))],
)
def test_fewer_than_five_people_are_never_counted_out(
    app: Flask,
    manager: Actor,
    open_id: uuid.UUID,
    people_reached: int | None,
    told: tuple[int | None, bool],
) -> None:
    with app.app_context():
        add_report(manager, open_id, "Vi har börjat.", people_reached=people_reached)
        [report] = read(open_id).reports

    assert (report.people_reached, report.are_few) == told


def test_reports_come_latest_first_and_a_corrected_one_is_left_out(
    app: Flask, manager: Actor, open_id: uuid.UUID
) -> None:
    with app.app_context():
        wrong = add_report(manager, open_id, "Fel siffra.")
        add_report(manager, open_id, "Sommaruppehåll.", now=START + timedelta(days=30))
        status_reports.correct(
            manager,
            wrong,
            status_reports.ReportContent(
                condition=Condition.NEEDS_ATTENTION,
                phase=Phase.ONGOING,
                happened="Rätt siffra.",
                reported_on=START.date(),
            ),
            submission_key="correction",
            now=START + timedelta(days=31),
        )
        reports = read(open_id).reports

    assert [row.happened for row in reports] == ["Sommaruppehåll.", "Rätt siffra."]
    assert reports[1].condition is Condition.NEEDS_ATTENTION
