"""Giving people accounts and roles, and taking them away."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.clock import Clock
from tests.register import add_organisation, add_person
from tracker.access.actors import Actor, OwnOrganisation
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.errors import NotAllowedError, NotFoundError, RefusedError, StaleVersionError
from tracker.extensions import db
from tracker.models import (
    AuditEntry,
    OneTimeLink,
    OutboxEvent,
    Person,
    PersonRole,
    SignInSession,
)
from tracker.queries.accounts import find_signed_in
from tracker.services import accounts, people
from tracker.services.arrivals import Visitor
from tracker.services.people import PersonContent
from tracker.services.person_roles import has_administrator

PASSWORD = "en lagom hemlig fras"
BO = PersonContent(name="Bo Rask", email="Bo.Rask@example.org", language="en")


@pytest.fixture(autouse=True)
def _in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def administrator() -> Actor:
    return add_person("Ann Ek", platform_roles=[PlatformRole.ADMINISTRATOR])


@pytest.fixture
def own() -> OwnOrganisation:
    return add_organisation("Läsro")


def stored(public_id: uuid.UUID | None) -> Person:
    row: Person = db.session.scalars(
        select(Person)
        .where(Person.public_id == public_id)
        .execution_options(populate_existing=True)
    ).one()
    return row


def token_of_last_mail() -> str:
    query = select(OutboxEvent).order_by(OutboxEvent.id.desc()).limit(1)
    token: str = db.session.scalars(query).one().payload["values"]["token"]
    return token


def roles_of(public_id: uuid.UUID) -> list[str]:
    query = select(PersonRole.role).join(Person).where(Person.public_id == public_id)
    return sorted(db.session.scalars(query))


def signed_in(app: Flask, email: str, now: datetime) -> str:
    return accounts.sign_in(
        email,
        PASSWORD,
        visitor=Visitor("", "127.0.0.1"),
        settings=replace(app.config["SETTINGS"], second_factor=False),
        now=now,
    ).session_token


def test_a_new_person_gets_a_link_by_mail_and_chooses_a_password(
    app: Flask, administrator: Actor, own: OwnOrganisation, clock: Clock
) -> None:
    content = replace(BO, memberships=((own.public_id, MembershipRole.MANAGER),))
    people.create(administrator, content, now=clock.now)

    mail = db.session.scalars(select(OutboxEvent)).one().payload
    assert (mail["to"], mail["template"], mail["language"]) == (BO.email, "invitation", "en")

    accounts.choose_password(token_of_last_mail(), PASSWORD, now=clock.now)
    found = find_signed_in(signed_in(app, "bo.rask@EXAMPLE.org", clock.now))
    assert found is not None
    assert [(o.name, o.role) for o in found.actor.organisations] == [
        ("Läsro", MembershipRole.MANAGER)
    ]


def test_an_address_belongs_to_one_account(administrator: Actor, clock: Clock) -> None:
    people.create(administrator, BO, now=clock.now)

    with pytest.raises(RefusedError) as refused:
        people.create(administrator, replace(BO, email="BO.RASK@example.org"), now=clock.now)

    assert refused.value == RefusedError("email_taken", "email")
    assert db.session.scalar(select(func.count()).select_from(OutboxEvent)) == 1


def test_only_an_administrator_gives_and_takes_accounts(own: OwnOrganisation, clock: Clock) -> None:
    manager = add_person("Maria Strand", own)
    coordinator = add_person("Elin Lind", platform_roles=[PlatformRole.COORDINATOR])
    target = manager.public_id
    assert target is not None
    for actor in (manager, coordinator):
        with pytest.raises(NotAllowedError):
            people.create(actor, BO, now=clock.now)
        with pytest.raises(NotAllowedError):
            people.edit(actor, target, BO, version=1, now=clock.now)
        for deed in (people.send_link, people.disable, people.enable):
            with pytest.raises(NotAllowedError):
                deed(actor, target, now=clock.now)


def test_a_stale_form_is_refused_with_what_stands_now(administrator: Actor, clock: Clock) -> None:
    public_id = people.create(administrator, BO, now=clock.now)
    people.edit(administrator, public_id, replace(BO, name="Bo Ek"), version=1, now=clock.now)

    with pytest.raises(StaleVersionError) as stale:
        people.edit(administrator, public_id, BO, version=1, now=clock.now)

    assert stale.value.current["name"] == "Bo Ek"


def test_closing_an_account_ends_its_sessions_and_links_at_once(
    app: Flask, administrator: Actor, clock: Clock
) -> None:
    public_id = people.create(administrator, BO, now=clock.now)
    accounts.choose_password(token_of_last_mail(), PASSWORD, now=clock.now)
    token = signed_in(app, BO.email, clock.now)
    people.send_link(administrator, public_id, now=clock.now)

    people.disable(administrator, public_id, now=clock.now)

    assert find_signed_in(token) is None
    assert db.session.scalars(select(SignInSession)).all() == []
    with pytest.raises(NotFoundError):
        accounts.choose_password(token_of_last_mail(), PASSWORD, now=clock.now)
    with pytest.raises(RefusedError):
        signed_in(app, BO.email, clock.now)
    with pytest.raises(RefusedError) as refused:
        people.send_link(administrator, public_id, now=clock.now)
    assert refused.value.code == "person_disabled"


def test_an_account_that_is_opened_again_keeps_its_password(
    app: Flask, administrator: Actor, clock: Clock
) -> None:
    public_id = people.create(administrator, BO, now=clock.now)
    accounts.choose_password(token_of_last_mail(), PASSWORD, now=clock.now)
    people.disable(administrator, public_id, now=clock.now)

    people.enable(administrator, public_id, now=clock.now)

    assert find_signed_in(signed_in(app, BO.email, clock.now)) is not None


def test_a_new_link_ends_the_earlier_one(administrator: Actor, clock: Clock) -> None:
    public_id = people.create(administrator, BO, now=clock.now)
    first = token_of_last_mail()

    people.send_link(administrator, public_id, now=clock.now)

    with pytest.raises(NotFoundError):
        accounts.choose_password(first, PASSWORD, now=clock.now)
    accounts.choose_password(token_of_last_mail(), PASSWORD, now=clock.now)


def test_a_new_platform_role_asks_for_a_new_sign_in(
    app: Flask, administrator: Actor, clock: Clock
) -> None:
    public_id = people.create(administrator, BO, now=clock.now)
    accounts.choose_password(token_of_last_mail(), PASSWORD, now=clock.now)
    token = signed_in(app, BO.email, clock.now)

    people.edit(administrator, public_id, replace(BO, name="Bo"), version=1, now=clock.now)
    assert find_signed_in(token) is not None

    powerful = replace(BO, platform_roles=(PlatformRole.COORDINATOR,))
    people.edit(administrator, public_id, powerful, version=2, now=clock.now)
    assert find_signed_in(token) is None


def test_an_administrator_cannot_step_down_alone(administrator: Actor, clock: Clock) -> None:
    add_person("Sara Två", platform_roles=[PlatformRole.ADMINISTRATOR])
    assert administrator.public_id is not None
    myself = PersonContent(name="Ann Ek", email="ann@example.org")

    with pytest.raises(RefusedError) as refused:
        people.edit(administrator, administrator.public_id, myself, version=1, now=clock.now)
    assert refused.value == RefusedError("own_administrator", "platform_roles")
    with pytest.raises(RefusedError):
        people.disable(administrator, administrator.public_id, now=clock.now)


def test_whoever_runs_the_server_makes_the_first_administrator(app: Flask, clock: Clock) -> None:
    assert not has_administrator()

    token = people.create_administrator("Ann Ek", "ann@boras.se", language="sv", now=clock.now)
    accounts.choose_password(token, PASSWORD, now=clock.now)

    found = find_signed_in(signed_in(app, "ann@boras.se", clock.now))
    assert found is not None
    assert found.actor.is_administrator


def test_an_account_that_is_there_is_made_an_administrator(
    administrator: Actor, clock: Clock
) -> None:
    public_id = people.create(
        administrator, replace(BO, platform_roles=(PlatformRole.READER,)), now=clock.now
    )
    people.disable(administrator, public_id, now=clock.now)

    people.create_administrator("Någon", "bo.rask@example.org", language="sv", now=clock.now)

    assert roles_of(public_id) == ["administrator", "reader"]
    assert not stored(public_id).is_disabled
    assert stored(public_id).name == "Bo Rask"


def test_every_deed_is_kept_with_who_did_it(administrator: Actor, clock: Clock) -> None:
    public_id = people.create(administrator, BO, now=clock.now)
    people.disable(administrator, public_id, now=clock.now)
    people.enable(administrator, public_id, now=clock.now)

    query = (
        select(AuditEntry.verb)
        .where(
            AuditEntry.subject_kind == "person",
            AuditEntry.subject_id == stored(public_id).id,
            AuditEntry.person_id == administrator.person_id,
        )
        .order_by(AuditEntry.id)
    )
    assert list(db.session.scalars(query)) == ["created", "invited", "disabled", "enabled"]
    assert db.session.scalar(select(func.count()).select_from(OneTimeLink)) == 1
