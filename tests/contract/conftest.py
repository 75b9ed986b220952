"""The sample register, built once a worker, and the one walk over every page that many tests read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from flask import Flask

from tests.clock import Clock
from tests.contract.forms import Form, harvest
from tests.contract.joining import add_joining
from tests.contract.register import QUICK, SampleRegister, build
from tests.contract.samples import Address, addresses
from tests.contract.signing_in import Browser
from tests.contract.touchpoints import add_touchpoints
from tests.contract.walker import Visit, Walker
from tests.engines import DatabaseUnderTest
from tracker.services import accounts


@dataclass(frozen=True)
class KeptRegister:
    """A sample register, and the template of the database that holds it."""

    register: SampleRegister
    template: str


@dataclass
class Walk:
    """Every page visited by everybody, and the forms that stood on the pages."""

    app: Flask
    visits: dict[tuple[Address, str], Visit]

    @cached_property
    def forms(self) -> list[Form]:
        """Every form that somebody was shown."""
        return harvest(self.app, self.visits.values())

    @cached_property
    def forms_of(self) -> dict[str, list[Form]]:
        """The forms of each endpoint."""
        found: dict[str, list[Form]] = {}
        for form in self.forms:
            found.setdefault(form.endpoint, []).append(form)
        return found

    @cached_property
    def different_forms(self) -> list[Form]:
        """One form for each endpoint and shape: the same fields need not be tried for everybody."""
        found: dict[tuple[str, frozenset[str]], Form] = {}
        for form in self.forms:
            found.setdefault((form.endpoint, form.names), form)
        return list(found.values())

    def form_for(self, address: Address, role: str) -> dict[str, Any]:
        """What this person would send there; else what somebody who was shown the form would."""
        known = self.forms_of.get(address.endpoint, [])
        if not known:
            return {}
        return min(known, key=lambda form: (form.url != address.url, form.role != role)).data()


@pytest.fixture(scope="session")
def kept_register(application: Flask, worker_database: DatabaseUnderTest) -> KeptRegister:
    """The sample register, built once for this worker."""
    worker_database.reset()
    with application.app_context():
        register = build()
        add_joining(register)
        add_touchpoints(register)
    return KeptRegister(register, worker_database.keep_as_template("sample"))


@pytest.fixture(scope="session")
def register(kept_register: KeptRegister) -> SampleRegister:
    """What stands in the sample register."""
    return kept_register.register


@pytest.fixture
def walker(
    application: Flask,
    worker_database: DatabaseUnderTest,
    kept_register: KeptRegister,
    clock: Clock,
) -> Walker:
    """Somebody to visit a sample register that nobody has changed yet."""
    worker_database.reset(template=kept_register.template)
    application.extensions["clock"] = clock
    return Walker(application, kept_register.register)


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let passwords be hashed quickly, where neither their strength nor the time is the question."""
    nobodys = QUICK.hash("nobody's")
    monkeypatch.setattr(accounts, "_hasher", QUICK)
    monkeypatch.setattr(accounts, "_hash_of_nobody", lambda: nobodys)


@pytest.fixture
def browser(walker: Walker) -> Browser:
    """A browser that nobody has used yet."""
    return Browser(walker.app)


@pytest.fixture(scope="session")
def walk(
    application: Flask, worker_database: DatabaseUnderTest, kept_register: KeptRegister
) -> Walk:
    """Every page of the product, visited by everybody."""
    worker_database.reset(template=kept_register.template)
    application.extensions["clock"] = Clock()
    walker = Walker(application, kept_register.register)
    pages = [a for a in addresses(application, kept_register.register) if a.is_safe]
    with walker.listening():
        visits = {
            (address, role): walker.get(role, address.url)
            for role in kept_register.register.roles
            for address in pages
        }
    return Walk(application, visits)
