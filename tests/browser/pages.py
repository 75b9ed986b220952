"""Every page of the product, once: found in the map of URLs, with somebody who may see it.

A new page is found without a change here. The arguments of its address come from
tests/contract/samples.py; which sample, and whose eyes, is the first that shows a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from tests.contract.joining import add_joining
from tests.contract.register import BARE, SampleRegister, build
from tests.contract.samples import Address, addresses
from tests.contract.touchpoints import add_touchpoints
from tests.contract.walker import Walker
from tracker.services.accounts import change_language

ANONYMOUS = "anonymous"
EYES = (
    ANONYMOUS,
    "association_manager",
    "coordinator",
    "administrator",
    "department_manager",
    "partner_manager",
    BARE,  # signs in with two steps, and has not set up the second yet
)
# Files, and where only the city's provider sends people: tests/browser/test_outside.py looks there.
NO_PAGES = frozenset({"static", "accounts.finish_outside", "feeds.atom", "feeds.calendar"})
# Pages that say more in one state than in another: (name, whose eyes, address).
STATES = (
    ("the start page of a department", "department_manager", "/"),
    ("the start page of a coordinator", "coordinator", "/"),
    ("what a search finds of many kinds", "administrator", "/search?q=norrby"),
    ("the board with nothing on it", "coordinator", "/board?q=xyzzy"),
    ("the table with every column", "coordinator", "/table?silent_days=30&column=budget"),
    ("a page that is not there", "association_manager", "/nowhere"),
    ("a page that one may not see", "association_member", "/organisations/new"),
)


@dataclass(frozen=True)
class SeenPage:
    """A page, and whose eyes see it."""

    name: str
    eyes: str
    url: str


@dataclass(frozen=True)
class Pages:
    """Every page of a register made for it."""

    app: Flask
    register: SampleRegister
    seen: tuple[SeenPage, ...]

    def open(self, page: Page, seen: SeenPage, *, language: str) -> None:
        """Show a page in a browser, to the eyes that see it, in a language."""
        page.context.clear_cookies()
        session = Walker(self.app, self.register).cookie(seen.eyes)
        given = {"language": language, self.app.config["SESSION_COOKIE_NAME"]: session}
        page.context.add_cookies(
            [
                {"name": name, "value": value, "domain": "localhost", "path": "/"}
                for name, value in given.items()
            ]
        )
        page.goto(seen.url)

    def speak(self, language: str) -> None:
        """Let everybody in the register have chosen this language."""
        now = self.app.extensions["clock"]()
        with self.app.app_context():
            for eyes in {seen.eyes for seen in self.seen} - {ANONYMOUS}:
                change_language(self.register.people[eyes], language, now=now)


def find_pages(app: Flask) -> Pages:
    """Fill the register, and find every page in it."""
    with app.app_context():
        register = build()
        add_joining(register)
        add_touchpoints(register)
    clients = {eyes: _client(app, register, eyes) for eyes in EYES}
    states = (SeenPage(*state) for state in (*STATES, *_of_touchpoints(register)))
    return Pages(app, register, (*_of_the_map(app, register, clients), *states))


def _of_touchpoints(register: SampleRegister) -> Iterator[tuple[str, str, str]]:
    """A pair says one thing to coordinators, another to a side, and little to one that is only told."""
    for name, eyes, label in (
        ("a touchpoint to decide about", "coordinator", "waiting"),
        ("a touchpoint that is decided", "coordinator", "settled"),
        ("a touchpoint to answer", "association_manager", "suggested"),
        ("a touchpoint one is only told of", "association_manager", "told"),
    ):
        yield name, eyes, f"/touchpoints/{register.touchpoints[label]}"


# What pages ask in the background, and addresses that only lead on to the first of many.
ANSWERS = frozenset(
    {"changes.index", "changes.of_initiative", "conversations.mentions", "wall.index"}
)


def _of_the_map(
    app: Flask, register: SampleRegister, clients: dict[str, FlaskClient]
) -> Iterator[SeenPage]:
    by_endpoint: dict[str, list[Address]] = {}
    for address in addresses(app, register):
        if address.is_safe and address.endpoint not in NO_PAGES | ANSWERS:
            by_endpoint.setdefault(address.endpoint, []).append(address)
    for endpoint, known in by_endpoint.items():
        # What is shared shows more than a draft.
        known.sort(key=lambda address: "shared" not in address.sample.label)
        yield from _first_shown(endpoint, [address.url for address in known], clients)


def _first_shown(
    endpoint: str, urls: list[str], clients: dict[str, FlaskClient]
) -> Iterator[SeenPage]:
    """The first page shown to anybody; nothing for an endpoint that answers with a file."""
    is_file = False
    for url, eyes in product(urls, EYES):
        with clients[eyes].get(url) as answer:
            if answer.status_code == 200 and answer.mimetype == "text/html":
                yield SeenPage(endpoint, eyes, url)
                return
            is_file = is_file or answer.status_code == 200
    if not is_file:
        message = f"nobody sees {endpoint}: give it samples in tests/contract/samples.py"
        raise AssertionError(message)


def _client(app: Flask, register: SampleRegister, eyes: str) -> FlaskClient:
    client = FlaskClient(app, app.response_class, use_cookies=True)
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], Walker(app, register).cookie(eyes))
    return client
