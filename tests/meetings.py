"""Pairs of initiatives that meet, for tests of what is shown of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative, get_initiative
from tests.town import Town
from tracker.domain.lifecycle import Visibility
from tracker.extensions import db
from tracker.models import Touchpoint
from tracker.services import touchpoint_matching

HOMEWORK: dict[str, Any] = {
    "description": "Läxhjälp för barn 10-15 år på biblioteket, tisdagar kl 16-18.",
    "target_groups": ("children",),
    "effort_types": ("homework_help",),
    "goals": ("CY1",),
    "age_from": 10,
    "age_to": 15,
    "start_on": date(2026, 1, 12),
    "end_on": date(2026, 12, 18),
}


@dataclass(frozen=True)
class Meeting:
    """Two initiatives by their ids, and where they meet."""

    one: uuid.UUID
    other: uuid.UUID
    id: uuid.UUID

    @property
    def url(self) -> str:
        """The page of the pair."""
        return f"/touchpoints/{self.id}"


@pytest.fixture
def meeting(app: Flask, town: Town) -> Meeting:
    """The kitchen and the school both help with homework; the engine finds that they meet."""
    with app.app_context():
        one = add_initiative(town.lea, "Läxhjälp i köket", **HOMEWORK)
        other = add_initiative(town.stina, "Läxor i skolan", **HOMEWORK | {"age_from": 8})
        return Meeting(one, other, found(app, one, other))


@pytest.fixture
def held_back(app: Flask, town: Town) -> Meeting:
    """As `meeting`, but what the school does is for the coordinators only."""
    with app.app_context():
        one = add_initiative(town.lea, "Läxhjälp i köket", **HOMEWORK)
        other = add_initiative(
            town.stina, "Hemliga läxor", visibility=Visibility.COORDINATED, **HOMEWORK
        )
        return Meeting(one, other, found(app, one, other))


def found(app: Flask, one: uuid.UUID, other: uuid.UUID) -> uuid.UUID:
    """Let the engine look at two initiatives; where they meet."""
    ids = sorted(get_initiative(public_id).id for public_id in (one, other))
    touchpoint_matching.match(ids, folder=app.config["SETTINGS"].index_path, now=START)
    query = select(Touchpoint.public_id).where(
        Touchpoint.one_id == ids[0], Touchpoint.other_id == ids[1]
    )
    public_id: uuid.UUID = db.session.scalars(query).one()
    return public_id
