"""City staff arrive with the account they have already, and are here who they are here."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.oidc_provider import City
from tests.page_client import PageClient, read
from tests.register import add_organisation, add_person, change_row, last_mail
from tests.town import Town
from tracker.access.actors import OwnOrganisation
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.domain.ways_in import WayIn
from tracker.extensions import db
from tracker.models import (
    AuditEntry,
    Membership,
    Organisation,
    OutsideIdentity,
    Person,
    PersonRole,
    SignInSession,
    SignInStep,
)


@pytest.fixture
def client(client: PageClient) -> PageClient:
    """A browser that has chosen English."""
    client.set_cookie("language", "en")
    return client


@pytest.fixture
def department(app: Flask) -> OwnOrganisation:
    """Where the claims of the culture department's staff lead."""
    with app.app_context():
        return add_organisation("Kulturförvaltningen", kind="department", is_municipal=True)


def rows(app: Flask, model: Any) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(select(model)).all())


def person_at(app: Flask, email: str) -> Person | None:
    with app.app_context():
        found: Person | None = db.session.scalars(
            select(Person).where(Person.email == email)
        ).one_or_none()
        return found


def refused(client: PageClient, path: str, status: int) -> str:
    return str(client.get_page(path, status=status).text("h1"))


def test_somebody_new_becomes_a_member_where_the_claim_leads(
    client: PageClient, city: City, app: Flask, department: OwnOrganisation
) -> None:
    city.know("jonas", name="Jonas Alm", department=["teknik", "kultur"])

    answer = city.sign_in(client, "jonas")

    assert (answer.status_code, answer.location) == (303, "/table")
    person = person_at(app, "jonas@example.org")
    assert person is not None
    assert (person.name, person.password_hash) == ("Jonas Alm", None)
    [membership] = rows(app, Membership)
    told = (membership.person_id, membership.organisation_id, membership.role)
    assert told == (person.id, department.id, MembershipRole.MEMBER)
    assert rows(app, PersonRole) == []
    [session] = rows(app, SignInSession)
    assert (session.way, session.is_strong) == (WayIn.OIDC, False)
    assert rows(app, SignInStep) == []


def test_next_time_the_address_may_have_changed(
    client: PageClient, city: City, app: Flask, department: OwnOrganisation
) -> None:
    city.know("jonas", department="kultur")
    city.sign_in(client, "jonas")
    city.know("jonas", email="jonas.alm@example.org", email_verified=False, department="teknik")

    assert city.sign_in(app.test_client(), "jonas").location == "/table"  # type: ignore[arg-type]
    assert len(rows(app, Person)) == 1
    assert len(rows(app, Membership)) == 1


def test_who_has_an_account_with_that_address_is_tied_to_it_and_told(
    client: PageClient, city: City, app: Flask, town: Town
) -> None:
    city.know("work", email="LEA@example.org")
    before = len(rows(app, Membership))

    assert city.sign_in(client, "work").location == "/table"

    [identity] = rows(app, OutsideIdentity)
    assert (identity.person_id, identity.issuer) == (town.lea.person_id, city.issuer)
    assert len(rows(app, Membership)) == before
    with app.app_context():
        assert last_mail("lea@example.org")["values"]["change"] == "outside_linked"
        verbs = list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))
    assert verbs[-2:] == ["factors_changed", "signed_in"]


@pytest.mark.parametrize("is_verified", [False, None, "true", 1])
def test_an_address_that_nobody_has_verified_ties_to_no_account(
    client: PageClient, city: City, app: Flask, town: Town, is_verified: Any
) -> None:
    city.know("work", email="lea@example.org", email_verified=is_verified)

    answer = city.sign_in(client, "work")

    assert answer.status_code == 403
    assert read(answer).text("h1") == "You have no account yet"
    assert rows(app, OutsideIdentity) == []


def test_the_settings_may_say_that_all_addresses_are_verified(
    client: PageClient, city: City, town: Town
) -> None:
    city.know("work", email="lea@example.org", email_verified=None)
    city.set_up(trusts_addresses=True)

    assert city.sign_in(client, "work").location == "/table"


def test_a_second_identity_with_the_same_address_is_somebody_else(
    client: PageClient, city: City, app: Flask, town: Town
) -> None:
    city.know("lea.before", email="lea@example.org")
    city.sign_in(client, "lea.before")
    city.know("lea.after", email="lea@example.org")

    other = app.test_client()
    assert isinstance(other, PageClient)
    assert city.sign_in(other, "lea.after").status_code == 403
    assert len(rows(app, OutsideIdentity)) == 1


@pytest.mark.parametrize(
    ("claims", "changes"),
    [
        ({"department": "teknik"}, {}),
        ({}, {}),
        ({"department": {"kultur": 1}}, {}),
        ({"department": "kultur", "email": "not an address"}, {}),
        ({"department": "kultur"}, {"organisations": ()}),
        ({"department": "kultur"}, {"organisations": (("kultur", "Ingenstans"),)}),
    ],
)
def test_claims_that_lead_nowhere_give_no_account(
    client: PageClient,
    city: City,
    app: Flask,
    department: OwnOrganisation,
    claims: dict[str, Any],
    changes: dict[str, Any],
) -> None:
    city.know("jonas", **claims)
    city.set_up(**changes)

    page = read(city.sign_in(client, "jonas"))

    assert page.text("h1") == "You have no account yet"
    assert page.one("main a[href='/join']")
    assert rows(app, Person) == rows(app, SignInSession) == []


def test_everybody_else_can_be_led_to_one_organisation_by_its_id(
    client: PageClient, city: City, app: Flask, department: OwnOrganisation
) -> None:
    city.know("jonas")
    city.set_up(claim="", organisations=(("*", str(department.public_id)),))

    assert city.sign_in(client, "jonas").location == "/table"
    assert [row.organisation_id for row in rows(app, Membership)] == [department.id]


def test_a_closed_organisation_takes_nobody_in(
    client: PageClient, city: City, app: Flask, department: OwnOrganisation
) -> None:
    with app.app_context():
        row = db.session.get_one(Organisation, department.id)
        change_row(row, closed_on=app.extensions["clock"].today)
    city.know("jonas", department="kultur")

    assert city.sign_in(client, "jonas").status_code == 403


@pytest.mark.parametrize("is_known", [True, False])
def test_a_closed_account_stays_shut(
    client: PageClient, city: City, app: Flask, town: Town, is_known: bool
) -> None:
    city.know("work", email="lea@example.org", department="kultur")
    if is_known:
        city.sign_in(client, "work")
    with app.app_context():
        change_row(db.session.get_one(Person, town.lea.person_id), is_disabled=True)
    browser = app.test_client()
    assert isinstance(browser, PageClient)

    answer = city.sign_in(browser, "work")

    assert answer.status_code == 403
    assert browser.get("/table").status_code == 303


@pytest.mark.parametrize(
    ("claims", "goes_to"),
    [
        ({}, "/sign-in/second-factor"),
        ({"amr": ["pwd"]}, "/sign-in/second-factor"),
        ({"amr": ["pwd", "mfa"]}, "/table"),
        ({"acr": "mfa"}, "/table"),
    ],
)
def test_a_coordinator_needs_two_factors_there_or_one_more_here(
    client: PageClient, city: City, app: Flask, claims: dict[str, Any], goes_to: str
) -> None:
    with app.app_context():
        add_person("Elin Lind", platform_roles=[PlatformRole.COORDINATOR])
    city.know("elin", **claims)

    assert city.sign_in(client, "elin").location == goes_to
    assert len(rows(app, SignInSession)) == (goes_to == "/table")


def test_an_answer_works_once_and_only_where_it_was_begun(
    client: PageClient, city: City, app: Flask, town: Town
) -> None:
    city.know("work", email="lea@example.org")
    path = city.answer(city.begin(client), "work")
    other = app.test_client()
    assert isinstance(other, PageClient)

    assert other.get(path).status_code == 422
    assert client.get(path).location == "/table"
    assert refused(client, path, 422) == "The sign-in could not be finished"
    assert len(rows(app, SignInSession)) == 1


@pytest.mark.parametrize("part", ["state", "code", "iss"])
def test_an_answer_with_another_part_is_refused_and_uses_the_sign_in_up(
    client: PageClient, city: City, app: Flask, town: Town, part: str
) -> None:
    city.know("work", email="lea@example.org")
    path = city.answer(city.begin(client), "work")
    assert f"{part}=" in path

    assert client.get(path.replace(f"{part}=", f"{part}=x")).status_code == 422
    assert client.get(path).status_code == 422
    assert rows(app, SignInSession) == []


def test_a_token_for_another_sign_in_is_refused(
    client: PageClient, city: City, app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.know("work", email="lea@example.org")
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _size: "n" * 43)
    address = city.begin(client).replace("nonce=" + "n" * 43, "nonce=" + "m" * 43)

    assert client.get(city.answer(address, "work")).status_code == 422


def test_the_provider_may_change_its_keys(client: PageClient, city: City, town: Town) -> None:
    city.know("work", email="lea@example.org")
    city.sign_in(client, "work")
    city.tell(rotate=True)

    assert city.sign_in(PageClient(client.application), "work").location == "/table"


def test_who_cancels_is_told_so(client: PageClient, city: City) -> None:
    path = city.answer(city.begin(client), "", press="no")

    assert refused(client, path, 422) == "You were not signed in"


def test_a_sign_in_lives_for_ten_minutes(
    client: PageClient, city: City, app: Flask, town: Town
) -> None:
    city.know("work", email="lea@example.org")
    path = city.answer(city.begin(client), "work")
    app.extensions["clock"].advance(minutes=11)

    assert client.get(path).status_code == 422


def test_a_provider_that_is_down_is_a_page_of_its_own(client: PageClient, city: City) -> None:
    city.set_up(issuer="http://127.0.0.1:9")
    page = client.get_page("/sign-in")
    token = str(page.select("main input[name=csrf_token]")[0]["value"])

    answer = client.post("/sign-in/outside", data={"csrf_token": token})

    assert answer.status_code == 503
    assert read(answer).text("h1") == "Your work account does not answer"


def test_signing_out_says_that_the_work_account_is_another(
    client: PageClient, city: City, town: Town
) -> None:
    city.know("work", email="lea@example.org")
    city.sign_in(client, "work")

    client.submit(client.get_page("/account"), "form[action='/sign-out']")

    assert "sign out of your account at work too" in client.get_page("/sign-in").text("main")


@pytest.mark.usefixtures("city_address")
def test_without_a_provider_there_is_no_such_way(client: PageClient) -> None:
    assert client.get("/sign-in/outside/answer?state=x&code=y").status_code == 404
    assert "/sign-in/outside" not in client.get("/sign-in").text
