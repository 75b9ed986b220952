"""What waits for a person when they sign in, and for nobody else."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from tests.clock import START
from tests.register import (
    add_initiative,
    add_partner,
    add_report,
)
from tests.town import Town
from tracker.access.actors import ANONYMOUS, Actor
from tracker.domain.lifecycle import Condition, Phase
from tracker.extensions import db
from tracker.queries import start
from tracker.services import initiatives, partnerships, phases, publication, status_reports
from tracker.services.status_reports import ReportContent

pytestmark = pytest.mark.usefixtures("in_app")
TODAY = START.date()
LATE = TODAY + timedelta(days=61)


def own(actor: Actor, *, today: date = TODAY) -> list[str]:
    db.session.rollback()
    return [row.title for row in start.list_own(actor, content_hash=uuid.uuid4().hex, today=today)]


def waiting(actor: Actor) -> list[tuple[str, str, str]]:
    db.session.rollback()
    return [(row.kind, row.title, row.organisation_name) for row in start.list_waiting(actor)]


# Own initiatives --------------------------------------------------------------------------


def test_the_own_organisations_initiatives_are_listed_drafts_too(town: Town) -> None:
    add_initiative(town.lea, "Matlaget")
    add_initiative(town.lea, "Utkast", is_draft=True)
    theirs = add_initiative(town.pia, "Lokalerna")
    add_partner(town.pia, theirs, town.lea)

    assert sorted(own(town.mia)) == ["Matlaget", "Utkast"]
    assert own(town.rut) == []


def test_late_comes_first_then_what_runs_then_the_rest(town: Town) -> None:
    add_initiative(town.lea, "Planen", phase=Phase.PLANNED)
    add_initiative(town.lea, "Tyst", phase=Phase.CLOSING)
    fresh = add_initiative(town.lea, "Nyss", phase=Phase.ONGOING)
    add_report(town.lea, fresh, now=START + timedelta(days=60))

    assert own(town.lea, today=LATE) == ["Tyst", "Nyss", "Planen"]


def test_a_draft_is_never_late_and_waits_for_no_report(town: Town) -> None:
    add_initiative(town.lea, "Utkast", is_draft=True, phase=Phase.ONGOING)

    (row,) = start.list_own(town.lea, content_hash=uuid.uuid4().hex, today=LATE)

    assert (row.is_late, row.is_report_welcome) == (False, False)


@pytest.mark.parametrize(
    ("days", "is_welcome", "is_late"), [(13, False, False), (14, True, False), (61, True, True)]
)
def test_a_report_is_welcome_before_it_is_late(
    town: Town, days: int, is_welcome: bool, is_late: bool
) -> None:
    add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)

    (row,) = start.list_own(
        town.lea, content_hash=uuid.uuid4().hex, today=TODAY + timedelta(days=days)
    )

    assert (row.is_report_welcome, row.is_late, row.days_silent) == (is_welcome, is_late, days)


# What waits for an answer -----------------------------------------------------------------


def test_an_asked_organisation_has_a_question_waiting(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget")
    asked = add_partner(town.lea, public_id, town.pia, is_accepted=False)

    assert waiting(town.pia) == [("asked", "Matlaget", "Norrby kök")]
    assert waiting(town.lea) == waiting(town.cim) == waiting(town.stina) == []
    partnerships.answer(town.pia, asked, is_accepted=True, now=START)
    assert waiting(town.pia) == []


def test_an_offer_waits_for_the_lead_organisation(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget")
    partnerships.offer(
        town.pia,
        public_id,
        organisation_id=town.house.public_id,
        role="contributing",
        note="",
        now=START,
    )

    assert waiting(town.mia) == [("offered", "Matlaget", "AB Huset")]
    assert waiting(town.pia) == []


def test_a_proposed_move_waits_for_the_organisation(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)
    phases.propose(town.cim, public_id, Phase.PAUSED, reason="Tyst.", now=START)

    assert waiting(town.lea) == [("proposed", "Matlaget", "Norrby kök")]
    assert waiting(town.cim) == []


def test_nothing_waits_about_what_was_withdrawn(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget")
    add_partner(town.lea, public_id, town.pia, is_accepted=False)
    publication.publish(town.lea, public_id, now=START)

    initiatives.withdraw(town.lea, public_id, reason="", now=START)

    assert waiting(town.pia) == waiting(town.cim) == []


# Reports to be reminded of ----------------------------------------------------------------


def test_what_was_said_last_time_is_remembered(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)
    assert start.find_last_report(town.lea, public_id) is None
    add_report(town.lea, public_id, "I januari.", reported_on=date(2026, 1, 20))
    add_report(town.lea, public_id, "I mars.")

    last = start.find_last_report(town.lea, public_id)

    assert last is not None
    assert (last.happened, last.reported_on) == ("I mars.", TODAY)


def correct(town: Town, report_id: uuid.UUID, happened: str) -> None:
    content = ReportContent(
        condition=Condition.ON_PLAN,
        phase=Phase.ONGOING,
        happened=happened,
        reported_on=date(2026, 2, 2),
    )
    status_reports.correct(town.lea, report_id, content, submission_key="again", now=START)


def test_a_corrected_report_is_quoted_no_more(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)
    wrong = add_report(town.lea, public_id, "Fel ord.")

    correct(town, wrong, "Rätt ord.")

    last = start.find_last_report(town.lea, public_id)
    assert last is not None
    assert last.happened == "Rätt ord."
    assert [row.happened for row in start.list_latest_reports(town.rut, limit=5)] == ["Rätt ord."]


def test_the_latest_reports_are_those_that_one_may_read(town: Town) -> None:
    draft = add_initiative(town.lea, "Utkast", is_draft=True, phase=Phase.ONGOING)
    add_report(town.lea, draft, "Bara vi vet.")
    public_id = add_initiative(town.pia, "Lokalerna")
    add_report(town.pia, public_id, "Alla vet.")
    add_report(town.pia, public_id, "", is_nothing_new=True)

    assert [row.happened for row in start.list_latest_reports(town.rut, limit=5)] == ["Alla vet."]
    assert [row.happened for row in start.list_latest_reports(town.mia, limit=5)] == [
        "Alla vet.",
        "Bara vi vet.",
    ]
    assert start.find_last_report(town.rut, draft) is None
    assert len(start.list_latest_reports(town.mia, limit=1)) == 1


# The whole --------------------------------------------------------------------------------


def test_the_figures_count_what_one_may_see(town: Town) -> None:
    add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)
    add_initiative(town.lea, "Odlingen", phase=Phase.CLOSING)
    add_initiative(town.lea, "Utkast", phase=Phase.ONGOING, is_draft=True)
    add_initiative(town.pia, "Lokalerna", phase=Phase.PLANNED)

    assert start.get_figures(town.rut, content_hash="now") == start.Figures(
        ongoing=2, organisations=1
    )
    assert start.get_figures(town.lea, content_hash="now") == start.Figures(
        ongoing=3, organisations=1
    )
    assert start.get_figures(ANONYMOUS, content_hash="now") == start.Figures(
        ongoing=0, organisations=0
    )
