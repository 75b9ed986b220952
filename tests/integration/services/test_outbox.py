"""A mail is kept with the change it tells of, or not at all."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import Clock
from tracker.database import transaction
from tracker.domain.mails import WANTED_VALUES, MailTemplate
from tracker.extensions import db
from tracker.models import OutboxEvent
from tracker.services.outbox import add_mail


def invite(clock: Clock, *, to: str = "ada@example.org", language: str = "sv") -> None:
    add_mail(
        to=to,
        template=MailTemplate.INVITATION,
        language=language,
        values={"name": "Ada", "token": "abc"},
        now=clock.now,
    )


def kept() -> list[OutboxEvent]:
    return list(db.session.scalars(select(OutboxEvent).order_by(OutboxEvent.id)))


def test_a_mail_is_kept_with_its_transaction(app: Flask, clock: Clock) -> None:
    with app.app_context():
        with transaction():
            invite(clock)
            invite(clock)

        events = kept()

    assert [event.payload["to"] for event in events] == ["ada@example.org"] * 2
    assert all(event.due_at == clock.now and event.done_at is None for event in events)
    assert events[0].message_id != events[1].message_id


def test_a_transaction_that_fails_sends_nothing(app: Flask, clock: Clock) -> None:
    def fail() -> None:
        with transaction():
            invite(clock)
            raise LookupError

    with app.app_context():
        with pytest.raises(LookupError):
            fail()

        assert kept() == []


def test_line_breaks_in_an_address_are_taken_away(app: Flask, clock: Clock) -> None:
    with app.app_context():
        with transaction():
            invite(clock, to="ada@example.org\r\nBcc: eve@example.org")

        (event,) = kept()

    assert event.payload["to"] == "ada@example.org Bcc: eve@example.org"


def test_an_unknown_language_is_swedish(app: Flask, clock: Clock) -> None:
    with app.app_context():
        with transaction():
            invite(clock, language="tlh")

        (event,) = kept()

    assert event.payload["language"] == "sv"


@pytest.mark.parametrize("values", [{"name": "Ada"}, {"name": "Ada", "token": "a", "more": 1}])
def test_a_mail_is_told_exactly_what_it_prints(
    app: Flask, clock: Clock, values: dict[str, str | int | bool | None]
) -> None:
    with app.app_context(), transaction(), pytest.raises(ValueError, match="wants"):
        add_mail(
            to="ada@example.org",
            template=MailTemplate.INVITATION,
            language="sv",
            values=values,
            now=clock.now,
        )


def test_every_mail_says_what_it_wants() -> None:
    assert set(WANTED_VALUES) == set(MailTemplate)
