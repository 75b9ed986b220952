"""A long list comes in parts: neither memory nor the number of statements a part grows with it."""

from __future__ import annotations

import tempfile
import time
import tracemalloc
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import event, insert, select

from tests.clock import START, Clock
from tests.figures import Figures
from tests.register import add_initiative, add_organisation, add_person
from tracker.access.actors import ANONYMOUS, Actor
from tracker.blueprints.exports.cells import rows_of_cells
from tracker.csv_file import write_csv
from tracker.database import transaction
from tracker.domain.export_columns import ExportColumn
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.selection import Selection
from tracker.domain.verbs import Verb
from tracker.excel_file import write_excel
from tracker.extensions import db
from tracker.models import Initiative, InitiativePlace, Place, StatusReport
from tracker.queries.export import ROWS_AT_A_TIME, stream
from tracker.queries.reference import get_reference
from tracker.services import audit

LONG_LIST = 3_000
WORDS = "Vi lagar mat, läser läxor och spelar fotboll med barn och unga på Norrby. " * 5
HEADERS = [column.value for column in ExportColumn]


def fill(actor: Actor, count: int) -> None:
    """Many initiatives of the actor's organisation, each with a place and two reports."""
    own = actor.organisations[0].id
    first = add_initiative(actor, "Den första")
    with transaction() as session:
        start = session.scalars(select(Initiative).where(Initiative.public_id == first)).one()
        norrby = session.scalars(select(Place.id).where(Place.code == "norrby")).one()
        ids = range(start.id + 1, start.id + count)
        session.execute(insert(Initiative), [initiative(n, own) for n in ids])
        session.execute(
            insert(InitiativePlace), [{"initiative_id": n, "place_id": norrby} for n in ids]
        )
        session.execute(
            insert(StatusReport), [report(n, own, back) for n in ids for back in (1, 40)]
        )
        audit.record(ANONYMOUS, Verb.IMPORTED, start, at=START)


def initiative(number: int, organisation_id: int) -> dict[str, Any]:
    return {
        "id": number,
        "public_id": uuid.UUID(int=number),
        "title": f"Insats {number}",
        "title_key": f"insats {number}",
        "description": WORDS,
        "purpose": "",
        "lead_organisation_id": organisation_id,
        "phase": Phase.ONGOING,
        "condition": Condition.ON_PLAN,
        "visibility": Visibility.SHARED,
        "start_on": date(2026, 1, 12),
        "budget_sek": number,
        "created_at": START,
        "changed_at": START + timedelta(seconds=number % 1000),
        "version": 1,
    }


def report(initiative_id: int, organisation_id: int, days_back: int) -> dict[str, Any]:
    return {
        "public_id": uuid.uuid4(),
        "initiative_id": initiative_id,
        "organisation_id": organisation_id,
        "condition": Condition.ON_PLAN,
        "phase": Phase.ONGOING,
        "happened": f"{days_back}: {WORDS}",
        "reported_on": START.date() - timedelta(days=days_back),
        "created_at": START,
    }


def rows(actor: Actor) -> Any:
    return stream(
        actor, Selection(), reference=get_reference("sv"), language="sv", today=START.date()
    )


def written_as_csv(actor: Actor, file: Any) -> int:
    cells = rows_of_cells(rows(actor), address="https://vaven.boras.test")
    return write_csv(file, HEADERS, cells, language="sv")


def written_as_excel(actor: Actor, file: Any) -> int:
    cells = rows_of_cells(rows(actor), address="https://vaven.boras.test")
    return write_excel(file, HEADERS, cells, widths=[], sheet_name="Insatser", now=START)


@pytest.fixture
def actor(app: Flask) -> Actor:
    with app.app_context():
        return add_person("Lea Lund", add_organisation("Norrby kök"))


def test_every_row_comes_once_with_its_latest_report(app: Flask, actor: Actor) -> None:
    with app.app_context():
        fill(actor, ROWS_AT_A_TIME + 20)
        found = list(rows(actor))

    assert len({row.public_id for row in found}) == len(found) == ROWS_AT_A_TIME + 20
    assert [row.changed_at for row in found] == sorted(
        (row.changed_at for row in found), reverse=True
    )
    reports = [row.report for row in found if row.report is not None]
    assert len(reports) == len(found) - 1
    assert all(report.happened.startswith("1: ") for report in reports)
    assert {row.places for row in found} == {("Norrby",)}


def test_each_part_costs_the_same_statements(app: Flask, actor: Actor) -> None:
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    def counted() -> int:
        get_reference("sv")
        statements.clear()
        list(rows(actor))
        return len([one for one in statements if "register_state" not in one])

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            fill(actor, ROWS_AT_A_TIME)
            one_part = counted()
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    assert one_part == 4


@pytest.mark.parametrize(
    ("name", "write", "most_mb"), [("CSV", written_as_csv, 10), ("Excel", written_as_excel, 10)]
)
def test_a_long_list_is_never_held_as_a_whole(
    app: Flask,
    clock: Clock,
    actor: Actor,
    figures: Figures,
    name: str,
    write: Callable[[Actor, Any], int],
    most_mb: int,
) -> None:
    with app.app_context(), force_locale("sv"), tempfile.TemporaryFile() as file:
        fill(actor, LONG_LIST)
        db.session.remove()
        began = time.perf_counter()
        assert write(actor, file) == LONG_LIST
        took_s = time.perf_counter() - began

        db.session.remove()
        file.seek(0)
        tracemalloc.start()
        try:
            assert write(actor, file) == LONG_LIST
            peak_mb = tracemalloc.get_traced_memory()[1] / 1024 / 1024
        finally:
            tracemalloc.stop()

    assert peak_mb < most_mb
    figures.worst(f"3 000 rows as {name}", value=round(took_s, 1), unit="s")
    figures.worst(f"peak memory of 3 000 rows as {name}", value=round(peak_mb, 1), unit="MB")
