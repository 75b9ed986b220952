"""Before what is sensitive one shows again who one is, with what one has, and only as oneself."""

from __future__ import annotations

import secrets

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import Clock
from tests.register import add_person
from tracker.access.actors import ANONYMOUS, Actor
from tracker.config import Settings
from tracker.database import transaction
from tracker.domain.roles import PlatformRole
from tracker.domain.ways_in import ProofKind, WayIn
from tracker.errors import NotAllowedError, NotFoundError, RefusedError, TooManyAttemptsError
from tracker.extensions import db
from tracker.models import OutboxEvent, Person, SignInSession
from tracker.queries.accounts import find_signed_in
from tracker.services import accounts, proofs, second_factors
from tracker.services.arrivals import TRIES_PER_STEP
from tracker.services.sessions import begin_session

pytestmark = pytest.mark.usefixtures("in_app")
PASSWORD = "tre gula cyklar i diket"


@pytest.fixture
def settings(app: Flask) -> Settings:
    found: Settings = app.config["SETTINGS"]
    return found


def signed_in(person: Actor, settings: Settings, clock: Clock) -> Actor:
    with transaction() as session:
        row = session.get_one(Person, person.person_id)
        token = begin_session(
            row, WayIn.EMAIL_CODE, browser="", is_strong=False, settings=settings, now=clock.now
        )
    clock.advance(minutes=20)
    found = find_signed_in(token)
    assert found is not None
    return found.actor


@pytest.fixture
def lea(settings: Settings, clock: Clock) -> Actor:
    person = add_person("Lea Lund", platform_roles=[PlatformRole.READER])
    return signed_in(person, settings, clock)


def proved_at(actor: Actor) -> object:
    db.session.rollback()
    query = select(SignInSession.proved_at).where(SignInSession.id == actor.session_id)
    return db.session.scalar(query)


def last_code() -> str:
    event = db.session.scalars(select(OutboxEvent).order_by(OutboxEvent.id.desc())).first()
    code: str = event.payload["values"]["code"]
    return code


def test_without_app_and_password_a_mailed_code_is_proof(
    lea: Actor, settings: Settings, clock: Clock
) -> None:
    assert proofs.proof_wanted(lea) is ProofKind.MAIL
    token = proofs.send_proof_code(lea, now=clock.now)

    proofs.prove(lea, last_code(), step_token=token, settings=settings, now=clock.now)

    assert proved_at(lea) == clock.now
    with pytest.raises(NotFoundError):
        proofs.prove(lea, last_code(), step_token=token, settings=settings, now=clock.now)


def test_a_mailed_code_is_guessed_a_few_times_and_is_its_owners_alone(
    lea: Actor, settings: Settings, clock: Clock
) -> None:
    token = proofs.send_proof_code(lea, now=clock.now)
    code = last_code()
    eva = signed_in(add_person("Eva Ek", platform_roles=[PlatformRole.READER]), settings, clock)
    clock.now = clock.now.replace(minute=clock.now.minute)

    with pytest.raises(NotFoundError):
        proofs.prove(eva, code, step_token=token, settings=settings, now=clock.now)
    again = proofs.send_proof_code(lea, now=clock.now)
    for _ in range(TRIES_PER_STEP):
        with pytest.raises(RefusedError) as refused:
            proofs.prove(lea, "x", step_token=again, settings=settings, now=clock.now)
        assert (refused.value.code, refused.value.field_name) == ("wrong_code", "shown")
    with pytest.raises(NotFoundError):
        proofs.prove(lea, last_code(), step_token=again, settings=settings, now=clock.now)


def test_a_password_is_proof_and_is_limited(
    lea: Actor, settings: Settings, clock: Clock, quick_hashes: None
) -> None:
    accounts.change_password(lea, current="", new=PASSWORD, now=clock.now)
    assert proofs.proof_wanted(lea) is ProofKind.PASSWORD

    proofs.prove(lea, PASSWORD, step_token="", settings=settings, now=clock.now)

    assert proved_at(lea) == clock.now
    for _ in range(accounts.ATTEMPTS_PER_ACCOUNT):
        with pytest.raises(RefusedError) as refused:
            proofs.prove(lea, "fel", step_token="", settings=settings, now=clock.now)
        assert (refused.value.code, refused.value.field_name) == ("wrong_password", "shown")
    with pytest.raises(TooManyAttemptsError):
        proofs.prove(lea, PASSWORD, step_token="", settings=settings, now=clock.now)


def test_whoever_has_an_app_shows_it(lea: Actor, settings: Settings, clock: Clock) -> None:
    new = second_factors.offer_app("lea@example.org", settings)
    totp = pyotp.TOTP(new.secret)
    code = totp.at(int(clock.now.timestamp()))
    second_factors.set_up(lea, new.sealed, code, settings=settings, now=clock.now)
    assert proofs.proof_wanted(lea) is ProofKind.APP

    with pytest.raises(RefusedError):
        proofs.prove(lea, code, step_token="", settings=settings, now=clock.now)
    fresh = totp.at(int(clock.advance(minutes=1).timestamp()))
    proofs.prove(lea, fresh, step_token="", settings=settings, now=clock.now)

    assert proved_at(lea) == clock.now


def test_nobody_proves_anything_without_a_session(settings: Settings, clock: Clock) -> None:
    with pytest.raises(NotAllowedError):
        proofs.prove(
            ANONYMOUS, "x", step_token=secrets.token_hex(), settings=settings, now=clock.now
        )
    with pytest.raises(NotAllowedError):
        proofs.send_proof_code(ANONYMOUS, now=clock.now)
