"""Signing in and one's own account, as a browser without JavaScript meets them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START, Clock
from tests.documents import Document, attribute
from tests.page_client import PageClient, field_values, read
from tests.register import add_person, change_row, get_initiative, sign_in
from tests.town import Town
from tracker import kept_forms
from tracker.access.actors import Actor
from tracker.database import transaction
from tracker.extensions import db
from tracker.models import OutboxEvent, Person
from tracker.services import accounts
from tracker.services.accounts import ATTEMPTS_PER_ACCOUNT

PASSWORD = "tre gula cyklar i diket"
OTHER = "fyra blå båtar på sjön"
SIGN_IN = "/sign-in"


@pytest.fixture
def client(client: PageClient) -> PageClient:
    """A browser that has chosen English."""
    client.set_cookie("language", "en")
    return client


@pytest.fixture
def lea(app: Flask, town: Town, quick_hashes: None) -> Actor:
    """Lea, who has chosen a password."""
    with app.app_context():
        row = db.session.get_one(Person, town.lea.person_id)
        change_row(row, password_hash=accounts.hash_password(PASSWORD))
    return town.lea


def enter(client: PageClient, *, url: str = SIGN_IN, **fields: str) -> Any:
    page = client.get_page(url)
    given = {"email": "lea@example.org", "password": PASSWORD, **fields}
    return client.submit(page, "main form.form", **given)


def last_mail(client: PageClient) -> dict[str, str]:
    """What the latest mail tells."""
    with client.application.app_context():
        event = db.session.scalars(select(OutboxEvent).order_by(OutboxEvent.id.desc())).first()
        values: dict[str, str] = event.payload["values"]
        return values


# Signing in -------------------------------------------------------------------------------


def test_the_right_password_leads_to_the_start_page(client: PageClient, lea: Actor) -> None:
    response = enter(client)

    assert (response.status_code, response.location) == (303, "/")
    assert client.get_page("/").text("h1") == "Hello, Lea"


def test_a_wrong_password_is_told_without_saying_which_was_wrong(
    client: PageClient, lea: Actor
) -> None:
    for email in ("lea@example.org", "nobody@example.org"):
        response = enter(client, email=email, password=OTHER)
        page = read(response)
        assert response.status_code == 422
        assert page.text("[data-error-summary] li") == "The address or the password is not right."
        assert field_values(page.one("main form.form"))["email"] == email
        assert field_values(page.one("main form.form"))["password"] == ""


def test_an_empty_form_is_explained(client: PageClient, lea: Actor) -> None:
    page = read(enter(client, email="", password=""))

    assert page.text("[data-error-summary] li") == "E-mail: Fill this in."


def test_a_code_from_the_mail_leads_to_where_one_was_going(client: PageClient, lea: Actor) -> None:
    asked = enter(client, url="/sign-in?next=/table", password="")
    assert (asked.status_code, asked.location) == (303, "/sign-in/code")
    page = client.get_page("/sign-in/code")
    wrong = read(client.submit(page, "main form.form", code="12"))
    assert "That is not the code." in wrong.text("[data-error-summary]")

    response = client.submit(page, "main form.form", code=last_mail(client)["code"])

    assert (response.status_code, response.location) == (303, "/table")
    assert client.get_cookie("device") is not None


def test_the_link_of_the_mail_asks_for_a_press_and_works_once(
    app: Flask, client: PageClient, lea: Actor
) -> None:
    enter(client, password="")
    url = f"/sign-in/links/{last_mail(client)['token']}"
    other = PageClient(app, app.response_class)
    other.set_cookie("language", "en")

    assert other.get(url).status_code == other.get(url).status_code == 200
    first = other.submit(other.get_page(url), "main form.form")
    again = client.submit(client.get_page(url), "main form.form")

    assert (first.status_code, first.location) == (303, "/")
    assert again.status_code == 404
    assert read(again).text("h1") == "The code no longer works"


def test_whoever_asks_for_a_code_is_told_the_same_whether_known_or_not(
    client: PageClient, lea: Actor
) -> None:
    told = []
    for email in ("lea@example.org", "nobody@example.org"):
        asked = enter(client, email=email, password="")
        page = client.get_page(asked.location)
        told.append((asked.status_code, page.text("main")))
        client.delete_cookie("vaven")

    assert told[0] == told[1]


def test_without_a_sign_in_that_has_begun_no_code_is_asked_for(client: PageClient) -> None:
    assert client.get("/sign-in/code").location == SIGN_IN


def test_after_too_many_tries_one_is_asked_to_wait(client: PageClient, lea: Actor) -> None:
    for _ in range(ATTEMPTS_PER_ACCOUNT):
        enter(client, password=OTHER)

    response = enter(client)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "600"
    assert "Wait 10 minutes" in read(response).text("[data-error-summary]")


def test_who_is_signed_in_already_is_led_to_the_start_page(client: PageClient, lea: Actor) -> None:
    sign_in(client, lea)

    assert client.get(SIGN_IN).location == "/"


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/board?place=norrby", "/board?place=norrby"),
        ("/table", "/table"),
        ("", "/"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("///evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("http:evil.example", "/"),
        ("/nowhere/at/all", "/"),
        ("/initiatives", "/"),
        ("/board\r\nSet-Cookie: x=1", "/"),
    ],
)
def test_after_signing_in_one_goes_where_one_was_going_and_never_off_the_site(
    client: PageClient, lea: Actor, wanted: str, reached: str
) -> None:
    response = enter(client, url=f"{SIGN_IN}?{urlencode({'next': wanted})}")

    assert (response.status_code, response.location) == (303, reached)


def test_the_way_survives_a_wrong_password(client: PageClient, lea: Actor) -> None:
    page = read(enter(client, url=f"{SIGN_IN}?next=/table", password=OTHER))

    response = client.submit(page, "main form.form", password=PASSWORD)

    assert response.location == "/table"


def test_signing_out_ends_the_session_and_clears_the_browser(
    client: PageClient, lea: Actor
) -> None:
    enter(client)
    page = client.get_page("/")
    with client.session_transaction() as session:
        kept = dict(session)

    response = client.submit(page, "form[action='/sign-out']")

    assert response.location == SIGN_IN
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    with client.session_transaction() as session:
        session.update(kept)
    assert client.get("/board").status_code == 303


def test_a_session_ends_when_it_has_not_been_used_for_long(
    client: PageClient, lea: Actor, clock: Clock
) -> None:
    enter(client)
    clock.advance(hours=11)
    assert client.get("/board").status_code == 200
    clock.advance(hours=11)
    assert client.get("/board").status_code == 200

    clock.advance(hours=12)

    assert client.get("/board").status_code == 303


def test_a_session_in_daily_use_ends_after_thirty_days(
    client: PageClient, lea: Actor, clock: Clock
) -> None:
    enter(client)
    for _ in range(60):
        clock.advance(hours=11, minutes=59)
        client.get("/account")
    assert client.get("/board").status_code == 200

    clock.advance(hours=2)

    assert client.get("/board").status_code == 303


# A form sent after the session ended ------------------------------------------------------


def register_form(client: PageClient) -> dict[str, Any]:
    page = client.get_page("/initiatives/new")
    return {
        **field_values(page.one("main form.form")),
        "title": "Matlaget",
        "description": "Rad ett\nRad två & <b>tre</b>",
        "goal_areas": ["children_youth", "work_studies"],
        "places": ["norrby"],
        "start_on": "2026-01-12",
    }


def sent_too_late(client: PageClient, clock: Clock) -> Document:
    form = register_form(client)
    clock.advance(days=2)
    response = client.post("/initiatives", data=form)
    assert response.status_code == 401
    return read(response)


def test_what_was_written_is_kept_and_sent_again_after_signing_in(
    client: PageClient, lea: Actor, app: Flask, clock: Clock
) -> None:
    enter(client)
    page = sent_too_late(client, clock)
    assert "What you wrote is kept" in page.text("main")

    again = read(client.submit(page, "main form.form", email="lea@example.org", password=PASSWORD))
    response = client.submit(again, "main form.form")

    public_id = (response.location or "").rsplit("/", 1)[-1]
    with app.app_context():
        row = get_initiative(uuid.UUID(public_id))
        assert (row.title, row.description) == ("Matlaget", "Rad ett\nRad två & <b>tre</b>")


def test_a_wrong_password_and_a_wait_do_not_lose_what_was_written(
    client: PageClient, lea: Actor, clock: Clock
) -> None:
    enter(client)
    page = sent_too_late(client, clock)

    for _ in range(ATTEMPTS_PER_ACCOUNT + 1):
        page = read(client.submit(page, "main form.form", email="lea@example.org", password=OTHER))
    clock.advance(minutes=11)
    again = read(client.submit(page, "main form.form", email="lea@example.org", password=PASSWORD))

    assert again.text("h1") == "Welcome back"
    assert field_values(again.one("main form.form"))["title"] == "Matlaget"


def test_a_kept_form_that_is_not_ours_or_too_old_leads_to_the_start_page(
    client: PageClient, lea: Actor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(client)
    page = sent_too_late(client, clock)
    kept = field_values(page.one("main form.form"))["kept_form"]

    forged = client.submit(
        page, "main form.form", email="lea@example.org", password=PASSWORD, kept_form=kept + "x"
    )
    assert (forged.status_code, forged.location) == (303, "/")
    client.submit(client.get_page("/"), "form[action='/sign-out']")
    monkeypatch.setattr(kept_forms, "KEPT_FOR_S", -1)
    old = enter(client, kept_form=kept)
    assert (old.status_code, old.location) == (303, "/")


def test_a_very_large_form_is_not_kept(client: PageClient, lea: Actor, clock: Clock) -> None:
    enter(client)
    form = {**register_form(client), "description": "x" * 200_000}
    clock.advance(days=2)

    page = read(client.post("/initiatives", data=form))

    assert "What you wrote is kept" not in page.text("main")


def test_htmx_is_sent_to_the_sign_in_page_whole(client: PageClient) -> None:
    response = client.get("/board", headers={"HX-Request": "true"})

    assert (response.status_code, response.headers["HX-Redirect"]) == (401, SIGN_IN)


# Language ---------------------------------------------------------------------------------


def switch(client: PageClient, page: Document, language: str) -> Any:
    """Press the language button, which carries the language as its value."""
    form = field_values(page.one("form[action='/language']"))
    return client.post("/language", data={**form, "language": language})


def test_a_stranger_switches_language_and_stays_where_they_are(client: PageClient) -> None:
    page = client.get_page(f"{SIGN_IN}?next=/table")
    assert attribute(page.one("html"), "lang") == "en"
    button = page.one("form[action='/language'] button[value=sv]")

    response = switch(client, page, attribute(button, "value"))

    assert response.location == f"{SIGN_IN}?next=/table"
    after = client.get_page(SIGN_IN)
    assert attribute(after.one("html"), "lang") == "sv"


def test_the_language_follows_the_person_to_another_browser(
    client: PageClient, app: Flask, lea: Actor
) -> None:
    sign_in(client, lea)
    page = client.get_page("/account")

    switch(client, page, "sv")

    other = PageClient(app, app.response_class)
    assert isinstance(other, PageClient)
    sign_in(other, lea)
    assert attribute(other.get_page("/account").one("html"), "lang") == "sv"


def test_switching_on_a_page_that_only_a_form_reaches_leads_to_the_start_page(
    client: PageClient, lea: Actor
) -> None:
    sign_in(client, lea)
    page = client.get_page("/initiatives/new")
    wrong = read(client.submit(page, "main form.form"))

    response = switch(client, wrong, "sv")

    assert response.location == "/"


@pytest.mark.parametrize("language", ["de", "", "sv-SE", "../en"])
def test_an_unknown_language_changes_nothing(client: PageClient, language: str) -> None:
    page = client.get_page(SIGN_IN)

    response = switch(client, page, language)

    assert response.status_code == 303
    assert "Set-Cookie" not in response.headers or "language=" not in str(response.headers)


def test_somebody_without_any_role_may_still_read_why_in_their_language(
    client: PageClient, app: Flask, town: Town
) -> None:
    with app.app_context():
        nobody = add_person("Ny Person", language="en")
    sign_in(client, nobody)

    page = client.get_page("/")

    assert "not connected to any organisation" in page.text("main")
    assert switch(client, page, "sv").status_code == 303
    client.get_page("/board", status=403)


# Own account ------------------------------------------------------------------------------


def change_password(client: PageClient, current: str, new: str) -> Any:
    page = client.get_page("/account")
    return client.submit(page, "form[action='/account/password']", current=current, password=new)


def test_a_changed_password_works_at_the_next_sign_in(client: PageClient, lea: Actor) -> None:
    enter(client)

    page = client.get_page(change_password(client, PASSWORD, OTHER).location or "")

    assert "Your password is changed" in page.text()
    client.submit(page, "form[action='/sign-out']")
    assert enter(client, password=OTHER).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "field", "sentence"),
    [
        (OTHER, OTHER, "current", "That is not your password."),
        (PASSWORD, "kort", "password", "Choose at least 12 characters."),
        (PASSWORD, "norrby2026!!!!", "password", "That password is easy to guess."),
        (PASSWORD, "x y z" * 41, "password", "Choose at most 200 characters."),
    ],
)
def test_a_password_that_cannot_be_changed_says_why_beside_its_field(
    client: PageClient, lea: Actor, current: str, new: str, field: str, sentence: str
) -> None:
    enter(client)

    response = change_password(client, current, new)

    assert response.status_code == 422
    assert read(response).text(f"#{field}-error").startswith(sentence)


def test_another_browsers_session_is_ended_from_here(
    client: PageClient, app: Flask, lea: Actor
) -> None:
    other = PageClient(app, app.response_class)
    assert isinstance(other, PageClient)
    sign_in(other, lea)
    enter(client)
    page = client.get_page("/account")
    assert len(page.select("form[action$='/end']")) == 1

    client.submit(page, "form[action$='/end']")

    assert other.get("/board").status_code == 303
    assert client.get("/board").status_code == 200


def test_a_stranger_has_no_account_page(client: PageClient) -> None:
    assert client.get("/account").status_code == 303


# One-time links ---------------------------------------------------------------------------


@pytest.fixture
def link(app: Flask, lea: Actor) -> str:
    with app.app_context(), transaction():
        token = accounts.create_link(db.session.get_one(Person, lea.person_id), now=START)
    return f"/links/{token}"


def choose(client: PageClient, link: str, password: str) -> Any:
    return client.submit(client.get_page(link), "main form.form", password=password)


def test_a_link_leads_to_a_password_and_then_to_sign_in(client: PageClient, link: str) -> None:
    response = choose(client, link, OTHER)

    page = client.get_page(response.location or "")
    assert "Your password is chosen. Sign in with it." in page.text()
    assert enter(client, password=OTHER).status_code == 303


def test_a_mail_scanner_that_follows_the_link_uses_nothing_up(
    client: PageClient, link: str
) -> None:
    for _ in range(3):
        client.get_page(link)

    assert choose(client, link, OTHER).status_code == 303


def test_a_bad_password_is_explained_and_the_link_still_works(
    client: PageClient, link: str
) -> None:
    page = read(choose(client, link, "kort"))

    assert page.text("#password-error").startswith("Choose at least 12 characters.")
    assert client.submit(page, "main form.form", password=OTHER).status_code == 303


def test_a_used_or_old_link_says_so_before_anything_is_typed(
    client: PageClient, link: str, clock: Clock
) -> None:
    opened = client.get_page(link)
    choose(client, link, OTHER)

    assert "no longer works" in client.get_page(link, status=404).text("h1")
    late = client.submit(opened, "main form.form", password=PASSWORD)
    assert (late.status_code, "no longer works" in read(late).text("h1")) == (404, True)
    clock.advance(timedelta(hours=49))
    client.get_page("/links/made-up", status=404)
