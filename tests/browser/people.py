"""Three organisations with people who have passwords, and their browsers signed in.

The words that the tests look for are Swedish: the pages are read as most people read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flask import Flask
from playwright.sync_api import Page, expect

from tests.clock import START
from tests.register import add_organisation, add_person, sign_in
from tracker.access.actors import ANONYMOUS, Actor, OwnOrganisation
from tracker.database import transaction
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.domain.verbs import Verb
from tracker.models import Organisation
from tracker.services import audit
from tracker.services.accounts import hash_password

PASSWORD = "ullgarnet hänger på tork"


@dataclass(frozen=True)
class People:
    """Who is in the journeys, and the organisations they act for."""

    app: Flask
    department: OwnOrganisation
    association: OwnOrganisation
    company: OwnOrganisation
    official: Actor
    volunteer: Actor
    chairman: Actor
    landlord: Actor
    coordinator: Actor
    administrator: Actor

    def at(self, page: Page, actor: Actor, path: str = "/") -> Page:
        """The page, opened at `path` by somebody who is signed in already."""
        give_session(page, self.app, actor)
        page.goto(path)
        return page


def make_people(app: Flask) -> People:
    """Put them into the register."""
    with app.app_context():
        department = add_organisation("Kulturförvaltningen", kind="department", is_municipal=True)
        _tell_apart(department)
        association = add_organisation("Föreningen Trådrullen")
        company = add_organisation("Viskans Bostäder AB", kind="housing_company")
        member, known = MembershipRole.MEMBER, _hash()
        return People(
            app=app,
            department=department,
            association=association,
            company=company,
            official=add_person("Jonas Alm", department, role=member, password_hash=known),
            volunteer=add_person("Samira Lund", association, role=member, password_hash=known),
            chairman=add_person("Bo Rask", association, password_hash=known),
            landlord=add_person("Maria Strand", company, password_hash=known),
            coordinator=add_person(
                "Elin Lind", platform_roles=[PlatformRole.COORDINATOR], password_hash=known
            ),
            administrator=add_person(
                "Amir Berg", platform_roles=[PlatformRole.ADMINISTRATOR], password_hash=known
            ),
        )


def _tell_apart(organisation: OwnOrganisation) -> None:
    """Give this register a head of its own: pages are kept by it, and the clock stands still.

    The entry holds a value, and with it a salt that no other register has.
    """
    with transaction() as session:
        row = session.get_one(Organisation, organisation.id)
        audit.record(ANONYMOUS, Verb.EDITED, row, at=START, changes={"about": ("", "")})


def give_session(page: Page, app: Flask, actor: Actor) -> None:
    """Let a browser be signed in, without asking for a password."""
    client = app.test_client()
    sign_in(client, actor, now=app.extensions["clock"]())
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
    )


@cache
def _hash() -> str:
    return hash_password(PASSWORD)


def sign_in_by_form(page: Page, name: str) -> None:
    """Sign in as people do, with address and password."""
    page.goto("/sign-in")
    page.get_by_label("E-post").fill(f"{name}@example.org")
    page.get_by_text("Jag har ett lösenord").click()
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hej")
