"""Which language a page is in: the person's, else the cookie's, else the browser's, else Swedish."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START
from tests.page_client import PageClient
from tests.register import add_initiative, add_person, sign_in
from tests.town import Town
from tracker.database import transaction
from tracker.domain.languages import LANGUAGES, Language
from tracker.domain.lifecycle import Phase
from tracker.domain.mails import WANTED_VALUES, MailTemplate
from tracker.extensions import db
from tracker.models import OutboxEvent, StatusReport
from tracker.services.outbox import add_mail

pytestmark = pytest.mark.once

PARTNER_LANGUAGES = [language for language in LANGUAGES.values() if not language.is_full]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("sv-SE,sv;q=0.9", "sv"), ("en-GB,en;q=0.8,sv;q=0.5", "en"), ("de", "sv"), ("", "sv")],
)
def test_a_browser_tells_the_language(client: PageClient, accepted: str, language: str) -> None:
    page = client.get_page("/sign-in", headers={"Accept-Language": accepted})

    assert page.one("html")["lang"] == language


def test_a_chosen_language_goes_before_the_browsers(client: PageClient) -> None:
    page = client.get_page("/sign-in", headers={"Accept-Language": "sv"})
    client.submit(page, "form[action='/language']", language="en")

    page = client.get_page("/sign-in", headers={"Accept-Language": "sv"})
    assert page.one("html")["lang"] == "en"


def test_a_language_we_do_not_have_changes_nothing(client: PageClient) -> None:
    client.set_cookie("language", "<script>")

    page = client.get_page("/sign-in", headers={"Accept-Language": "sv"})

    assert page.one("html")["lang"] == "sv"


@pytest.mark.parametrize("language", PARTNER_LANGUAGES, ids=lambda language: language.code)
def test_the_partners_path_is_spoken_and_the_rest_says_that_it_is_not(
    client: PageClient, language: Language, app: Flask, town: Town
) -> None:
    client.set_cookie("language", language.code)
    entrance = client.get_page("/sign-in")
    assert entrance.one("html")["lang"] == language.tag
    assert entrance.one("html")["dir"] == language.direction
    assert entrance.one("footer .unreviewed a")["href"] == "/accessibility/feedback"
    assert not entrance.soup.select(".stranger")

    with app.app_context():
        sign_in(client, add_person("Sara Ek", town.kitchen, language=language.code))
    elsewhere = client.get_page("/board")

    assert elsewhere.one("html")["lang"] == "sv"
    assert elsewhere.one(".stranger")["lang"] == language.tag
    client.submit(elsewhere, ".stranger form", elsewhere="en")
    assert client.get_page("/board").one("html")["lang"] == "en"
    assert client.get_page("/").one("html")["dir"] == language.direction


@pytest.mark.parametrize("language", PARTNER_LANGUAGES, ids=lambda language: language.code)
def test_an_error_is_told_in_the_language_that_is_wanted(
    client: PageClient, language: Language
) -> None:
    client.set_cookie("language", language.code)

    page = client.get_page("/nowhere", status=404)

    assert page.one("html")["lang"] == language.tag
    assert page.text("h1") != "We cannot find that page"


def test_what_is_typed_and_mailed_carries_the_persons_language(
    client: PageClient, app: Flask, town: Town
) -> None:
    with app.app_context():
        sara = add_person("Sara Ek", town.kitchen, language="sv-lt")
        hodan = add_person("Hodan Ali", town.kitchen, language="so")
        initiative = add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)
    for person in (sara, hodan):
        sign_in(client, person)
        page = client.get_page(f"/initiatives/{initiative}/reports/new")
        client.submit(page, "main form.form", happened="Tjugo barn lagade soppa.")
        told = client.get_page(f"/initiatives/{initiative}")
        assert told.one("html")["lang"] == "sv"
        assert told.one("div[lang]:has(> .notice)")["lang"] == LANGUAGES[person.language].tag

    with app.app_context():
        reports = db.session.scalars(select(StatusReport.language).order_by(StatusReport.id))
        assert list(reports) == ["sv", "so"]


@pytest.mark.parametrize(
    ("template", "language", "spoken"),
    [
        (MailTemplate.MEMBERSHIP_GIVEN, "ar", "ar"),
        (MailTemplate.ORGANISATION_CAME, "ar", "sv"),
        (MailTemplate.ORGANISATION_CAME, "en", "en"),
        (MailTemplate.MEMBERSHIP_GIVEN, "tlh", "sv"),
    ],
)
def test_a_mail_is_in_the_recipients_language_or_in_swedish(
    app: Flask, template: MailTemplate, language: str, spoken: str
) -> None:
    values = dict.fromkeys(WANTED_VALUES[template], "x")

    with app.app_context(), transaction():
        add_mail(to="a@example.org", template=template, language=language, values=values, now=START)

    with app.app_context():
        payload = db.session.scalars(select(OutboxEvent.payload)).one()
        assert payload["language"] == spoken
