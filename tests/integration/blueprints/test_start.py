"""The start page: the report that is most due is there to be written, first of all."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from tests.clock import Clock
from tests.page_client import PageClient
from tests.register import add_initiative, add_organisation, add_person, sign_in
from tests.town import Town
from tracker.access.actors import Actor
from tracker.domain.reporting_periods import PeriodKind
from tracker.services import reporting_periods
from tracker.services.reporting_periods import PeriodContent


def _volunteer(app: Flask, *titles: str, phase: str = "ongoing") -> Actor:
    with app.app_context():
        actor = add_person("Lea Lund", add_organisation("Norrby kök"))
        for title in titles:
            add_initiative(actor, title, phase=phase)
    return actor


def test_the_longest_silent_initiative_is_reported_on_the_start_page_itself(
    app: Flask, client: PageClient, clock: Clock
) -> None:
    actor = _volunteer(app, "Matlag", "Syhörna")
    clock.advance(days=61)
    sign_in(client, actor, now=clock.now)

    page = client.get_page("/")
    assert page.one("#due").get_text() == "Matlag"
    answer = client.submit(page, "form[aria-labelledby=due]", happened="Vi lagade mat.")
    assert answer.status_code == 303

    page = client.get_page("/")
    assert page.one("#due").get_text() == "Syhörna"


def test_a_report_that_must_be_corrected_comes_back_on_its_own_page_with_what_was_typed(
    app: Flask, client: PageClient, clock: Clock
) -> None:
    actor = _volunteer(app, "Matlag")
    clock.advance(days=61)
    sign_in(client, actor, now=clock.now)

    answer = client.submit(
        client.get_page("/"), "form[aria-labelledby=due]", happened="Ring 070-174 06 05."
    )

    assert answer.status_code == 422
    assert "Ring 070-174 06 05." in answer.text


def test_no_report_is_asked_for_where_one_was_just_written_or_nothing_runs(
    app: Flask, client: PageClient, clock: Clock
) -> None:
    actor = _volunteer(app, "Matlag", phase="planned")
    clock.advance(days=61)
    sign_in(client, actor, now=clock.now)

    assert not client.get_page("/").select("#due")


def test_many_initiatives_are_folded_and_none_is_left_out(app: Flask, client: PageClient) -> None:
    actor = _volunteer(app, *(f"Insats {number}" for number in range(14)), phase="planned")
    sign_in(client, actor)

    page = client.get_page("/")

    assert len(page.select(".work-list h3")) == 14
    assert page.one(".panel details summary").get_text() == "4 till"


def _plan_year(app: Flask, coordinator: Actor, clock: Clock) -> None:
    with app.app_context():
        reporting_periods.plan(
            coordinator,
            PeriodContent(
                year=clock.now.year,
                kind=PeriodKind.YEAR,
                opens_on=clock.now.date(),
                due_on=date(clock.now.year + 1, 1, 15),
            ),
            now=clock.now,
        )


def test_it_says_which_period_waits_for_a_report_and_by_when_and_why_none_does(
    app: Flask, client: PageClient, clock: Clock, town: Town
) -> None:
    with app.app_context():
        add_initiative(town.lea, "Matlaget", phase="ongoing")
        add_initiative(town.lea, "Planen", phase="planned")
    _plan_year(app, town.cim, clock)
    sign_in(client, town.lea)

    page = client.get_page("/own")
    assert page.one("#due").get_text() == "Matlaget"
    assert "The whole year 2026: report by 15 January 2027." in page.text("main")
    assert "No report is needed: it is not running now." in page.text(".work-list")
    client.submit(page, "form[aria-labelledby=due]", happened="Vi lagade mat.")

    page = client.get_page("/own")
    assert not page.select("#due")
    assert "No report is needed now. The next one by 1 May 2026." in page.text("main")


def test_the_report_form_says_what_is_waited_for(
    app: Flask, client: PageClient, clock: Clock, town: Town
) -> None:
    with app.app_context():
        public_id = add_initiative(town.lea, "Matlaget", phase="ongoing")
    _plan_year(app, town.cim, clock)
    clock.now += timedelta(days=400)
    sign_in(client, town.lea, now=clock.now)

    page = client.get_page(f"/initiatives/{public_id}/reports/new")

    assert "we have waited for the report since 15 January 2027." in page.text("main")
