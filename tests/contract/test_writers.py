"""Eight people write at once, on one record and on many: nothing is lost and nothing fails."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from tests.clock import START
from tests.figures import Figures
from tests.register import add_initiative, add_organisation, add_person, add_report
from tests.threads import at_once
from tracker.access.actors import Actor
from tracker.domain.lifecycle import Phase, Visibility
from tracker.errors import StaleVersionError
from tracker.extensions import db
from tracker.models import AuditEntry, Initiative, StatusReport
from tracker.queries.initiatives import content_of, get_page
from tracker.queries.reference import get_reference
from tracker.services import initiatives, phases

WRITERS = 8
WRITES = 12


def _all_write(app: Flask, deed: Callable[[int], object]) -> None:
    """Let every writer do its share of the deeds, all at the same time."""

    def write(writer: int) -> None:
        with app.app_context():
            for number in range(WRITES):
                deed(writer * WRITES + number)

    at_once(write, WRITERS)


def _actor(app: Flask) -> Actor:
    with app.app_context():
        return add_person("Lea Lund", add_organisation("Norrby kök"))


def _read_then_write(actor: Actor, public_id: uuid.UUID, number: int) -> None:
    """Move to the other phase, whichever it is now: every move rests on what it has read."""
    wanted = Phase.PAUSED if number % 2 else Phase.ONGOING
    phases.move(actor, public_id, wanted, reason=f"nr {number}", now=START)


def _version(public_id: uuid.UUID) -> int:
    query = select(Initiative.version).where(Initiative.public_id == public_id)
    version = db.session.scalar(query)
    db.session.rollback()
    assert version is not None
    return version


def test_eight_writers_on_one_record_lose_nothing(app: Flask, figures: Figures) -> None:
    actor = _actor(app)
    with app.app_context():
        public_id = add_initiative(actor, "Matlag", phase=Phase.ONGOING)
    now = START + timedelta(hours=1)

    _all_write(app, lambda number: add_report(actor, public_id, happened=f"nr {number}", now=now))

    with app.app_context():
        reports = db.session.scalar(select(func.count()).select_from(StatusReport))
        entries = db.session.scalar(
            select(func.count()).select_from(AuditEntry).where(AuditEntry.verb == "reported")
        )
    wanted = WRITERS * WRITES
    assert (reports, entries) == (wanted, wanted)
    figures.record("writes kept of 8 writers on one record", value=entries or 0, of=wanted)


def test_eight_writers_on_many_records_lose_nothing(app: Flask, figures: Figures) -> None:
    actor = _actor(app)
    with app.app_context():
        ids = [add_initiative(actor, f"Matlag {n}", phase=Phase.ONGOING) for n in range(WRITERS)]

    _all_write(
        app, lambda number: _read_then_write(actor, ids[number % WRITERS], number // WRITERS)
    )

    with app.app_context():
        moves = db.session.scalar(
            select(func.count()).select_from(AuditEntry).where(AuditEntry.verb == "moved")
        )
        changes = sum(_version(public_id) - 1 for public_id in ids)
    assert moves == changes
    assert moves
    figures.record("moves of 8 writers on many records without an entry", value=moves - changes)


def test_of_two_saves_of_one_form_the_later_is_told_and_loses_nothing(
    app: Flask, figures: Figures
) -> None:
    actor = _actor(app)
    with app.app_context():
        public_id = add_initiative(actor, "Matlag")
        page = get_page(actor, public_id, reference=get_reference("sv"), today=START.date())
        content = content_of(page)
        db.session.rollback()
    told: list[str] = []
    kept: list[int] = []

    def save(number: int) -> None:
        try:
            initiatives.edit(
                actor,
                public_id,
                content,
                version=1,
                visibility=Visibility.SHARED,
                note="",
                now=START,
            )
        except StaleVersionError as stale:
            told.append(str(stale.current["title"]))
        else:
            kept.append(number)

    _all_write(app, save)

    assert len(kept) == 1
    assert told == ["Matlag"] * (WRITERS * WRITES - 1)
    figures.record("stale saves told as such", value=len(told), of=WRITERS * WRITES - 1)
