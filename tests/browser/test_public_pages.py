"""What needs no sign-in, used in a browser; how each page is read: tests/browser/test_pages.py."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser import reading
from tests.browser.watch import Watch
from tests.register import (
    add_initiative,
    add_organisation,
    add_person,
    add_report,
    open_to_everyone,
)
from tracker.domain.roles import PlatformRole


@pytest.fixture
def open_page_url(app: Flask) -> str:
    """The address of an initiative that is open to everyone."""
    with app.app_context():
        manager = add_person("Bo Rask", add_organisation("Läsro"))
        coordinator = add_person("Elin Lind", platform_roles=[PlatformRole.COORDINATOR])
        initiative_id = add_initiative(
            manager, "Läxhjälp", purpose="Fler klarar skolan.", goals=("CY2",), age_from=7
        )
        open_to_everyone(initiative_id, by=manager, confirmed_by=coordinator)
        add_report(manager, initiative_id, "Tolv barn kom.", people_reached=12)
    return f"/open/{initiative_id}"


def test_the_list_is_filtered_in_place_and_the_address_follows(
    page: Page, open_page_url: str
) -> None:
    page.goto("/open")

    page.get_by_label("Plats").select_option("sjobo")

    page.get_by_text("Inga insatser registrerade här").wait_for()
    assert "place=sjobo" in page.url
    page.get_by_role("link", name="Rensa alla filter").first.click()
    page.get_by_role("link", name="Läxhjälp").wait_for()


def test_the_list_is_filtered_without_scripts(scriptless_page: Page, open_page_url: str) -> None:
    scriptless_page.goto("/open")
    scriptless_page.get_by_label("Sök").fill("läxhjälpen")
    scriptless_page.get_by_role("button", name="Filtrera").click()

    scriptless_page.get_by_role("link", name="Läxhjälp").click()

    assert scriptless_page.get_by_role("heading", level=1).inner_text() == "Läxhjälp"


def test_a_faulty_message_gets_focus_on_what_needs_correcting(page: Page, watch: Watch) -> None:
    watch.expect_status(422)
    page.goto("/accessibility/feedback")

    page.get_by_role("button", name="Skicka meddelandet").click()

    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    assert reading.axe(page) == []


def test_an_unknown_page_is_readable_too(page: Page, watch: Watch) -> None:
    watch.expect_status(404)
    page.goto("/nowhere")

    assert reading.axe(page) == []
