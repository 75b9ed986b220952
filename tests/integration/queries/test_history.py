"""What has happened: every report and change, newest first, with names for those concerned alone."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from tests.clock import START
from tests.register import add_initiative, add_partner, add_report
from tests.town import Town
from tracker.access.actors import Actor
from tracker.database import transaction
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import AuditValue
from tracker.queries import history
from tracker.queries.initiatives import InitiativePage, get_page
from tracker.queries.reference import get_reference
from tracker.services import phases, status_reports
from tracker.services.status_reports import ReportContent

pytestmark = pytest.mark.usefixtures("in_app")
TODAY = START.date()


@pytest.fixture
def matlaget(town: Town, in_app: None) -> uuid.UUID:
    return add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)


def page(actor: Actor, public_id: uuid.UUID) -> InitiativePage:
    db.session.rollback()
    return get_page(actor, public_id, reference=get_reference("sv"), today=START.date())


def reports(actor: Actor, public_id: uuid.UUID, limit: int = 50) -> list[history.ReportRow]:
    return list(history.list_reports(actor, page(actor, public_id), limit=limit))


def changes(actor: Actor, public_id: uuid.UUID, limit: int = 50) -> list[history.ChangeRow]:
    return list(history.list_changes(actor, page(actor, public_id), limit=limit))


def correct(actor: Actor, report_id: uuid.UUID, *, on: date = TODAY) -> uuid.UUID:
    content = ReportContent(
        condition=Condition.ON_PLAN,
        phase=Phase.ONGOING,
        happened="Rättat.",
        reported_on=on,
    )
    return status_reports.correct(
        actor, report_id, content, submission_key=uuid.uuid4().hex, now=START
    )


# Reports ----------------------------------------------------------------------------------


def test_reports_stand_newest_first_by_the_day_they_tell_of(
    town: Town, matlaget: uuid.UUID
) -> None:
    add_report(town.lea, matlaget, "I mars.")
    add_report(town.lea, matlaget, "I januari.", reported_on=date(2026, 1, 20))
    add_report(town.lea, matlaget, "I mars igen.")

    told = [row.happened for row in reports(town.rut, matlaget)]

    assert told == ["I mars igen.", "I mars.", "I januari."]
    assert [row.happened for row in reports(town.rut, matlaget, limit=1)] == ["I mars igen."]


def test_a_report_is_told_as_it_was_handed_in(town: Town, matlaget: uuid.UUID) -> None:
    add_report(
        town.mia,
        matlaget,
        "Tjugo kom.",
        obstacles="Trångt.",
        needs="En lokal.",
        people_reached=20,
        condition=Condition.NEEDS_SUPPORT,
    )

    (row,) = reports(town.lea, matlaget)

    assert (row.happened, row.obstacles, row.needs) == ("Tjugo kom.", "Trångt.", "En lokal.")
    assert (row.people_reached, row.condition) == (20, Condition.NEEDS_SUPPORT)
    assert (row.person_name, row.organisation_name) == ("Mia Alm", "Norrby kök")


@pytest.mark.parametrize(
    ("who", "sees"),
    [("lea", True), ("pia", True), ("cim", True), ("stina", False), ("rut", False), ("ada", False)],
)
def test_names_of_people_are_for_those_concerned(
    town: Town, matlaget: uuid.UUID, who: str, sees: bool
) -> None:
    add_partner(town.lea, matlaget, town.pia)
    add_report(town.mia, matlaget)
    actor = getattr(town, who)

    assert (reports(actor, matlaget)[0].person_name == "Mia Alm") is sees
    assert (changes(actor, matlaget)[-1].person_name == "Lea Lund") is sees


def test_a_corrected_report_and_its_correction_know_each_other(
    town: Town, matlaget: uuid.UUID
) -> None:
    wrong = add_report(town.lea, matlaget, "Fel.")
    correct(town.lea, wrong)

    second, first = reports(town.lea, matlaget)

    assert (first.is_corrected, first.corrects_on) == (True, None)
    assert (second.is_corrected, second.corrects_on) == (False, START.date())


def test_a_correction_far_down_the_list_still_marks_the_first_report(
    town: Town, matlaget: uuid.UUID
) -> None:
    wrong = add_report(town.lea, matlaget, "Fel dag.")
    correct(town.lea, wrong, on=date(2026, 1, 20))

    (first,) = reports(town.lea, matlaget, limit=1)

    assert (first.happened, first.is_corrected) == ("Fel dag.", True)


def test_one_report_is_found_among_those_of_its_initiative(town: Town, matlaget: uuid.UUID) -> None:
    other = add_initiative(town.lea, "Odlingen")
    report_id = add_report(town.lea, matlaget, "Här.")

    assert history.get_report(town.lea, page(town.lea, matlaget), report_id).happened == "Här."
    with pytest.raises(NotFoundError):
        history.get_report(town.lea, page(town.lea, other), report_id)


# Changes ----------------------------------------------------------------------------------


def test_changes_stand_newest_first_and_hold_no_reports(town: Town, matlaget: uuid.UUID) -> None:
    add_report(town.lea, matlaget)
    phases.move(town.lea, matlaget, Phase.PAUSED, reason="", now=START + timedelta(days=1))

    verbs = [row.verb for row in changes(town.lea, matlaget)]

    assert verbs == [Verb.MOVED, Verb.REGISTERED]
    assert [row.verb for row in changes(town.lea, matlaget, limit=1)] == [Verb.MOVED]


def test_a_change_says_before_and_after(town: Town, matlaget: uuid.UUID) -> None:
    phases.move(town.lea, matlaget, Phase.IDEA, reason="Vi börjar om.", now=START)

    (moved, _registered) = changes(town.lea, matlaget)

    assert moved.values["phase"] == ("ongoing", "idea")
    assert moved.values["note"] == (None, "Vi börjar om.")
    assert (moved.organisation_name, moved.at) == ("Norrby kök", START)


def test_a_change_is_told_of_the_organisation_of_whoever_made_it(
    town: Town, matlaget: uuid.UUID
) -> None:
    yard = add_initiative(town.stina, "Gården", phase=Phase.ONGOING)
    phases.move(town.stina, yard, Phase.PAUSED, reason="Sommar.", now=START)
    phases.move(town.cim, yard, Phase.ONGOING, reason="Höst.", now=START)

    by = [(row.person_name, row.organisation_name) for row in changes(town.cim, yard)]

    assert by[0] == ("Cim Dal", None)
    assert by[1][1] == by[2][1] is not None


def test_erased_values_leave_the_change_itself(town: Town, matlaget: uuid.UUID) -> None:
    phases.move(town.lea, matlaget, Phase.PAUSED, reason="Sommar.", now=START)
    with transaction() as session:
        session.execute(update(AuditValue).values(before=None, after=None, salt=None))

    moved, registered = changes(town.lea, matlaget)

    assert (moved.verb, registered.verb) == (Verb.MOVED, Verb.REGISTERED)
    assert set(moved.values.values()) == {(None, None)}


def test_changes_of_another_initiative_are_not_told(town: Town, matlaget: uuid.UUID) -> None:
    other = add_initiative(town.lea, "Odlingen")
    phases.move(town.lea, other, Phase.ONGOING, reason="", now=START)

    assert [row.verb for row in changes(town.lea, matlaget)] == [Verb.REGISTERED]
