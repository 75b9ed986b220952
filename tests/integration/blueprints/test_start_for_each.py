"""The start page for each kind of person: what waits for them comes first, and nobody else's."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from tests.clock import START, Clock
from tests.documents import attribute
from tests.page_client import PageClient
from tests.register import add_initiative, add_partner, add_report, sign_in
from tests.town import Town
from tracker.domain.lifecycle import Phase
from tracker.services import phases


@pytest.fixture
def matlaget(app: Flask, town: Town) -> uuid.UUID:
    with app.app_context():
        return add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)


def test_a_stranger_is_shown_what_is_open(client: PageClient) -> None:
    response = client.get("/")

    assert response.status_code == 302
    assert client.get(response.location or "").status_code == 200


def test_a_newcomer_is_invited_to_register(client: PageClient, town: Town) -> None:
    sign_in(client, town.lea)

    page = client.get_page("/")

    assert page.text("h1") == "Hello, Lea"
    assert "/initiatives/new" in {attribute(a, "href") for a in page.select("main a")}
    assert "takes about five minutes" in page.text("main")


def test_a_member_meets_the_own_initiatives(
    client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.mia)

    page = client.get_page("/")

    assert "Matlaget" in page.text(".work-list")
    assert "No reports are waiting." in page.text("main")


def test_a_late_report_is_waiting_to_be_written(
    client: PageClient, town: Town, matlaget: uuid.UUID, clock: Clock
) -> None:
    clock.advance(days=61)
    sign_in(client, town.mia, now=clock.now)

    page = client.get_page("/")

    assert "One report is waiting to be written." in page.text("main")
    assert page.one("form[action$=reports]")


def test_a_draft_is_gone_on_with_and_never_called_late(
    client: PageClient, app: Flask, town: Town, clock: Clock
) -> None:
    with app.app_context():
        add_initiative(town.lea, "Skissen", is_draft=True, phase=Phase.ONGOING)
    clock.advance(days=61)
    sign_in(client, town.lea, now=clock.now)

    page = client.get_page("/")

    assert "No reports are waiting." in page.text("main")
    assert page.one("a[href$='/edit']")


def test_a_partner_meets_the_question_first(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        add_partner(town.lea, matlaget, town.pia, is_accepted=False)
    sign_in(client, town.pia)

    page = client.get_page("/")

    assert "Norrby kök asks you to take part" in page.text(".work-list")
    assert attribute(page.select(".work-list a.ds-button")[0], "href") == (
        f"/initiatives/{matlaget}"
    )


def test_a_manager_meets_proposed_moves(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        phases.propose(town.cim, matlaget, Phase.PAUSED, reason="Tyst.", now=START)
    sign_in(client, town.lea)

    assert "A coordinator proposes another phase" in client.get_page("/").text("main")


@pytest.mark.parametrize("who", ["rut", "ada"])
def test_who_belongs_to_no_organisation_meets_the_whole(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID, who: str
) -> None:
    with app.app_context():
        add_report(town.lea, matlaget, "Tjugo barn lagade soppa.")
    sign_in(client, getattr(town, who))

    page = client.get_page("/")

    assert "what all organisations do together" in page.text("main")
    assert "Tjugo barn lagade soppa." in page.text("main")
    assert not page.select("main a[href='/initiatives/new']")


@pytest.mark.parametrize("who", ["mia", "lea", "cim", "rut", "ada"])
def test_the_menu_leads_only_where_one_may_go(client: PageClient, town: Town, who: str) -> None:
    sign_in(client, getattr(town, who))

    links = {attribute(a, "href") for a in client.get_page("/board").select(".wide-menu a")}

    assert {"/work-list" if who == "cim" else "/start", "/board"} <= links
    assert {client.get(link).status_code for link in links} == {200}
