"""The product as tests use it: prepared once, made once a worker, on a fresh database each test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clock import START, Clock
from tests.engines import DatabaseUnderTest
from tests.figures import Figures
from tests.languages import catalogue_strings
from tests.page_client import PageClient
from tracker import create_app
from tracker.config import MailServer, Settings

CACHED = type(lru_cache(len))
NO_MAIL_SERVER = MailServer(
    host=None, port=587, user=None, password=None, uses_starttls=True, sender="vaven@localhost"
)


def settings_for(database_url: str, instance_path: Path) -> Settings:
    """The settings that tests run the product with."""
    return Settings(
        instance_path=instance_path,
        database_url=database_url,
        secret_key="only-for-tests-and-nowhere-else-" * 2,
        address="http://localhost",
        mail=NO_MAIL_SERVER,
        is_testing=True,
    )


@pytest.fixture(scope="session")
def prepare_database(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], None]:
    """Fill an empty database, given its URL, with the state that each test starts from."""

    def prepare(url: str) -> None:
        from flask_migrate import upgrade

        from tracker.extensions import db
        from tracker.services.seed import seed

        app = create_app(settings_for(url, tmp_path_factory.mktemp("prepared")))
        with app.app_context():
            upgrade()
            seed(now=START)
            db.session.remove()
            db.engine.dispose()

    return prepare


@pytest.fixture(scope="session")
def application(
    worker_database: DatabaseUnderTest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The product, made once for this worker; a test asks for `app`, with its database fresh."""
    from tracker.extensions import db

    app = create_app(settings_for(worker_database.url, tmp_path_factory.mktemp("instance")))
    app.test_client_class = PageClient

    def release() -> None:
        with app.app_context():
            db.engine.dispose()

    worker_database.release_with(release)
    yield app
    release()


@pytest.fixture
def first_state(request: pytest.FixtureRequest) -> str | None:
    """The template that this test begins with: the town's, where the test asks for the town."""
    if "town" not in request.fixturenames:
        return None
    template: str = request.getfixturevalue("kept_town").template
    return template


@pytest.fixture
def app(application: Flask, database: DatabaseUnderTest, clock: Clock) -> Flask:
    """The product on a fresh database, its time told by `clock`."""
    for kept in _kept_by_hash(len(sys.modules)):
        kept.cache_clear()
    application.extensions["clock"] = clock
    return application


@pytest.fixture
def client(app: Flask, figures: Figures) -> Iterator[PageClient]:
    """A client that checks every page it fetches, with its language."""
    client = app.test_client()
    assert isinstance(client, PageClient)
    client.strings = catalogue_strings()
    yield client
    figures.add("pages held against the rules of HTML", value=client.pages_checked)


@pytest.fixture
def plain_client(app: Flask) -> FlaskClient:
    """Flask's own client, for walks where the pages themselves are not the question."""
    return FlaskClient(app, app.response_class, use_cookies=True)


@lru_cache(maxsize=1)
def _kept_by_hash(_modules: int) -> list[Any]:
    """What the product, with so many modules, keeps in its process under a hash of the register.

    One process never has two registers, but the tests' registers can have one hash.
    """
    modules = [module for name, module in sys.modules.items() if name.startswith("tracker.")]
    kept = [value for module in modules for value in vars(module).values()]
    return [one for one in kept if type(one) is CACHED and "_hash" in str(signature(one))]
