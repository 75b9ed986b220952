"""Reports are kept as they were handed in; the latest that stands tells how the initiative goes."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import (
    add_initiative,
    add_partner,
    add_report,
    get_initiative,
    last_changes,
    verbs_on,
)
from tests.town import Town
from tracker.access.actors import Actor
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, NotFoundError, PersonalDataError, RefusedError
from tracker.extensions import db
from tracker.models import StatusReport
from tracker.services import initiatives, phases, status_reports
from tracker.services.status_reports import ReportContent

pytestmark = pytest.mark.usefixtures("in_app")

TODAY = START.date()


def content(**fields: Any) -> ReportContent:
    said = {
        "condition": Condition.ON_PLAN,
        "phase": Phase.ONGOING,
        "happened": "Vi har träffats varje tisdag.",
        "reported_on": TODAY,
    }
    return ReportContent(**{**said, **fields})


def submit(
    actor: Actor,
    initiative_id: uuid.UUID,
    *,
    key: str = "key",
    now: datetime = START,
    **fields: Any,
) -> uuid.UUID:
    return status_reports.submit(
        actor, initiative_id, content(**fields), submission_key=key, now=now
    )


def correct(
    actor: Actor, report_id: uuid.UUID, *, key: str = "again", now: datetime = START, **fields: Any
) -> uuid.UUID:
    return status_reports.correct(actor, report_id, content(**fields), submission_key=key, now=now)


def reports() -> list[StatusReport]:
    db.session.rollback()
    return list(db.session.scalars(select(StatusReport).order_by(StatusReport.id)))


@pytest.fixture
def initiative_id(town: Town) -> uuid.UUID:
    return add_initiative(town.lea, "Matlaget", phase=Phase.PLANNED)


# Handing in -------------------------------------------------------------------------------


def test_a_report_says_how_it_goes_on_the_initiative_too(
    town: Town, initiative_id: uuid.UUID
) -> None:
    submit(
        town.mia,
        initiative_id,
        condition=Condition.NEEDS_SUPPORT,
        phase=Phase.ONGOING,
        needs="En lokal.",
    )

    row = get_initiative(initiative_id)
    assert (row.phase, row.condition) == (Phase.ONGOING, Condition.NEEDS_SUPPORT)
    assert row.last_reported_on == TODAY
    assert verbs_on(initiative_id) == [Verb.REGISTERED, Verb.REPORTED]


def test_a_report_keeps_every_answer(town: Town, initiative_id: uuid.UUID) -> None:
    submit(
        town.mia,
        initiative_id,
        obstacles="För få vuxna.",
        needs="Två vuxna på tisdagar.",
        people_reached=25,
        language="en",
    )

    (report,) = reports()
    assert report.happened == "Vi har träffats varje tisdag."
    assert (report.obstacles, report.needs) == ("För få vuxna.", "Två vuxna på tisdagar.")
    assert (report.people_reached, report.language) == (25, "en")
    assert (report.person_id, report.organisation_id) == (town.mia.person_id, town.kitchen.id)


def test_nobody_reached_and_cannot_count_yet_are_different_answers(
    town: Town, initiative_id: uuid.UUID
) -> None:
    submit(town.lea, initiative_id, key="one", people_reached=0)
    assert last_changes(initiative_id)["people_reached"] == (None, 0)
    submit(town.lea, initiative_id, key="two", people_reached=None)
    assert "people_reached" not in last_changes(initiative_id)

    assert [report.people_reached for report in reports()] == [0, None]


def test_nothing_new_is_an_answer(town: Town, initiative_id: uuid.UUID) -> None:
    submit(town.lea, initiative_id, happened="", is_nothing_new=True)

    assert get_initiative(initiative_id).last_reported_on == TODAY


def test_a_report_that_says_nothing_is_refused(town: Town, initiative_id: uuid.UUID) -> None:
    with pytest.raises(RefusedError) as refused:
        submit(town.lea, initiative_id, happened="")

    assert (refused.value.code, refused.value.field_name) == ("nothing_said", "happened")
    assert reports() == []


@pytest.mark.parametrize("field", ["happened", "obstacles", "needs"])
def test_personal_data_is_found_in_every_text(
    town: Town, initiative_id: uuid.UUID, field: str
) -> None:
    said: dict[str, Any] = {field: "Ring Kim på 070-174 06 35."}

    with pytest.raises(PersonalDataError) as refused:
        submit(town.lea, initiative_id, **said)

    assert list(refused.value.findings) == [field]
    assert reports() == []


@pytest.mark.parametrize(
    ("moment", "latest"),
    [
        (datetime(2026, 3, 2, 22, 59, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 2, 23, 1, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 7, 2, 22, 1, tzinfo=UTC), date(2026, 7, 3)),
    ],
)
def test_the_latest_day_to_report_of_is_today_in_boras(
    town: Town, initiative_id: uuid.UUID, moment: datetime, latest: date
) -> None:
    with pytest.raises(RefusedError) as refused:
        submit(town.lea, initiative_id, now=moment, reported_on=latest + timedelta(days=1))
    assert (refused.value.code, refused.value.field_name) == ("future_date", "reported_on")

    submit(town.lea, initiative_id, now=moment, reported_on=latest)
    assert get_initiative(initiative_id).last_reported_on == latest


def test_a_step_back_wants_a_sentence(town: Town, initiative_id: uuid.UUID) -> None:
    submit(town.lea, initiative_id, key="one", phase=Phase.COMPLETED)

    with pytest.raises(RefusedError) as refused:
        submit(
            town.lea,
            initiative_id,
            key="two",
            phase=Phase.ONGOING,
            happened="",
            is_nothing_new=True,
        )
    assert (refused.value.code, refused.value.field_name) == ("reason_needed", "happened")
    submit(town.lea, initiative_id, key="three", happened="Vi fick nya pengar.")

    assert get_initiative(initiative_id).phase is Phase.ONGOING


def test_a_report_of_an_earlier_day_changes_nothing_of_today(
    town: Town, initiative_id: uuid.UUID
) -> None:
    submit(town.lea, initiative_id, key="one", condition=Condition.NEEDS_SUPPORT)
    submit(
        town.lea,
        initiative_id,
        key="two",
        condition=Condition.ON_PLAN,
        phase=Phase.COMPLETED,
        reported_on=TODAY - timedelta(days=30),
    )

    row = get_initiative(initiative_id)
    assert (row.last_reported_on, row.condition) == (TODAY, Condition.NEEDS_SUPPORT)
    assert row.phase is Phase.ONGOING


def test_of_two_reports_on_one_day_the_later_written_counts(
    town: Town, initiative_id: uuid.UUID
) -> None:
    submit(town.lea, initiative_id, key="one", condition=Condition.ON_PLAN)
    submit(town.lea, initiative_id, key="two", condition=Condition.NEEDS_ATTENTION)

    assert get_initiative(initiative_id).condition is Condition.NEEDS_ATTENTION


def test_a_report_that_leaves_the_phase_does_not_make_an_open_form_stale(
    town: Town, initiative_id: uuid.UUID
) -> None:
    before = get_initiative(initiative_id).version
    submit(town.lea, initiative_id, key="one", phase=Phase.PLANNED)
    assert get_initiative(initiative_id).version == before

    submit(town.lea, initiative_id, key="two", phase=Phase.ONGOING)
    assert get_initiative(initiative_id).version == before + 1


# Once, however often the button is pressed ------------------------------------------------


def test_a_double_click_hands_in_one_report(town: Town, initiative_id: uuid.UUID) -> None:
    first = submit(town.lea, initiative_id)
    second = submit(town.lea, initiative_id, now=START + timedelta(seconds=1))

    assert first == second
    assert len(reports()) == 1
    assert verbs_on(initiative_id) == [Verb.REGISTERED, Verb.REPORTED]


def test_a_page_gone_back_to_and_written_anew_is_not_swallowed(
    town: Town, initiative_id: uuid.UUID
) -> None:
    submit(town.lea, initiative_id)
    submit(town.lea, initiative_id, happened="Och en sak till: vi har fått en lokal.")

    assert [report.happened[:2] for report in reports()] == ["Vi", "Oc"]


def test_a_double_click_on_a_correction_corrects_once(town: Town, initiative_id: uuid.UUID) -> None:
    wrong = submit(town.lea, initiative_id)
    first = correct(town.lea, wrong, happened="Varannan tisdag.")
    second = correct(town.lea, wrong, happened="Varannan tisdag.")

    assert first == second
    assert len(reports()) == 2


# Correcting -------------------------------------------------------------------------------


def test_a_correction_keeps_the_first_report_and_says_so(
    town: Town, initiative_id: uuid.UUID
) -> None:
    wrong = submit(town.lea, initiative_id, people_reached=250)

    correct(town.mia, wrong, happened="Siffran var fel.", people_reached=25)

    first, second = reports()
    assert (first.people_reached, second.people_reached) == (250, 25)
    assert second.corrects_id == first.id
    assert verbs_on(initiative_id)[-1] == Verb.CORRECTED_REPORT


def test_a_corrected_condition_is_the_initiatives(town: Town, initiative_id: uuid.UUID) -> None:
    wrong = submit(town.lea, initiative_id, condition=Condition.NEEDS_SUPPORT)

    correct(town.lea, wrong, condition=Condition.ON_PLAN)

    assert get_initiative(initiative_id).condition is Condition.ON_PLAN


def test_a_wrong_day_is_forgotten_with_its_report(town: Town, initiative_id: uuid.UUID) -> None:
    wrong = submit(town.lea, initiative_id, condition=Condition.NEEDS_SUPPORT)

    correct(town.lea, wrong, reported_on=date(2026, 2, 2), condition=Condition.ON_PLAN)

    row = get_initiative(initiative_id)
    assert (row.last_reported_on, row.condition) == (date(2026, 2, 2), Condition.ON_PLAN)


def test_correcting_an_old_report_leaves_the_latest_in_force(
    town: Town, initiative_id: uuid.UUID
) -> None:
    old = submit(
        town.lea,
        initiative_id,
        key="old",
        condition=Condition.NEEDS_SUPPORT,
        reported_on=date(2026, 1, 20),
    )
    submit(town.lea, initiative_id, key="new", condition=Condition.NEEDS_ATTENTION)

    correct(town.lea, old, condition=Condition.ON_PLAN, reported_on=date(2026, 1, 21))

    row = get_initiative(initiative_id)
    assert (row.last_reported_on, row.condition) == (TODAY, Condition.NEEDS_ATTENTION)


def test_correcting_a_word_does_not_move_the_card_back(
    town: Town, initiative_id: uuid.UUID
) -> None:
    wrong = submit(town.lea, initiative_id, phase=Phase.ONGOING)
    phases.move(town.lea, initiative_id, Phase.COMPLETED, reason="", now=START)

    correct(town.lea, wrong, happened="Ett stavfel rättat.", phase=Phase.ONGOING)

    assert get_initiative(initiative_id).phase is Phase.COMPLETED


def test_a_corrected_phase_is_the_initiatives(town: Town, initiative_id: uuid.UUID) -> None:
    wrong = submit(town.lea, initiative_id, phase=Phase.COMPLETED)

    correct(town.lea, wrong, happened="Vi är inte klara.", phase=Phase.ONGOING)

    assert get_initiative(initiative_id).phase is Phase.ONGOING


def test_a_report_is_corrected_once_and_then_the_correction_is(
    town: Town, initiative_id: uuid.UUID
) -> None:
    wrong = submit(town.lea, initiative_id)
    better = correct(town.lea, wrong, happened="Varannan tisdag.")

    with pytest.raises(RefusedError) as refused:
        correct(town.lea, wrong, key="third", happened="Var tredje tisdag.")
    assert refused.value.code == "corrected_already"
    correct(town.lea, better, key="fourth", happened="Var tredje tisdag.")

    assert [report.corrects_id for report in reports()] == [
        None,
        reports()[0].id,
        reports()[1].id,
    ]


def test_a_correction_says_something_and_tells_of_no_later_day(
    town: Town, initiative_id: uuid.UUID
) -> None:
    wrong = submit(town.lea, initiative_id)

    with pytest.raises(RefusedError) as refused:
        correct(town.lea, wrong, happened="")
    assert refused.value.code == "nothing_said"
    with pytest.raises(RefusedError) as refused:
        correct(town.lea, wrong, reported_on=TODAY + timedelta(days=1))
    assert refused.value.code == "future_date"
    with pytest.raises(PersonalDataError):
        correct(town.lea, wrong, happened="Kim 811228-9874 var inte med.")
    assert len(reports()) == 1


# Who --------------------------------------------------------------------------------------


def test_only_the_lead_organisation_reports(town: Town, initiative_id: uuid.UUID) -> None:
    add_partner(town.lea, initiative_id, town.pia)
    report_id = add_report(town.lea, initiative_id)

    for actor in (town.pia, town.cim, town.rut, town.ada, town.stina):
        with pytest.raises(NotAllowedError):
            submit(actor, initiative_id, key=actor.name)
        with pytest.raises(NotAllowedError):
            correct(actor, report_id, key=actor.name)


def test_a_coordinator_reports_for_a_municipal_organisation(town: Town) -> None:
    initiative_id = add_initiative(town.stina, "Läxhjälp i skolan")

    submit(town.cim, initiative_id)

    (report,) = reports()
    assert (report.person_id, report.organisation_id) == (town.cim.person_id, town.school.id)


def test_nobody_else_reports_on_a_draft(town: Town) -> None:
    draft = add_initiative(town.stina, "Utkast", is_draft=True)

    submit(town.stina, draft)
    with pytest.raises(NotFoundError):
        submit(town.cim, draft, key="other")


def test_a_report_that_does_not_exist_is_not_found(town: Town) -> None:
    with pytest.raises(NotFoundError):
        correct(town.lea, uuid.uuid4())


def test_after_a_hand_over_the_new_organisation_reports_and_corrects(
    town: Town, initiative_id: uuid.UUID
) -> None:
    wrong = submit(town.lea, initiative_id)
    initiatives.hand_over(
        town.lea, initiative_id, organisation_id=town.house.public_id, note="", now=START
    )

    correct(town.pia, wrong, happened="Vi tog över i mars.")

    assert [report.organisation_id for report in reports()] == [town.kitchen.id, town.house.id]
