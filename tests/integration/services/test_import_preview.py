"""The rows of a list are read once, in the background if many, and told how far they have come."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.clock import START, Clock
from tests.lists import counts, foreign_list, semicolons
from tests.register import change_row
from tests.town import Town
from tracker.domain.import_steps import ImportStanding
from tracker.domain.importing.mappings import Mapping
from tracker.extensions import db
from tracker.models import ImportRow, OutboxEvent, Person
from tracker.queries import imports
from tracker.queries.imports import ImportPage
from tracker.services import import_files, import_preview
from tracker.work.loop import work_once

pytestmark = pytest.mark.usefixtures("in_app")

LONG = 1_200


def long_list() -> bytes:
    head = "Insats;Ansvarig organisation;Start"
    return semicolons(head, *(f"Insats {n};Klubb {n % 7};2025-01-01" for n in range(LONG)))


def chosen(town: Town, content: bytes, **changes: Any) -> ImportPage:
    """A list whose columns are chosen and whose rows nobody has read yet."""
    public_id = import_files.upload(
        town.cim, name="a.csv", content=content, organisation_id=None, now=START
    )
    choose(town, public_id, **changes)
    return imports.get_own(town.cim, public_id)


def choose(town: Town, public_id: uuid.UUID, **changes: Any) -> None:
    uploaded = imports.get_own(town.cim, public_id)
    import_files.choose_columns(
        town.cim,
        public_id,
        mapping=Mapping.from_json(uploaded.mapping),
        choices={**uploaded.choices, **changes},
        rows=uploaded.rows_total,
        save_as="",
        now=START,
    )


def staged_rows() -> int:
    return db.session.scalar(select(func.count()).select_from(ImportRow)) or 0


def test_a_long_list_is_read_by_the_worker(app: Flask, clock: Clock, town: Town) -> None:
    waiting = chosen(town, long_list())
    assert waiting.standing is ImportStanding.READING

    assert work_once(app, clock.now) == 1

    db.session.rollback()
    read = imports.get_own(town.cim, waiting.public_id)
    assert read.standing is ImportStanding.PREVIEWED
    assert (read.rows_done, read.rows_total) == (LONG, LONG)
    assert counts(read) == {"new": LONG}


def test_a_short_list_waits_for_no_worker(town: Town) -> None:
    chosen(town, foreign_list())

    assert not db.session.scalars(select(OutboxEvent)).all()


def test_it_tells_how_far_it_has_come(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    waiting = chosen(town, long_list())
    report = import_preview._reporter

    def listening(import_id: int, version: int, total: int) -> Any:
        tell = report(import_id, version, total)

        def both(done: int) -> None:
            tell(done)
            told.append(imports.get_own(town.cim, waiting.public_id).rows_done)

        return both

    monkeypatch.setattr(import_preview, "REPORTED_EVERY", 100)
    monkeypatch.setattr(import_preview, "_reporter", listening)

    import_preview.stage(waiting.id, version=waiting.version, now=START)

    assert told == sorted(told)
    assert len(set(told)) >= 8


def test_two_workers_on_one_list_leave_its_rows_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = chosen(town, foreign_list())
    terms = import_preview._add_terms

    def with_another_in_between(*given: Any) -> None:
        monkeypatch.setattr(import_preview, "_add_terms", terms)
        import_preview.stage(waiting.id, version=waiting.version, now=START)
        terms(*given)

    monkeypatch.setattr(import_preview, "_add_terms", with_another_in_between)

    import_preview.stage(waiting.id, version=waiting.version, now=START)

    assert staged_rows() == 2
    assert imports.get_own(town.cim, waiting.public_id).standing is ImportStanding.PREVIEWED


def test_columns_chosen_anew_end_a_reading_under_way(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = chosen(town, foreign_list())
    terms = import_preview._add_terms

    def with_new_columns(*given: Any) -> None:
        choose(town, waiting.public_id)
        terms(*given)

    monkeypatch.setattr(import_preview, "_add_terms", with_new_columns)

    import_preview.stage(waiting.id, version=waiting.version, now=START)

    assert staged_rows() == 0
    assert imports.get_own(town.cim, waiting.public_id).standing is ImportStanding.READING


def test_a_list_thrown_away_while_it_is_read_leaves_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = chosen(town, foreign_list())
    monkeypatch.setattr(
        import_preview, "_add_terms", lambda *_: import_files.discard(town.cim, waiting.public_id)
    )

    import_preview.stage(waiting.id, version=waiting.version, now=START)

    assert staged_rows() == 0


def test_a_reader_whose_account_is_closed_reads_nothing(town: Town) -> None:
    waiting = chosen(town, foreign_list())
    change_row(db.session.get_one(Person, town.cim.person_id), is_disabled=True)

    import_preview.stage(waiting.id, version=waiting.version, now=START)

    assert imports.get_own(town.cim, waiting.public_id).standing is ImportStanding.FAILED


def test_a_sheet_that_is_not_there_fails_with_its_cause(town: Town) -> None:
    waiting = chosen(town, foreign_list(), sheet="Blad 9")

    import_preview.stage(waiting.id, version=waiting.version, now=START)

    failed = imports.get_own(town.cim, waiting.public_id)
    assert failed.standing is ImportStanding.FAILED
    assert failed.fault == {"cause": "SheetNotFoundError"}
