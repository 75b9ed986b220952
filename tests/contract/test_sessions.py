"""A session is new at each sign-in, and once it has ended its cookie is worth nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import Clock
from tests.contract.register import PASSWORD, SampleRegister
from tests.contract.signing_in import Browser
from tests.contract.walker import Walker
from tests.figures import Figures
from tracker.access.actors import Actor
from tracker.extensions import db
from tracker.models import SignInSession
from tracker.queries.accounts import find_actor
from tracker.services import people

NEW_PASSWORD = "en stuga vid skogens rand"

pytestmark = pytest.mark.usefixtures("quick_hashes")


@dataclass(frozen=True)
class Visit:
    """Somebody signed in, in a product whose clock can be moved."""

    browser: Browser
    app: Flask
    register: SampleRegister
    clock: Clock

    @property
    def administrator(self) -> Actor:
        """The administrator, as the services know them."""
        found = find_actor(self.register.people["administrator"].person_id or 0)
        assert found is not None
        return found

    def elsewhere(self) -> Browser:
        """The same person, signed in on another browser."""
        other = Browser(self.app)
        other.sign_in()
        return other


@pytest.fixture
def visit(browser: Browser, walker: Walker, register: SampleRegister, clock: Clock) -> Visit:
    browser.sign_in()
    return Visit(browser, walker.app, register, clock)


def _signs_out(visit: Visit) -> None:
    visit.browser.post("/sign-out")


def _is_idle(visit: Visit) -> None:
    visit.clock.advance(hours=12, minutes=1)


def _is_thirty_days_old(visit: Visit) -> None:
    for _step in range(3 * 30):
        visit.clock.advance(hours=8)
        visit.browser.client.get("/account")


def _is_disabled(visit: Visit) -> None:
    with visit.app.app_context():
        person_id = visit.register.people["association_manager"].public_id
        assert person_id is not None
        people.disable(visit.administrator, person_id, now=visit.clock.now)


def _changes_password_elsewhere(visit: Visit) -> None:
    other = visit.elsewhere()
    answer = other.post("/account/password", current=PASSWORD, password=NEW_PASSWORD)
    assert answer.status_code == 303
    assert other.is_signed_in


def _follows_a_link(visit: Visit) -> None:
    url = f"/links/{visit.register.links['association_manager']}/password"
    assert Browser(visit.app).post(url, password=NEW_PASSWORD).status_code == 303


def _is_ended_elsewhere(visit: Visit) -> None:
    other = visit.elsewhere()
    with visit.app.app_context():
        query = select(SignInSession.public_id).order_by(SignInSession.id.desc()).offset(1)
        session_id = db.session.scalars(query.limit(1)).one()
    assert other.post(f"/account/sessions/{session_id}/end").status_code == 303


ENDINGS: tuple[Callable[[Visit], None], ...] = (
    _signs_out,
    _is_idle,
    _is_thirty_days_old,
    _is_disabled,
    _changes_password_elsewhere,
    _follows_a_link,
    _is_ended_elsewhere,
)


@pytest.mark.parametrize("ends", ENDINGS, ids=lambda ends: ends.__name__.strip("_"))
def test_a_session_that_has_ended_cannot_be_used_again(
    visit: Visit, figures: Figures, ends: Callable[[Visit], None]
) -> None:
    cookie = visit.browser.cookie
    assert visit.browser.is_taken_for_somebody(cookie)

    ends(visit)

    is_accepted = visit.browser.is_taken_for_somebody(cookie)
    figures.add("sessions: ways to end", value=1)
    figures.add("sessions: old cookies accepted", value=int(is_accepted))
    assert not is_accepted


def test_signing_in_begins_a_session_of_its_own(browser: Browser) -> None:
    browser.client.get("/sign-in")
    before = browser.cookie
    browser.sign_in()
    first = browser.cookie
    browser.post("/sign-out")
    browser.sign_in()

    assert len({before, first, browser.cookie}) == 3
    assert not browser.is_taken_for_somebody(before)
    assert not browser.is_taken_for_somebody(first)


def test_what_a_cookie_held_before_signing_in_is_not_carried_over(browser: Browser) -> None:
    with browser.client.session_transaction() as session:
        session["planted"] = "by somebody else"
    browser.sign_in()

    with browser.client.session_transaction() as session:
        assert "planted" not in session


def test_only_the_hash_of_a_session_is_kept(visit: Visit) -> None:
    with visit.browser.client.session_transaction() as session:
        token = session["_user_id"]
    with visit.app.app_context():
        kept = db.session.scalars(select(SignInSession.token_hash)).all()

    assert token not in kept
