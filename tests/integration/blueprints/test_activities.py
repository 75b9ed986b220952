"""Activities are added in one row, and a whole term of them is confirmed on one page."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.documents import attribute
from tests.page_client import PageClient, field_values
from tests.register import add_initiative, sign_in, verbs_on
from tests.town import Town
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import ActivityDay

ROW, DAYS = "form[data-guard]", "form[action$='/activities/days']"


@pytest.fixture
def address(app: Flask, town: Town, client: PageClient) -> str:
    """The activities of an initiative of Lea's, who is signed in on 2 March 2026."""
    with app.app_context():
        public_id = add_initiative(town.lea, "Matlaget")
    sign_in(client, town.lea)
    return f"/initiatives/{public_id}/activities"


def days(app: Flask) -> dict[date, tuple[int | None, bool]]:
    with app.app_context():
        found = db.session.scalars(select(ActivityDay).order_by(ActivityDay.held_on))
        return {row.held_on: (row.people_reached, row.is_called_off) for row in found}


def test_one_row_is_enough(app: Flask, client: PageClient, address: str) -> None:
    fields = field_values(client.get_page(address).one(ROW))
    fields |= {"title": "Soppdag", "people_reached": "14"}
    client.post(address, data=fields)

    assert days(app) == {date(2026, 3, 2): (14, False)}
    assert "14 people in all" in client.get_page(address).text()
    with app.app_context():
        verbs = verbs_on(uuid.UUID(address.split("/")[2]))
    assert verbs[-2:] == [Verb.ACTIVITY_ADDED, Verb.ACTIVITY_CONFIRMED]


def test_a_term_is_confirmed_at_once_and_corrected(
    app: Flask, client: PageClient, address: str
) -> None:
    fields = field_values(client.get_page(address).one(ROW))
    fields |= {"title": "Läxhjälp", "first_on": "2026-02-10", "until": "2026-06-02"}
    client.post(address, data=fields)
    page = client.get_page(address)
    assert "3 days wait to be confirmed" in page.text()

    told = field_values(page.one(DAYS))
    told |= {"usual": "12", "off_20260217": "y", "as_usual": "1"}
    client.post(f"{address}/days", data=told)
    first, second, third = date(2026, 2, 10), date(2026, 2, 17), date(2026, 2, 24)
    assert days(app) == {first: (12, False), second: (None, True), third: (12, False)}

    told = field_values(client.get_page(address).one(DAYS)) | {"people_20260224": "9"}
    client.post(f"{address}/days", data=told)
    assert days(app)[third] == (9, False)


def test_what_cannot_be_is_said_at_its_field(client: PageClient, address: str) -> None:
    fields = field_values(client.get_page(address).one(ROW))
    fields |= {"title": "Läxhjälp", "until": "2026-01-01"}
    response = client.post(address, data=fields)
    assert response.status_code == 422
    assert "The end comes before the beginning." in response.text
    told = {"activity": str(uuid.uuid4()), "csrf_token": fields["csrf_token"]}
    assert client.post(f"{address}/days", data=told).location == address


def test_others_read_and_do_not_add(client: PageClient, town: Town, address: str) -> None:
    sign_in(client, town.pia)
    page = client.get_page(address)
    assert "No activity has been added yet." in page.text()
    assert "Add an activity" not in page.text()


@pytest.fixture
def weekly(client: PageClient, address: str) -> str:
    """The form of an activity on Tuesdays from 10 February to 2 June."""
    fields = field_values(client.get_page(address).one(ROW))
    fields |= {"title": "Läxhjälp", "first_on": "2026-02-10", "until": "2026-06-02"}
    client.post(address, data=fields)
    link = client.get_page(address).one(f"a[href^='{address}/'][href$='/edit']")
    return attribute(link, "href")


def test_an_activity_is_changed_and_days_to_come_are_called_off(
    app: Flask, client: PageClient, address: str, weekly: str
) -> None:
    form = client.get_page(weekly).one(ROW)
    fields = field_values(form) | {"title": "Läxstuga", "called_off": ["2026-03-03", "2026-03-10"]}
    assert client.post(weekly, data=fields).location == address

    off = {date(2026, 3, 3): (None, True), date(2026, 3, 10): (None, True)}
    assert days(app) == off
    assert "Called off: 2026-03-03, 2026-03-10" in client.get_page(address).text()

    fields = field_values(client.get_page(weekly).one(ROW)) | {"called_off": ["2026-03-10"]}
    client.post(weekly, data=fields)
    assert set(days(app)) == {date(2026, 3, 10)}


def test_whoever_saves_later_sees_both_texts(client: PageClient, weekly: str) -> None:
    first = field_values(client.get_page(weekly).one(ROW))
    client.post(weekly, data=first | {"title": "Läxstuga"})
    response = client.post(weekly, data=first | {"title": "Läsklubb"})
    assert response.status_code == 409
    assert "Läxstuga" in response.text
    assert "Läsklubb" in response.text


def test_days_that_have_been_told_of_stay_days_of_the_activity(
    app: Flask, client: PageClient, address: str, weekly: str
) -> None:
    told = field_values(client.get_page(address).one(DAYS)) | {"usual": "12", "as_usual": "1"}
    client.post(f"{address}/days", data=told)
    fields = field_values(client.get_page(weekly).one(ROW)) | {"first_on": "2026-02-11"}
    response = client.post(weekly, data=fields)
    assert response.status_code == 422
    assert "would fall outside" in response.text

    removal = weekly.replace("/edit", "/removal")
    client.post(removal, data={"csrf_token": fields["csrf_token"]})
    assert len(days(app)) == 3


def test_an_activity_ends_and_what_was_told_stays(
    app: Flask, client: PageClient, address: str, weekly: str
) -> None:
    told = field_values(client.get_page(address).one(DAYS)) | {"usual": "12", "as_usual": "1"}
    client.post(f"{address}/days", data=told)
    ending = weekly.replace("/edit", "/ending")
    client.post(ending, data={"csrf_token": told["csrf_token"]})

    assert len(days(app)) == 3
    assert "Each week from 10 February 2026 to 2 March 2026" in client.get_page(address).text()
    with app.app_context():
        assert verbs_on(uuid.UUID(address.split("/")[2]))[-1] == Verb.ACTIVITY_ENDED
    assert (
        "It has no days left to come."
        in client.post(ending, data={"csrf_token": told["csrf_token"]}, follow_redirects=True).text
    )


def test_what_was_added_by_mistake_is_taken_away(
    app: Flask, client: PageClient, address: str, weekly: str
) -> None:
    token = field_values(client.get_page(weekly).one(ROW))["csrf_token"]
    client.post(weekly.replace("/edit", "/removal"), data={"csrf_token": token})
    assert "Läxhjälp" not in client.get_page(address).one("main").get_text()
    with app.app_context():
        assert verbs_on(uuid.UUID(address.split("/")[2]))[-1] == Verb.ACTIVITY_REMOVED
    assert client.get(weekly).status_code == 404


def test_a_term_is_confirmed_by_one_button_of_the_start_page(
    app: Flask, client: PageClient, address: str, weekly: str
) -> None:
    page = client.get_page("/own")
    assert "Days to tell about: 3" in page.text()
    fields = field_values(page.one(DAYS)) | {"usual": "12", "as_usual": "1"}
    assert client.post(f"{address}/days", data=fields).location == "/own"

    february = (date(2026, 2, 10), date(2026, 2, 17), date(2026, 2, 24))
    assert days(app) == dict.fromkeys(february, (12, False))
    assert "Days to tell about" not in client.get_page("/own").text()


def test_only_the_own_organisations_days_wait(
    client: PageClient, town: Town, address: str, weekly: str
) -> None:
    sign_in(client, town.pia)
    assert "Days to tell about" not in client.get_page("/own").text()


def test_the_week_of_a_place_shows_what_happens_each_day(
    client: PageClient, town: Town, weekly: str
) -> None:
    fields = field_values(client.get_page(weekly).one(ROW)) | {"called_off": ["2026-03-10"]}
    client.post(weekly, data=fields)
    sign_in(client, town.pia)
    week = client.get_page("/places/norrby/week").text()
    assert "Week 10" in week
    assert "Tuesday 3 March 2026 Läxhjälp Matlaget" in week
    assert (
        "Läxhjälp Not held this time" in client.get_page("/places/norrby/week?on=2026-03-14").text()
    )
    assert "Läxhjälp" not in client.get_page("/places/norrby/week?on=2026-07-01").text()
    assert client.get("/places/norrby/week?on=never").status_code == 404
