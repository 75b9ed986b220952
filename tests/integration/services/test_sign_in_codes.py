"""A code or its link lets its owner in, once and for ten minutes; nobody else, and no guesser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.clock import Clock
from tests.register import add_person, change_row
from tracker.access.actors import Actor
from tracker.config import Settings
from tracker.domain.roles import PlatformRole
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError, TooManyAttemptsError
from tracker.extensions import db
from tracker.models import AuditEntry, OutboxEvent, Person, SignInSession, SignInStep
from tracker.queries.accounts import find_signed_in
from tracker.queries.register import get_state
from tracker.services import sign_in_codes
from tracker.services.arrivals import (
    NOWHERE,
    STEP_LIFETIME,
    TRIES_PER_STEP,
    Arrival,
    Bound,
    Visitor,
)
from tracker.services.sign_in_codes import CODES_PER_ACCOUNT, CODES_PER_DAY

pytestmark = pytest.mark.usefixtures("in_app")


PHONE = Visitor("Mozilla/5.0 (iPhone) Safari/604.1", "192.0.2.1")


class Door:
    """Asks for codes and enters them, as one browser would."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock

    def ask(self, email: str = "lea@example.org", *, bound: Bound = NOWHERE) -> str:
        return sign_in_codes.send_code(email, visitor=PHONE, bound=bound, now=self.clock.now)

    def enter(self, token: str, code: str, *, visitor: Visitor = PHONE) -> Arrival:
        return sign_in_codes.enter_code(
            token, code, visitor=visitor, settings=self.settings, now=self.clock.now
        )

    def follow(self, link: str) -> Arrival:
        return sign_in_codes.follow_link(
            link, visitor=PHONE, settings=self.settings, now=self.clock.now
        )


@pytest.fixture
def door(app: Flask, clock: Clock) -> Door:
    return Door(app.config["SETTINGS"], clock)


@pytest.fixture
def lea(in_app: None) -> Actor:
    return add_person("Lea Lund", platform_roles=[PlatformRole.READER])


def mails() -> list[dict[str, Any]]:
    db.session.rollback()
    events = db.session.scalars(select(OutboxEvent).order_by(OutboxEvent.id)).all()
    return [event.payload for event in events]


def last_mail() -> dict[str, str]:
    values: dict[str, str] = mails()[-1]["values"]
    return values


def count(model: type[Any]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def verbs() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}"])
def test_the_code_lets_its_owner_in_and_leads_on(lea: Actor, door: Door, typed: str) -> None:
    token = door.ask(bound=Bound("/table"))

    arrival = door.enter(token, typed.format(last_mail()["code"]))

    found = find_signed_in(arrival.session_token)
    assert found is not None
    assert found.actor.person_id == lea.person_id
    assert arrival.bound.next_path == "/table"
    assert count(SignInStep) == 0


def test_a_code_works_once(lea: Actor, door: Door) -> None:
    token = door.ask()
    code = last_mail()["code"]
    door.enter(token, code)

    with pytest.raises(NotFoundError):
        door.enter(token, code)
    with pytest.raises(NotFoundError):
        door.follow(last_mail()["token"])


def test_a_code_works_only_where_it_was_asked_for(lea: Actor, door: Door) -> None:
    door.ask()
    code = last_mail()["code"]
    elsewhere = door.ask()

    with pytest.raises(RefusedError):
        door.enter(elsewhere, code)
    with pytest.raises(NotFoundError):
        door.enter("nothing", code)


def test_after_ten_minutes_neither_code_nor_link_works(
    lea: Actor, door: Door, clock: Clock
) -> None:
    token, mail = door.ask(), last_mail()
    clock.advance(STEP_LIFETIME)

    with pytest.raises(NotFoundError):
        door.enter(token, mail["code"])
    with pytest.raises(NotFoundError):
        door.follow(mail["token"])


def test_a_guesser_has_a_handful_of_tries(lea: Actor, door: Door) -> None:
    token = door.ask()
    code = last_mail()["code"]
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(TRIES_PER_STEP):
        with pytest.raises(RefusedError) as refused:
            door.enter(token, wrong)
        assert refused.value.code == "wrong_code"

    with pytest.raises(NotFoundError):
        door.enter(token, code)
    assert verbs().count(Verb.SIGN_IN_FAILED) == TRIES_PER_STEP
    assert count(SignInSession) == 0


def test_codes_are_limited_by_account_and_by_day(lea: Actor, door: Door, clock: Clock) -> None:
    for _ in range(CODES_PER_ACCOUNT):
        door.ask()
    with pytest.raises(TooManyAttemptsError):
        door.ask("LEA@example.org ")
    for _ in range(CODES_PER_DAY - CODES_PER_ACCOUNT):
        clock.advance(minutes=10)
        door.ask()
    clock.advance(minutes=10)

    with pytest.raises(TooManyAttemptsError):
        door.ask()
    door.ask("somebody.else@example.org")


def test_an_unknown_or_closed_address_is_answered_alike_and_gets_no_mail(
    door: Door, clock: Clock
) -> None:
    add_person("Dis Abled", is_disabled=True)

    for email in ("nobody@example.org", "dis@example.org", ""):
        token = door.ask(email)
        with pytest.raises(RefusedError):
            door.enter(token, "123456")

    assert mails() == []
    assert verbs().count(Verb.SIGN_IN_FAILED) == 3


def test_no_code_or_token_is_kept_in_clear(lea: Actor, door: Door) -> None:
    token, mail = door.ask(), last_mail()
    step = db.session.scalars(select(SignInStep)).one()

    kept = " ".join(str(getattr(step, column.key)) for column in SignInStep.__table__.columns)

    assert not any(secret in kept for secret in (token, mail["code"], mail["token"]))


def test_the_link_lets_in_on_any_browser_but_leaves_what_was_written_elsewhere(
    lea: Actor, door: Door
) -> None:
    door.ask(bound=Bound("/table", kept_form="signed"))

    arrival = door.follow(last_mail()["token"])

    assert arrival.session_token
    assert arrival.bound == Bound("/table")
    with pytest.raises(NotFoundError):
        door.follow(last_mail()["token"])


def test_an_account_closed_meanwhile_stays_shut(
    lea: Actor, door: Door, app: Flask, clock: Clock
) -> None:
    token, mail = door.ask(), last_mail()
    change_row(db.session.get_one(Person, lea.person_id), is_disabled=True)

    with pytest.raises(RefusedError):
        door.enter(token, mail["code"])
    with pytest.raises(NotFoundError):
        door.follow(mail["token"])


def test_the_owner_is_told_of_a_new_browser_but_not_of_the_first_or_a_known_one(
    lea: Actor, door: Door
) -> None:
    first = door.enter(door.ask(), last_mail()["code"])
    known = Visitor(PHONE.browser, "198.51.100.7", first.device)
    door.enter(door.ask(), last_mail()["code"], visitor=known)
    assert [mail["template"] for mail in mails()] == ["sign_in_code", "sign_in_code"]

    door.enter(door.ask(), last_mail()["code"], visitor=Visitor("Firefox/1", "203.0.113.1"))

    assert [mail["template"] for mail in mails()][-1] == "new_device"
    assert last_mail()["browser"] == "Firefox/1"


def test_signing_in_changes_nothing_that_pages_are_kept_by(lea: Actor, door: Door) -> None:
    before = get_state()
    door.enter(door.ask(), last_mail()["code"])
    db.session.rollback()

    assert get_state() == before
    assert verbs()[-1] == Verb.SIGNED_IN


def test_what_was_never_ended_is_forgotten(lea: Actor, door: Door, clock: Clock) -> None:
    door.ask()

    sign_in_codes.forget_steps(now=clock.advance(STEP_LIFETIME + timedelta(seconds=1)))

    assert count(SignInStep) == 0
