"""The demo city comes quickly, reads well, and leaves nothing behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from tests.clock import START, Clock
from tests.demo import PASSWORD, find_person, load_demo
from tests.figures import Figures
from tests.register import add_initiative, add_organisation, add_person
from tracker.access.actors import Actor, OwnOrganisation
from tracker.config import Settings
from tracker.database import transaction
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.domain.touchpoint_decisions import Decision
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, RefusedError
from tracker.extensions import Base, db
from tracker.models import (
    AuditEntry,
    CountedElsewhere,
    Initiative,
    InitiativeFingerprint,
    Measure,
    MeasureValue,
    MeasureValuePart,
    Organisation,
    OutboxEvent,
    Person,
    RegisterState,
    SharedMeasure,
    StatusReport,
    Touchpoint,
)
from tracker.queries.accounts import find_signed_in
from tracker.queries.demo import get_demo_size
from tracker.services import (
    accounts,
    audit,
    demo,
    initiatives,
    measures,
    partnerships,
    people,
    phases,
    status_reports,
    touchpoint_matching,
    touchpoint_talk,
    touchpoints,
)
from tracker.services.arrivals import Visitor
from tracker.services.measures import MeasureContent
from tracker.services.status_reports import ReportContent
from tracker.services.touchpoints import Wish

KEPT_TABLES = {"audit_entries", "audit_values", "register_state", "sign_in_attempts"}
LOADED_WITHIN_S = 5


@pytest.fixture(autouse=True)
def _in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def administrator() -> Actor:
    return add_person("Ann Ek", platform_roles=[PlatformRole.ADMINISTRATOR])


def rows_by_table() -> dict[str, int]:
    return {
        name: db.session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
        for name in sorted({*Base.metadata.tables, "initiative_search"} - KEPT_TABLES)
    }


def count(model: Any, *conditions: Any) -> int:
    found: int = db.session.scalar(select(func.count()).select_from(model).where(*conditions))
    return found


def initiative_of(organisation_id: int, *conditions: Any) -> Initiative:
    query = select(Initiative).where(
        Initiative.lead_organisation_id == organisation_id,
        Initiative.visibility != Visibility.DRAFT,
        *conditions,
    )
    row: Initiative = db.session.scalars(query.order_by(Initiative.id).limit(1)).one()
    return row


def acting(email: str) -> Actor:
    arrival = accounts.sign_in(
        email, PASSWORD, visitor=Visitor("", "127.0.0.1"), settings=SETTINGS[0], now=START
    )
    found = find_signed_in(arrival.session_token)
    assert found is not None
    return found.actor


SETTINGS: list[Settings] = []


@pytest.fixture(autouse=True)
def _settings(app: Flask) -> None:
    SETTINGS[:] = [app.config["SETTINGS"]]


def test_the_whole_city_is_loaded_within_seconds(clock: Clock, figures: Figures) -> None:
    began = time.process_time()
    load_demo(clock.now, initiatives=480)
    took_s = time.process_time() - began

    figures.worst("the demo city loaded (processor time)", value=round(took_s, 1), unit="s")
    assert count(Initiative) == 480
    assert count(StatusReport) > 900
    assert count(Organisation, Organisation.is_demo) > 100
    assert took_s < LOADED_WITHIN_S


def test_its_people_sign_in_with_the_passwords_they_were_given(clock: Clock) -> None:
    load_demo(clock.now)

    assert acting("samordnare@demo.example").is_coordinator
    assert acting("administrator@demo.example").is_administrator
    manager = acting("ordforande@demo.example")
    assert [own.role for own in manager.organisations] == [MembershipRole.MANAGER]


def test_it_is_loaded_once(clock: Clock) -> None:
    load_demo(clock.now)
    with pytest.raises(RefusedError) as refused:
        load_demo(clock.now)
    assert refused.value.code == "demo_present"


def test_it_is_not_mixed_with_organisations_of_its_names(clock: Clock) -> None:
    add_organisation("föreningen läsro")
    with pytest.raises(RefusedError) as refused:
        load_demo(clock.now)

    assert refused.value.code == "demo_names_taken"
    assert count(Initiative) == 0


def test_removing_it_leaves_the_register_as_it_was(
    administrator: Actor, clock: Clock, tmp_path: Path
) -> None:
    before = rows_by_table()
    load_demo(clock.now)
    touchpoint_matching.match(touchpoint_matching.due_ids(limit=40), folder=tmp_path, now=clock.now)
    coordinator = add_person("Cim Dal", platform_roles=[PlatformRole.COORDINATOR])
    met = db.session.scalars(select(Touchpoint.public_id)).all()
    wish = Wish(Decision.COMPLEMENT)
    touchpoints.decide(coordinator, met[0], wish, version=1, now=clock.now)
    touchpoint_talk.write(coordinator, met[0], "Bra!", now=clock.now)
    demo.remove(administrator, now=clock.now)

    gone = {"initiative_fingerprints": 0, "people": 1, "person_roles": 1}
    after = rows_by_table()
    assert {name: rows - gone.get(name, 0) for name, rows in after.items()} == {
        **before, "initiative_fingerprints": after["initiative_fingerprints"],
    }  # fmt: skip
    assert count(InitiativeFingerprint, InitiativeFingerprint.is_listed) == 0
    assert db.session.scalar(select(RegisterState.has_demo)) is False
    assert count(AuditEntry, AuditEntry.verb == Verb.DEMO_REMOVED) == 1
    assert count(AuditEntry, AuditEntry.verb == Verb.REGISTERED) == 40


def test_nobody_is_locked_out(clock: Clock) -> None:
    load_demo(clock.now)
    invented = acting("administrator@demo.example")

    with pytest.raises(RefusedError) as refused:
        demo.remove(invented, now=clock.now)
    assert refused.value.code == "demo_no_administrator"

    people.create_administrator("Ann Ek", "ann@boras.se", language="sv", now=clock.now)
    demo.remove(invented, now=clock.now)
    assert find_signed_in(invented.token) is None


def test_a_closed_account_does_not_count_as_an_administrator(clock: Clock) -> None:
    add_person("Ann Ek", platform_roles=[PlatformRole.ADMINISTRATOR], is_disabled=True)
    load_demo(clock.now)

    with pytest.raises(RefusedError):
        demo.remove(acting("administrator@demo.example"), now=clock.now)


def test_only_an_administrator_removes_it_and_only_once(administrator: Actor, clock: Clock) -> None:
    load_demo(clock.now)
    with pytest.raises(NotAllowedError):
        demo.remove(acting("samordnare@demo.example"), now=clock.now)

    demo.remove(administrator, now=clock.now)

    with pytest.raises(RefusedError) as refused:
        demo.remove(administrator, now=clock.now)
    assert refused.value.code == "demo_absent"


def test_what_was_written_among_the_invented_goes_and_what_is_real_stays(
    administrator: Actor, clock: Clock
) -> None:
    real = add_organisation("Läxhjälpen på riktigt")
    manager = add_person("Ida Real", real)
    kept = add_initiative(manager, "Riktig insats")
    before = rows_by_table()
    load_demo(clock.now)
    invented = acting("chef@demo.example")
    _write_among_the_invented(manager, kept, invented, clock)
    size = get_demo_size(administrator)

    demo.remove(administrator, now=clock.now + timedelta(hours=1))

    assert size.initiatives == 40
    assert size.own_initiatives == 1
    after = rows_by_table()
    told = {name: after[name] for name in ("notifications", "outbox_events")}
    assert after == before | told
    assert [row.title for row in db.session.scalars(select(Initiative))] == ["Riktig insats"]
    assert count(Person) == 2


def _write_among_the_invented(manager: Actor, kept: Any, invented: Actor, clock: Clock) -> None:
    """A real and an invented organisation meet in every way that leaves a row."""
    own = invented.organisations[0]
    add_initiative(invented, "Prövad insats")
    their = initiative_of(own.id, Initiative.is_demo)
    for actor, initiative_id, asked in (
        (manager, kept, own),
        (invented, their.public_id, manager.organisations[0]),
    ):
        partnerships.ask(
            actor,
            initiative_id,
            organisation_id=asked.public_id,
            role="contributing",
            note="",
            now=clock.now,
        )
    phases.propose(
        acting("samordnare@demo.example"), kept, phase=Phase.PAUSED, reason="Prov", now=clock.now
    )
    _hand_a_report_over(manager, invented, kept, clock)


def _hand_a_report_over(manager: Actor, invented: Actor, kept: Any, clock: Clock) -> None:
    """The real initiative was the invented organisation's for a while, and it reported on it."""
    own, real = invented.organisations[0], manager.organisations[0]
    initiatives.hand_over(manager, kept, organisation_id=own.public_id, note="", now=clock.now)
    report = ReportContent(
        condition=Condition.ON_PLAN,
        phase=Phase.PLANNED,
        happened="Prövat",
        reported_on=clock.today,
    )
    status_reports.submit(invented, kept, report, submission_key="x", now=clock.now)
    initiatives.hand_over(invented, kept, organisation_id=real.public_id, note="", now=clock.now)


def test_mails_that_wait_for_its_people_are_not_sent(administrator: Actor, clock: Clock) -> None:
    load_demo(clock.now)
    people.send_link(administrator, find_person("chef@demo.example").public_id, now=clock.now)
    people.send_link(administrator, administrator.public_id, now=clock.now)  # type: ignore[arg-type]

    demo.remove(administrator, now=clock.now)

    waiting = [event.payload["to"] for event in db.session.scalars(select(OutboxEvent))]
    assert waiting == ["ann@example.org"]


def test_a_later_initiative_does_not_inherit_an_invented_history(
    administrator: Actor, clock: Clock
) -> None:
    load_demo(clock.now)
    last_id = db.session.scalar(select(func.max(Initiative.id)))
    demo.remove(administrator, now=clock.now)

    manager = add_person("Ida Real", add_organisation("Läxhjälpen"))
    add_initiative(manager, "Riktig insats")

    assert db.session.scalar(select(Initiative.id)) > last_id


def test_a_real_report_survives_its_invented_author(administrator: Actor, clock: Clock) -> None:
    real: OwnOrganisation = add_organisation("Läxhjälpen")
    kept = add_initiative(add_person("Ida Real", real), "Riktig insats")
    load_demo(clock.now)
    invented = find_person("volontar@demo.example")
    with transaction() as session:
        initiative = session.scalars(select(Initiative).where(Initiative.public_id == kept)).one()
        session.add(
            StatusReport(
                initiative_id=initiative.id,
                organisation_id=real.id,
                person_id=invented.id,
                condition=Condition.ON_PLAN,
                phase=Phase.ONGOING,
                happened="Riktigt",
                reported_on=clock.today,
                created_at=clock.now,
            )
        )
        audit.record(administrator, Verb.REPORTED, initiative, at=clock.now)

    demo.remove(administrator, now=clock.now)

    report = db.session.scalars(select(StatusReport)).one()
    assert (report.happened, report.person_id) == ("Riktigt", None)


def test_the_demo_citys_reports_came_in_day_by_day() -> None:
    load_demo(START)

    handed_in = list(db.session.scalars(select(StatusReport.created_at).order_by(StatusReport.id)))

    assert len(handed_in) > 20
    assert handed_in == sorted(handed_in)


def test_a_real_measure_survives_the_invented_one_that_told_its_number(
    administrator: Actor, clock: Clock
) -> None:
    manager = add_person("Ida Real", add_organisation("Läxhjälpen på riktigt"))
    kept = add_initiative(manager, "Riktig insats")
    load_demo(clock.now)
    assert count(MeasureValue) > 40
    assert count(MeasureValuePart) > 40
    shared = db.session.scalars(select(SharedMeasure).where(SharedMeasure.code == "participants"))
    shared_id = shared.one().public_id
    invented = db.session.scalars(
        select(Measure.public_id)
        .join(Initiative, Initiative.id == Measure.initiative_id)
        .join(SharedMeasure, SharedMeasure.id == Measure.shared_measure_id)
        .where(SharedMeasure.public_id == shared_id, Initiative.visibility == Visibility.OPEN)
        .limit(1)
    ).one()
    content = MeasureContent(told_in=invented)
    measures.add(manager, kept, content, shared_id=shared_id, now=clock.now)

    demo.remove(administrator, now=clock.now + timedelta(hours=1))

    assert (count(Measure), count(CountedElsewhere), count(MeasureValue)) == (1, 0, 0)
