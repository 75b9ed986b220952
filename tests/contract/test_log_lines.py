"""What the server logs tells what happened, and never who it was: no name, address or network address."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clock import START
from tests.contract.conftest import KeptRegister
from tests.engines import DatabaseUnderTest
from tests.figures import Figures
from tests.product import settings_for
from tests.register import add_initiative, sign_in
from tracker import create_app
from tracker.config import MailServer
from tracker.database import transaction
from tracker.extensions import db
from tracker.models import Person
from tracker.services import people, touchpoint_matching
from tracker.services.people import PersonContent
from tracker.work.loop import work_once

NAME, EMAIL, ADDRESS = "Qzloggan Namnsson", "qzloggan@example.org", "203.0.113.77"
WORDS = ("qzloggan", "namnsson", ADDRESS)
NOWHERE = MailServer(
    host="127.0.0.1", port=9, user=None, password=None, uses_starttls=False, sender="v@localhost"
)


@pytest.fixture
def served(
    worker_database: DatabaseUnderTest,
    kept_register: KeptRegister,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Flask]:
    """The product as it is served: faults are answered, and mails go to a server that is away."""
    worker_database.reset(template=kept_register.template)
    settings = settings_for(worker_database.url, tmp_path_factory.mktemp("served"))
    app = create_app(replace(settings, is_testing=False, mail=NOWHERE))
    app.extensions["clock"] = lambda: START
    yield app
    with app.app_context():
        db.engine.dispose()


def test_no_log_line_tells_of_a_person(
    served: Flask,
    kept_register: KeptRegister,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    figures: Figures,
) -> None:
    people_of = kept_register.register.people
    client = FlaskClient(served, served.response_class, use_cookies=True)
    caplog.set_level(logging.INFO)
    with served.app_context():
        content = PersonContent(name=NAME, email=EMAIL)
        public_id = people.create(people_of["administrator"], content, now=START)
    _ask_as_nobody(client)
    sign_in(client, people_of["administrator"])
    _meet_faults(served, client, public_id, monkeypatch)
    _fail_at_work(served, kept_register, monkeypatch)

    lines = [_whole(record) for record in caplog.records]
    named = [line for line in lines if any(word in line.casefold() for word in WORDS)]
    figures.record("log lines that tell of a person", value=len(named))
    figures.record("log lines read for it", value=len(lines))
    assert named == []
    assert any("fault at people.index" in line for line in lines)
    assert any("RuntimeError" in line for line in lines)
    assert any("IntegrityError" in line for line in lines)
    assert any(line.startswith("event ") for line in lines)
    assert any("cannot be matched" in line for line in lines)


def _whole(record: logging.LogRecord) -> str:
    """A log line as it would be written, its traceback too."""
    return logging.Formatter().format(record)


def _ask_as_nobody(client: FlaskClient) -> None:
    place = {"REMOTE_ADDR": ADDRESS}
    for url in (f"/{EMAIL}", f"/open?q={NAME}", f"/links/{EMAIL}", "/board"):
        client.get(url, environ_base=place)
    for url in ("/sign-in", "/join", "/accessibility/feedback"):
        client.post(url, data={"email": EMAIL, "name": NAME}, environ_base=place)


def _meet_faults(
    app: Flask, client: FlaskClient, public_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any, **_more: Any) -> None:
        message = f"{NAME} <{EMAIL}>"
        try:
            with transaction() as session:
                twin = Person(
                    name=NAME, name_key="x", email=EMAIL, email_key=EMAIL, created_at=START
                )
                session.add(twin)
        except Exception as cause:
            raise RuntimeError(message) from cause

    monkeypatch.setattr("tracker.queries.people.count_people", fail)
    answer = client.get(f"/administration/people?q={NAME}")
    assert answer.status_code == 500
    client.get(f"/administration/people/{public_id}")
    client.get("/imports")


def _fail_at_work(app: Flask, kept_register: KeptRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any, **_more: Any) -> None:
        raise ValueError(NAME)

    monkeypatch.setattr(touchpoint_matching, "match", fail)
    with app.app_context():
        add_initiative(kept_register.register.people["association_manager"], f"{NAME}s insats")
    work_once(app, START)
