"""Takes the pictures of the README from the demo city: `make pictures`."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.people import give_session
from tests.clock import START
from tests.demo import find_person, load_demo
from tracker.extensions import db
from tracker.models import Initiative
from tracker.queries.accounts import find_actor

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SCREEN = {"width": 1200, "height": 720}
LARGEST_BYTES = 160_000
WHOLE_CITY = 480
COORDINATOR = "samordnare@demo.example"
VOLUNTEER = "volontar@demo.example"

pytestmark = pytest.mark.pictures


@pytest.fixture
def sewing_path(app: Flask) -> str:
    """The address of one of the volunteer's initiatives, in the whole demo city."""
    with app.app_context():
        load_demo(START, initiatives=WHOLE_CITY)
        query = select(Initiative.public_id).where(Initiative.title.like("Läxläsning%"))
        return f"/initiatives/{db.session.scalars(query).first()}"


def open_as(page: Page, app: Flask, email: str, path: str) -> None:
    with app.app_context():
        actor = find_actor(find_person(email).id)
    assert actor is not None
    give_session(page, app, actor)
    page.goto(path, wait_until="networkidle")


def take(page: Page, name: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, animations="disabled", caret="hide")
    assert path.stat().st_size <= LARGEST_BYTES


def test_pictures_of_a_desk(app: Flask, open_page: OpenPage, sewing_path: str) -> None:
    page = open_page(viewport=SCREEN)
    for name, email, path in (
        ("board", COORDINATOR, "/board"),
        ("coverage", COORDINATOR, "/coverage"),
        ("place", COORDINATOR, "/places/norrby"),
        ("initiative", VOLUNTEER, sewing_path),
    ):
        open_as(page, app, email, path)
        if name == "coverage":
            page.evaluate("document.querySelector('table').scrollIntoView()")
        take(page, name)


def test_a_picture_in_the_dark(app: Flask, open_page: OpenPage, sewing_path: str) -> None:
    page = open_page(viewport=SCREEN, color_scheme="dark")
    open_as(page, app, COORDINATOR, "/")
    page.locator(".languages > summary").click()
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state("networkidle")
    take(page, "dark")


def test_a_picture_of_a_phone(app: Flask, open_page: OpenPage, sewing_path: str) -> None:
    phone = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    open_as(phone, app, VOLUNTEER, "/")
    take(phone, "phone")
