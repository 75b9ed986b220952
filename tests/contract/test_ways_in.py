"""Whoever has one factor, an old code, somebody else's link or an open screen gets nowhere with it."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from tests.clock import Clock
from tests.contract.register import PASSWORD, RECOVERY_CODE, SampleRegister
from tests.contract.samples import addresses
from tests.contract.signing_in import Browser
from tests.contract.walker import Walker
from tests.figures import Figures
from tracker.database import transaction
from tracker.extensions import db
from tracker.models import AuthenticatorApp, OutboxEvent
from tracker.services.arrivals import TRIES_PER_STEP
from tracker.services.sealing import seal
from tracker.services.sign_in_codes import CODES_PER_ACCOUNT

KNOWN = "association.manager@example.org"
WITH_APP = "department.manager@example.org"
SECRET = pyotp.random_base32()

pytestmark = pytest.mark.usefixtures("quick_hashes")


def last_mail(walker: Walker) -> dict[str, str]:
    with walker.app.app_context():
        event = db.session.scalars(select(OutboxEvent).order_by(OutboxEvent.id.desc())).first()
        values: dict[str, str] = event.payload["values"]
        return values


def ask_for_code(browser: Browser, email: str = KNOWN) -> int:
    return browser.post("/sign-in", email=email, password="").status_code


def give_app(walker: Walker, register: SampleRegister) -> None:
    """Let the one with an app know its secret."""
    with walker.app.app_context(), transaction() as session:
        person_id = register.people["department_manager"].person_id
        session.get_one(AuthenticatorApp, person_id).secret = seal(
            SECRET, walker.app.config["SETTINGS"]
        )
        session.info.setdefault("covered", set()).add(("person", person_id))


def test_a_guesser_of_codes_has_few_guesses_in_ten_minutes(
    browser: Browser, walker: Walker, figures: Figures
) -> None:
    guesses = 0
    while ask_for_code(browser) == 303:
        code = last_mail(walker)["code"]
        wrong = f"{(int(code) + 1) % 10**6:06}"
        while browser.post("/sign-in/code", code=wrong).status_code == 422:
            guesses += 1
        assert browser.post("/sign-in/code", code=code).status_code == 404

    figures.record("guesses at a code that one account answers in ten minutes", value=guesses)
    assert guesses == CODES_PER_ACCOUNT * TRIES_PER_STEP
    assert not browser.is_signed_in


def test_nothing_that_let_somebody_in_does_so_twice(
    walker: Walker, register: SampleRegister, clock: Clock, figures: Figures
) -> None:
    give_app(walker, register)
    outcomes: dict[str, bool] = {}

    first, second = Browser(walker.app), Browser(walker.app)
    ask_for_code(first)
    mail = last_mail(walker)
    assert first.post("/sign-in/code", code=mail["code"]).status_code == 303
    first.post("/sign-in/code", code=mail["code"])
    outcomes["mailed code"] = second.post(f"/sign-in/links/{mail['token']}").status_code == 303

    ask_for_code(second)
    link = f"/sign-in/links/{last_mail(walker)['token']}"
    assert Browser(walker.app).post(link).status_code == 303
    outcomes["mailed link"] = Browser(walker.app).post(link).status_code == 303

    for name, code in (
        ("code of an app", pyotp.TOTP(SECRET).at(int(clock.now.timestamp()))),
        ("recovery code", RECOVERY_CODE),
    ):
        for expected in (True, False):
            browser = Browser(walker.app)
            browser.sign_in(WITH_APP)
            is_in = browser.post("/sign-in/second-factor", code=code).status_code == 303
            assert is_in or not expected, name
        outcomes[name] = is_in
    accepted = [name for name, was_accepted in outcomes.items() if was_accepted]

    figures.record("sign-ins replayed", value=len(outcomes))
    figures.record("sign-ins replayed and accepted", value=len(accepted))
    assert not accepted


def test_a_link_lets_in_whoever_follows_it_and_not_whoever_asked(
    browser: Browser, walker: Walker
) -> None:
    ask_for_code(browser)
    owner = Browser(walker.app)

    owner.post(f"/sign-in/links/{last_mail(walker)['token']}")

    assert owner.is_signed_in
    assert not browser.is_signed_in
    assert browser.post("/sign-in/code", code="123456").status_code == 404


def test_the_first_of_two_steps_opens_nothing(
    browser: Browser, walker: Walker, register: SampleRegister, figures: Figures
) -> None:
    answer = browser.sign_in(WITH_APP)
    assert answer.location == "/sign-in/second-factor"
    guarded = [a for a in addresses(walker.app, register) if a.permission and a.is_safe]

    opened = [
        address.name
        for address in guarded
        if browser.client.get(address.url).status_code not in {303, 401}
    ]

    figures.record("addresses tried with one of two factors", value=len(guarded))
    figures.record("addresses opened with one of two factors", value=len(opened))
    assert not opened


def test_an_open_screen_is_asked_for_proof_before_what_is_sensitive(
    walker: Walker, register: SampleRegister, clock: Clock, figures: Figures
) -> None:
    clock.advance(minutes=16)
    sensitive = [
        address
        for address in addresses(walker.app, register)
        if hasattr(walker.app.view_functions[address.endpoint], "tracker_proved")
    ]
    done = []
    for address in sensitive:
        visit = walker.send(
            "administrator",
            address.method,
            address.url,
            data={"csrf_token": walker.csrf_token("administrator")},
        )
        asked = visit.status == 401 or "/account/proof" in visit.location
        if not asked and visit.status != 403:
            done.append(f"{address.name}: {visit.status}")

    figures.record(
        "sensitive addresses that ask for proof", value=len(sensitive), of=len(sensitive)
    )
    assert not done


def test_a_form_sent_without_proof_is_kept_and_sent_again(browser: Browser, clock: Clock) -> None:
    browser.sign_in()
    clock.advance(minutes=16)
    wanted = "en stuga vid skogens rand"
    page = browser.post("/account/password", current=PASSWORD, password=wanted)
    assert page.status_code == 401
    assert "Visa att det är du" in page.text
    kept = page.text.partition('name="kept_form" type="hidden" value="')[2].partition('"')[0]

    again = browser.post("/account/proof", shown=PASSWORD, kept_form=kept)

    assert again.status_code == 200
    assert wanted in again.text
    answer = browser.post("/account/password", current=PASSWORD, password=wanted)
    assert answer.status_code == 303


def test_asking_for_a_code_takes_as_long_for_an_unknown_address(
    browser: Browser, clock: Clock, figures: Figures
) -> None:
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(5):
        for kind, email in (("known", KNOWN), ("unknown", f"nobody{number}@example.org")):
            started = time.process_time()
            assert ask_for_code(browser, email) == 303
            times[kind].append(time.process_time() - started)
        clock.advance(timedelta(minutes=11))
    ratio = statistics.median(times["known"]) / statistics.median(times["unknown"])

    figures.record("code: time for a known address to an unknown", value=round(ratio, 2))
    assert 0.5 < ratio < 2
