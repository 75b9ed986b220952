"""Whether mails come out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.clock import Clock
from tests.register import add_organisation, add_person
from tracker.access.actors import Actor
from tracker.database import transaction
from tracker.domain.mails import MailTemplate
from tracker.domain.roles import PlatformRole
from tracker.errors import NotAllowedError
from tracker.models import OutboxEvent
from tracker.queries.outbox import OutboxState, get_outbox_state
from tracker.services import outbox


@pytest.fixture(autouse=True)
def _in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def administrator() -> Actor:
    return add_person("Ann Ek", platform_roles=[PlatformRole.ADMINISTRATOR])


def test_what_waits_what_fails_and_what_went_are_told_apart(
    administrator: Actor, clock: Clock
) -> None:
    assert get_outbox_state(administrator) == OutboxState(0, 0, None)
    with transaction() as session:
        for number in range(3):
            outbox.add_mail(
                to=f"{number}@example.org",
                template=MailTemplate.INVITATION,
                language="sv",
                values={"name": "A", "token": "t"},
                now=clock.now,
            )
        session.flush()
        done, failing, _waiting = session.query(OutboxEvent).order_by(OutboxEvent.id)
        done.done_at = clock.now
        failing.last_error = "no contact"

    assert get_outbox_state(administrator) == OutboxState(2, 1, clock.now)


def test_only_an_administrator_is_told() -> None:
    with pytest.raises(NotAllowedError):
        get_outbox_state(add_person("Bo Rask", add_organisation("Läsro")))
