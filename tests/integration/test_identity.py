"""Who sent a request is whoever the session row says, as long as it lives."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START, Clock
from tests.page_client import PageClient
from tests.register import change_row, sign_in
from tests.town import Town
from tracker import identity
from tracker.access.actors import ANONYMOUS
from tracker.database import transaction
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import Membership, Person, SignInSession
from tracker.queries.reference import get_reference
from tracker.services import audit


def last_seen(app: Flask) -> object:
    with app.app_context():
        return db.session.scalars(select(SignInSession.last_seen_at)).one()


def is_in(client: PageClient) -> bool:
    return client.get("/account").status_code == 200


@pytest.mark.parametrize(("minutes", "is_noted"), [(4, False), (5, True), (60, True)])
def test_use_is_noted_at_most_every_five_minutes(
    app: Flask, client: PageClient, town: Town, clock: Clock, minutes: int, is_noted: bool
) -> None:
    sign_in(client, town.lea)
    clock.advance(minutes=minutes)

    assert is_in(client)

    assert (last_seen(app) == clock.now) is is_noted


def test_a_session_that_was_idle_too_long_is_over(
    client: PageClient, town: Town, clock: Clock
) -> None:
    sign_in(client, town.lea)
    clock.advance(hours=12)

    assert not is_in(client)


def test_a_session_ends_on_its_day_however_much_it_is_used(
    client: PageClient, town: Town, clock: Clock
) -> None:
    sign_in(client, town.lea)
    for _ in range(4):
        clock.advance(hours=5, minutes=59)
        assert is_in(client)

    clock.advance(minutes=4)

    assert not is_in(client)


def test_a_disabled_person_is_out_at_once(app: Flask, client: PageClient, town: Town) -> None:
    sign_in(client, town.lea)
    with app.app_context():
        change_row(db.session.get_one(Person, town.lea.person_id), is_disabled=True)

    assert not is_in(client)


def test_a_membership_taken_away_is_gone_at_once(
    app: Flask, client: PageClient, town: Town
) -> None:
    sign_in(client, town.lea)
    assert client.get("/initiatives/new").status_code == 200
    with app.app_context(), transaction() as session:
        session.delete(
            session.scalars(
                select(Membership).where(Membership.person_id == town.lea.person_id)
            ).one()
        )
        person = session.get_one(Person, town.lea.person_id)
        audit.record(ANONYMOUS, Verb.EDITED, person, at=START)

    assert client.get("/initiatives/new").status_code == 403


@pytest.mark.parametrize("token", ["", "made-up", "x" * 4000])
def test_a_made_up_token_is_nobody(client: PageClient, town: Town, token: str) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = token

    assert not is_in(client)


def test_the_state_and_the_choices_are_those_of_the_request(app: Flask, town: Town) -> None:
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        assert identity.register_state() is identity.register_state()
        assert identity.reference() is get_reference("en")
        assert identity.load_actor("made-up") is None
