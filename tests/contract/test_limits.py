"""Attempts are limited, and by neither words nor time does the product tell whose address it knows."""

from __future__ import annotations

import statistics
import time

import pytest

from tests.clock import Clock
from tests.contract.register import PASSWORD
from tests.contract.signing_in import TOKEN, Browser
from tests.contract.walker import Walker
from tests.figures import Figures
from tests.threads import at_once
from tracker.services.accounts import ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS
from tracker.services.feedback import MESSAGES_PER_ADDRESS

WRONG = "fel"


@pytest.mark.usefixtures("quick_hashes")
def test_the_ninth_try_at_an_account_is_told_to_wait(
    browser: Browser, clock: Clock, figures: Figures
) -> None:
    answers = [browser.sign_in(password=WRONG) for _try in range(ATTEMPTS_PER_ACCOUNT)]
    assert {answer.status_code for answer in answers} == {422}

    refused = browser.sign_in()

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    clock.advance(minutes=11)
    assert browser.sign_in().status_code == 303
    figures.add("limits held", value=1)


@pytest.mark.usefixtures("quick_hashes")
def test_one_network_address_cannot_try_account_after_account(
    browser: Browser, figures: Figures
) -> None:
    for number in range(ATTEMPTS_PER_ADDRESS):
        assert browser.sign_in(email=f"nobody{number}@example.org").status_code == 422
    assert browser.sign_in().status_code == 429

    browser.headers = {"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9"}

    assert browser.sign_in().status_code == 429
    figures.add("limits held", value=1)


@pytest.mark.usefixtures("quick_hashes")
def test_tries_at_once_do_not_slip_past_the_limit(walker: Walker, figures: Figures) -> None:
    answers = at_once(lambda _number: Browser(walker.app).sign_in(password=WRONG).status_code, 16)

    assert answers.count(422) <= ATTEMPTS_PER_ACCOUNT
    assert set(answers) <= {422, 429}
    figures.add("limits held", value=1)


@pytest.mark.usefixtures("quick_hashes")
def test_a_session_left_open_is_no_way_to_guess_the_password(
    browser: Browser, clock: Clock, figures: Figures
) -> None:
    wanted = "en stuga vid skogens rand"
    browser.sign_in()
    for _try in range(ATTEMPTS_PER_ACCOUNT):
        answer = browser.post("/account/password", current=WRONG, password=wanted)
        assert answer.status_code == 422

    refused = browser.post("/account/password", current=PASSWORD, password=wanted)

    assert refused.status_code == 429
    clock.advance(minutes=11)
    answer = browser.post("/account/password", current=PASSWORD, password=wanted)
    assert answer.status_code == 303
    figures.add("limits held", value=1)


def test_messages_to_the_administrators_are_limited(browser: Browser, figures: Figures) -> None:
    answers = [
        browser.post("/accessibility/feedback", message=f"Knappen syns inte, {number}.").status_code
        for number in range(MESSAGES_PER_ADDRESS + 1)
    ]

    assert answers == [303] * MESSAGES_PER_ADDRESS + [429]
    figures.add("limits held", value=1)


def test_nobody_can_tell_which_addresses_have_accounts(browser: Browser, figures: Figures) -> None:
    known, unknown = "administrator@example.org", "nobody.at.all@example.org"
    texts: dict[str, str] = {}
    times: dict[str, list[float]] = {known: [], unknown: []}
    for _round in range(5):
        for email in (known, unknown):
            started = time.process_time()
            answer = browser.sign_in(email=email, password=WRONG)
            times[email].append(time.process_time() - started)
            texts[email] = TOKEN.sub("", answer.text.replace(email, ""))
    ratio = statistics.median(times[known]) / statistics.median(times[unknown])

    figures.record("sign-in: time for a known address to an unknown", value=round(ratio, 2))
    assert texts[known] == texts[unknown]
    assert 0.5 < ratio < 2
