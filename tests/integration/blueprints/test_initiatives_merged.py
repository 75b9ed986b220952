"""What has become one is found at both addresses, with both histories, and its figures side by side."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.clock import START, Clock
from tests.meetings import HOMEWORK, Meeting, found
from tests.page_client import PageClient
from tests.register import add_initiative, add_report, open_to_everyone, sign_in
from tests.town import Town
from tracker.domain.touchpoint_decisions import Decision, Side
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import TouchpointDecision
from tracker.services import initiatives, touchpoints
from tracker.services.touchpoints import Wish


def become_one(app: Flask, town: Town, meeting: Meeting, keeps: Side = Side.ONE) -> None:
    with app.app_context():
        wish = Wish(Decision.MERGE, keeps=keeps)
        touchpoints.decide(town.cim, meeting.id, wish, version=1, now=START)
        newest = db.select(TouchpointDecision.public_id).order_by(TouchpointDecision.id.desc())
        decision_id = db.session.scalars(newest.limit(1)).one()
        for actor in (town.lea, town.stina):
            touchpoints.answer(actor, decision_id, is_accepted=True, now=START)


@pytest.fixture
def merged(app: Flask, town: Town) -> Meeting:
    """The school's has gone up in the kitchen's, each with a report and a budget."""
    with app.app_context():
        one = add_initiative(town.lea, "Läxhjälp i köket", budget_sek=20_000, **HOMEWORK)
        other = add_initiative(town.stina, "Läxor i skolan", budget_sek=30_000, **HOMEWORK)
        add_report(town.lea, one, "Köket lagade mat.")
        add_report(town.stina, other, "Skolan läste läxor.")
        meeting = Meeting(one, other, found(app, one, other))
    become_one(app, town, meeting)
    return meeting


def test_the_old_address_leads_on_for_whoever_may_see_the_common_one(
    client: PageClient, town: Town, merged: Meeting
) -> None:
    for actor in (town.lea, town.stina, town.pia, town.rut, town.cim):
        sign_in(client, actor)
        answer = client.get(f"/initiatives/{merged.other}")
        assert (answer.status_code, answer.location) == (302, f"/initiatives/{merged.one}")


def test_the_one_that_has_gone_up_is_in_no_list_and_is_changed_no_more(
    app: Flask, client: PageClient, town: Town, merged: Meeting, clock: Clock
) -> None:
    for actor in (town.stina, town.cim):
        sign_in(client, actor)
        for url in ("/", "/board", "/table", "/table?q=skolan&mine=1", "/exports/initiatives.csv"):
            with client.get(url) as answer:
                assert "Läxor i skolan" not in answer.get_data(as_text=True), url
        assert client.get(f"/initiatives/{merged.other}/edit").status_code == 404

    with app.app_context(), pytest.raises(NotFoundError):
        initiatives.withdraw(town.stina, merged.other, reason="Nej.", now=clock.now)


def test_reports_and_history_of_both_stand_on_one_page_and_nothing_twice(
    client: PageClient, town: Town, merged: Meeting
) -> None:
    sign_in(client, town.lea)

    page = client.get_page(f"/initiatives/{merged.one}")
    history = page.text(".history")

    assert "Köket lagade mat." in history
    assert "Skolan läste läxor." in history
    assert history.count("Two initiatives became one.") == 1
    assert history.count("Decided about a touchpoint") == 1
    assert len(page.select(".history a[href*='/correction']")) == 1


def test_figures_stand_beside_each_other_with_their_owners(
    client: PageClient, town: Town, merged: Meeting
) -> None:
    sign_in(client, town.lea)

    text = client.get_page(f"/initiatives/{merged.one}").text("main")

    assert "Budget SEK 20,000 (Norrby kök), SEK 30,000 (Skolan)" in text
    assert "50,000" not in text


def test_either_side_parts_them_on_the_page_and_nobody_else(
    client: PageClient, town: Town, merged: Meeting
) -> None:
    url, form = f"/initiatives/{merged.one}", ".notice form[action*='/mergers/']"
    sign_in(client, town.pia)
    page = client.get_page(url)
    assert "Became one with “Läxor i skolan”, Skolan" in page.text("main")
    assert not page.select(form)

    sign_in(client, town.stina)
    assert client.submit(client.get_page(url), form).location == f"/initiatives/{merged.other}"
    assert "Läxor i skolan" in client.get_page(f"/initiatives/{merged.other}").text("h1")


def test_a_chain_of_addresses_is_followed_to_its_end(
    app: Flask, client: PageClient, town: Town, merged: Meeting
) -> None:
    with app.app_context():
        third = add_initiative(town.stina, "Stora läxhjälpen", **HOMEWORK)
        further = Meeting(merged.one, third, found(app, merged.one, third))
    become_one(app, town, further, keeps=Side.OTHER)

    sign_in(client, town.pia)
    for old in (merged.one, merged.other):
        assert client.get(f"/initiatives/{old}").location == f"/initiatives/{third}"
    text = client.get_page(f"/initiatives/{third}").text(".history")
    assert "Skolan läste läxor." in text


def test_the_public_address_leads_on_once_the_common_one_is_open(
    app: Flask, client: PageClient, town: Town, merged: Meeting
) -> None:
    assert client.get(f"/open/{merged.other}").status_code == 404

    with app.app_context():
        open_to_everyone(merged.one, by=town.lea, confirmed_by=town.cim)

    answer = client.get(f"/open/{merged.other}")
    assert (answer.status_code, answer.location) == (302, f"/open/{merged.one}")
