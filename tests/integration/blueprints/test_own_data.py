"""One's own data: all of it, to read and to take home, and nothing of anybody else's."""

from __future__ import annotations

import json
import uuid
from typing import Any

from flask import Flask
from sqlalchemy import event, select

from tests.clock import START
from tests.page_client import PageClient
from tests.register import add_initiative, add_report, sign_in
from tests.town import Town
from tracker.database import transaction
from tracker.domain.lifecycle import Phase
from tracker.domain.verbs import SubjectKind, Verb
from tracker.extensions import Base, db
from tracker.models import AuditEntry, Passkey
from tracker.queries.own_data import get_own_data
from tracker.services import audit, people, phases
from tracker.services.audited_tables import SubjectKey
from tracker.services.status_reports import Answer

ADDRESS = "/account/my-data"


def fill(app: Flask, town: Town) -> None:
    with app.app_context():
        shared = add_initiative(town.lea, "Matlaget", contact_email="MIA@example.org")
        add_initiative(town.pia, "Hemligt", contact_email="mia@example.org", is_draft=True)
        add_report(
            town.mia, shared, "Vi lagade mat.", answers=[Answer("1", "Vad nytt?", "Grytor.")]
        )
        add_report(town.lea, shared, "Leas ord")
        phases.propose(town.cim, shared, Phase.PAUSED, reason="Cims ord", now=START)
        people.send_link(town.ada, uuid.UUID(str(town.mia.public_id)), now=START)


def data_of(client: PageClient) -> dict[str, Any]:
    with client.get(f"{ADDRESS}.json") as answer:
        assert answer.mimetype == "application/json"
        return dict(json.loads(answer.data))


def test_everything_of_ones_own_and_nothing_of_others(
    app: Flask, client: PageClient, town: Town
) -> None:
    fill(app, town)
    sign_in(client, town.mia)
    page = client.get_page(ADDRESS).text("main")
    told = data_of(client)

    assert told["account"][0]["email"] == "mia@example.org"
    assert told["memberships"] == [{"organisation": "Norrby kök", "role": "member"}]
    assert [row["happened"] for row in told["written"]] == ["Vi lagade mat."]
    assert [row["answers"] for row in told["written"]] == ["Vad nytt? Grytor."]
    assert [row["initiative"] for row in told["contact"]] == ["Matlaget"]
    assert [row["mail"] for row in told["mails"]] == ["invitation"]
    assert {row["verb"] for row in told["trail"]} == {"created", "reported", "invited"}
    assert len(told["sessions"]) == 1
    for word in ("Vi lagade mat.", "Norrby kök", "Matlaget", "Reported the status"):
        assert word in page
    for word in ("Leas ord", "Cims ord", "Hemligt", "Lea Lund", "Ada Strand"):
        assert word not in page + str(told)


def test_secrets_are_told_of_and_never_told(app: Flask, client: PageClient, town: Town) -> None:
    with app.app_context(), transaction() as session:
        session.add(
            Passkey(
                person_id=town.mia.person_id,
                credential_id=b"qzcredential",
                public_key=b"qzkey",
                name="Telefonen",
                created_at=START,
            )
        )
        who = SubjectKey(SubjectKind.PERSON, town.mia.person_id or 0)
        audit.record(town.mia, Verb.FACTORS_CHANGED, who, at=START)
    sign_in(client, town.mia)
    told = data_of(client)

    assert told["factors"][0]["name"] == "Telefonen"
    assert "qz" not in str(told)
    assert "hash" not in str(list(told["account"][0]))


def test_taking_it_out_is_kept(app: Flask, client: PageClient, town: Town) -> None:
    sign_in(client, town.mia)
    data_of(client)

    with app.app_context():
        taken = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "exported")).all()
        assert [(row.person_id, row.subject_id) for row in taken] == [(town.mia.person_id,) * 2]


def test_asking_to_be_erased_is_told_back(app: Flask, client: PageClient, town: Town) -> None:
    sign_in(client, town.mia)
    page = client.get_page(ADDRESS)
    client.submit(page, "main form[action$='/erasure-request']")

    assert "You asked for it on 2 March 2026." in client.get_page(ADDRESS).text("main")
    sign_in(client, town.ada)
    shown = client.get_page(f"/administration/people/{town.mia.public_id}").text("main")
    assert "The person asked for it on 2 March 2026." in shown


def test_every_table_about_people_is_read(app: Flask, town: Town) -> None:
    """A table that leads to a person is told of, or named here with the reason."""
    elsewhere = {
        "sign_in_steps",
        "one_time_links",
        "report_links",
        "report_reminders",
        "reminder_stops",
        "import_mappings",
        "invitation_departures",
        "join_messages",
        "initiatives",
    }
    about = {
        name
        for name, table in Base.metadata.tables.items()
        if any(key.column.table.name == "people" for key in table.foreign_keys)
    }
    asked: set[str] = set()

    with app.app_context():

        def note(*arguments: Any) -> None:
            asked.update(name for name in about if f" {name}" in arguments[2])

        event.listen(db.engine, "before_cursor_execute", note)
        get_own_data(town.mia)
        event.remove(db.engine, "before_cursor_execute", note)

    assert about - asked == elsewhere - asked
