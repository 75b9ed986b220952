"""Values can be erased from the audit trail, and it still proves itself whole."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative, last_changes
from tests.town import Town
from tracker.database import transaction
from tracker.domain.verbs import SubjectKind, Verb
from tracker.errors import NotAllowedError, NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import AuditEntry, AuditValue
from tracker.services import redaction
from tracker.services.audit_verify import verify
from tracker.services.audited_tables import SubjectKey
from tracker.services.redaction import redact_entry

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def initiative_id(town: Town) -> uuid.UUID:
    return add_initiative(town.lea, "Matlaget", contact_name="Olle Ohls")


def last_entry() -> AuditEntry:
    db.session.rollback()
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


def test_an_erased_value_is_gone_and_the_trail_is_whole(
    town: Town, initiative_id: uuid.UUID
) -> None:
    entry_id = last_entry().id
    redact_entry(town.ada, entry_id, fields=["contact_name"], reason="Asked for", now=START)

    said = last_entry()
    verified = verify()
    assert (said.verb, said.person_id) == (Verb.REDACTED, town.ada.person_id)
    assert (verified.faults, verified.emptied) == ([], 1)
    left = db.session.scalars(select(AuditValue).where(AuditValue.entry_id == entry_id)).all()
    assert {row.field for row in left if row.salt is None} == {"contact_name"}
    assert "Olle" not in str([(row.before, row.after) for row in left])


def test_what_says_that_values_were_erased_cannot_be_erased(
    town: Town, initiative_id: uuid.UUID
) -> None:
    redact_entry(town.ada, last_entry().id, fields=["title"], reason="Olles namn", now=START)
    said = last_entry().id
    with pytest.raises(NotFoundError):
        redact_entry(town.ada, said, fields=["emptied"], reason="x", now=START)
    redact_entry(town.ada, said, fields=["emptied", "reason"], reason="x", now=START)

    assert last_changes(initiative_id)["emptied"][1] == {str(said): ["reason"]}
    assert verify().faults == []


def test_much_is_erased_in_parts(
    town: Town, initiative_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_initiative(town.lea, "Odlingen", contact_name="Olle Ohls")
    monkeypatch.setattr(redaction, "VALUES_AT_ONCE", 2)
    monkeypatch.setattr(redaction, "ENTRIES_NAMED_AT_ONCE", 1)
    with transaction():
        is_kitchens = AuditValue.field.in_(["title", "description", "contact_name"])
        register = SubjectKey(SubjectKind.REGISTER, 1)
        emptied = redaction.empty_values(town.ada, register, is_kitchens, reason="x", at=START)

    assert emptied == 6
    assert verify().faults == []
    assert verify().emptied == 6


def test_only_an_administrator_erases_and_says_why(town: Town, initiative_id: uuid.UUID) -> None:
    entry_id = last_entry().id
    for actor in (town.lea, town.cim):
        with pytest.raises(NotAllowedError):
            redact_entry(actor, entry_id, fields=["title"], reason="x", now=START)
    with pytest.raises(RefusedError, match="reason_needed"):
        redact_entry(town.ada, entry_id, fields=["title"], reason=" ", now=START)
    for missing in ({"entry_id": 999_999}, {"fields": ["nothing"]}):
        wanted = {"entry_id": entry_id, "fields": ["title"]} | missing
        with pytest.raises(NotFoundError):
            redact_entry(town.ada, **wanted, reason="x", now=START)  # type: ignore[arg-type]

    assert verify().emptied == 0
