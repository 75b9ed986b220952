"""Who did what, when: one unbroken chain, in the same transaction, or no change at all."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.clock import START
from tests.register import add_initiative, add_report, get_initiative, last_changes
from tests.town import Town
from tracker.database import transaction
from tracker.domain.verbs import Verb
from tracker.errors import UnauditedChangeError
from tracker.extensions import db
from tracker.models import (
    AuditEntry,
    AuditValue,
    Initiative,
    InitiativePlace,
    Organisation,
    RegisterState,
    SignInAttempt,
)
from tracker.queries.register import get_state
from tracker.services import audit

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def initiative_id(town: Town) -> uuid.UUID:
    return add_initiative(town.lea, "Matlaget")


def chain() -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def test_an_entry_says_who_when_what_and_for_whom(town: Town, initiative_id: uuid.UUID) -> None:
    entry = chain()[-1]

    assert (entry.verb, entry.at) == (Verb.REGISTERED, START)
    assert (entry.person_id, entry.organisation_id) == (town.lea.person_id, town.kitchen.id)
    assert (entry.subject_kind, entry.subject_id) == (
        "initiative",
        get_initiative(initiative_id).id,
    )


def test_the_entries_form_one_chain(town: Town, initiative_id: uuid.UUID) -> None:
    add_report(town.lea, initiative_id)

    entries = chain()
    assert entries[0].previous_hash == ""
    for earlier, later in zip(entries, entries[1:], strict=False):
        assert later.previous_hash == earlier.entry_hash
    assert [audit.entry_hash(entry) for entry in entries] == [entry.entry_hash for entry in entries]
    assert db.session.scalars(select(RegisterState.head_hash)).one() == entries[-1].entry_hash


def test_an_entry_holds_hashes_of_its_values(town: Town, initiative_id: uuid.UUID) -> None:
    entry = chain()[-1]
    values = db.session.scalars(select(AuditValue).where(AuditValue.entry_id == entry.id)).all()

    assert {value.field: audit.value_hash(value) for value in values} == entry.hashes
    assert "Matlaget" not in str(entry.hashes)


def test_the_same_value_twice_has_two_hashes(town: Town) -> None:
    add_initiative(town.lea, "Matlaget", description="Ett")
    add_initiative(town.lea, "Matlaget", description="Två")

    first, second = chain()[-2:]
    assert first.hashes["title"] != second.hashes["title"]


def test_emptied_values_leave_the_chain_whole(town: Town, initiative_id: uuid.UUID) -> None:
    entry_id, entry_hash = chain()[-1].id, chain()[-1].entry_hash
    with transaction() as session:
        session.execute(
            update(AuditValue)
            .where(AuditValue.entry_id == entry_id)
            .values(before=None, after=None, salt=None)
        )

    entry = chain()[-1]
    assert audit.entry_hash(entry) == entry_hash
    assert last_changes(initiative_id)["title"] == (None, None)


@pytest.mark.parametrize(
    "values",
    [{"title": "Omärkt"}, {"budget_sek": 1}],
)
def test_a_change_without_an_entry_is_refused(
    town: Town, initiative_id: uuid.UUID, values: dict[str, object]
) -> None:
    with pytest.raises(UnauditedChangeError) as refused, transaction() as session:
        row = session.scalars(select(Initiative)).one()
        for name, value in values.items():
            setattr(row, name, value)

    assert refused.value.rows == (f"initiative {get_initiative(initiative_id).id}",)
    assert get_initiative(initiative_id).title == "Matlaget"


def test_a_new_or_deleted_row_without_an_entry_is_refused(
    town: Town, initiative_id: uuid.UUID
) -> None:
    with pytest.raises(UnauditedChangeError), transaction() as session:
        session.delete(session.scalars(select(InitiativePlace)).one())
    with pytest.raises(UnauditedChangeError), transaction() as session:
        row = session.get_one(Organisation, town.house.id)
        session.add(Organisation(name="Ny", name_key="ny", kind_id=row.kind_id, created_at=START))

    assert len(chain()[-1].hashes) > 0


def test_a_bulk_change_without_an_entry_is_refused(town: Town, initiative_id: uuid.UUID) -> None:
    with pytest.raises(UnauditedChangeError) as refused, transaction() as session:
        session.execute(update(Initiative).values(purpose="Allt på en gång"))

    assert refused.value.rows == ("initiative",)
    assert get_initiative(initiative_id).purpose == ""


def test_an_entry_about_another_record_covers_nothing(town: Town, initiative_id: uuid.UUID) -> None:
    other = add_initiative(town.lea, "Odlingen")

    with pytest.raises(UnauditedChangeError), transaction() as session:
        row = session.scalars(select(Initiative).where(Initiative.public_id == other)).one()
        session.get_one(Initiative, get_initiative_id(initiative_id)).title = "Omärkt"
        audit.record(town.lea, Verb.EDITED, row, at=START)


def get_initiative_id(public_id: uuid.UUID) -> int:
    found: int = db.session.scalars(
        select(Initiative.id).where(Initiative.public_id == public_id)
    ).one()
    return found


def test_a_row_that_only_looks_changed_needs_no_entry(town: Town, initiative_id: uuid.UUID) -> None:
    with transaction() as session:
        row = session.scalars(select(Initiative)).one()
        row.title = str(row.title)

    assert chain()[-1].verb == Verb.REGISTERED


def test_tables_that_hold_no_register_data_need_no_entry(town: Town) -> None:
    with transaction() as session:
        session.add(SignInAttempt(key="k", at=START, is_success=False))

    assert db.session.scalars(select(SignInAttempt.key)).one() == "k"


def test_a_refused_transaction_leaves_no_entry(town: Town, initiative_id: uuid.UUID) -> None:
    before = len(chain())

    with pytest.raises(ZeroDivisionError), transaction() as session:
        row = session.scalars(select(Initiative)).one()
        row.title = "Aldrig"
        audit.record(town.lea, Verb.EDITED, row, at=START)
        session.flush()
        _ = 1 / 0

    assert len(chain()) == before


def test_several_deeds_in_one_transaction_are_chained_in_order(
    town: Town, initiative_id: uuid.UUID
) -> None:
    with transaction() as session:
        row = session.scalars(select(Initiative)).one()
        row.title = "Nytt namn"
        for verb in (Verb.EDITED, Verb.SHARED, Verb.PUBLISHED):
            audit.record(town.lea, verb, row, at=START + timedelta(minutes=1))

    assert [entry.verb for entry in chain()[-3:]] == [Verb.EDITED, Verb.SHARED, Verb.PUBLISHED]


def test_readers_cache_lists_until_a_list_changes(town: Town, initiative_id: uuid.UUID) -> None:
    before = get_state()
    add_report(town.lea, initiative_id)
    db.session.rollback()
    after_report = get_state()
    with transaction() as session:
        row = session.get_one(Organisation, town.house.id)
        row.about = "Vi hyr ut lokaler."
        audit.record(town.pia, Verb.EDITED, row, at=START)
    after_list = get_state()

    assert after_report.reference_hash == before.reference_hash
    assert after_report.content_hash != before.content_hash
    assert after_list.reference_hash != before.reference_hash


def test_differences_name_what_came_changed_and_went() -> None:
    before = {"same": 1, "changed": "a", "gone": [1]}
    after = {"same": 1, "changed": "b", "new": None, "come": "c"}

    assert audit.differences(before, after) == {
        "changed": ("a", "b"),
        "gone": ([1], None),
        "come": (None, "c"),
    }


def test_a_value_is_written_the_same_way_every_time() -> None:
    assert audit.as_json({"b": 1, "a": "å"}) == audit.as_json({"a": "å", "b": 1})
    assert audit.as_json("å") == '"å"'
    assert audit.as_json(START) == '"2026-03-02 09:00:00+00:00"'
