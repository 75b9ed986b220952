"""The browser and the served product; a page with any fault in it fails its test.

Ask for `page` (a desk), `phone`, `narrow`, `dark_page` or `scriptless_page`, or make a page of
your own kind with `open_page(...)`. `watch` says which error statuses belong to the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import BrowserUnavailableError, get_chromium, launch_arguments
from tests.browser.people import People, make_people
from tests.browser.server import served
from tests.browser.watch import Watch
from tests.engines import held, shared_folder
from tests.figures import Figures

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
TIMEOUT_MS = 5_000

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Headless Chromium, once for each worker."""
    try:
        with held(shared_folder(tmp_path_factory, request.config) / "browser.lock"):
            program = get_chromium()
    except BrowserUnavailableError as reason:
        pytest.exit(str(reason), returncode=3)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=launch_arguments(), headless=True
        )
        yield browser
        browser.close()


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The address of the product, served on this test's own database."""
    with served(app) as address:
        yield address


@pytest.fixture
def watch(live_server: str, figures: Figures) -> Iterator[Watch]:
    """What went wrong in this test's pages: anything at all fails the test when it ends."""
    watch = Watch(host=urlsplit(live_server).netloc)
    yield watch
    faults = watch.all_faults()
    figures.add("browser faults and CSP violations", value=len(faults))
    if faults:
        pytest.fail("in the browser:\n  " + "\n  ".join(faults), pytrace=False)


@pytest.fixture
def open_page(browser: Browser, live_server: str, watch: Watch) -> Iterator[OpenPage]:
    """Make a page: `open_page(viewport=PHONE, color_scheme="dark", java_script_enabled=False)`.

    Each has its own cookies; `page.goto("/path")` goes to the served product.
    """
    contexts: list[BrowserContext] = []

    def make(**kind: Any) -> Page:
        settings = {"viewport": DESK, "locale": "sv-SE", "timezone_id": "Europe/Stockholm", **kind}
        context = browser.new_context(base_url=live_server, reduced_motion="reduce", **settings)
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        watch.follow(context)
        return context.new_page()

    yield make
    for context in contexts:
        for page in context.pages:
            watch.settle(page)
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A desk's screen, 1440 px wide."""
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A phone, 390 px wide, with touch."""
    return open_page(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.fixture
def narrow(open_page: OpenPage) -> Page:
    """The narrowest window that WCAG asks for: 320 px."""
    return open_page(viewport=NARROW)


@pytest.fixture
def dark_page(open_page: OpenPage) -> Page:
    """A desk's screen that asks for dark colours."""
    return open_page(color_scheme="dark")


@pytest.fixture
def scriptless_page(open_page: OpenPage) -> Page:
    """A browser that runs no script."""
    return open_page(java_script_enabled=False)


@pytest.fixture
def people(app: Flask) -> People:
    """A department, an association and a company, with those who act for them."""
    return make_people(app)
