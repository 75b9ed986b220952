"""Two steps where they are demanded; a code counts once, and a lost device is no lost account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import Clock
from tests.register import add_person
from tracker.access.actors import Actor
from tracker.config import Settings
from tracker.database import transaction
from tracker.domain.roles import PlatformRole
from tracker.domain.verbs import Verb
from tracker.domain.ways_in import RECOVERY_CODES, StepKind, WayIn
from tracker.errors import NotAllowedError, NotFoundError, RefusedError, TooManyAttemptsError
from tracker.extensions import db
from tracker.models import AuditEntry, AuthenticatorApp, OutboxEvent, Passkey, Person, SignInSession
from tracker.queries.accounts import find_signed_in
from tracker.queries.second_factors import get_factors
from tracker.services import audit, recovery_codes, second_factors
from tracker.services.arrivals import (
    NOWHERE,
    TRIES_PER_STEP,
    Arrival,
    Visitor,
    add_step,
    arrive,
    wants_second_factor,
)
from tracker.services.sealing import seal, unseal

pytestmark = pytest.mark.usefixtures("in_app")
PHONE = Visitor("Firefox", "192.0.2.1")


@pytest.fixture
def settings(app: Flask) -> Settings:
    found: Settings = app.config["SETTINGS"]
    return found


@pytest.fixture
def cim(in_app: None) -> Actor:
    return add_person("Cim Dal", platform_roles=[PlatformRole.COORDINATOR])


class Phone:
    """Somebody's app, and the sign-ins they begin."""

    def __init__(self, person: Actor, settings: Settings, clock: Clock) -> None:
        self.person, self.settings, self.clock = person, settings, clock
        self.secret = ""
        self.codes: Sequence[str] = ()

    def begin(self) -> str:
        """A sign-in whose first step is taken."""
        with transaction() as session:
            row = session.get_one(Person, self.person.person_id)
            arrival = arrive(
                row, WayIn.PASSWORD, visitor=PHONE, settings=self.settings, now=self.clock.now
            )
        assert not arrival.session_token
        return arrival.step_token

    def set_up(self) -> Arrival:
        new = second_factors.offer_app("cim@example.org", self.settings)
        self.secret = new.secret
        arrival, self.codes = second_factors.set_up_at_sign_in(
            self.begin(),
            new.sealed,
            self.code(),
            visitor=PHONE,
            settings=self.settings,
            now=self.clock.now,
        )
        return arrival

    def code(self, *, seconds: int = 0) -> str:
        shown: str = pyotp.TOTP(self.secret).at(int(self.clock.now.timestamp()) + seconds)
        return shown

    def show(self, code: str, *, token: str = "") -> Arrival:
        return second_factors.show_factor(
            token or self.begin(),
            code,
            visitor=PHONE,
            settings=self.settings,
            now=self.clock.now,
        )


@pytest.fixture
def phone(cim: Actor, settings: Settings, clock: Clock) -> Phone:
    return Phone(cim, settings, clock)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_whoever_has_power_sets_up_an_app_before_they_are_let_in(phone: Phone) -> None:
    arrival = phone.set_up()

    found = find_signed_in(arrival.session_token)
    assert found is not None
    assert found.actor.is_coordinator
    row = db.session.scalars(select(SignInSession)).one()
    assert (row.is_strong, row.way) == (True, WayIn.PASSWORD)
    assert len(phone.codes) == len(set(phone.codes)) == RECOVERY_CODES


def test_an_app_that_is_there_cannot_be_replaced_while_signing_in(phone: Phone) -> None:
    phone.set_up()
    new = second_factors.offer_app("cim@example.org", phone.settings)

    with pytest.raises(NotFoundError):
        second_factors.set_up_at_sign_in(
            phone.begin(),
            new.sealed,
            pyotp.TOTP(new.secret).at(int(phone.clock.now.timestamp())),
            visitor=PHONE,
            settings=phone.settings,
            now=phone.clock.now,
        )


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_the_code_of_now_or_its_neighbours_lets_in(
    phone: Phone, clock: Clock, seconds: int
) -> None:
    phone.set_up()
    clock.advance(minutes=5)

    assert phone.show(phone.code(seconds=seconds)).session_token


def test_a_code_is_used_up_and_so_are_those_before_it(phone: Phone, clock: Clock) -> None:
    phone.set_up()
    clock.advance(minutes=5)
    shown = phone.code()
    phone.show(shown)

    for code in (shown, phone.code(seconds=-30)):
        with pytest.raises(RefusedError):
            phone.show(code)
    assert phone.show(phone.code(seconds=30)).session_token


def test_a_recovery_code_works_once_and_its_owner_is_told(phone: Phone) -> None:
    phone.set_up()
    code = phone.codes[0].upper().replace("-", " ")

    assert phone.show(code).session_token

    with pytest.raises(RefusedError):
        phone.show(code)
    assert get_factors(phone.person.person_id or 0).recovery_codes == RECOVERY_CODES - 1
    changes = [
        event.payload["values"].get("change") for event in db.session.scalars(select(OutboxEvent))
    ]
    assert changes.count("recovery_code_used") == 1


def test_codes_that_are_right_are_no_guesses(phone: Phone, clock: Clock) -> None:
    phone.set_up()
    for _ in range(TRIES_PER_STEP + 2):
        clock.advance(seconds=31)
        assert phone.show(phone.code()).session_token


def test_a_guesser_is_stopped_at_this_sign_in_and_at_the_account(
    phone: Phone, clock: Clock
) -> None:
    phone.set_up()
    clock.advance(minutes=5)
    token = phone.begin()
    for _ in range(TRIES_PER_STEP):
        with pytest.raises(RefusedError):
            phone.show(wrong(phone.code()), token=token)
    with pytest.raises(NotFoundError):
        phone.show(phone.code(), token=token)
    with pytest.raises(TooManyAttemptsError):
        phone.show(phone.code())
    clock.advance(minutes=5)

    assert phone.show(phone.code()).session_token
    failures = select(AuditEntry).where(AuditEntry.verb == Verb.SIGN_IN_FAILED)
    assert len(db.session.scalars(failures).all()) == TRIES_PER_STEP


def test_one_persons_codes_say_nothing_of_another(
    phone: Phone, settings: Settings, clock: Clock
) -> None:
    phone.set_up()
    ada = Phone(
        add_person("Ada Strand", platform_roles=[PlatformRole.ADMINISTRATOR]), settings, clock
    )
    ada.set_up()
    clock.advance(minutes=5)

    for code in (phone.code(), phone.codes[0]):
        with pytest.raises(RefusedError):
            ada.show(code)


def test_a_step_of_another_kind_is_no_second_factor(phone: Phone, clock: Clock) -> None:
    phone.set_up()
    with transaction():
        token = add_step(
            StepKind.CODE, bound=NOWHERE, now=clock.now, person_id=phone.person.person_id
        )

    with pytest.raises(NotFoundError):
        phone.show(phone.code(), token=token)


@pytest.mark.parametrize(
    ("roles", "columns", "changes", "is_wanted"),
    [
        ([PlatformRole.COORDINATOR], {}, {}, True),
        ([PlatformRole.ADMINISTRATOR], {}, {}, True),
        ([PlatformRole.READER], {}, {}, False),
        ([], {}, {}, False),
        ([PlatformRole.COORDINATOR], {}, {"second_factor": False}, False),
        ([PlatformRole.COORDINATOR], {"is_demo": True}, {}, False),
        ([PlatformRole.COORDINATOR], {"is_demo": True}, {"address": "https://vaven.se"}, True),
    ],
)
def test_two_steps_are_demanded_of_those_with_power(
    settings: Settings,
    roles: list[PlatformRole],
    columns: dict[str, Any],
    changes: dict[str, Any],
    is_wanted: bool,
) -> None:
    actor = add_person("Eva Ek", platform_roles=roles, **columns)
    row = db.session.get_one(Person, actor.person_id)

    assert wants_second_factor(row, replace(settings, **changes)) is is_wanted


def test_whoever_has_set_up_an_app_is_asked_for_it(settings: Settings, clock: Clock) -> None:
    actor = add_person("Eva Ek", platform_roles=[PlatformRole.READER])
    new = second_factors.offer_app("eva@example.org", settings)
    code = pyotp.TOTP(new.secret).at(int(clock.now.timestamp()))

    codes = second_factors.set_up(actor, new.sealed, code, settings=settings, now=clock.now)

    assert len(codes) == RECOVERY_CODES
    row = db.session.get_one(Person, actor.person_id)
    assert wants_second_factor(row, settings)
    second_factors.remove_app(actor, now=clock.now)
    assert not wants_second_factor(row, settings)
    assert get_factors(actor.person_id or 0).recovery_codes == 0


def test_an_app_is_kept_only_once_it_has_shown_a_right_code(
    cim: Actor, settings: Settings, clock: Clock
) -> None:
    new = second_factors.offer_app("cim@example.org", settings)
    right = pyotp.TOTP(new.secret).at(int(clock.now.timestamp()))

    with pytest.raises(RefusedError):
        second_factors.set_up(cim, new.sealed, wrong(right), settings=settings, now=clock.now)
    with pytest.raises(NotFoundError):
        second_factors.set_up(cim, "forged", right, settings=settings, now=clock.now)
    assert db.session.scalars(select(AuthenticatorApp)).all() == []


def test_an_administrator_lets_somebody_set_up_new_ones(phone: Phone, clock: Clock) -> None:
    ada = add_person("Ada Strand", platform_roles=[PlatformRole.ADMINISTRATOR])
    session = phone.set_up().session_token
    assert phone.person.public_id is not None

    second_factors.reset(ada, phone.person.public_id, now=clock.now)

    assert find_signed_in(session) is None
    assert not get_factors(phone.person.person_id or 0).has_any
    assert phone.set_up().session_token
    with pytest.raises(NotAllowedError):
        second_factors.reset(phone.person, phone.person.public_id, now=clock.now)


def test_whoever_has_only_a_passkey_has_recovery_codes_too(phone: Phone, clock: Clock) -> None:
    phone.set_up()
    with transaction() as session:
        row = session.get_one(Person, phone.person.person_id)
        session.add(
            Passkey(
                person_id=row.id,
                credential_id=b"key",
                public_key=b"",
                name="Mobil",
                created_at=clock.now,
            )
        )
        audit.record(phone.person, Verb.FACTORS_CHANGED, row, at=clock.now)
    second_factors.remove_app(phone.person, now=clock.now)

    assert phone.show(phone.codes[0]).session_token


def test_new_recovery_codes_end_the_old_ones(phone: Phone, clock: Clock) -> None:
    phone.set_up()
    old = phone.codes[0]
    new = recovery_codes.renew(phone.person, now=clock.now)

    with pytest.raises(RefusedError):
        phone.show(old)
    assert phone.show(new[0]).session_token


def test_neither_secret_nor_codes_are_kept_in_clear(phone: Phone) -> None:
    phone.set_up()
    kept = db.session.scalars(select(AuthenticatorApp.secret)).one()

    assert phone.secret not in kept
    assert unseal(kept, phone.settings) == phone.secret
    with pytest.raises(NotFoundError):
        unseal(kept, replace(phone.settings, secret_key="another" * 8))
    with pytest.raises(NotFoundError):
        unseal(seal("x", phone.settings), phone.settings, within_s=-1)


def test_a_closed_account_does_not_come_in_by_its_second_step(phone: Phone, clock: Clock) -> None:
    phone.set_up()
    clock.advance(minutes=5)
    token = phone.begin()
    with transaction() as session:
        session.get_one(Person, phone.person.person_id).is_disabled = True
        session.info.setdefault("covered", set()).add(("person", phone.person.person_id))

    with pytest.raises(NotFoundError):
        phone.show(phone.code(), token=token)
    clock.advance(timedelta(minutes=1))
