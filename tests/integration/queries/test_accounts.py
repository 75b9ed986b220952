"""Who a session belongs to, with every role and organisation, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import add_organisation, add_person, change_row
from tracker.access.actors import Actor
from tracker.database import transaction
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.extensions import db
from tracker.models import OneTimeLink, Person, SignInSession
from tracker.queries.accounts import (
    find_actor,
    find_signed_in,
    hash_token,
    is_link_live,
)
from tracker.queries.sessions import list_own_sessions
from tracker.services import accounts

pytestmark = pytest.mark.usefixtures("in_app")


def begin(actor: Actor, token: str, *, minutes: int = 0, browser: str = "Firefox") -> None:
    moment = START + timedelta(minutes=minutes)
    with transaction():
        db.session.add(
            SignInSession(
                token_hash=hash_token(token),
                person_id=actor.person_id,
                browser=browser,
                proved_at=moment,
                created_at=moment,
                last_seen_at=moment,
                expires_at=moment + timedelta(days=1),
            )
        )


def test_a_session_knows_its_person_roles_and_organisations() -> None:
    lea = add_person(
        "Lea Lund",
        add_organisation("Norrby kök"),
        add_organisation("AB Huset", kind="business"),
        role=MembershipRole.MEMBER,
        platform_roles=[PlatformRole.READER, PlatformRole.COORDINATOR],
        language="en",
    )
    begin(lea, "token")

    found = find_signed_in("token")

    assert found is not None
    actor = found.actor
    assert (actor.person_id, actor.name, actor.language) == (lea.person_id, "Lea Lund", "en")
    assert actor.platform_roles == {PlatformRole.READER, PlatformRole.COORDINATOR}
    assert [own.name for own in actor.organisations] == ["AB Huset", "Norrby kök"]
    assert {own.role for own in actor.organisations} == {MembershipRole.MEMBER}
    assert (found.last_seen_at, found.expires_at) == (START, START + timedelta(days=1))
    assert found.state.content_hash


def test_a_person_without_roles_is_still_known() -> None:
    begin(add_person("Ny Person"), "token")

    found = find_signed_in("token")

    assert found is not None
    assert (found.actor.organisations, found.actor.roles) == ((), frozenset())


@pytest.mark.parametrize("token", ["", "other", "TOKEN", "token ", "x" * 1000, "\x00"])
def test_no_other_token_opens_a_session(token: str) -> None:
    begin(add_person("Lea Lund"), "token")

    assert find_signed_in(token) is None


def test_a_disabled_persons_sessions_are_dead() -> None:
    lea = add_person("Lea Lund")
    begin(lea, "token")

    change_row(db.session.get_one(Person, lea.person_id), is_disabled=True)

    assert find_signed_in("token") is None


def test_ones_own_sessions_stand_latest_first_and_this_one_is_marked() -> None:
    lea, other = add_person("Lea Lund"), add_person("Pia Ek")
    begin(lea, "phone", browser="Safari")
    begin(lea, "desk", minutes=5, browser="Firefox")
    begin(other, "theirs")
    found = find_signed_in("phone")
    assert found is not None

    rows = list_own_sessions(found.actor)

    assert [(row.is_this, row.last_seen_at) for row in rows] == [
        (False, START + timedelta(minutes=5)),
        (True, START),
    ]


def test_only_the_hash_of_a_token_is_kept() -> None:
    begin(add_person("Lea Lund"), "token")

    assert db.session.scalars(select(SignInSession.token_hash)).one() == hash_token("token")
    assert hash_token("token") != hash_token("Token")
    assert len(hash_token("")) == 64


def test_a_link_is_live_until_it_is_used_or_too_old() -> None:
    lea = add_person("Lea Lund")
    with transaction():
        token = accounts.create_link(db.session.get_one(Person, lea.person_id), now=START)

    assert is_link_live(token, now=START)
    assert is_link_live(token, now=START + timedelta(hours=47))
    assert not is_link_live(token, now=START + timedelta(hours=48))
    assert not is_link_live("other", now=START)
    with transaction():
        db.session.scalars(select(OneTimeLink)).one().used_at = START
    assert not is_link_live(token, now=START)


def test_what_is_done_later_is_done_as_the_person_one_is_then() -> None:
    lea = add_person("Lea Lund", add_organisation("Norrby kök"), role=MembershipRole.MANAGER)
    assert lea.person_id is not None

    found = find_actor(lea.person_id)

    assert found is not None
    assert (found.person_id, found.session_id, found.token) == (lea.person_id, None, "")
    assert found.managed_ids == lea.managed_ids
    change_row(db.session.get_one(Person, lea.person_id), is_disabled=True)
    assert find_actor(lea.person_id) is None
    assert find_actor(lea.person_id + 1000) is None
