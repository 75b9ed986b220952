"""A coordinator's start page: what waits, each with one deed done in place, and honest figures."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import select

from tests.clock import START, Clock
from tests.documents import attribute
from tests.page_client import PageClient
from tests.register import (
    add_initiative,
    add_organisation,
    add_report,
    add_touchpoint,
    change_row,
    get_initiative,
    mails,
    sign_in,
    verbs_on,
)
from tests.town import Town
from tracker.access.actors import Actor
from tracker.database import transaction
from tracker.domain.import_steps import ImportStanding, RowOutcome
from tracker.domain.lifecycle import Phase
from tracker.domain.outbox import MOST_ATTEMPTS
from tracker.errors import NotAllowedError, RefusedError
from tracker.extensions import db
from tracker.models import ContactListing, ImportFile, ImportRow, OutboxEvent
from tracker.services import publication, reminders

HX = {"HX-Request": "true"}


@pytest.fixture
def matlaget(app: Flask, town: Town) -> uuid.UUID:
    with app.app_context():
        return add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)


def add_what_the_house_warns_of(initiative: uuid.UUID, reader: Actor) -> None:
    """A mail that was given up, a contact who has not answered, and a list with odd rows."""
    row = get_initiative(initiative)
    change_row(row, contact_email="olle@example.org", contact_name="Olle")
    values = {"to": "nobody@example.org", "template": "invited", "language": "sv", "values": {}}
    imported = ImportFile(
        person_id=reader.person_id,
        name="Skolor.xlsx",
        standing=ImportStanding.PREVIEWED,
        created_at=START,
    )
    with transaction() as session:
        session.add(imported)
        session.flush()
        session.add_all(
            [
                OutboxEvent(
                    kind="mail",
                    payload=values,
                    message_id=uuid.uuid4().hex,
                    created_at=START,
                    due_at=START,
                    attempts=MOST_ATTEMPTS,
                    last_error="refused",
                ),
                ContactListing(
                    initiative_id=row.id, address_key="a", token_hash="b", asked_at=START
                ),
                *(
                    ImportRow(
                        import_file_id=imported.id,
                        row_number=number,
                        outcome=RowOutcome.FAULT,
                        proposed={},
                        faults=faults,
                    )
                    for number, faults in enumerate(([{}], [{}], list[object]()))
                ),
            ]
        )


def row_of(page: Tag, title: str) -> Tag:
    return next(row for row in page.select(".work-list li") if title in row.get_text())


def test_a_coordinator_begins_with_what_waits_and_others_with_their_own(
    client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.cim)
    assert client.get("/").headers["Location"] == "/work-list"
    assert "Nothing waits for you." in client.get_page("/work-list").text("main")

    sign_in(client, town.lea)
    assert client.get("/").status_code == 200
    assert client.get("/work-list").status_code == 403


def test_a_late_report_is_reminded_of_in_place_once_a_week(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID, clock: Clock
) -> None:
    clock.advance(days=61)
    sign_in(client, town.cim, now=clock.now)
    page = client.get_page("/work-list")
    button = row_of(page.soup, "Matlaget").select_one("button")
    assert button is not None
    assert button.get_text(" ", strip=True) == "Remind Matlaget"

    token = attribute(page.one("#deeds input"), "value")
    url = attribute(button, "formaction")
    answer = client.post(url, data={"csrf_token": token}, headers=HX)

    assert "Reminded today" in answer.text
    with app.app_context():
        assert [(mail["template"], mail["to"]) for mail in mails()] == [
            ("report_reminder", "lea@example.org")
        ]
        assert verbs_on(matlaget)[-1] == "reminded"
    again = client.get_page("/work-list")
    assert "Reminded 2" in row_of(again.soup, "Matlaget").get_text(" ")
    assert not row_of(again.soup, "Matlaget").select("button")
    told = client.post(url, data={"csrf_token": token}, headers=HX)
    assert "within the last week" in told.text


def test_without_javascript_the_deed_leads_back_to_the_list_and_says_what_was_done(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        publication.publish(town.lea, matlaget, now=START)
    sign_in(client, town.cim)
    page = client.get_page("/work-list")
    button = row_of(page.soup, "Matlaget").select_one("button")
    assert button is not None

    answer = client.post(
        attribute(button, "formaction"),
        data={"csrf_token": attribute(page.one("#deeds input"), "value"), "kind": "publications"},
    )

    assert answer.headers["Location"] == "/work-list/publications"
    assert "Open to everyone now" in client.get_page("/work-list/publications").text("main")
    with app.app_context():
        assert get_initiative(matlaget).visibility == "open"


def test_the_mail_goes_to_the_contact_who_has_an_account_else_to_managers_else_it_is_said(
    app: Flask, town: Town, matlaget: uuid.UUID, clock: Clock
) -> None:
    with app.app_context():
        change_row(get_initiative(matlaget), contact_email="MIA@example.org")
        reminders.remind(town.cim, matlaget, now=clock.now)
        assert mails()[-1]["to"] == "mia@example.org"

        nobodys = add_organisation("Parkförvaltningen", kind="department", is_municipal=True)
        lonely = add_initiative(town.cim, "Skötsel", organisation=nobodys, phase=Phase.ONGOING)
        with pytest.raises(RefusedError, match="nobody_reached"):
            reminders.remind(town.cim, lonely, now=START)


def test_only_coordinators_remind(app: Flask, town: Town, matlaget: uuid.UUID) -> None:
    with app.app_context(), pytest.raises(NotAllowedError):
        reminders.remind(town.lea, matlaget, now=START)


def test_an_end_that_nothing_follows_is_asked_about(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID, clock: Clock
) -> None:
    with app.app_context():
        ends = START.date() + timedelta(days=20)
        soon = add_initiative(town.pia, "Syhörnan", phase=Phase.ONGOING, end_on=ends)
    sign_in(client, town.cim)

    page = client.get_page("/work-list/endings")
    assert [row.get_text(strip=True) for row in page.select("li h2")] == ["Syhörnan"]
    client.post(
        attribute(page.one(".deed button"), "formaction"),
        data={"csrf_token": attribute(page.one("#deeds input"), "value"), "kind": "endings"},
    )

    with app.app_context():
        assert mails()[-1]["template"] == "ending_asked"
        assert verbs_on(soon)[-1] == "ending_asked"


def test_every_figure_is_the_length_of_the_list_it_leads_to(
    client: PageClient, app: Flask, town: Town, clock: Clock
) -> None:
    with app.app_context():
        late = [
            add_initiative(town.lea, f"Tyst {number}", phase=Phase.ONGOING) for number in range(7)
        ]
        add_initiative(town.lea, "Utkast", is_draft=True, phase=Phase.ONGOING)
        add_touchpoint(late[0], late[1])
        add_what_the_house_warns_of(late[0], town.cim)
        db.session.remove()
    clock.advance(days=80)
    with app.app_context():
        end = clock.now.date() + timedelta(days=9)
        add_initiative(town.pia, "Sista terminen", phase=Phase.ONGOING, end_on=end, now=clock.now)
    sign_in(client, town.cim, now=clock.now)

    page = client.get_page("/work-list")

    links = [*page.select(".figures a"), *page.select(".waits .panel-head a")]
    assert len(links) == 11
    for link in links:
        number = int(link.get_text(" ", strip=True).removeprefix("All ").split()[0])
        listed = client.get_page(attribute(link, "href"))
        rows = listed.select("tbody tr, .work-list li, .touchpoint-rows > li")
        assert len(rows) == number, attribute(link, "href")
    assert len(page.select("[aria-labelledby=reports] li")) == 5


def test_a_mail_is_sent_again_and_a_contact_asked_again_where_they_stand(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID, clock: Clock
) -> None:
    with app.app_context():
        add_what_the_house_warns_of(matlaget, town.cim)
    clock.advance(days=20)
    sign_in(client, town.cim, now=clock.now)
    page = client.get_page("/work-list")
    assert "2 rows to look at" in row_of(page.soup, "Skolor.xlsx").get_text(" ")
    token = attribute(page.one("#deeds input"), "value")
    for title, said in (("nobody@example.org", "Is sent again"), ("Olle", "Asked today")):
        button = row_of(page.soup, title).select_one("button")
        assert button is not None
        url = attribute(button, "formaction")
        assert said in client.post(url, data={"csrf_token": token}, headers=HX).text
        again = client.post(url, data={"csrf_token": token}, headers=HX)
        assert again.status_code == 404 or "last two weeks" in again.text

    assert not client.get_page("/work-list").select("#mails, #contacts")
    with app.app_context():
        (failed, asked) = db.session.scalars(select(OutboxEvent).order_by(OutboxEvent.id)).all()
        assert (failed.attempts, failed.last_error, failed.due_at) == (0, "", clock.now)
        assert asked.payload["to"] == "olle@example.org"
        assert verbs_on(matlaget)[-1] == "contact_asked"


def test_what_others_did_is_told_and_not_what_one_did_oneself(
    client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.cim)

    page = client.get_page("/work-list")

    assert "Registered · Lea" in page.text("main").replace("\n", " ")


def test_a_new_gap_leads_to_who_could_be_asked_and_the_weave_and_the_weeks_are_counted(
    client: PageClient, app: Flask, town: Town
) -> None:
    with app.app_context():
        end = START.date() - timedelta(days=3)
        ended = add_initiative(town.lea, "Var", phase=Phase.COMPLETED, end_on=end)
        add_report(town.lea, ended, "Nu är det slut.", phase=Phase.COMPLETED)
    sign_in(client, town.cim)

    page = client.get_page("/work-list")

    gap = page.one("[aria-labelledby=gaps] a.ds-button")
    cell = client.get_page(attribute(gap, "href"))
    assert cell.select("main a[href*='/invitations/new']")
    assert attribute(gap, "href") in [
        attribute(a, "href") for a in page.select(".little-weave .gap")
    ]
    assert [td.get_text() for td in page.select("details tbody tr:last-child td")] == ["1"]
    assert client.get_page("/work-list/gaps").select(".work-list li h2")
