"""A passkey lets its owner in, who has unlocked it, at this place, once for each challenge."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.authenticator import PRESENT, Authenticator
from tests.clock import Clock
from tests.register import add_person, change_row, last_mail
from tracker.access.actors import Actor
from tracker.config import Settings
from tracker.database import transaction
from tracker.domain.roles import PlatformRole
from tracker.domain.ways_in import StepKind, WayIn
from tracker.errors import NotFoundError, RefusedError, TooManyAttemptsError
from tracker.extensions import db
from tracker.models import AuditEntry, Passkey, Person, SignInSession
from tracker.queries.accounts import find_signed_in
from tracker.queries.passkeys import list_own_passkeys
from tracker.services import passkeys
from tracker.services.arrivals import NOWHERE, Arrival, Bound, Visitor, add_step
from tracker.services.passkeys import Challenge

pytestmark = pytest.mark.usefixtures("in_app")

PHONE = Visitor("Mozilla/5.0 (iPhone) Safari/604.1", "192.0.2.1")


class Door:
    """Asks and answers, as one browser with a device would."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock

    def add(self, actor: Actor, device: Authenticator, *, name: str = "Mobilen") -> None:
        asked = passkeys.challenge_new(actor, settings=self.settings, now=self.clock.now)
        self.finish_adding(actor, asked, device.make(asked.options), name=name)

    def finish_adding(
        self, actor: Actor, asked: Challenge, answer: str, *, name: str = "Mobilen"
    ) -> None:
        passkeys.add(
            actor, asked.token, answer, name=name, settings=self.settings, now=self.clock.now
        )

    def ask(self) -> Challenge:
        return passkeys.challenge_anybody(visitor=PHONE, settings=self.settings, now=self.clock.now)

    def answer(self, asked: Challenge, answer: str, bound: Bound = NOWHERE) -> Arrival:
        return passkeys.sign_in(
            asked.token,
            answer,
            visitor=PHONE,
            bound=bound,
            settings=self.settings,
            now=self.clock.now,
        )

    def sign_in(self, device: Authenticator) -> Arrival:
        asked = self.ask()
        return self.answer(asked, device.show(asked.options))

    def first_factor(self, actor: Actor) -> str:
        with transaction():
            return add_step(
                StepKind.FACTOR,
                bound=Bound("/board"),
                now=self.clock.now,
                person_id=actor.person_id,
                way=WayIn.PASSWORD,
            )

    def ask_factor(self, factor: str) -> Challenge:
        return passkeys.challenge_factor(factor, settings=self.settings, now=self.clock.now)

    def show_factor(self, factor: str, asked: Challenge, answer: str) -> Arrival:
        return passkeys.show_factor(
            factor,
            asked.token,
            answer,
            visitor=PHONE,
            settings=self.settings,
            now=self.clock.now,
        )


@pytest.fixture
def door(app: Flask, clock: Clock) -> Door:
    return Door(replace(app.config["SETTINGS"], second_factor=True), clock)


@pytest.fixture
def elin(in_app: None) -> Actor:
    return add_person("Elin Lind", platform_roles=[PlatformRole.COORDINATOR])


@pytest.fixture
def device(door: Door, elin: Actor) -> Authenticator:
    made = Authenticator()
    door.add(elin, made)
    return made


def add_bo() -> Actor:
    return add_person("Bo Rask", platform_roles=[PlatformRole.READER])


def refused(code: str) -> Any:
    return pytest.raises(RefusedError, match=code)


def verbs() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))


def test_a_passkey_is_added_named_and_told_to_its_owner(door: Door, elin: Actor) -> None:
    door.add(elin, Authenticator(), name="Telefonen")

    [row] = list_own_passkeys(elin)
    assert (row.name, row.last_used_at) == ("Telefonen", None)
    assert last_mail("elin@example.org")["values"]["change"] == "passkey_added"
    assert verbs()[-1] == "factors_changed"


def test_a_coordinator_needs_nothing_else(
    door: Door, elin: Actor, device: Authenticator, clock: Clock
) -> None:
    asked = door.ask()

    arrival = door.answer(asked, device.show(asked.options), Bound("/table"))

    found = find_signed_in(arrival.session_token)
    assert found is not None
    assert found.actor.person_id == elin.person_id
    assert arrival.bound.next_path == "/table"
    session = db.session.scalars(select(SignInSession)).one()
    assert (session.way, session.is_strong) == (WayIn.PASSKEY, True)
    assert list_own_passkeys(elin)[0].last_used_at == clock.now


def test_an_answer_works_once(door: Door, device: Authenticator) -> None:
    asked = door.ask()
    answer = device.show(asked.options)
    door.answer(asked, answer)

    with refused("passkey_ended"):
        door.answer(asked, answer)
    with refused("passkey_unknown"):
        door.answer(door.ask(), answer)


def test_a_wrong_answer_uses_the_challenge_up(door: Door, device: Authenticator) -> None:
    asked = door.ask()
    with refused("passkey_unknown"):
        door.answer(asked, "{}")

    with refused("passkey_ended"):
        door.answer(asked, device.show(asked.options))
    assert verbs()[-1] == "sign_in_failed"


def test_a_challenge_lives_for_ten_minutes(door: Door, device: Authenticator, clock: Clock) -> None:
    asked = door.ask()
    clock.advance(minutes=10)

    with refused("passkey_ended"):
        door.answer(asked, device.show(asked.options))


HOSTILE = {
    "another place": {"origin": "http://localhost.example.org"},
    "another port": {"origin": "http://localhost:8001"},
    "another domain": {"domain": "example.org"},
    "not unlocked": {"flags": PRESENT},
    "nobody there": {"flags": 0},
    "counting backwards": {"count": -1},
    "somebody else's name": {"user_handle": "c29tZWJvZHkgZWxzZQ"},
    "an unknown key": {"credential_id": b"unknown"},
    "a key of another's making": {"key": Authenticator().key},
}


@pytest.mark.parametrize("changes", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_key_that_is_not_as_it_was_made_is_refused(
    door: Door, device: Authenticator, changes: dict[str, Any]
) -> None:
    device.count = 5
    door.sign_in(device)
    asked = door.ask()

    with refused("passkey_unknown"):
        door.answer(asked, replace(device, **changes).show(asked.options))
    assert len(db.session.scalars(select(SignInSession)).all()) == 1


@pytest.mark.parametrize(
    "answer", ["", "[]", "null", '{"id": 7}', '{"id": "%"}', '{"id": "YQ"}', "x" * 50_000, "\x00"]
)
def test_what_is_no_answer_is_refused_on_both_sides(
    door: Door, elin: Actor, device: Authenticator, answer: str
) -> None:
    with refused("passkey_unknown"):
        door.answer(door.ask(), answer)
    asked = passkeys.challenge_new(elin, settings=door.settings, now=door.clock.now)
    with refused("passkey_wrong"):
        door.finish_adding(elin, asked, answer)


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
def test_a_part_that_is_broken_or_missing_is_refused(
    door: Door, device: Authenticator, part: str
) -> None:
    for broken in ("AAAA", 7, None, "%%%"):
        asked = door.ask()
        answer = json.loads(device.show(asked.options))
        answer["response"][part] = broken
        if (part, broken) == ("userHandle", None):
            continue  # a key may leave it out
        with refused("passkey_unknown"):
            door.answer(asked, json.dumps(answer))


@pytest.mark.parametrize(
    "changes", [{"origin": "https://localhost"}, {"domain": "org"}, {"flags": PRESENT}]
)
def test_a_key_is_not_added_at_another_place_or_unasked(
    door: Door, elin: Actor, changes: dict[str, Any]
) -> None:
    with refused("passkey_wrong"):
        door.add(elin, replace(Authenticator(), **changes))


def test_a_challenge_for_one_use_or_person_is_none_for_another(
    door: Door, elin: Actor, device: Authenticator
) -> None:
    bo = add_bo()
    for_elin = passkeys.challenge_new(elin, settings=door.settings, now=door.clock.now)
    with refused("passkey_ended"):
        door.finish_adding(bo, for_elin, Authenticator().make(for_elin.options))

    for_adding = passkeys.challenge_new(elin, settings=door.settings, now=door.clock.now)
    with refused("passkey_ended"):
        door.answer(for_adding, device.show(for_adding.options))

    for_factor = door.ask_factor(door.first_factor(elin))
    with refused("passkey_ended"):
        door.answer(for_factor, device.show(for_factor.options))


def test_a_device_has_one_account(door: Door, elin: Actor, device: Authenticator) -> None:
    with refused("passkey_taken"):
        door.add(add_bo(), device)


def test_an_account_has_so_many_passkeys_and_no_more(
    door: Door, elin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passkeys, "MOST_PASSKEYS", 2)
    for number in range(2):
        door.add(elin, Authenticator(), name=f"nr {number}")

    with refused("passkeys_many"):
        door.add(elin, Authenticator())


def test_a_removed_passkey_is_not_known_and_its_sessions_go_on(
    door: Door, elin: Actor, device: Authenticator
) -> None:
    token = door.sign_in(device).session_token
    [row] = list_own_passkeys(elin)

    passkeys.remove(elin, row.public_id, now=door.clock.now)

    assert last_mail("elin@example.org")["values"]["change"] == "passkey_removed"
    assert find_signed_in(token) is not None
    with refused("passkey_unknown"):
        door.sign_in(device)


def test_nobody_removes_anothers_passkey(door: Door, elin: Actor, device: Authenticator) -> None:
    [row] = list_own_passkeys(elin)
    bo = add_bo()

    with pytest.raises(NotFoundError):
        passkeys.remove(bo, row.public_id, now=door.clock.now)
    assert list_own_passkeys(elin) == [row]


def test_a_closed_account_stays_shut(door: Door, elin: Actor, device: Authenticator) -> None:
    change_row(db.session.get_one(Person, elin.person_id), is_disabled=True)

    with refused("passkey_unknown"):
        door.sign_in(device)


def test_a_passkey_is_the_second_factor(door: Door, elin: Actor, device: Authenticator) -> None:
    factor = door.first_factor(elin)
    asked = door.ask_factor(factor)
    answer = device.show(asked.options)

    arrival = door.show_factor(factor, asked, answer)

    assert arrival.bound.next_path == "/board"
    session = db.session.scalars(select(SignInSession)).one()
    assert (session.way, session.is_strong) == (WayIn.PASSWORD, True)
    with pytest.raises(NotFoundError):
        door.show_factor(factor, asked, answer)


def test_anothers_passkey_is_no_second_factor(
    door: Door, elin: Actor, device: Authenticator
) -> None:
    bo, his = add_bo(), Authenticator()
    door.add(bo, his)
    factor = door.first_factor(elin)

    for _try in range(5):
        asked = door.ask_factor(factor)
        with refused("passkey_unknown"):
            door.show_factor(factor, asked, his.show(asked.options))

    with pytest.raises(NotFoundError):
        door.ask_factor(factor)
    assert db.session.scalars(select(SignInSession)).all() == []
    assert db.session.scalars(select(Passkey.last_used_at)).all() == [None, None]


def test_challenges_are_limited_for_each_network_address(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passkeys, "CHALLENGES_PER_ADDRESS", 2)
    for _time in range(2):
        door.ask()

    with pytest.raises(TooManyAttemptsError):
        door.ask()
