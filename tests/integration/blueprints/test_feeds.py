"""A view is followed by an address of one's own, until it is closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from tests.clock import START
from tests.page_client import PageClient, read
from tests.register import add_initiative, change_row, sign_in
from tests.town import Town
from tracker.access.actors import Actor
from tracker.domain.lifecycle import Visibility
from tracker.domain.saved_views import ViewAddress, ViewKind
from tracker.extensions import db
from tracker.models import Person
from tracker.services import saved_views

NORRBY = ViewAddress(ViewKind.BOARD, "place=norrby")


@pytest.fixture
def feed(app: Flask, town: Town) -> str:
    """The address of a feed of Lea's, without its ending."""
    with app.app_context():
        add_initiative(
            town.pia, "Odling, fröer", start_on=date(2026, 4, 1), end_on=date(2026, 9, 30)
        )
        return opened(town.lea)


def opened(actor: Actor) -> str:
    view = saved_views.save(actor, NORRBY, name="Norrby", now=START)
    return f"/feeds/{saved_views.open_feed(actor, view, now=START)}"


def test_the_feed_tells_what_changed_and_the_calendar_when_it_is(
    client: PageClient, feed: str
) -> None:
    atom, calendar = client.get(f"{feed}.atom"), client.get(f"{feed}.ics")

    assert atom.content_type == "application/atom+xml; charset=utf-8"
    assert "<title>Odling, fröer</title>" in atom.text
    assert "AB Huset · " in atom.text
    assert calendar.content_type == "text/calendar; charset=utf-8"
    assert "SUMMARY:Starts: Odling\\, fröer\r\n" in calendar.text
    assert "DTSTART;VALUE=DATE:20260930" in calendar.text
    assert not client.get_cookie("vaven"), "a program that asks gets no session"


def test_what_is_unchanged_is_not_sent_again(
    app: Flask, town: Town, client: PageClient, feed: str
) -> None:
    for ending in ("atom", "ics"):
        first = client.get(f"{feed}.{ending}")
        known = {"If-None-Match": first.headers["ETag"]}
        again = client.get(f"{feed}.{ending}", headers=known)
        assert (again.status_code, again.data) == (304, b"")
        assert (
            first.headers["Cache-Control"] == again.headers["Cache-Control"] == "private, no-cache"
        )
    with app.app_context():
        add_initiative(town.pia, "Ny")
    assert client.get(f"{feed}.ics", headers=known).status_code == 200


def test_it_holds_nothing_that_is_kept_from_others(
    app: Flask, town: Town, client: PageClient, feed: str
) -> None:
    with app.app_context():
        add_initiative(town.lea, "Vårt utkast", visibility=Visibility.DRAFT)
        add_initiative(town.lea, "Vårt delade", contact_name="Kim Ro")

    told = client.get(f"{feed}.atom").text
    assert "Vårt delade" in told
    assert "utkast" not in told
    assert "Kim Ro" not in told


def test_a_closed_address_leads_nowhere(
    app: Flask, town: Town, client: PageClient, feed: str
) -> None:
    with app.app_context():
        other = opened(town.pia)
        change_row(db.session.get(Person, town.pia.person_id), is_disabled=True)
    for address in (f"{other}.atom", "/feeds/nobodys.ics", "/feeds/x"):
        assert client.get(address).status_code == 404


def test_an_address_is_shown_once_and_ends(town: Town, client: PageClient, feed: str) -> None:
    sign_in(client, town.lea)
    listed = client.get_page("/views")
    place = str(listed.select('a[href^="/views/"]:not([href$="/new"])')[-1]["href"])
    page = client.get_page(place)
    assert "/feeds/" not in page.text("main")

    shown = read(client.submit(page, 'form[action$="/feed"]'))
    new = str(shown.select("#feed-atom")[0]["value"]).removeprefix("http://localhost")
    assert client.get(f"{feed}.atom").status_code == 404
    assert client.get(new).status_code == 200
    page = client.get_page(place)
    assert "/feeds/" not in page.text("main")
    client.submit(page, 'form[action$="/feed/removal"]')
    assert client.get(new).status_code == 404


def test_days_far_away_are_left_out(app: Flask, town: Town, client: PageClient, feed: str) -> None:
    with app.app_context():
        long_ago = START.date() - timedelta(days=400)
        add_initiative(town.pia, "Förr", start_on=long_ago, end_on=long_ago)

    assert "Förr" not in client.get(f"{feed}.ics").text
