"""Everybody is told in the product what they are mailed of, and chooses what is mailed."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from tests.clock import START
from tests.integration.work.test_letters import VALUES
from tests.page_client import PageClient
from tests.register import add_initiative, add_partner, mails, sign_in
from tests.town import Town
from tracker.blueprints.notifications.routes import _line
from tracker.domain.mails import WANTED_VALUES, MailTemplate
from tracker.domain.notifications import GROUP_OF, kept_values, link_of
from tracker.queries.notifications import NotificationRow
from tracker.services import conversations
from tracker.services.conversations import CommentContent

SECRETS = ("s3cret", "/report/abc")


@pytest.fixture
def initiative_id(app: Flask, town: Town) -> uuid.UUID:
    """Lea's initiative, which Pia's company takes part in."""
    with app.app_context():
        public_id = add_initiative(town.lea, "Matlaget")
        add_partner(town.lea, public_id, town.pia)
        return public_id


def say(
    app: Flask, initiative_id: uuid.UUID, who: object, text: str, **content: object
) -> uuid.UUID:
    with app.app_context():
        said = CommentContent(text=text, **content)  # type: ignore[arg-type]
        return conversations.say(who, initiative_id, said, now=START)  # type: ignore[arg-type]


def mailed(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        return [
            (mail["template"], mail["to"].partition("@")[0])
            for mail in mails()
            if mail["template"].startswith("comment")
        ]


def lines(client: PageClient) -> list[str]:
    return client.get_page("/notifications").texts(".told-list > li > form")


def test_the_lead_the_thread_and_those_named_are_told_once(
    app: Flask, town: Town, initiative_id: uuid.UUID
) -> None:
    first = say(app, initiative_id, town.stina, "Finns det plats?")
    assert mailed(app) == [("comment_written", "lea")]

    say(app, initiative_id, town.mia, "@Pia Ek vet, och @samordnarna.", root_id=first)
    assert mailed(app)[1:] == [
        ("comment_mentioned", "pia"),
        ("comment_mentioned", "cim"),
        ("comment_written", "stina"),
    ]


def test_nobody_is_told_of_what_they_may_not_see(app: Flask, town: Town) -> None:
    with app.app_context():
        draft = add_initiative(town.lea, "Utkastet", is_draft=True)
    say(app, draft, town.mia, "Ska vi fråga @AB Huset eller @samordnarna?")
    assert mailed(app) == []


def test_a_line_leads_on_and_is_read(
    app: Flask, client: PageClient, town: Town, initiative_id: uuid.UUID
) -> None:
    say(app, initiative_id, town.stina, "Finns det plats?")
    sign_in(client, town.lea)
    assert client.get_page("/board").text(".told") == "Notifications 2 unread"
    page = client.get_page("/notifications")
    assert lines(client)[0] == "Unread: Skolan has written about “Matlaget”"
    response = client.submit(page, ".told-list > li:first-child > form")
    assert response.location == f"/initiatives/{initiative_id}#conversation"
    unread = len(client.get_page("/notifications").select(".told-list .unread"))

    client.submit(client.get_page("/notifications"), ".told-list li:first-child .row form")
    assert len(client.get_page("/notifications").select(".told-list .unread")) == unread + 1
    client.submit(client.get_page("/notifications"), "form[action$='/notifications/reading']")
    assert client.get_page("/board").text(".told") == "Notifications"


def test_what_is_not_mailed_is_told_all_the_same(
    app: Flask, client: PageClient, town: Town, initiative_id: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    page = client.get_page("/notifications")
    form = "form[action$='/notifications/mails']"
    client.submit(page, form, mailed=["reports"])
    say(app, initiative_id, town.stina, "Finns det plats?")

    assert mailed(app) == []
    assert "Skolan has written about “Matlaget”" in lines(client)[0]
    chosen = client.get_page("/notifications").select(f"{form} input[checked]")
    assert [tag["value"] for tag in chosen] == ["reports"]


def test_the_line_of_another_is_not_found(
    app: Flask, client: PageClient, town: Town, initiative_id: uuid.UUID
) -> None:
    say(app, initiative_id, town.stina, "Finns det plats?")
    sign_in(client, town.lea)
    page = client.get_page("/notifications")
    sign_in(client, town.pia)
    assert client.submit(page, ".told-list > li:first-child > form").status_code == 404


@pytest.mark.parametrize("template", sorted(GROUP_OF))
def test_every_line_is_written_without_secrets(app: Flask, template: MailTemplate) -> None:
    values = kept_values({name: VALUES[name] for name in WANTED_VALUES[template]})
    row = NotificationRow(uuid.uuid4(), template, values, START, is_read=False)
    with app.test_request_context():
        told = _line(row).text + link_of(template, values)
    assert told.strip()
    assert not any(secret in told + str(values) for secret in SECRETS)
