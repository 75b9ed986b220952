"""Events for the tests of the worker, and what has become of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.mail_server import Mailbox
from tracker.access.actors import ANONYMOUS
from tracker.config import MailServer, Settings
from tracker.database import one_for_change, transaction
from tracker.domain.mails import MailTemplate
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import AuditEntry, OutboxEvent, Place
from tracker.services import audit
from tracker.services.outbox import add_mail

INITIATIVE_ID = "6f6d1c9a-3c0e-4a53-9d55-2d8f1a6f0a11"
ABOUT = {"name": "Ada Ek", "initiative": "Matlaget", "initiative_id": INITIATIVE_ID}


def add_event(
    now: datetime,
    *,
    to: str = "ada@example.org",
    template: MailTemplate = MailTemplate.PUBLICATION_CONFIRMED,
    language: str = "sv",
    **values: Any,
) -> None:
    """A mail in the outbox, kept."""
    with transaction():
        add_mail(to=to, template=template, language=language, values={**ABOUT, **values}, now=now)


def change_and_tell(now: datetime) -> None:
    """A change of the register, its audit entry and a mail, in one transaction."""
    with transaction():
        place = one_for_change(select(Place).where(Place.code == "norrby"))
        place.version += 1
        audit.record(ANONYMOUS, Verb.EDITED, place, at=now)
        add_mail(
            to="ada@example.org",
            template=MailTemplate.PUBLICATION_CONFIRMED,
            language="sv",
            values=ABOUT,
            now=now,
        )


def changes_with_entry() -> tuple[int, int]:
    """How often the place was changed, and how many entries say so."""
    version = db.session.scalars(select(Place.version).where(Place.code == "norrby")).one()
    entries = db.session.scalar(
        select(func.count()).select_from(AuditEntry).where(AuditEntry.verb == Verb.EDITED.value)
    )
    return version - 1, entries or 0


def events() -> Sequence[OutboxEvent]:
    """All events, as they stand."""
    db.session.rollback()
    found: Sequence[OutboxEvent] = db.session.scalars(
        select(OutboxEvent).order_by(OutboxEvent.id)
    ).all()
    return found


def use_server(
    app: Flask, patch: pytest.MonkeyPatch, mailbox: Mailbox, **changes: Any
) -> MailServer:
    """Let the product send to the test's own server."""
    server = MailServer(
        "127.0.0.1", mailbox.port, None, None, uses_starttls=False, sender="Väven <v@boras.test>"
    )
    settings: Settings = app.config["SETTINGS"]
    patch.setitem(app.config, "SETTINGS", replace(settings, mail=replace(server, **changes)))
    return server
