"""Constraints are answered by name on both engines, and no id is ever given out twice."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from tests.clock import Clock
from tracker.access.actors import ANONYMOUS
from tracker.database import FOREIGN_KEY, broken_constraint, refusing, transaction
from tracker.domain.roles import ListCode
from tracker.domain.sorting import sort_key
from tracker.domain.verbs import Verb
from tracker.errors import RefusedError, UnauditedChangeError
from tracker.extensions import Base, db
from tracker.models import ListEntry, Organisation, Place, RegisterState
from tracker.services import audit
from tracker.services.audited_tables import AUDITED_TABLES


def entry(code: str) -> ListEntry:
    return ListEntry(
        list_code=ListCode.FUNDING, code=code, position=99, name_sv="Gåva", name_en="Gift"
    )


def add_entry(clock: Clock, code: str) -> int:
    with transaction() as session:
        row = entry(code)
        session.add(row)
        session.flush()
        audit.record(ANONYMOUS, Verb.CREATED, row, at=clock.now)
        return row.id


def test_a_doubled_value_is_answered_by_the_name_of_its_constraint(
    app: Flask, clock: Clock
) -> None:
    refusals = {"uq_list_entries_list_code_code": RefusedError("code_taken", "code")}
    with app.app_context():
        add_entry(clock, "gift")
        with pytest.raises(RefusedError) as refused, refusing(refusals):
            add_entry(clock, "gift")
    assert refused.value == RefusedError("code_taken", "code")


def test_a_row_that_others_refer_to_is_answered_as_a_reference(app: Flask, clock: Clock) -> None:
    refusals = {FOREIGN_KEY: RefusedError("in_use")}

    def delete_norrby() -> None:
        with refusing(refusals), transaction() as session:
            session.delete(session.query(Place).filter_by(code="norrby").one())

    with app.app_context(), pytest.raises(RefusedError):
        delete_norrby()


def test_a_constraint_without_an_answer_stays_a_fault(app: Flask, clock: Clock) -> None:
    with app.app_context():
        add_entry(clock, "gift")
        with pytest.raises(IntegrityError) as fault, refusing({}):
            add_entry(clock, "gift")
    assert broken_constraint(fault.value) == "uq_list_entries_list_code_code"


def test_the_id_of_a_deleted_row_is_never_given_to_another(app: Flask, clock: Clock) -> None:
    with app.app_context():
        first_id = add_entry(clock, "gift")
        with transaction() as session:
            row = session.get(ListEntry, first_id)
            session.delete(row)
            session.flush()
            audit.record(ANONYMOUS, Verb.DELETED, row, at=clock.now)

        assert add_entry(clock, "another") > first_id


def test_every_audited_record_keeps_its_id_for_ever(app: Flask) -> None:
    records = {name for name, audited in AUDITED_TABLES.items() if audited.id_column == "id"}
    reused = {
        name
        for name in records
        if not Base.metadata.tables[name].dialect_options["sqlite"]["autoincrement"]
    }

    assert reused == set()


def test_an_entry_on_the_register_stands_for_what_is_changed_in_bulk(
    app: Flask, clock: Clock
) -> None:
    with app.app_context():
        with pytest.raises(UnauditedChangeError), transaction() as session:
            session.execute(db.update(Organisation).values(about=sort_key("x")))

        with transaction() as session:
            session.execute(db.update(Organisation).values(about="x"))
            audit.record(ANONYMOUS, Verb.SEEDED, session.get(RegisterState, 1), at=clock.now)
