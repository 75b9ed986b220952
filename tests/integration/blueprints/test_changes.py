"""A page left open is told what others did since, at no cost while there is nothing to tell."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from sqlalchemy import event, select

from tests.clock import START, Clock
from tests.documents import attribute
from tests.page_client import PageClient
from tests.register import add_initiative, add_report, sign_in
from tests.town import Town
from tracker.domain.lifecycle import Phase, Visibility
from tracker.extensions import db
from tracker.models import SignInSession
from tracker.services import reminders

HX = {"HX-Request": "true"}


@pytest.fixture
def matlaget(app: Flask, town: Town) -> uuid.UUID:
    with app.app_context():
        return add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)


def since(client: PageClient, path: str = "/board") -> str:
    """What an open page asks, all in all."""
    region = client.get_page(path).one("#changes")
    return f"{attribute(region, 'data-url')}?since={attribute(region, 'data-since')}"


def test_others_changes_are_counted_by_initiative_and_ones_own_are_not(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.stina)
    url = since(client)
    assert client.get(url, headers=HX).status_code == 204

    with app.app_context():
        add_report(town.lea, matlaget, "Vi lagade soppa.")
        add_report(town.mia, matlaget, "Och gröt.")
        add_initiative(town.stina, "Läxhjälp")
        add_initiative(town.pia, "Skiss", is_draft=True)
        add_initiative(town.pia, "Bara för samordnare", visibility=Visibility.COORDINATED)
        reminders.remind(town.cim, matlaget, now=START)

    assert client.get(url, headers=HX).text.count("1 new change – <a") == 1
    sign_in(client, town.cim)
    assert "3 new changes" in client.get(url, headers=HX).text
    assert client.get("/changes?since=unknown", headers=HX).status_code == 204


def test_while_nothing_changes_the_answer_costs_one_statement_and_keeps_no_session_alive(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID, clock: Clock
) -> None:
    sign_in(client, town.stina, now=clock.now)
    url = since(client)
    clock.advance(minutes=30)
    statements: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    known = HX | {"If-None-Match": f'"{url.partition("=")[2]}"'}
    answer = client.get(url, headers=known)
    event.remove(engine, "before_cursor_execute", note)

    assert (answer.status_code, answer.data) == (304, b"")
    assert len([each for each in statements if not each.startswith("BEGIN")]) == 1
    with app.app_context():
        assert db.session.scalars(select(SignInSession.last_seen_at)).all() == [START]


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("mia", "Lea Lund at Norrby kök has saved since you opened the form."),
        ("lea", ""),
    ],
)
def test_a_form_is_told_who_else_has_saved(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID, who: str, told: str
) -> None:
    sign_in(client, getattr(town, who))
    url = since(client, f"/initiatives/{matlaget}/edit")

    with app.app_context():
        add_report(town.lea, matlaget, "Vi lagade soppa.")

    answer = client.get(url, headers=HX)
    assert answer.status_code == (200 if told else 204)
    assert told in answer.text


def test_a_name_is_told_only_where_it_may_be_seen(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.rut)
    state = attribute(client.get_page("/board").one("#changes"), "data-since")
    with app.app_context():
        add_report(town.lea, matlaget, "Vi lagade soppa.")

    told = client.get(f"/initiatives/{matlaget}/changes?since={state}", headers=HX).text

    assert "Somebody at Norrby kök has saved" in told
    assert "Lea" not in told
