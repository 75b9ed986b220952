"""What every request goes through: the guard, the clock in Borås, and the written headers."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from tests.page_client import PageClient
from tests.register import add_organisation, add_person, sign_in
from tracker import http


def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_where_they_were_going(
    client: PageClient,
) -> None:
    answer = client.get("/board?place=norrby")

    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/board?place%3Dnorrby"


def test_htmx_is_sent_to_the_sign_in_page_as_a_whole(client: PageClient) -> None:
    answer = client.get("/board", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in"


def test_a_page_behind_the_guard_is_never_kept_by_a_browser(app: Flask, client: PageClient) -> None:
    with app.app_context():
        member = add_person("Lea Lund", add_organisation("Norrby kök"))
    sign_in(client, member)

    assert client.get("/board").headers["Cache-Control"] == "no-store"


def test_the_day_is_the_one_in_boras(app: Flask) -> None:
    moment = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    app.extensions["clock"] = lambda: moment

    with app.test_request_context("/"):
        assert http.now() == moment
        assert http.today().isoformat() == "2026-07-01"
