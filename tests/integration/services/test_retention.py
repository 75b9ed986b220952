"""What has been kept for as long as the settings say is forgotten by the daily job, and no more."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START
from tests.lists import semicolons
from tests.register import add_person
from tests.town import Town
from tracker.access.actors import Actor
from tracker.config import Settings
from tracker.database import transaction
from tracker.domain.joining import JoinFamily
from tracker.domain.retention import Keeping
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import (
    AuditEntry,
    AuditValue,
    ImportFile,
    JoinRequest,
    OutboxEvent,
    Person,
    RegisterState,
)
from tracker.services import audit, import_files, join_requests, people, retention
from tracker.services.audit_verify import verify
from tracker.work.daily import JOBS

pytestmark = pytest.mark.usefixtures("in_app")
NOTHING = Keeping(0, 0, 0, 0, 0)


def forget(now: datetime, **keeping: int) -> None:
    for _ in range(2):
        retention.forget_old(replace(NOTHING, **keeping), now=now)
    assert verify().faults == []


def sign_in_entry(actor: Actor, now: datetime) -> None:
    with transaction() as session:
        row = session.get_one(Person, actor.person_id)
        changes = {"browser": (None, "Firefox"), "way": (None, "password")}
        audit.record(actor, Verb.SIGNED_IN, row, at=now, changes=changes)


def browsers() -> list[str | None]:
    db.session.rollback()
    query = select(AuditValue.after).where(AuditValue.field == "browser").order_by(AuditValue.id)
    return list(db.session.scalars(query))


def test_what_is_said_of_old_sign_ins_is_emptied(town: Town) -> None:
    for days in (0, 100):
        sign_in_entry(town.lea, START + timedelta(days=days))
    forget(START + timedelta(days=366), sign_ins_days=365)

    assert browsers() == [None, '"Firefox"']
    redacted = select(AuditEntry).where(AuditEntry.verb == Verb.REDACTED)
    assert [row.person_id for row in db.session.scalars(redacted)] == [None]


def test_mails_that_never_went_are_forgotten(town: Town) -> None:
    people.send_link(town.ada, uuid.UUID(str(town.mia.public_id)), now=START)
    people.send_link(town.ada, uuid.UUID(str(town.lea.public_id)), now=START + timedelta(days=20))
    forget(START + timedelta(days=31), mails_days=30)

    assert [event.payload["to"] for event in db.session.scalars(select(OutboxEvent))] == [
        "lea@example.org"
    ]


def test_who_asked_to_join_in_vain_is_forgotten(town: Town) -> None:
    for email, days in (("a@example.org", 0), ("b@example.org", 200)):
        content = join_requests.JoinContent(
            family=JoinFamily.CIVIL,
            organisation_name="Odlarna",
            kind="association",
            organisation_number="",
            about="Vi odlar.",
            name="Ask Odlare",
            email=email,
            language="sv",
        )
        join_requests.ask(content, address="127.0.0.1", now=START + timedelta(days=days))
    forget(START + timedelta(days=240), join_requests_days=180)

    rows = db.session.scalars(select(JoinRequest).order_by(JoinRequest.id)).all()
    assert [(row.name, row.email, row.about) for row in rows] == [
        ("", "", ""),
        ("Ask Odlare", "b@example.org", "Vi odlar."),
    ]


def test_lists_that_nobody_saved_are_thrown_away(town: Town) -> None:
    for days in (0, 20):
        import_files.upload(
            town.lea,
            name=f"{days}.csv",
            content=semicolons("Insats;Start", "Odling;2026-01-01"),
            organisation_id=town.kitchen.public_id,
            now=START + timedelta(days=days),
        )
    forget(START + timedelta(days=31), lists_days=30)

    assert db.session.scalars(select(ImportFile.name)).all() == ["20.csv"]


def test_accounts_closed_long_ago_are_erased(town: Town) -> None:
    late = add_person("Sen Stängd", email="sen@example.org")
    for actor, days in ((town.mia, 0), (late, 400), (town.pia, 0)):
        public_id = uuid.UUID(str(actor.public_id))
        people.disable(town.ada, public_id, now=START + timedelta(days=days))
    people.enable(town.ada, uuid.UUID(str(town.pia.public_id)), now=START)
    forget(START + timedelta(days=731), closed_accounts_days=730)

    db.session.rollback()
    erased = db.session.scalars(select(Person.id).where(Person.erased_at.is_not(None))).all()
    assert erased == [town.mia.person_id]


def test_without_days_nothing_is_forgotten(town: Town) -> None:
    sign_in_entry(town.lea, START)
    people.send_link(town.ada, uuid.UUID(str(town.mia.public_id)), now=START)
    forget(START + timedelta(days=9999))

    assert browsers() == ['"Firefox"']
    assert len(db.session.scalars(select(OutboxEvent)).all()) == 1


def test_the_daily_jobs_forget_and_mail_the_head(app: Flask, town: Town) -> None:
    settings: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, audit_head_to="arkiv@example.org")
    try:
        for name in ("forget_old", "mail_audit_head"):
            JOBS[name](app, START)
    finally:
        app.config["SETTINGS"] = settings
    (mail,) = [event.payload for event in db.session.scalars(select(OutboxEvent))]

    head = db.session.scalars(select(RegisterState.head_hash)).one()
    assert (mail["to"], mail["values"]["head"]) == ("arkiv@example.org", head)
    JOBS["mail_audit_head"](app, START)
    assert len(db.session.scalars(select(OutboxEvent)).all()) == 1
