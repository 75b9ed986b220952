"""Periods are opened and locked by coordinators; a report counts for the one that waits for it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative, add_report
from tests.town import Town
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.reporting_periods import PeriodKind, Reason, ReportDue, ReportStanding, Rhythm
from tracker.domain.roles import OrganisationFamily
from tracker.errors import NotAllowedError, RefusedError
from tracker.extensions import db
from tracker.models import ReportingPeriod, StatusReport
from tracker.queries import reporting_periods as queries
from tracker.services import reporting_periods, status_reports
from tracker.services.reporting_periods import PeriodContent

pytestmark = pytest.mark.usefixtures("in_app")

TODAY = START.date()
LAST_YEAR = PeriodContent(
    year=TODAY.year - 1,
    kind=PeriodKind.YEAR,
    opens_on=TODAY - timedelta(days=9),
    due_on=TODAY + timedelta(days=9),
)


def opened(town: Town) -> uuid.UUID:
    return reporting_periods.plan(town.cim, LAST_YEAR, now=START)


def kitchens(town: Town) -> uuid.UUID:
    return add_initiative(
        town.lea,
        "Matlaget",
        phase=Phase.ONGOING,
        visibility=Visibility.SHARED,
        start_on=date(TODAY.year - 1, 3, 1),
    )


def due_now() -> dict[str, ReportDue]:
    return {row.title: row.due for row in queries.list_due_reports(today=TODAY)}


def test_the_first_report_counts_for_the_period_and_the_next_for_none(town: Town) -> None:
    matlaget, period_id = kitchens(town), opened(town)
    due = due_now()["Matlaget"]
    assert (due.standing, due.due_on) == (ReportStanding.DUE, LAST_YEAR.due_on)

    report_id = add_report(town.lea, matlaget)
    add_report(town.lea, matlaget, "Vi fortsätter.")
    status_reports.correct(
        town.lea,
        report_id,
        status_reports.ReportContent(
            condition=Condition.ON_PLAN,
            phase=Phase.ONGOING,
            happened="Vi var tjugo.",
            reported_on=TODAY,
        ),
        submission_key="correction",
        now=START,
    )

    reports = db.session.scalars(select(StatusReport).order_by(StatusReport.id)).all()
    period = db.session.scalars(select(ReportingPeriod)).one()
    assert [report.period_id for report in reports] == [period.id, None, period.id]
    row = queries.get_period(town.cim, period_id)
    found = queries.list_standings(town.cim, row.period, today=TODAY)
    assert [each.due.standing for each in found] == [ReportStanding.HANDED_IN]
    assert due_now() == {}


def test_a_locked_period_takes_no_report_until_it_is_opened_again(town: Town) -> None:
    matlaget, period_id = kitchens(town), opened(town)
    reporting_periods.lock(town.cim, period_id, now=START)
    add_report(town.lea, matlaget)
    assert db.session.scalars(select(StatusReport.period_id)).all() == [None]

    with pytest.raises(RefusedError, match="reopening_reason_needed"):
        reporting_periods.reopen(town.cim, period_id, reason="", now=START)
    reporting_periods.reopen(town.cim, period_id, reason="Två fick sent besked.", now=START)

    add_report(town.lea, matlaget, "Så gick året.")
    assert sum(1 for each in db.session.scalars(select(StatusReport.period_id)) if each) == 1
    assert queries.get_period(town.cim, period_id).reopened_reason == "Två fick sent besked."


def test_only_coordinators_decide_and_each_period_is_there_once(town: Town) -> None:
    with pytest.raises(NotAllowedError):
        reporting_periods.plan(town.lea, LAST_YEAR, now=START)
    opened(town)
    with pytest.raises(RefusedError, match="period_known"):
        opened(town)


def test_an_initiative_may_have_another_rhythm_than_its_family(town: Town) -> None:
    matlaget = kitchens(town)
    opened(town)
    silent = Rhythm(wants_tertials=False, wants_year=False, every_days=None)
    reporting_periods.set_rhythm(town.cim, OrganisationFamily.CIVIL, silent, now=START)
    assert due_now() == {}

    yearly = Rhythm(wants_tertials=False, wants_year=True, every_days=None)
    reporting_periods.make_exception(
        town.cim, matlaget, yearly, reason="Har stort bidrag.", now=START
    )
    assert due_now()["Matlaget"].reason is Reason.ASKED

    reporting_periods.end_exception(town.cim, matlaget, now=START)
    assert due_now() == {}
