"""The start page: the report that is most due is there to be written, first of all."""

from __future__ import annotations

from flask import Flask

from tests.clock import Clock
from tests.page_client import PageClient
from tests.register import add_initiative, add_organisation, add_person, sign_in
from tracker.access.actors import Actor


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
