"""Feedback reaches the administrators by mail, is limited, and keeps no personal data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START
from tests.register import add_person
from tracker.domain.roles import PlatformRole
from tracker.errors import PersonalDataError, RefusedError, TooManyAttemptsError
from tracker.extensions import db
from tracker.models import OutboxEvent
from tracker.services import feedback


def send(message: str = "Knappen syns inte.", now: datetime = START, **fields: Any) -> None:
    wanted = {"about": "/open", "reply_to": "", "address": "192.0.2.1"}
    feedback.send_feedback(message=message, now=now, **{**wanted, **fields})


def mails() -> list[dict[str, Any]]:
    query = select(OutboxEvent.payload).order_by(OutboxEvent.id)
    return list(db.session.scalars(query))


@pytest.fixture
def administrators(app: Flask) -> None:
    with app.app_context():
        role = [PlatformRole.ADMINISTRATOR]
        add_person("Ada Ek", platform_roles=role)
        add_person("Axel Ek", platform_roles=role, language="en")
        add_person("Alva Ek", platform_roles=role, is_disabled=True)
        add_person("Elin Lind", platform_roles=[PlatformRole.COORDINATOR])


@pytest.mark.usefixtures("administrators")
def test_every_administrator_gets_the_message_in_their_language(app: Flask) -> None:
    with app.app_context():
        send(reply_to="gast@example.org")
        sent = mails()

    assert [(mail["to"], mail["language"]) for mail in sent] == [
        ("ada@example.org", "sv"),
        ("axel@example.org", "en"),
    ]
    assert sent[0]["values"] == {
        "name": "Ada Ek",
        "message": "Knappen syns inte.",
        "about": "/open",
        "reply_to": "gast@example.org",
    }


@pytest.mark.usefixtures("administrators")
@pytest.mark.parametrize("field", ["message", "about"])
def test_personal_data_are_stopped(app: Flask, field: str) -> None:
    with app.app_context():
        with pytest.raises(PersonalDataError) as stopped:
            send(**{field: "Ring mig på 070-123 45 67"})  # type: ignore[arg-type]

        assert list(stopped.value.findings) == [field]
        assert mails() == []


@pytest.mark.usefixtures("administrators")
def test_one_address_cannot_flood_the_administrators(app: Flask) -> None:
    with app.app_context():
        for _ in range(feedback.MESSAGES_PER_ADDRESS):
            send()
        with pytest.raises(TooManyAttemptsError):
            send()
        send(address="192.0.2.2")
        send(now=START + feedback.WINDOW)


@pytest.mark.usefixtures("administrators")
def test_many_addresses_together_cannot_either(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "MESSAGES_IN_ALL", 2)
    with app.app_context():
        for number in (1, 2):
            send(address=f"192.0.2.{number}")
        with pytest.raises(TooManyAttemptsError):
            send(address="192.0.2.3")


def test_where_nobody_reads_it_is_said_so(app: Flask) -> None:
    with app.app_context(), pytest.raises(RefusedError) as refused:
        send()

    assert refused.value.code == "nobody_reads"
