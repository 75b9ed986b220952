"""Signing in and out: one answer for all that is wrong, limits that hold, sessions that end."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.clock import START, Clock
from tests.register import add_person
from tracker.access.actors import ANONYMOUS, Actor
from tracker.config import Settings
from tracker.database import transaction
from tracker.domain.roles import PlatformRole
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, NotFoundError, RefusedError, TooManyAttemptsError
from tracker.extensions import db
from tracker.models import AuditEntry, Person, SignInAttempt, SignInSession
from tracker.queries.accounts import find_signed_in, hash_token
from tracker.services import accounts
from tracker.services import sessions as session_services
from tracker.services.accounts import (
    ATTEMPT_WINDOW,
    ATTEMPTS_PER_ACCOUNT,
    ATTEMPTS_PER_ADDRESS,
    LINK_LIFETIME,
)
from tracker.services.arrivals import Visitor

pytestmark = pytest.mark.usefixtures("in_app")

PASSWORD = "tre gula cyklar i diket"
OTHER = "fyra blå båtar på sjön"


@pytest.fixture
def password_hash(quick_hashes: None) -> str:
    return accounts.hash_password(PASSWORD)


@pytest.fixture
def settings(app: Flask) -> Settings:
    found: Settings = app.config["SETTINGS"]
    return found


@pytest.fixture
def lea(in_app: None, password_hash: str) -> Actor:
    reader = [PlatformRole.READER]
    return add_person("Lea Lund", platform_roles=reader, password_hash=password_hash)


SignIn = Callable[..., str]


@pytest.fixture
def sign_in(settings: Settings, clock: Clock) -> SignIn:
    def deed(
        email: str = "lea@example.org", password: str = PASSWORD, *, address: str = "192.0.2.1"
    ) -> str:
        return accounts.sign_in(
            email, password, visitor=Visitor("Firefox", address), settings=settings, now=clock.now
        ).session_token

    return deed


def sessions() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(SignInSession)) or 0


def actor_of(token: str) -> Actor:
    db.session.rollback()
    found = find_signed_in(token)
    assert found is not None
    return found.actor


# Signing in -------------------------------------------------------------------------------


def test_the_right_password_begins_a_session(lea: Actor, sign_in: SignIn) -> None:
    token = sign_in()

    assert actor_of(token).person_id == lea.person_id
    row = db.session.scalars(select(SignInSession)).one()
    assert (row.browser, row.created_at, row.token_hash) == ("Firefox", START, hash_token(token))


@pytest.mark.parametrize("email", ["LEA@example.org", "  lea@Example.ORG  "])
def test_capitals_and_blanks_in_the_address_do_not_matter(
    lea: Actor, sign_in: SignIn, email: str
) -> None:
    assert actor_of(sign_in(email)).person_id == lea.person_id


def test_each_session_has_its_own_token(lea: Actor, sign_in: SignIn) -> None:
    assert sign_in() != sign_in()
    assert sessions() == 2


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("lea@example.org", OTHER),
        ("lea@example.org", ""),
        ("nobody@example.org", PASSWORD),
        ("", ""),
        ("lea@example.org", PASSWORD.upper()),
    ],
)
def test_wrong_and_unknown_get_the_same_answer(
    lea: Actor, sign_in: SignIn, email: str, password: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        sign_in(email, password)

    assert (refused.value.code, refused.value.field_name) == ("wrong_credentials", None)
    assert sessions() == 0


def test_unknown_and_known_addresses_cost_the_same_work(
    lea: Actor, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    real = accounts._verify

    def counted(stored: str, password: str) -> bool:
        checked.append(stored)
        return real(stored, password)

    monkeypatch.setattr(accounts, "_verify", counted)
    for email in ("lea@example.org", "nobody@example.org"):
        with pytest.raises(RefusedError):
            sign_in(email, OTHER)

    assert len(checked) == 2
    assert all(stored.startswith("$argon2id$") for stored in checked)


def test_a_disabled_person_cannot_sign_in(sign_in: SignIn, password_hash: str) -> None:
    add_person("Dis Abled", password_hash=password_hash, is_disabled=True)

    with pytest.raises(RefusedError):
        sign_in("dis@example.org")


def test_a_person_who_never_chose_a_password_cannot_sign_in(sign_in: SignIn) -> None:
    add_person("Ny Person")

    for password in ("", PASSWORD):
        with pytest.raises(RefusedError):
            sign_in("ny@example.org", password)


def test_a_damaged_hash_lets_nobody_in(sign_in: SignIn) -> None:
    add_person("Dam Age", password_hash="not a hash")

    with pytest.raises(RefusedError):
        sign_in("dam@example.org")


def test_a_very_long_name_of_a_browser_is_cut(lea: Actor, settings: Settings) -> None:
    visitor = Visitor("x" * 5000, "::1")
    accounts.sign_in("lea@example.org", PASSWORD, visitor=visitor, settings=settings, now=START)

    assert len(db.session.scalars(select(SignInSession.browser)).one()) == 120


def test_old_sessions_are_swept_away_at_the_next_sign_in(
    lea: Actor, sign_in: SignIn, clock: Clock, settings: Settings
) -> None:
    sign_in()
    clock.advance(settings.session_absolute + timedelta(seconds=1))

    sign_in()

    assert sessions() == 1


@pytest.mark.parametrize("role", [PlatformRole.COORDINATOR, PlatformRole.ADMINISTRATOR])
def test_those_who_may_do_much_sign_in_more_often(
    settings: Settings, password_hash: str, role: PlatformRole
) -> None:
    add_person("Cim Dal", platform_roles=[role], password_hash=password_hash)

    accounts.sign_in(
        "cim@example.org",
        PASSWORD,
        visitor=Visitor("Firefox", "192.0.2.1"),
        settings=replace(settings, second_factor=False),
        now=START,
    )

    row = db.session.scalars(select(SignInSession)).one()
    assert row.expires_at == START + settings.coordinator_session_absolute


def test_others_stay_signed_in_as_long_as_the_installation_says(
    lea: Actor, sign_in: SignIn, settings: Settings
) -> None:
    sign_in()

    row = db.session.scalars(select(SignInSession)).one()
    assert row.expires_at == START + settings.session_absolute


# Limits -----------------------------------------------------------------------------------


def fail(sign_in: SignIn, times: int, **who: str) -> None:
    for _ in range(times):
        with pytest.raises(RefusedError):
            sign_in(password=OTHER, **who)


def test_after_eight_failures_even_the_right_password_waits(
    lea: Actor, sign_in: SignIn, clock: Clock
) -> None:
    fail(sign_in, ATTEMPTS_PER_ACCOUNT)

    with pytest.raises(TooManyAttemptsError) as refused:
        sign_in()
    assert refused.value.retry_after_s == ATTEMPT_WINDOW.total_seconds()
    clock.advance(ATTEMPT_WINDOW)
    assert sign_in()


def test_the_limit_of_an_account_holds_from_every_network(lea: Actor, sign_in: SignIn) -> None:
    for number in range(ATTEMPTS_PER_ACCOUNT):
        fail(sign_in, 1, address=f"192.0.2.{number}")

    with pytest.raises(TooManyAttemptsError):
        sign_in(address="198.51.100.7")


def test_an_unknown_address_is_limited_like_a_known_one(sign_in: SignIn) -> None:
    fail(sign_in, ATTEMPTS_PER_ACCOUNT, email="nobody@example.org")

    with pytest.raises(TooManyAttemptsError):
        sign_in("nobody@example.org")


def test_one_network_cannot_try_account_after_account(lea: Actor, sign_in: SignIn) -> None:
    for number in range(ATTEMPTS_PER_ADDRESS):
        fail(sign_in, 1, email=f"guess{number}@example.org")

    with pytest.raises(TooManyAttemptsError):
        sign_in()
    assert sign_in(address="198.51.100.7")


def test_a_success_forgives_the_failures_before_it(lea: Actor, sign_in: SignIn) -> None:
    fail(sign_in, ATTEMPTS_PER_ACCOUNT - 1)
    sign_in()
    fail(sign_in, ATTEMPTS_PER_ACCOUNT - 1)

    assert sign_in()


def test_a_whole_office_behind_one_address_signs_in_on_a_monday_morning(
    lea: Actor, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "_verify", lambda _stored, _password: True)

    for _ in range(ATTEMPTS_PER_ADDRESS + 5):
        assert sign_in()


def test_attempts_are_forgotten_after_a_day(lea: Actor, sign_in: SignIn, clock: Clock) -> None:
    fail(sign_in, 3)
    clock.advance(days=1, seconds=1)

    sign_in()

    db.session.rollback()
    assert {row.at for row in db.session.scalars(select(SignInAttempt))} == {clock.now}


def test_attempts_keep_no_address_in_clear(lea: Actor, sign_in: SignIn) -> None:
    fail(sign_in, 1)

    db.session.rollback()
    keys = db.session.scalars(select(SignInAttempt.key)).all()
    assert len(keys) == 2
    assert not any("lea" in key or "192.0" in key for key in keys)


# Sessions end at the server ---------------------------------------------------------------


def test_signing_out_ends_this_session_alone(lea: Actor, sign_in: SignIn) -> None:
    here, there = sign_in(), sign_in()

    session_services.sign_out(actor_of(here), now=START)

    assert find_signed_in(here) is None
    assert find_signed_in(there) is not None


def test_one_ends_ones_own_session_on_another_browser(lea: Actor, sign_in: SignIn) -> None:
    here, there = actor_of(sign_in()), sign_in()
    other = db.session.scalars(
        select(SignInSession).where(SignInSession.token_hash == hash_token(there))
    ).one()

    session_services.end_session(here, other.public_id)

    assert find_signed_in(there) is None


def test_nobody_ends_another_persons_session(lea: Actor, sign_in: SignIn) -> None:
    ada = add_person("Ada Strand", platform_roles=[PlatformRole.ADMINISTRATOR])
    sign_in()
    row = db.session.scalars(select(SignInSession)).one()

    with pytest.raises(NotFoundError):
        session_services.end_session(ada, row.public_id)
    with pytest.raises(NotFoundError):
        session_services.end_session(lea, uuid.uuid4())
    assert sessions() == 1


def test_use_of_a_session_is_noted(lea: Actor, sign_in: SignIn, clock: Clock) -> None:
    actor = actor_of(sign_in())

    session_services.touch_session(actor, now=clock.advance(minutes=10))

    db.session.rollback()
    assert db.session.scalars(select(SignInSession.last_seen_at)).one() == clock.now


def test_a_stranger_has_no_account_to_change(clock: Clock) -> None:
    with pytest.raises(NotAllowedError):
        accounts.change_language(ANONYMOUS, "en", now=clock.now)
    with pytest.raises(NotAllowedError):
        accounts.change_password(ANONYMOUS, current="", new=OTHER, now=clock.now)
    with pytest.raises(NotAllowedError):
        session_services.end_session(ANONYMOUS, uuid.uuid4())


# Language and password --------------------------------------------------------------------


def entries(person_id: int | None) -> list[str]:
    db.session.rollback()
    query = select(AuditEntry.verb).where(
        AuditEntry.subject_kind == "person", AuditEntry.subject_id == person_id
    )
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def test_the_language_goes_with_the_person(lea: Actor, clock: Clock) -> None:
    accounts.change_language(lea, "en", now=clock.now)

    assert db.session.get_one(Person, lea.person_id).language == "en"
    assert entries(lea.person_id) == [Verb.CREATED, Verb.EDITED]


def test_a_changed_password_ends_every_other_session(lea: Actor, sign_in: SignIn) -> None:
    here, there = sign_in(), sign_in()

    accounts.change_password(actor_of(here), current=PASSWORD, new=OTHER, now=START)

    assert find_signed_in(here) is not None
    assert find_signed_in(there) is None
    assert sign_in(password=OTHER)
    with pytest.raises(RefusedError):
        sign_in(password=PASSWORD)


def test_the_password_of_now_is_asked_for(lea: Actor, sign_in: SignIn) -> None:
    with pytest.raises(RefusedError) as refused:
        accounts.change_password(lea, current=OTHER, new=OTHER, now=START)

    assert (refused.value.code, refused.value.field_name) == ("wrong_password", "current")
    assert sign_in()


@pytest.mark.parametrize("password", ["kort", "leaexample12", "borasboras12"])
def test_a_bad_new_password_is_refused_and_the_old_one_stays(
    lea: Actor, sign_in: SignIn, password: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        accounts.change_password(lea, current=PASSWORD, new=password, now=START)

    assert refused.value.field_name == "password"
    assert sign_in()


def test_the_audit_tells_of_a_new_password_and_not_what_it_is(lea: Actor) -> None:
    accounts.change_password(lea, current=PASSWORD, new=OTHER, now=START)

    assert entries(lea.person_id)[-1] == Verb.PASSWORD_CHANGED
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert entry.hashes == {}


# One-time links ---------------------------------------------------------------------------


@pytest.fixture
def link(lea: Actor) -> str:
    with transaction():
        return accounts.create_link(db.session.get_one(Person, lea.person_id), now=START)


def test_a_link_lets_one_choose_a_password_and_ends_all_sessions(
    link: str, sign_in: SignIn
) -> None:
    before = sign_in()

    accounts.choose_password(link, OTHER, now=START)

    assert find_signed_in(before) is None
    assert sign_in(password=OTHER)


def test_a_link_works_once(link: str) -> None:
    accounts.choose_password(link, OTHER, now=START)

    with pytest.raises(NotFoundError):
        accounts.choose_password(link, PASSWORD, now=START)


def test_a_link_works_for_48_hours(link: str, sign_in: SignIn) -> None:
    with pytest.raises(NotFoundError):
        accounts.choose_password(link, OTHER, now=START + LINK_LIFETIME)

    accounts.choose_password(link, OTHER, now=START + LINK_LIFETIME - timedelta(seconds=1))
    assert sign_in(password=OTHER)


@pytest.mark.parametrize("token", ["", "made-up", "x" * 500])
def test_an_unknown_link_is_not_found(lea: Actor, token: str) -> None:
    with pytest.raises(NotFoundError):
        accounts.choose_password(token, OTHER, now=START)


def test_a_refused_password_leaves_the_link_in_force(link: str, sign_in: SignIn) -> None:
    with pytest.raises(RefusedError):
        accounts.choose_password(link, "kort", now=START)

    accounts.choose_password(link, OTHER, now=START)
    assert sign_in(password=OTHER)


def test_only_the_hash_of_a_link_is_kept(link: str) -> None:
    from tracker.models import OneTimeLink

    kept = db.session.scalars(select(OneTimeLink)).one()
    assert kept.token_hash == hash_token(link)
    assert link not in kept.token_hash
