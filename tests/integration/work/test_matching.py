"""The worker finds touchpoints of what nobody waited for, and one faulty initiative holds up no other."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.clock import START
from tests.register import add_initiative
from tests.town import Town
from tracker.extensions import db
from tracker.models import InitiativeFingerprint, Touchpoint
from tracker.queries.compared import ComparedRow
from tracker.services import touchpoint_matching
from tracker.work.loop import work_once
from tracker.work.matching import match_some

pytestmark = pytest.mark.usefixtures("in_app")


def count(table: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_the_worker_matches_what_is_due_and_then_rests(app: Flask, town: Town) -> None:
    add_initiative(town.lea, "Läxhjälp i köket")
    add_initiative(town.stina, "Läxhjälp i köket också")
    work_once(app, START)
    assert count(InitiativeFingerprint) == 2
    assert count(Touchpoint) == 1
    assert match_some(app, START) is False

    add_initiative(town.pia, "Läxhjälp i huset")
    work_once(app, START)
    assert count(InitiativeFingerprint) == 3


def test_one_faulty_initiative_holds_up_no_other(
    app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("Läxhjälp", "TRASIG", "Språkkafé"):
        add_initiative(town.lea, title)
    compare = touchpoint_matching._compare

    def faulty(rows: list[ComparedRow], index: Any) -> Any:
        if any(row.compared.title == "TRASIG" for row in rows):
            raise ZeroDivisionError
        return compare(rows, index)

    monkeypatch.setattr(touchpoint_matching, "_compare", faulty)
    work_once(app, START)
    assert count(InitiativeFingerprint) == 2
