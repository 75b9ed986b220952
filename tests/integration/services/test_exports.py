"""Who took a list out of the register is kept, and only those who may can."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import Clock
from tests.register import add_organisation, add_person
from tracker.access.actors import ANONYMOUS
from tracker.domain.selection import Selection
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError
from tracker.extensions import db
from tracker.models import AuditEntry, Initiative
from tracker.services.exports import note_export


def test_an_export_is_an_entry_on_the_register_and_nothing_else(app: Flask, clock: Clock) -> None:
    with app.app_context():
        actor = add_person("Lea Lund", add_organisation("Norrby kök"))
        note_export(actor, Selection(q="mat"), file_format="csv", rows=3, now=clock.now)

        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.verb, entry.person_id, entry.at) == (
            Verb.EXPORTED.value,
            actor.person_id,
            clock.now,
        )
        assert set(entry.hashes) == {"selection", "format", "rows"}
        assert db.session.scalars(select(Initiative)).all() == []


def test_nobody_unknown_takes_out_a_list(app: Flask, clock: Clock) -> None:
    with app.app_context(), pytest.raises(NotAllowedError):
        note_export(ANONYMOUS, Selection(), file_format="csv", rows=0, now=clock.now)
