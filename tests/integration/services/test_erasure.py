"""An erased person is named nowhere any more, and what they did stands; the trail stays whole."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests.clock import START
from tests.figures import Figures
from tests.lists import semicolons
from tests.page_client import PageClient
from tests.register import (
    add_initiative,
    add_report,
    change_row,
    get_initiative,
    sign_in,
    verbs_on,
)
from tests.town import Town
from tracker.access.actors import Actor
from tracker.database import transaction
from tracker.domain.import_steps import ImportStanding, RowOutcome
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.joining import JoinFamily
from tracker.domain.lifecycle import Phase
from tracker.domain.roles import MembershipRole
from tracker.domain.selection import Selection
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, NotFoundError, RefusedError
from tracker.extensions import Base, db
from tracker.models import (
    AuditEntry,
    ImportFile,
    ImportRow,
    JoinMessage,
    JoinRequest,
    Organisation,
    OutboxEvent,
    Person,
)
from tracker.queries.accounts import find_actor
from tracker.services import (
    audit,
    erasure,
    import_files,
    initiatives,
    invitations,
    join_requests,
    people,
    phases,
)
from tracker.services.audit_verify import verify
from tracker.services.exports import note_export
from tracker.services.invitations import Invited
from tracker.services.people import PersonContent

NAME, EMAIL = "Ödla Xqvén", "Odla.Xqven@example.org"
WORDS = ("Xqvén", json.dumps("Xqvén")[1:-1], "xqven")
LATER = START + timedelta(days=1)
AUTHORED = {
    "activities",
    "activity_days",
    "attachments",
    "comment_mentions",
    "comments",
    "coordinator_notes",
    "import_files",
    "invitation_departures",
    "invitations",
    "initiatives",
    "join_messages",
    "measure_values",
    "phase_proposals",
    "saved_views",  # the shared ones; their own go
    "status_reports",
    "touchpoint_decisions",
    "touchpoint_messages",
}
"""Tables that tell who did or wrote something; of an erased person they lead to a row without name."""


@pytest.fixture
def odla(app: Flask, town: Town) -> Actor:
    """Somebody named in every way that the product knows."""
    with app.app_context():
        manager = (town.kitchen.public_id, MembershipRole.MANAGER)
        content = PersonContent(name=NAME, email=EMAIL, memberships=(manager,))
        public_id = people.create(town.ada, content, now=START)
        query = select(Person.id).where(Person.public_id == public_id)
        found = find_actor(db.session.scalars(query).one())
        assert found is not None
        return found


@pytest.fixture
def named_everywhere(app: Flask, town: Town, odla: Actor) -> uuid.UUID:
    """An initiative of theirs; and themselves in mails, lists, exports and other records."""
    with app.app_context():
        at = add_initiative(odla, "Matlaget", contact_name=NAME, contact_email=EMAIL.upper())
        add_initiative(town.lea, "Utan adress", contact_name=NAME)
        add_initiative(town.pia, "En namne", contact_name="Ödla Sund", contact_email="x@x.se")
        add_report(odla, at, "Vi lagade mat.")
        phases.propose(town.cim, at, Phase.PAUSED, reason="x", now=START)
        change_row(db.session.get(Organisation, town.house.id), email=EMAIL)
        note_export(town.cim, Selection(q=NAME), file_format="csv", rows=1, now=START)
        ask_to_join()
        save_a_list(town.pia)
        invited = Invited(name=NAME, email=EMAIL, language="sv")
        invitations.invite(town.pia, town.house.public_id, invited, now=START)
        people.send_link(town.ada, uuid.UUID(str(odla.public_id)), now=START)
        for actor in (odla, town.lea):
            import_files.upload(
                actor,
                name="lista.csv",
                content=semicolons("Insats;Kontaktperson;Start", f"Odling;{NAME};2026-01-01"),
                organisation_id=town.kitchen.public_id,
                now=START,
            )
        initiatives.edit(
            odla,
            at,
            content_of(at),
            version=get_initiative(at).version,
            visibility=get_initiative(at).visibility,
            note="",
            now=START,
        )
        return at


def ask_to_join() -> None:
    content = join_requests.JoinContent(
        family=JoinFamily.CIVIL,
        organisation_name="Odlarna",
        kind="association",
        organisation_number="",
        about=f"Fråga {NAME}",
        name=NAME,
        email=EMAIL,
        language="sv",
    )
    join_requests.ask(content, address="127.0.0.1", now=START)
    with transaction() as session:
        request = session.scalars(select(JoinRequest)).one()
        session.add(JoinMessage(request_id=request.id, body=f"Hej, {NAME}", written_at=START))
        audit.record(Actor(), Verb.JOIN_REPLIED, request, at=START)


def save_a_list(actor: Actor) -> None:
    """A list of somebody else's that is saved, whose rows are still there to look at."""
    with transaction() as session:
        file = ImportFile(
            person_id=actor.person_id,
            name="sparad.csv",
            standing=ImportStanding.SAVED,
            created_at=START,
        )
        session.add(file)
        session.flush()
        session.add(
            ImportRow(
                import_file_id=file.id,
                row_number=1,
                outcome=RowOutcome.NEW,
                proposed={"title": "Odling", "contact_name": NAME, "links": [NAME, 7]},
                faults=[],
            )
        )


def content_of(public_id: uuid.UUID) -> InitiativeContent:
    row = get_initiative(public_id)
    return InitiativeContent(
        title=row.title,
        description=row.description,
        phase=row.phase,
        goal_areas=("children_youth",),
        places=("norrby",),
        start_on=row.start_on,
        contact_name=f"{NAME} (eller jour)",
        contact_email=row.contact_email,
    )


def places_named() -> Iterator[str]:
    """Every cell of the database where one of the words stands, the search index too."""
    db.session.rollback()
    search = "SELECT title, body FROM initiative_search"
    for name, table in Base.metadata.tables.items():
        for row in db.session.execute(select(table)).mappings():
            yield from (f"{name}.{column}" for column, value in row.items() if _is_named(value))
    yield from ("search" for row in db.session.execute(text(search)) if _is_named(tuple(row)))


def _is_named(value: object) -> bool:
    told = (
        value.decode("latin-1") + value.decode(errors="replace")
        if isinstance(value, bytes)
        else str(value)
    )
    return any(word.casefold() in told.casefold() for word in WORDS)


def test_nothing_names_an_erased_person(
    app: Flask, town: Town, odla: Actor, named_everywhere: uuid.UUID, figures: Figures
) -> None:
    with app.app_context():
        before = set(places_named())
        assert {
            "people.name", "people.email", "people.email_key", "audit_values.after",
            "audit_values.before", "initiatives.contact_name", "initiatives.contact_email",
            "outbox_events.payload", "organisations.email", "import_files.content",
            "import_rows.proposed", "join_messages.body",
            "join_requests.name", "join_requests.email", "join_requests.about",
        } <= before  # fmt: skip
        erasure.erase(town.ada, uuid.UUID(str(odla.public_id)), now=LATER)
        after = list(places_named())

        figures.record("places where an erased person is still named", value=len(after))
        assert after == []
        assert verify().faults == []
        kept = {"title": "Odling", "contact_name": "", "links": ["", 7]}
        assert db.session.scalars(select(ImportRow.proposed)).all() == [kept]
        assert get_initiative(named_everywhere).contact_name == ""
        assert Verb.CONTACT_REMOVED in verbs_on(named_everywhere)
        assert db.session.scalars(
            select(AuditEntry.verb).where(AuditEntry.person_id == odla.person_id)
        ).all()


def test_what_they_did_is_shown_as_a_former_users(
    app: Flask, client: PageClient, town: Town, odla: Actor, named_everywhere: uuid.UUID
) -> None:
    with app.app_context():
        erasure.erase(town.ada, uuid.UUID(str(odla.public_id)), now=LATER)
    sign_in(client, town.lea)
    history = client.get_page(f"/initiatives/{named_everywhere}?all=1")
    trail = client.get_page(f"/organisations/{town.kitchen.public_id}/audit")
    sign_in(client, town.ada)
    about = client.get_page(f"/administration/audit?person={odla.public_id}")

    assert "Vi lagade mat." in history.text("main")
    assert "Former user at Norrby kök" in history.text("main")
    assert "Former user" in about.text("main table")
    assert "Reported the status" in trail.text("main table")
    assert client.get_page("/administration/people?standing=closed").texts("tbody th") == []
    client.get_page(f"/administration/people/{odla.public_id}", status=404)


@pytest.mark.usefixtures("in_app")
def test_an_erased_person_is_gone_for_good(town: Town, odla: Actor) -> None:
    public_id = uuid.UUID(str(odla.public_id))
    erasure.erase(town.ada, public_id, now=LATER)

    assert find_actor(odla.person_id or 0) is None
    for deed in (
        lambda: erasure.erase(town.ada, public_id, now=LATER),
        lambda: people.enable(town.ada, public_id, now=LATER),
        lambda: people.send_link(town.ada, public_id, now=LATER),
    ):
        with pytest.raises(NotFoundError):
            deed()
    content = PersonContent(name=NAME, email=EMAIL)
    assert people.create(town.ada, content, now=LATER) != public_id


@pytest.mark.usefixtures("in_app")
def test_only_another_administrator_erases(town: Town) -> None:
    ada, lea = (uuid.UUID(str(actor.public_id)) for actor in (town.ada, town.lea))
    with pytest.raises(NotAllowedError):
        erasure.erase(town.cim, lea, now=LATER)
    with pytest.raises(RefusedError, match="own_administrator"):
        erasure.erase(town.ada, ada, now=LATER)
    people.disable(town.ada, lea, now=LATER)
    with pytest.raises(RefusedError, match="last_administrator"):
        erasure_of_the_last(town)


def erasure_of_the_last(town: Town) -> None:
    with transaction() as session:
        erasure.erase_row(Actor(), session.get_one(Person, town.ada.person_id), now=LATER)


@pytest.mark.usefixtures("in_app")
def test_asking_tells_the_administrators_once(town: Town) -> None:
    for _ in range(2):
        erasure.ask_erasure(town.mia, now=LATER)
    mails = [event.payload for event in db.session.scalars(select(OutboxEvent))]

    assert [(mail["to"], mail["template"]) for mail in mails] == [
        ("ada@example.org", "erasure_asked")
    ]
    assert "Mia" not in str(mails)
    row = db.session.get_one(Person, town.mia.person_id)
    assert row.erasure_asked_at == LATER
    with pytest.raises(NotAllowedError):
        erasure.ask_erasure(Actor(), now=LATER)


def test_every_table_says_what_becomes_of_a_persons_rows() -> None:
    of_people = {
        name
        for name, table in Base.metadata.tables.items()
        if any(key.column.table.name == "people" for key in table.foreign_keys)
    }

    deleted = {table.__tablename__ for table in erasure.DELETED_WITH_A_PERSON}
    assert deleted | AUTHORED == of_people
